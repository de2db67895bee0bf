"""Who is handed over to whom: what the lists, the page of one hand-over and the person's page say of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from hoanhap.casework.episodes import handovers, overview
from hoanhap.casework.episodes import selectors as measures
from hoanhap.casework.episodes.choices import Act, EventKind, Measure, PaperKind, TransferAct, TransferKind
from hoanhap.casework.episodes.models import Duty, Episode, Transfer
from hoanhap.casework.people import files
from hoanhap.casework.people.choices import ResidenceKind
from hoanhap.casework.people.purposes import purpose_of
from hoanhap.doors.desk import law_words
from hoanhap.doors.desk.addresses import HANDOVERS, served
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.documents import selectors as documents
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import capital
from hoanhap.ground.web.words import day_words

TONES = {
    TransferAct.SENT: "amber",
    TransferAct.POLICE_ACKNOWLEDGED: "blue",
    TransferAct.ACCEPTED: "green",
    TransferAct.REFUSED: "brick",
    TransferAct.WITHDRAWN: "grey",
}
ICONS = {
    TransferAct.SENT: "swap",
    TransferAct.POLICE_ACKNOWLEDGED: "eye",
    TransferAct.ACCEPTED: "check",
    TransferAct.REFUSED: "close",
    TransferAct.WITHDRAWN: "undo",
}
LISTED = "desk.handovers_listed"


@dataclass(frozen=True)
class Waiting:
    """One line above the person's page: who still has to answer."""

    words: str
    url: str
    link: str


def waiting_of(*, by: Actor, of: Collection[Episode]) -> list[Waiting]:
    """Whose answer these measures wait for, of a person whose file the actor has opened."""
    found = []
    for one in handovers.waiting_of(by=by, of=of):
        told = {"unit": one.to_place.full_name, "day": day_words(one.left_on)}
        if one.kind == TransferKind.FACILITY:
            words = _("Announced by a facility: waits for %(unit)s to accept; expected home on %(day)s.") % told
        else:
            words = _("Waits for %(unit)s to accept; left on %(day)s. Until then nothing changes hands.") % told
        url = reverse("desk:handover", args=[one.pk]) if served(by, HANDOVERS) else ""
        found.append(Waiting(words, url, _("Open the hand-over")))
    return found


def note_list(*, by: Actor, coming: bool, number: int) -> None:
    """Say in the log that the list of hand-overs was looked at, which one, and how many stand in it."""
    facts = {"side": "in" if coming else "out", "people": number}
    record_read(LISTED, "desk.list:handovers", by=by, purpose=purpose_of(by.role), facts=facts)


def state_words(one: Transfer) -> str:
    """The state, beginning with a capital."""
    if one.state == TransferAct.SENT:
        return _("Waits for the police there") if one.police_must_acknowledge else _("Waits to be accepted")
    if one.state == TransferAct.POLICE_ACKNOWLEDGED:
        return _("Acknowledged by the police")
    words = str(TransferAct(one.state).label)
    return capital(words)


def sender_words(one: Transfer) -> str:
    """Where somebody comes from."""
    return one.from_place.full_name if one.from_place else one.episode.facility or _("a facility")


def duty_of(one: Transfer) -> Duty | None:
    """The duty of the measure that is due first, as the list annotates it."""
    due_on, version = getattr(one, "due_on", None), getattr(one, "due_version", None)
    return Duty(due_on=due_on, version=version) if due_on and version else None


@dataclass(frozen=True)
class Fact:
    """A label with its words."""

    label: str
    words: str


@dataclass(frozen=True)
class Paper:
    """The notice, to be taken as a file."""

    title: str
    number: str
    key: UUID


@dataclass(frozen=True)
class Step:
    """One step that was taken, as the shelf's timeline shows it."""

    on: date
    icon: str
    tone: str
    title: str
    note: str


@dataclass(frozen=True)
class Button:
    """One thing that can be done now."""

    words: str
    url: str
    css: str


@dataclass(frozen=True)
class Page:
    """The page of one hand-over."""

    transfer: Transfer
    ref: str
    title: str
    state: str
    tone: str
    person: list[Fact]
    units: list[Fact]
    duty: str
    duty_note: str
    papers: list[Paper]
    steps: list[Step]
    buttons: list[Button]
    waits_for: str
    file_url: str


def page_of(*, by: Actor, ref: UUID, now: datetime, on: date) -> Page:
    """One hand-over to or from the actor's units; who it is where the file is in reach: that look is logged.

    Raises NotFound, and what ``people.files.open_file`` raises.
    """
    one = handovers.dated_transfer(by=by, ref=ref, on=on)
    person = one.episode.person
    file = files.open_file(by=by, ref=person.reference, purpose=purpose_of(by.role), on=on) if one.seen else None  # type: ignore[attr-defined]
    duty = duty_of(one)
    return Page(
        transfer=one,
        ref=person.reference,
        title=file.name if file else person.reference,
        state=state_words(one),
        tone=TONES[TransferAct(one.state)],
        person=_person(file, one) if file else [],
        units=_units(by, one, seen=file is not None),
        duty=law_words.duty_words(law_words.rule_of(duty)) if duty else "",
        duty_note=_duty_note(duty) if duty else "",
        papers=_papers(by, one) if file else [],
        steps=[_step(one, step.act, step.on, step.reason) for step in reversed(handovers.steps(by=by, transfer=one))],
        buttons=_buttons(by, one),
        waits_for=_waits_for(by, one),
        file_url=reverse("desk:person", args=[person.reference]) if file else "",
    )


def _person(file: files.File, one: Transfer) -> list[Fact]:
    born = day_words(file.birth_on) if file.birth_on else str(file.birth_year)
    found = [Fact(_("Name"), file.name), Fact(_("Born"), born), Fact(_("Reference"), file.person.reference)]
    if file.phones:
        found.append(Fact(_("Telephone"), ", ".join(file.phones)))
    lives = [at for at in file.dwellings if at.residence.kind == ResidenceKind.CURRENT and not at.residence.to_on]
    for at in lives[:1]:
        where = ", ".join(part for part in (at.address, at.place.full_name) if part and part != files.HIDDEN)
        found.append(Fact(_("Address known so far"), where))
    measure = str(Measure(one.episode.measure).label)
    found.append(Fact(_("Measure"), capital(measure)))
    if one.episode.started_on:
        found.append(Fact(_("Term runs from"), day_words(one.episode.started_on)))
    if one.episode.ends_on:
        found.append(Fact(_("Computed end"), day_words(one.episode.ends_on)))
    return found


def _units(by: Actor, one: Transfer, *, seen: bool) -> list[Fact]:
    left = _("Expected home") if one.kind == TransferKind.FACILITY else _("Left on")
    found = [
        Fact(_("From the unit"), sender_words(one)),
        Fact(_("To the unit"), one.to_place.full_name),
        Fact(left, day_words(one.left_on)),
    ]
    if seen and (number := _number(by, one)):
        found.append(Fact(_("Number of the notice"), number))
    return found


def _number(by: Actor, one: Transfer) -> str:
    kinds = (EventKind.NOTICE_SENT, EventKind.NOTICE_RECEIVED)
    events = overview.course_of(by=by, of=[one.episode]).events
    standing = [event for event in events if event.act != Act.WITHDRAWN and not hasattr(event, "replaced_by")]
    told = [event for event in standing if event.kind in kinds and event.paper_no]
    return max(told, key=lambda event: (event.happened_on, event.recorded_at)).paper_no if told else ""


def _duty_note(duty: Duty) -> str:
    return _("due %(due)s") % {"due": day_words(duty.due_on)} + " · " + law_words.why_words(duty)


def _papers(by: Actor, one: Transfer) -> list[Paper]:
    """The signed notices of this measure, the last one first, for posts that may take papers."""
    if not any(by.may(right) for right in (Permission.EPISODES_RECORD, Permission.DECISIONS_SIGN)):
        return []
    about = [found for found in measures.episodes_of(by=by, person=one.episode.person)
             if found.pk in (one.episode_id, one.episode.origin_id)]  # fmt: skip
    kinds = (PaperKind.TRANSFER_NOTICE, PaperKind.NOTICE)
    papers = [paper for paper in overview.papers_of(by=by, of=about) if paper.kind in kinds]
    states = documents.states_of([paper.document for paper in papers])
    return [
        Paper(str(PaperKind(paper.kind).label), states[paper.document_id].number_words, paper.document_id)
        for paper in papers
        if states[paper.document_id].is_in_force
    ]


def _step(one: Transfer, act: str, on: date, reason: str) -> Step:
    words = str(TransferAct(act).label)
    if act == TransferAct.SENT:
        words = _("Notice sent by %(unit)s") % {"unit": sender_words(one)}
    kind = TransferAct(act)
    return Step(on, ICONS[kind], TONES[kind], capital(words), reason)


ACTS = ("acknowledge", "accept", "refuse", "withdraw")


def _buttons(by: Actor, one: Transfer) -> list[Button]:
    may = handovers.possible(by=by, transfer=one)
    told = (
        (may.acknowledge, "acknowledge", _("Acknowledge for the police"), "primary"),
        (may.accept, "accept", _("Accept"), "primary"),
        (may.refuse, "refuse", _("Refuse"), "outline"),
        (may.withdraw, "withdraw", _("Take the notice back"), "outline"),
    )
    found = []
    for allowed, act, words, css in told:
        if allowed:
            found.append(Button(words, reverse("desk:handover_step", args=[one.pk, act]), css))
    return found


def _waits_for(by: Actor, one: Transfer) -> str:
    """Why there may be no button: whose turn it is."""
    if one.state not in handovers.PENDING:
        return ""
    unit = {"unit": one.to_place.full_name}
    if one.police_must_acknowledge and one.state == TransferAct.SENT:
        return _("It is the turn of the police of %(unit)s: they keep the file and acknowledge first.") % unit
    return _("It is the turn of the People's Committee of %(unit)s to accept.") % unit
