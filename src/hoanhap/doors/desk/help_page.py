"""The helper's pages: my people, and the help that one person is given."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from hoanhap.casework.episodes.choices import Measure, Stage
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.episodes.selectors import episodes_of
from hoanhap.casework.people import files
from hoanhap.casework.people.choices import Purpose, ResidenceKind
from hoanhap.casework.people.purposes import purpose_of
from hoanhap.casework.programmes import help_selectors as helps
from hoanhap.casework.programmes.help_choices import (
    Doing,
    Grade,
    ItemState,
    MissedBecause,
    NeedKind,
    NeedState,
    Period,
    VisitState,
    Way,
)
from hoanhap.casework.screening.selectors import appointments
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import capital
from hoanhap.ground.web.words import day_words, moment_words

MOST = 60
"""Cards on a page; a volunteer has one or two, a team leader the team's."""


@dataclass(frozen=True)
class Card:
    """One person of the helper."""

    ref: str
    name: str = field(repr=False)
    born: int
    next_words: str
    tone: str
    due: list[str]


def my_people(*, by: Actor, on: date) -> list[Card]:
    """The helper's people, the next visit first; the log says that the list was looked at."""
    found = list(helps.helped(by=by, on=on)[:MOST])
    purpose = purpose_of(by.role) or Purpose.HELP.value
    record_read(
        "desk.people_listed", "desk.list:help", by=by, purpose=purpose, facts={"filters": [], "people": len(found)}
    )
    return [_card(one, on) for one in found]


def _card(one: Episode, on: date) -> Card:
    told = vars(one)
    next_visit: date | None = told["next_visit"]
    late = next_visit is not None and next_visit < on
    due = [
        words
        for words, there in (
            (_("first assessment"), told["assessed"]),
            (_("help plan"), told["planned_help"]),
            (_("the quarter's talk"), told["evaluated"]),
        )
        if not there
    ]
    if next_visit is None:
        words, tone = _("no visit is planned"), "amber"
    else:
        words = _("visit on %(day)s") % {"day": day_words(next_visit)}
        tone = "amber" if late or next_visit == on else "green"
        words += ", " + _("not answered yet") if late else ""
    return Card(one.person.reference, one.person.name, one.person.birth_year, capital(words), tone, due)


@dataclass(frozen=True)
class Line:
    """One line of a part of the page."""

    title: str
    note: str = ""
    pill: str = ""
    tone: str = "grey"
    words: str = field(default="", repr=False)
    links: tuple[tuple[str, str], ...] = ()
    struck: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the page: its title, its lines, what being empty means, and what can be added."""

    title: str
    lines: list[Line]
    empty: str
    add: tuple[str, str] | None = None


@dataclass(frozen=True)
class Head:
    """Whose help it is: name, year, ways to reach, and the measure."""

    ref: str
    name: str = field(repr=False)
    born: int
    phones: list[str] = field(repr=False)
    address: str = field(repr=False)
    episode: Episode | None
    may_record: bool
    may_note: bool
    ends_on: date | None
    purpose: str

    @property
    def measure(self) -> Episode:
        """The management in which help is given. Raises NotFound where there is none."""
        if self.episode is None:
            raise NotFound("episodes.unknown_episode")
        return self.episode


def head_of(*, by: Actor, ref: str, on: date) -> Head:
    """Open the file of a person for the help they are given; the log says so, with the purpose. Raises NotFound."""
    purpose = purpose_of(by.role)
    file = files.open_file(by=by, ref=ref, purpose=purpose, on=on)
    found = [one for one in episodes_of(by=by, person=file.person) if one.measure == Measure.POST_REHAB]
    running = [one for one in found if one.stage != Stage.ENDED]
    one = next(iter([*running, *found]), None)
    lives = [home for home in file.dwellings if home.residence.kind == ResidenceKind.CURRENT]
    here = [home for home in lives if not home.residence.to_on and home.address not in ("", files.HIDDEN)]
    return Head(
        ref=file.person.reference,
        name=file.name,
        born=file.birth_year,
        phones=file.phones,
        address=f"{here[0].address}, {here[0].place.full_name}" if here else "",
        episode=one,
        may_record=bool(running) and by.may(Permission.HELP_RECORD),
        may_note=bool(running) and by.may(Permission.NOTES_WRITE),
        ends_on=one.ends_on if one else None,
        purpose=str(Purpose(purpose).label),
    )


def parts_of(*, by: Actor, head: Head, on: date) -> list[Part]:
    """The plan, the needs, the visits, the quarter: as far as the acting post may see."""
    found = helps.help_of(by=by, episode=head.measure, on=on)

    def at(what: str, key: UUID | None = None) -> str:
        if key:
            return reverse("desk:help_row", args=[head.ref, what, key])
        return reverse("desk:help_step", args=[head.ref, what])

    def add(words: str, what: str) -> tuple[str, str] | None:
        return (words, at(what)) if head.may_record else None

    def links(*told: tuple[str, str, UUID]) -> tuple[tuple[str, str], ...]:
        return tuple((words, at(what, key)) for words, what, key in told) if head.may_record else ()

    planned = [
        Line(
            title=day_words(one.day),
            pill=_("not answered yet") if one.day < on else "",
            tone="amber",
            links=(
                *((*links((_("Made"), "visit", one.key), (_("Missed"), "missed", one.key)),) if one.day <= on else ()),
                *links((_("Take back"), "withdraw-visit", one.key)),
            ),
        )
        for one in found.planned
    ]
    items = [
        Line(
            title=one.words or capital(Period(one.period).label),
            note=_("by %(day)s") % {"day": day_words(one.due_on)},
            pill=str(ItemState(one.state).label) if one.state != ItemState.OPEN else _item_late(one.due_on, on),
            tone=_TONES.get(ItemState(one.state), "amber"),
            words=one.why,
            links=links((_("Done or not"), "settle-item", one.key)) if one.state == ItemState.OPEN else (),
        )
        for one in found.items
    ]
    needs = [
        Line(
            title=f"{number}. {capital(NeedKind(one.kind).label)}",
            pill="" if one.state == NeedState.OPEN else str(NeedState(one.state).label),
            tone="green" if one.state == NeedState.MET else "grey",
            words=one.words,
            links=links((_("What became of it"), "settle-need", one.key)) if one.state == NeedState.OPEN else (),
        )
        for number, one in enumerate(sorted(found.needs, key=lambda row: row.state != NeedState.OPEN), start=1)
    ]
    first = add(_("Record the first assessment"), "assessment") if found.assessed_on is None else None
    return [
        Part(_("Planned visits"), planned, _("No visit is planned."), add(_("Plan visits"), "plan-visits")),
        Part(
            _("Help plan"), items, _("No plan is in force."),
            add(_("Add to the plan"), "item") if found.plan else add(_("Write the plan"), "plan"),
        ),
        Part(_("Needs, in their order"), needs, _("No need is recorded."), first or add(_("Add a need"), "need")),
        Part(_("Visits"), _visit_lines(found.visits, links), _("No visit is recorded yet.")),
        Part(
            _("The quarter"), _quarter_lines(found), _("No talk and no review yet."),
            add(_("The quarter's talk"), "talk"),
        ),
        *_test_part(by, head.measure, on),
    ]  # fmt: skip


def _test_part(by: Actor, episode: Episode, on: date) -> list[Part]:
    """When the person is to come for a test; who was drawn is told nothing before, and a result needs consent."""
    if not by.may(Permission.TESTS_APPOINTMENTS):
        return []
    sessions = [one.session for one in appointments(by=by, on=on, of=episode.pk) if one.session]
    lines = [Line(title=day_words(one.held_on), note=one.venue) for one in sessions]
    return [Part(_("Appointment for a drug test"), lines, _("No appointment is set."))]


_TONES = {ItemState.DONE: "green", ItemState.NOT_DONE: "grey"}


def _item_late(due_on: date, on: date) -> str:
    return _("overdue") if due_on < on else ""


def _visit_lines(rows: list[helps.VisitLine], links: object) -> list[Line]:
    found = []
    for one in rows:
        told = [str(Way(one.way).label)] if one.way else []
        told += [_("%(number)s minutes") % {"number": one.minutes}] if one.minutes else []
        told += [str(Doing(code).label) for code in one.did]
        told += [str(MissedBecause(one.because).label)] if one.because else []
        if one.late:
            told.append(_("recorded late, %(moment)s") % {"moment": moment_words(one.recorded_at)})
        gone = one.replaced or one.withdrawn
        change = (
            links((_("Correct"), "correct-visit", one.key), (_("Take back"), "withdraw-visit", one.key))  # type: ignore[operator]
            if not gone and one.state == VisitState.DONE
            else ()
        )
        pill = _("taken back") if one.withdrawn else _("corrected") if one.replaced else ""
        if not gone:
            pill = _("late entry") if one.late else "" if one.state == VisitState.DONE else str(VisitState.MISSED.label)
        found.append(
            Line(
                title=day_words(one.day), note=" · ".join(told), pill=pill, tone="amber" if one.late else "grey",
                words=" — ".join(part for part in (one.words, one.reason) if part), links=change, struck=gone,
            )
        )  # fmt: skip
    return found


def _quarter_lines(found: helps.Help) -> list[Line]:
    talks = [
        Line(
            title=_("Talk on %(day)s") % {"day": day_words(one.talked_on)},
            pill=str(Grade(one.own_grade).label) if one.own_grade else "",
            note=_("in the person's own words"),
            words=" — ".join(part for part in (str(one.own_words), str(one.wishes)) if part),
        )
        for one in found.evaluations
    ]
    reviews = [
        Line(
            title=_("Review on %(day)s") % {"day": day_words(one.reviewed_on)},
            note=_("minutes %(number)s") % {"number": one.paper_no},
            pill=one.grade if found.sees.goals else "",
        )
        for one in found.reviews
    ]
    return [*talks, *reviews]
