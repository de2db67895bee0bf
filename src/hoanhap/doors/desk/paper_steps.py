"""Papers of a measure, from the draft to the signature: which can be prepared, and what each asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.episodes import overview
from hoanhap.casework.episodes.actions import deciding, ending, extending, helping
from hoanhap.casework.episodes.choices import PaperKind
from hoanhap.casework.episodes.models import Episode, EpisodePaper
from hoanhap.casework.episodes.trial import missing_statements
from hoanhap.casework.episodes.waiting import helping_posts
from hoanhap.doors.desk import paper_forms as forms
from hoanhap.doors.desk.file import Head
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor

Content = Mapping[str, object]
Prepare = Callable[[Actor, Episode, date, Any, Content], EpisodePaper]


@dataclass(frozen=True, kw_only=True)
class Way:
    """One paper that can be prepared. ``prepare`` takes the actor, the measure, the day, the form and the content."""

    title: str | Promise
    lead: str | Promise = ""
    form: type[forms.PaperForm] = forms.PaperForm
    prepare: Prepare


WAYS: Mapping[str, Way] = {
    "proposal": Way(
        title=_("Proposal of post-rehabilitation management"),
        lead=_("The police prepares it, the head of the police signs it, the Chairman decides."),
        prepare=lambda by, one, on, form, content: deciding.prepare_proposal(
            by=by, episode=one.pk, on=on, content=content
        ),
    ),
    "decision": Way(
        title=_("Decision on post-rehabilitation management"),
        lead=_("Another person than who prepares it signs it."),
        prepare=lambda by, one, on, form, content: deciding.prepare_decision(
            by=by, episode=one.pk, on=on, content=content
        ),
    ),
    "correction": Way(
        title=_("Correction of the decision"),
        lead=_("A new decision takes the place of the one in force, with the term as it is computed today."),
        form=forms.CorrectionPaperForm,
        prepare=lambda by, one, on, form, content: deciding.prepare_correction(
            by=by, episode=one.pk, on=on, reason=form.cleaned_data["reason"], content=content
        ),
    ),
    "certificate": Way(
        title=_("Certificate of completion"),
        prepare=lambda by, one, on, form, content: ending.prepare_certificate(
            by=by, episode=one.pk, on=on, content=content
        ),
    ),
    "removal": Way(
        title=_("Removal from the list"),
        lead=_("Once it is signed, nobody opens the file any more."),
        prepare=lambda by, one, on, form, content: ending.prepare_removal(
            by=by, episode=one.pk, on=on, content=content
        ),
    ),
    "early-removal": Way(
        title=_("Removal before the term is over"),
        lead=_("Only on a ground that the law names, and with its paper."),
        form=forms.GroundForm,
        prepare=lambda by, one, on, form, content: ending.prepare_removal_for(
            by=by, episode=one.pk, ground=form.ground(), on=on, content=content
        ),
    ),
    "helper": Way(
        title=_("Assignment of a helper"),
        lead=_("The helper sees the person from the day the help begins until it ends."),
        form=forms.HelperForm,
        prepare=lambda by, one, on, form, content: helping.prepare_helper(
            by=by, episode=one.pk, new=form.helper(), on=on, content=content
        ),
    ),
    "extension": Way(
        title=_("Sight of the file after the end"),
        lead=_("Without it the file closes with the term, to everybody but those who prepare and sign the removal."),
        form=forms.ExtensionForm,
        prepare=lambda by, one, on, form, content: extending.prepare_extension(
            by=by, episode=one.pk, until=form.cleaned_data["until"], reason=form.cleaned_data["reason"], on=on,
            content=content,
        ),
    ),
}  # fmt: skip
"""By the word that stands in the address."""

PLAIN = ("proposal", "decision", "certificate", "removal")
"""Papers that ask for nothing but what the file does not hold: that can be found out before anything is typed."""

SIGNATURES: Mapping[PaperKind, Callable[..., Any]] = {
    PaperKind.PROPOSAL: deciding.sign_proposal,
    PaperKind.DECISION: deciding.sign_decision,
    PaperKind.CERTIFICATE: ending.sign_certificate,
    PaperKind.REMOVAL: ending.sign_removal,
    PaperKind.HELPER: helping.assign_helper,
    PaperKind.EXTENSION: extending.sign_extension,
}
"""What signs a paper of a kind. Notices are signed where they are sent."""


def way(what: str) -> Way:
    """The paper with this word. Raises NotFound."""
    if what not in WAYS:
        raise NotFound("episodes.unknown_paper")
    return WAYS[what]


def form_of(*, by: Actor, head: Head, one: Episode, what: str, data: Mapping[str, Any] | None, on: date) -> Any:
    """The form of a paper, asking for what the file does not hold. Raises what stands in the way of preparing it."""
    chosen = way(what)
    known: dict[str, Any] = {}
    if chosen.form is forms.HelperForm:
        replaces = next((row.pk for row in head.helpers if row.episode_id == one.pk), None)
        known = {"posts": helping_posts(by=by, on=on), "replaces": replaces, "today": on}
    asked: list[str] = []
    if data is None and what in PLAIN:
        asked = missing_statements(lambda content: chosen.prepare(by, one, on, None, content))
    return chosen.form(data, asked=asked, **known)


def prepared(*, by: Actor, one: Episode, what: str, form: forms.PaperForm, on: date) -> EpisodePaper | str:
    """The prepared paper; or the name of a statement that has still to be asked for."""
    try:
        return way(what).prepare(by, one, on, form, form.content())
    except RuleViolation as violation:
        name = str(violation.facts.get("field"))
        if violation.code == "documents.field_missing" and forms.STATED + name not in form.fields:
            return name
        raise


def paper_of(*, by: Actor, head: Head, key: object) -> EpisodePaper:
    """A paper of the person whose file is open, by the key of its document. Raises NotFound."""
    for one in overview.papers_of(by=by, of=head.episodes):
        if one.document_id == key:
            return one
    raise NotFound("episodes.unknown_paper")


def sign(*, by: Actor, paper: EpisodePaper, on: date) -> Episode:
    """Sign a paper, whatever it is. Raises NotFound for a notice, which is signed where it is sent."""
    act = SIGNATURES.get(PaperKind(paper.kind))
    if act is None:
        raise NotFound("episodes.unknown_paper")
    return cast(Episode, act(by=by, paper=paper.pk, on=on).episode)
