"""Every screen, as somebody who may see it, on a desk and on a phone: nothing broken, nothing hidden, for everybody.

A new screen is a new line in ``screens.SCREENS``; an address of the policy that has none is noticed. The pictures are
kept in ``var/screens/<width>/<name>.png``.
"""

import base64
import hmac
import struct
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from hoanhap.ground.access.policy import policy
from tests.browser.desk_screens import DESK
from tests.browser.help_screens import HELP
from tests.browser.people_screens import PEOPLE
from tests.browser.screens import (
    ENGLISH,
    FRESH,
    KEY_HOLDER,
    NO_SCREEN,
    WITH_SECOND_FACTOR,
    Screen,
    confirm_if_asked,
    press,
)
from tests.browser.screens import SCREENS as OTHERS
from tests.browser.team_screens import TEAM_WORK
from tests.browser.testing_screens import SCREENING

ROOT = Path(__file__).resolve().parents[2]
SCREENS = OTHERS + DESK + PEOPLE + HELP + TEAM_WORK + SCREENING
PICTURES = ROOT / "var" / "screens"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (1280, 360)
SHAPE = [
    "color-contrast",
    "target-size",
    "scrollable-region-focusable",
    "label-content-name-mismatch",
    "link-in-text-block",
]
"""What axe can find different at another width; the rest is the same page."""
AXE_RUN = """async rules => {
    const only = rules ? {runOnly: {type: "rule", values: rules}} : {};
    const found = await axe.run(document, {resultTypes: ["violations"], ...only});
    return found.violations
        .filter(one => ["serious", "critical"].includes(one.impact))
        .map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.target.join(" ")).join(" | ")}`);
}"""
TOO_WIDE = """() => {
    const scrolls = one => {
        for (let box = one; box && box !== document.body; box = box.parentElement) {
            const style = getComputedStyle(box);
            if (style.clip !== "auto" || style.clipPath !== "none") return true;  // only for screen readers
            if (box !== one && ["auto", "scroll"].includes(style.overflowX)) return true;
        }
        return false;
    };
    return [...document.querySelectorAll("body *")]
        .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !scrolls(one))
        .slice(0, 5).map(one => `${one.tagName.toLowerCase()}.${one.getAttribute("class") || ""}`);
}"""
"""What stands out of the window to the right and cannot be reached by scrolling a box of its own."""


DRAWN = """async () => {
    await document.fonts.ready;
    const wait = milliseconds => new Promise(go => setTimeout(go, milliseconds));
    for (const chart of document.querySelectorAll("[data-chart]"))
        for (let tries = 0; tries < 100 && !chart.querySelector("svg"); tries++) await wait(20);
    await new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)));
}"""
"""Letters and charts are there."""


def open_screen(page: Page, screen: Screen) -> list[str]:
    """Go to a screen; what the browser complains about on the way."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        asked_for = f"status of {screen.status}" in message.text
        if message.type == "error" and not asked_for:
            complaints.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.context.add_cookies(
        [
            {"name": "language", "value": screen.language, "domain": host, "path": "/"}
            for host in ("127.0.0.1", "localhost")
        ]
    )
    answer = page.goto(screen.path)
    for link in screen.follow:
        href = page.locator(link).first.get_attribute("href")
        assert href
        answer = page.goto(href)
    if screen.address != "account_reauthenticate":
        confirm_if_asked(page)
    if screen.do:
        screen.do(page)
    elif answer and answer.status != screen.status:
        complaints.append(f"answers {answer.status}")
    if screen.address and (name := resolve(urlsplit(page.url).path).view_name) != screen.address:
        complaints.append(f"is the address {name}, not {screen.address}")
    return complaints


def code_of_now(secret: str) -> str:
    """What a code app shows for this secret (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    return str((struct.unpack_from(">I", digest, digest[-1] & 15)[0] & 0x7FFFFFFF) % 10**6).zfill(6)


@pytest.fixture(scope="module")
def with_second_factor(browser: Browser, served: str) -> Iterator[BrowserContext]:
    """The window of somebody who signs in with a code and has a passkey, made by Chromium's own authenticator.

    At "localhost", because a passkey belongs to a name and never to a bare address.
    """
    context = browser.new_context(base_url=served.replace("127.0.0.1", "localhost"), reduced_motion="reduce")
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**device, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    page.goto("/account/sign-in/")
    page.locator(f'button[name="login"][value="{KEY_HOLDER}"]').click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto("/account/second-factor/app/add/")
    confirm_if_asked(page)
    page.get_by_label("Mã của ứng dụng").fill(code_of_now(page.locator("main code").inner_text()))
    press("Thiết lập")(page)
    page.goto("/account/second-factor/passkeys/add/")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/account/second-factor/")
    page.close()
    yield context
    context.close()


@pytest.fixture
def window(
    request: pytest.FixtureRequest, visit: Callable[[str, int], Page], new_window: Callable[..., Page]
) -> Callable[[Screen], Page]:
    """The window in which a screen is looked at."""

    def page(screen: Screen) -> Page:
        if screen.address == "mfa_authenticate":
            request.getfixturevalue("with_second_factor")
        if screen.sign_in == WITH_SECOND_FACTOR:
            return request.getfixturevalue("with_second_factor").new_page()
        if screen.sign_in == FRESH:
            return new_window()
        return visit(screen.sign_in, WIDTHS[0])

    return page


def faults_at(page: Page, width: int, name: str) -> list[str]:
    """What is broken, hidden or closed to somebody at this width; takes the picture."""
    page.set_viewport_size({"width": width, "height": 900 if width > 600 else 740})
    page.evaluate(DRAWN)
    page.screenshot(path=PICTURES / str(width) / f"{name}.png", full_page=True)
    wide = [f"wider than {width} px: {one}" for one in page.evaluate(TOO_WIDE)]
    return wide + [f"at {width} px: {one}" for one in page.evaluate(AXE_RUN, None if width == WIDTHS[0] else SHAPE)]


@pytest.mark.parametrize("screen", SCREENS + ENGLISH, ids=lambda screen: screen.name)
def test_a_screen_is_whole(screen: Screen, window: Callable[[Screen], Page]) -> None:
    page = window(screen)
    faults = open_screen(page, screen)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in WIDTHS:
        faults += faults_at(page, width, screen.name)
    page.close()
    assert not faults, "\n".join(faults)


def without_screen(listed: Iterable[str], screens: Iterable[Screen], none: Mapping[str, str]) -> list[str]:
    """Addresses that nobody looks at, and exceptions that are none."""
    seen, names = {screen.address for screen in screens}, set(listed)
    return [f"{name}: no screen" for name in sorted(names - seen - set(none))] + [
        f"{name}: has no need of an exception" for name in sorted(set(none) & seen | set(none) - names)
    ]


def test_every_address_has_a_screen() -> None:
    assert without_screen(policy().addresses, SCREENS, NO_SCREEN) == []
    assert len({screen.name for screen in SCREENS}) == len(SCREENS)


def test_an_address_without_a_screen_is_noticed() -> None:
    here = Screen("a", "web:shelf", "", "/")
    assert without_screen(["web:shelf", "b"], [here], {"c": ""}) == ["b: no screen", "c: has no need of an exception"]


def test_what_breaks_a_screen_is_noticed(visit: Callable[[str, int], Page]) -> None:
    page = visit("", 360)
    complaints = open_screen(page, Screen("planted", "desk:home", "", "/account/sign-in/", status=404))
    assert complaints == ["answers 200", "is the address account_login, not desk:home"]
    page.evaluate("document.body.innerHTML = '<img src=data:,><div>x</div>'")
    page.evaluate("document.querySelector('div').style.width = '900px'")
    assert page.evaluate(TOO_WIDE) == ["div."]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert any("image-alt" in fault for fault in page.evaluate(AXE_RUN))
