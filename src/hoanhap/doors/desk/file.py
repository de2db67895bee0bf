"""The person's page: who it is, how the clock stands, what is due, what happened, who is responsible, which law."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoanhap.casework.episodes import overview, rules
from hoanhap.casework.episodes import selectors as measures
from hoanhap.casework.episodes.choices import Measure, Outcome, Stage
from hoanhap.casework.episodes.models import Charge, Duty, Episode, HelperAssignment
from hoanhap.casework.episodes.waiting import waiting_by_kind
from hoanhap.casework.people import files
from hoanhap.casework.people.choices import Purpose, ResidenceKind
from hoanhap.casework.people.purposes import purpose_of
from hoanhap.casework.people.rules import youngest_age
from hoanhap.doors.desk import addresses, handing, law_words, timeline
from hoanhap.doors.desk.addresses import served
from hoanhap.doors.desk.clock_bar import Bar, bar_of
from hoanhap.doors.desk.steps import Drafts, Entry, doing, is_over, openings, steps_of
from hoanhap.doors.desk.today import Row, when_words
from hoanhap.ground.kernel.errors import PermissionRefused
from hoanhap.ground.kernel.permissions import Actor, Permission, Role
from hoanhap.ground.kernel.text import capital
from hoanhap.ground.places.models import Place
from hoanhap.ground.places.selectors import where_it_went
from hoanhap.ground.web.words import day_words, number_words

STAGE_TONES = {
    Stage.PREPARED: "grey",
    Stage.EXPECTED: "blue",
    Stage.LISTED: "amber",
    Stage.PROPOSED: "blue",
    Stage.DECIDED: "blue",
    Stage.RUNNING: "green",
    Stage.MANAGED: "green",
    Stage.REVIEWED: "green",
    Stage.CERTIFIED: "green",
    Stage.ENDED: "grey",
}
RECENT = 6


@dataclass(frozen=True)
class Menu:
    """The menu of one measure."""

    title: str
    entries: list[Entry]


@dataclass(frozen=True)
class Tab:
    """A part of the page, or a page of another room about the same person."""

    label: str
    url: str
    active: bool
    count: int | None = None


@dataclass(frozen=True)
class Head:
    """What stands above every part of the page."""

    file: files.File
    ref: str
    full: bool
    """Whether the post sees the whole course; otherwise name, dates and ways to reach the person."""
    age: str
    episodes: list[Episode]
    main: Episode | None
    stage: str
    tone: str
    charges: list[Charge]
    unit: str
    unit_before: str
    helpers: list[HelperAssignment]
    bar: Bar | None
    over: bool
    menus: list[Menu]
    tabs: list[Tab]
    purpose: str
    waiting: list[handing.Waiting]
    """Who has to answer before somebody else is responsible."""


def head_of(*, by: Actor, ref: str, on: date, tab: str = "person") -> Head:
    """Open the file of a person (the log says so, with the purpose) and gather what stands above every part.

    Raises NotFound outside the actor's reach.
    """
    purpose = purpose_of(by.role)
    file = files.open_file(by=by, ref=ref, purpose=purpose, on=on)
    episodes = measures.episodes_of(by=by, person=file.person)
    main = main_of(episodes)
    full = sees_all(by)
    charges = overview.charges_of(by=by, of=episodes)
    helpers = overview.helpers_on(by=by, of=episodes, on=on)
    unit, before = _units(by, file, main, charges, on)
    return Head(
        file=file,
        ref=file.person.reference,
        full=full,
        age=_age(file, on),
        episodes=episodes,
        main=main,
        stage=stage_words(main) if main else "",
        tone=STAGE_TONES[Stage(main.stage)] if main else "grey",
        charges=charges,
        unit=unit,
        unit_before=before,
        helpers=helpers,
        bar=bar_of(main, on=on, full=full) if main else None,
        over=bool(main and is_over(main, on) and main.measure == Measure.POST_REHAB),
        menus=_menus(by, file.person.reference, episodes, main, on, {one.episode_id for one in helpers}),
        tabs=_tabs(by, file.person.reference, tab, full=full, episodes=len(episodes)),
        purpose=str(Purpose(purpose).label),
        waiting=handing.waiting_of(by=by, of=episodes) if full else [],
    )


def whole_head_of(*, by: Actor, ref: str, on: date, tab: str) -> Head:
    """The same for parts that show the whole course. Raises PermissionRefused for posts that see dates only."""
    if not sees_all(by):
        raise PermissionRefused("access.refused", permission=Permission.EPISODES_RECORD.value)
    return head_of(by=by, ref=ref, on=on, tab=tab)


def sees_all(by: Actor) -> bool:
    """Whether a post sees decisions and the whole course (D4: read or write); volunteers and clinics see dates."""
    works = (Permission.EPISODES_RECORD, Permission.DECISIONS_PREPARE, Permission.DECISIONS_SIGN)
    return any(by.may(one) for one in works) or by.role is Role.PERSON


def main_of(episodes: list[Episode]) -> Episode | None:
    """The measure that the page is about: post-rehabilitation management that runs, else what runs, else the last."""
    running = [one for one in episodes if one.stage != Stage.ENDED]
    post = [one for one in running if one.measure == Measure.POST_REHAB]
    counted = [one for one in episodes if one.outcome not in (Outcome.DUPLICATE, Outcome.MISTAKE)]
    return next(iter([*post, *running, *counted]), None)


def stage_words(episode: Episode) -> str:
    """The stage with the outcome, beginning with a capital."""
    words = str(Stage(episode.stage).label)
    if episode.outcome:
        words += f": {Outcome(episode.outcome).label}"
    elif episode.stage == Stage.RUNNING:
        words = f"{Measure(episode.measure).label}: {words}"
    return capital(words)


def _age(file: files.File, on: date) -> str:
    if file.birth_on is None:
        return _("born %(year)s") % {"year": file.birth_year}
    years = youngest_age(birth_on=file.birth_on, birth_year=file.birth_year, on=on)
    return ngettext("%(number)s year old", "%(number)s years old", years) % {"number": years}


def _units(by: Actor, file: files.File, main: Episode | None, charges: list[Charge], on: date) -> tuple[str, str]:
    """The unit that answers today, and what it was called, or who answered, before."""
    if main is None:
        lives = [one.place for one in file.dwellings if one.residence.kind == ResidenceKind.CURRENT]
        return (lives[0].full_name, "") if lives else ("", "")
    now = _standing(by, main.place, on)
    earlier = [one for one in charges if one.episode_id == main.pk]
    first = earlier[0].place if earlier else main.place
    names = ", ".join(place.full_name for place in now)
    if first.pk in {place.pk for place in now}:
        return names, ""
    until = first.valid_to or next((one.to_on for one in earlier if one.to_on), None)
    district = f", {first.parent.full_name}" if first.parent and first.parent.kind == "district" else ""
    if until is None:
        return names, first.full_name + district
    told = {"day": day_words(until), "unit": first.full_name + district}
    return names, _("until %(day)s: %(unit)s") % told


def _standing(by: Actor, place: Place, on: date) -> list[Place]:
    if place.valid_to is None or place.valid_to >= on:
        return [place]
    return [line.later for line in where_it_went(by=by, unit=place, day=on)] or [place]


def _menus(
    by: Actor, ref: str, episodes: list[Episode], main: Episode | None, on: date, helped: set[UUID]
) -> list[Menu]:
    running = [one for one in episodes if one.stage != Stage.ENDED]
    menus = [
        Menu(capital(Measure(one.measure).label) if len(running) > 1 else "", entries)
        for one in running
        if (entries := steps_of(by, ref, one, on, helped=one.pk in helped))
    ]
    over = main is not None and main.measure == Measure.POST_REHAB and is_over(main, on)
    if not over and (entries := openings(by, ref, episodes)):
        menus.append(Menu(_("A measure begins"), entries))
    return menus


def _tabs(by: Actor, ref: str, tab: str, *, full: bool, episodes: int) -> list[Tab]:
    own: list[tuple[str, str, int | None]] = [("person", _("Summary"), None)]
    if full:
        own += [("timeline", _("Timeline"), None), ("measures", _("Measures"), episodes), ("papers", _("Papers"), None)]
    tabs = [Tab(label, reverse(f"desk:{name}", args=[ref]), name == tab, count) for name, label, count in own]
    others = (
        (addresses.HELP, _("Plan and visits")),
        (addresses.EVIDENCE, _("Tests and findings")),
        (addresses.PARTICULARS, _("People close")),
        (addresses.WHO_LOOKED, _("Who looked")),
    )
    for name, label in others:
        if url := served(by, name, ref):
            tabs.append(Tab(label, url, active=name == f"desk:{tab}"))
    return tabs


@dataclass(frozen=True)
class Fact:
    """One line of a list of facts."""

    label: str
    words: Any


@dataclass(frozen=True)
class Summary:
    """What is due, what changed, who is responsible, which law applies."""

    due: list[Row]
    recent: list[timeline.Entry]
    responsible: list[Fact]
    law: list[Fact]
    dates: list[Fact]


def summary_of(*, by: Actor, head: Head, now: datetime, on: date) -> Summary:
    """The first part of the page."""
    duties = overview.open_duties_of(by=by, of=head.episodes, on=on)
    drafts = waiting_by_kind(of=head.episodes) if duties else {}
    recent: list[timeline.Entry] = []
    if head.full:
        course = overview.course_of(by=by, of=head.episodes)
        recent = timeline.recent(
            by=by, ref=head.ref, episodes=head.episodes, course=course, charges=head.charges, on=on, most=RECENT
        )
    return Summary(
        due=[_due_row(by, head, duty, drafts, now, on) for duty in duties],
        recent=recent,
        responsible=_responsible(head),
        law=_law(head, on) if head.full else [],
        dates=_dates(head),
    )


def _due_row(by: Actor, head: Head, duty: Duty, drafts: Drafts, now: datetime, on: date) -> Row:
    duty.episode = next(one for one in head.episodes if one.pk == duty.episode_id)
    tone, icon, when = when_words(duty, now, on)
    button = doing(by, head.ref, duty, drafts, in_reach=True, on=on)
    own = by.role in rules.works_for(duty.party)
    why = law_words.why_words(duty)
    return Row(
        tone=tone,
        icon=icon,
        when=when,
        whom="",
        what=law_words.duty_words(law_words.rule_of(duty)),
        why=why if own else f"{law_words.party_words(duty.party)} · {why}",
        button=button.words if button.url != reverse("desk:person", args=[head.ref]) else "",
        url=button.url,
        primary=button.primary and own and duty.due_on <= on,
    )


def _responsible(head: Head) -> list[Fact]:
    found = [Fact(_("Unit that answers"), head.unit)]
    if head.helpers:
        for one in head.helpers:
            since = _("since %(day)s") % {"day": day_words(one.from_on)}
            found.append(Fact(_("Helper"), f"{helper_words(one)}, {since}"))
    else:
        found.append(Fact(_("Helper"), _("nobody is assigned yet")))
    if head.main and head.main.facility:
        found.append(Fact(_("Facility"), head.main.facility))
    if head.file.phones:
        found.append(Fact(_("Telephone"), ", ".join(head.file.phones)))
    lives = [home for home in head.file.dwellings if home.residence.kind == ResidenceKind.CURRENT]
    for home in [home for home in lives if not home.residence.to_on and home.address not in ("", files.HIDDEN)][:1]:
        found.append(Fact(_("Address"), f"{home.address}, {home.place.full_name}"))
    return found


def helper_words(one: HelperAssignment) -> str:
    """Who helps, as staff are named."""
    return one.post.user.full_name if one.post else one.agency


def _law(head: Head, on: date) -> list[Fact]:
    if head.main is None:
        return []
    began = head.main.started_on or head.main.expected_on
    found = []
    if began:
        found.append(Fact(_("Term"), law_words.regime_words(began)))
    found.append(Fact(_("Acts of today"), law_words.regime_words(on)))
    return found


def _dates(head: Head) -> list[Fact]:
    one = head.main
    if one is None:
        return []
    told = [
        (_("Expected home"), one.expected_on),
        (_("Term runs from"), one.started_on),
        (_("Printed until"), one.printed_to),
        (_("Computed end"), one.ends_on),
        (_("Ended on"), one.ended_on),
    ]
    found = [Fact(label, day_words(day)) for label, day in told if day]
    if one.months:
        words = ngettext("%(number)s month", "%(number)s months", one.months)
        found.append(Fact(_("Length"), words % {"number": number_words(one.months)}))
    return found


@dataclass(frozen=True)
class MeasureRow:
    """One measure in the list of all."""

    title: str
    stage: str
    tone: str
    facts: list[Fact]
    ended: bool


def measures_of(head: Head) -> list[MeasureRow]:
    """Every measure, the latest first."""
    rows = []
    for one in head.episodes:
        facts = [Fact(_("Unit that answers"), one.place.full_name)]
        if one.origin_measure:
            facts.append(Fact(_("After"), str(Measure(one.origin_measure).label)))
        facts += _dates(Head(**{**vars(head), "main": one}))
        if one.facility:
            facts.append(Fact(_("Facility"), one.facility))
        facts.append(Fact(_("Law of the term"), law_words.regime_words(one.started_on or one.recorded_at.date())))
        title = capital(Measure(one.measure).label)
        rows.append(MeasureRow(title, stage_words(one), STAGE_TONES[Stage(one.stage)], facts, one.stage == Stage.ENDED))
    return rows
