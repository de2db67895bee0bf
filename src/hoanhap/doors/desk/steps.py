"""What can be done now: the entries of the menu "record", and the one button of a duty."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoanhap.casework.episodes.actions.recording import OWN_ACTION
from hoanhap.casework.episodes.choices import REHABILITATION, EventKind, Measure, Stage
from hoanhap.casework.episodes.duty_rules import DUTIES
from hoanhap.casework.episodes.handovers import by_place
from hoanhap.casework.episodes.models import Duty, Episode
from hoanhap.casework.episodes.rules import roles_of
from hoanhap.casework.episodes.selectors import next_steps
from hoanhap.doors.desk import notices
from hoanhap.doors.desk.addresses import MOVES, OF_REHABILITATION, STEPS, served_at
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import capital
from hoanhap.ground.law.authorities import authority_for
from hoanhap.ground.law.choices import Step

AFTER_THE_END = (EventKind.REVIEWED, EventKind.CERTIFIED, EventKind.REMOVED)
"""What a file is still opened for once the term is over."""

ICONS: Mapping[EventKind, str] = {
    EventKind.LEFT: "leave",
    EventKind.NOTICE_SENT: "swap",
    EventKind.REPORTED: "person",
    EventKind.COMPLETED: "flag",
    EventKind.CLOSED: "stop",
}

BUTTONS: Mapping[EventKind, str | Promise] = {
    EventKind.PROPOSED: gettext_lazy("Open the proposal"),
    EventKind.DECIDED: gettext_lazy("Open the decision"),
    EventKind.NOTICE_SENT: gettext_lazy("Record the notice"),
    EventKind.REVIEWED: gettext_lazy("Open the review"),
    EventKind.CERTIFIED: gettext_lazy("Open the certificate"),
    EventKind.REPORTED: gettext_lazy("Record the report"),
    EventKind.REMOVED: gettext_lazy("Open the removal"),
}

DRAFTS: Mapping[EventKind, str | Promise] = {
    EventKind.PROPOSED: gettext_lazy("Prepare the proposal"),
    EventKind.DECIDED: gettext_lazy("Prepare the decision"),
    EventKind.CORRECTED: gettext_lazy("Prepare a corrected decision"),
    EventKind.HELPER_ASSIGNED: gettext_lazy("Prepare the assignment of a helper"),
    EventKind.EXTENDED: gettext_lazy("Prepare the sight of the file after the end"),
    EventKind.CERTIFIED: gettext_lazy("Prepare the certificate"),
    EventKind.REMOVED: gettext_lazy("Prepare the removal"),
}
"""Steps that begin with a draft: the menu says so, because who prepares does not sign."""


@dataclass(frozen=True)
class Entry:
    """One entry of the menu."""

    words: str
    url: str
    icon: str = "pencil"


def recordable(episode: Episode, kind: EventKind) -> bool:
    """Whether the plain form records this step; others need a paper, evidence or a second person."""
    if episode.measure == Measure.POST_REHAB and kind in (EventKind.DECIDED, EventKind.CLOSED):
        return False
    return kind not in OWN_ACTION


def is_over(episode: Episode, on: date) -> bool:
    """Whether the term has run out and the measure is not ended yet."""
    return episode.stage != Stage.ENDED and episode.ends_on is not None and episode.ends_on < on


GIVEN_TO: Mapping[EventKind, tuple[str, Step]] = {
    EventKind.PROPOSED: ("post_rehab_proposal", Step.PREPARES),
    EventKind.RETURNED: ("post_rehab_decision", Step.SIGNS),
    EventKind.REVOKED: ("post_rehab_decision", Step.SIGNS),
}
"""Steps that the law gives to one party from the beginning: act and step of its authorities."""


def given_to(by: Actor, kind: EventKind, on: date) -> bool:
    """Whether the law of the day leaves a step to the acting post: a facility's post has none in the commune."""
    if not by_place(by):
        return False
    if kind not in GIVEN_TO:
        return True
    act, step = GIVEN_TO[kind]
    return by.role in roles_of(authority_for(act, step, on=on).party)


def step_url(by: Actor, ref: str, episode: Episode, kind: EventKind, on: date) -> str:
    """Where a step is done; empty where the acting post cannot do it, or its page is not there yet."""
    moves = {**MOVES, **OF_REHABILITATION} if episode.measure in REHABILITATION else MOVES
    if kind in moves:
        if kind is EventKind.NOTICE_SENT and not notices.has_work(by, ref, episode, on):
            return ""
        return served_at(by, episode.place_id, moves[kind], ref, episode.pk)
    if episode.measure == Measure.POST_REHAB and kind in STEPS:
        if not given_to(by, kind, on):
            return ""
        page, what = STEPS[kind]
        if kind is EventKind.REMOVED and episode.stage != Stage.CERTIFIED:
            what = "early-removal"
        return served_at(by, episode.place_id, page, ref, episode.pk, what)
    if recordable(episode, kind) and by.may(Permission.EPISODES_RECORD, at=episode.place_id):
        return reverse("desk:event_record", args=[ref, episode.pk, kind.value])
    return ""


def now_possible(episode: Episode, on: date) -> list[EventKind]:
    """What may happen next; once the term is over only what takes the person off the list."""
    over = is_over(episode, on) and episode.measure == Measure.POST_REHAB
    return [kind for kind in next_steps(episode) if not over or kind in AFTER_THE_END]


def steps_of(by: Actor, ref: str, episode: Episode, on: date, *, helped: bool) -> list[Entry]:
    """The next steps of one measure that the acting post may take now. ``helped``: somebody helps, who may stop."""
    over = is_over(episode, on) and episode.measure == Measure.POST_REHAB
    entries = [
        Entry(entry_words(episode, kind), url, ICONS.get(kind, "paper" if kind in STEPS else "pencil"))
        for kind in now_possible(episode, on)
        if (helped or kind is not EventKind.HELPER_ENDED) and (url := step_url(by, ref, episode, kind, on))
    ]
    if over or not by.may(Permission.EPISODES_RECORD, at=episode.place_id) or episode.stage == Stage.ENDED:
        return entries
    if episode.started_on:
        entries.append(Entry(_("Days away"), reverse("desk:days_record", args=[ref, episode.pk]), "clock"))
    close = reverse("desk:measure_close", args=[ref, episode.pk])
    entries.append(Entry(_("Recorded twice or by mistake"), close, "undo"))
    return entries


def entry_words(episode: Episode, kind: EventKind) -> str:
    """What the menu calls a step."""
    return str(DRAFTS[kind]) if episode.measure == Measure.POST_REHAB and kind in DRAFTS else capital(kind.label)


def openings(by: Actor, ref: str, episodes: Collection[Episode]) -> list[Entry]:
    """The measures that may begin now."""
    if not by.may(Permission.EPISODES_RECORD):
        return []
    running = {one.measure for one in episodes if one.stage != Stage.ENDED}
    ways = [("other", _("Another measure begins"))]
    if Measure.POST_REHAB not in running:
        ways = [
            ("completion", _("Home after completion")),
            ("notice", _("Notice: soon to be home")),
            *ways,
        ]
    return [Entry(words, reverse("desk:measure_open", args=[ref, way]), "plus") for way, words in ways]


Drafts = Mapping[tuple[UUID, str], UUID]
"""The papers that wait for a signature, by measure and kind."""


@dataclass(frozen=True)
class Doing:
    """The button of a duty."""

    words: str
    url: str
    primary: bool


def doing(by: Actor, ref: str, duty: Duty, drafts: Drafts, *, in_reach: bool, on: date) -> Doing:
    """The page that does a duty, else the file; nothing where the acting post may open neither.

    A paper that is prepared already is not prepared again: its page is opened, where it is signed or returned.
    """
    if not in_reach:
        return Doing("", "", primary=False)
    for kind in _next_for(duty, on):
        draft = drafts.get((duty.episode_id, STEPS[kind][1])) if kind in STEPS else None
        if draft and by.may(Permission.EPISODES_VIEW):
            return Doing(_("Open what waits for a signature"), reverse("desk:paper", args=[ref, draft]), primary=True)
        url = step_url(by, ref, duty.episode, kind, on)
        if url:
            return Doing(str(BUTTONS.get(kind, _("Record"))), url, primary=True)
    if not by.may(Permission.EPISODES_VIEW):
        return Doing("", "", primary=False)
    return Doing(_("Open the file"), reverse("desk:person", args=[ref]), primary=False)


TO_THE_END: Mapping[Stage, EventKind] = {
    Stage.MANAGED: EventKind.REVIEWED,
    Stage.REVIEWED: EventKind.CERTIFIED,
    Stage.CERTIFIED: EventKind.REMOVED,
}
"""What comes next where a term ends as the law foresees."""


def _next_for(duty: Duty, on: date) -> list[EventKind]:
    """The possible steps that do a duty, or lead to it: the removal has a review and a certificate before it."""
    kinds = done_by(duty)
    if EventKind.REMOVED in kinds:
        step = TO_THE_END.get(Stage(duty.episode.stage))
        early = step is not EventKind.REVIEWED and duty.opens_on is not None and duty.opens_on > on
        kinds = [step] if step and not early else []
    possible = now_possible(duty.episode, on)
    return [kind for kind in kinds if kind in possible]


def done_by(duty: Duty) -> list[EventKind]:
    """The events that fulfil a duty."""
    return list(
        dict.fromkeys(
            kind
            for row in DUTIES
            if duty.rule in row.codes and duty.episode.measure in row.measures
            for kind in row.done_by
        )
    )
