// What the pages gain when scripts run. Nothing here is needed to do the work: every step also works without it.
// Our policy forbids eval and inline styles, so htmx runs without both (no hx-on, no trigger filters, no hx-vals js:).
import htmx from "htmx.org/dist/htmx.esm.js";

htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false; // ours are in scss/_feedback.scss
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // nothing about a person stays in the browser's storage
htmx.config.refreshOnHistoryMiss = true;
htmx.config.scrollBehavior = "instant";
window.htmx = htmx;

document.documentElement.classList.add("hn-js");

const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

// On a phone the navigation scrolls sideways: where one is stays in sight.
document.addEventListener("DOMContentLoaded", () => {
  const nav = document.querySelector(".hn-nav");
  const here = nav?.querySelector("[aria-current]");
  if (here) nav.scrollLeft = here.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;
});

// Menus are <details>: one open at a time, closed by Escape (focus goes back) and by a click elsewhere.
document.addEventListener("click", (event) => {
  each("details.hn-menu[open]", (menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  each("details.hn-menu[open]", (menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// data-confirm="question": asked in a dialog before a form is sent. Without scripts the server asks on its own page
// or does without; a confirmation is never the only guard.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  const question = button?.dataset.confirm ?? form.dataset.confirm;
  if (!question || form.dataset.confirmed) return;
  event.preventDefault();
  const dialog = document.getElementById("hn-confirm");
  const go = () => {
    form.dataset.confirmed = "yes";
    button ? form.requestSubmit(button) : form.requestSubmit();
    delete form.dataset.confirmed;
  };
  if (!dialog?.showModal) {
    if (window.confirm(question)) go();
    return;
  }
  dialog.querySelector("[data-question]").textContent = question;
  dialog.querySelector("[data-yes]").textContent = button?.textContent.trim() || dialog.querySelector("[data-yes]").textContent;
  dialog.onclose = () => {
    if (dialog.returnValue === "yes") go();
    else button?.focus();
  };
  dialog.returnValue = "";
  dialog.showModal();
});

// A form is sent once: a second click within a slow answer does nothing.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "dialog") return;
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  form.classList.add("hn-sending");
  setTimeout(() => delete form.dataset.sent, 4000);
});
window.addEventListener("pageshow", () => each("form[data-sent]", (form) => {
  delete form.dataset.sent;
  form.classList.remove("hn-sending");
}));

// Filters: a choice is applied at once; empty values stay out of the address, so that a link can be sent.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) form.requestSubmit();
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-autosubmit]")) return;
  event.target.querySelectorAll("input, select").forEach((field) => {
    if (field.name && field.value === "") field.disabled = true;
  });
});
window.addEventListener("pageshow", () => each("form[data-autosubmit] :disabled", (field) => { field.disabled = false; }));

// What was typed is not lost: leaving a changed form asks first; while it stands open, its values outlive a broken
// line because nothing is cleared until the server has answered. Nothing is written to the browser's storage.
let changed = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-keep]")) changed = true;
});
document.addEventListener("submit", (event) => { if (!event.defaultPrevented) changed = false; });
window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

// Days: 1122021 or 1.12.2021 becomes 01/12/2021 when the field is left. The server accepts all of these as well.
document.addEventListener("focusout", (event) => {
  const field = event.target;
  if (!field.matches?.("input[data-day]")) return;
  const typed = field.value.trim();
  const parts = /^(\d{1,2})[\s./-](\d{1,2})[\s./-](\d{4})$/.exec(typed) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(typed);
  if (parts) field.value = `${parts[1].padStart(2, "0")}/${parts[2].padStart(2, "0")}/${parts[3]}`;
});

// Errors: the summary takes the focus, so that a screen reader reads it and Tab leads to the first link.
// After "load", because an address with a fragment moves the focus there first.
window.addEventListener("load", () => document.querySelector("[data-error-summary]")?.focus());

// "Print" buttons exist only where scripts run.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
