"""One column of everything that happened, newest first, with lines where the law or the unit changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hoanhap.casework.episodes.actions.recording import OWN_ACTION
from hoanhap.casework.episodes.choices import Act, EventKind, InterruptionKind, Measure, Outcome
from hoanhap.casework.episodes.models import Charge, Episode, EpisodeEvent, Interruption, recorded_late
from hoanhap.casework.episodes.overview import Course
from hoanhap.doors.desk.clock_bar import pause_words
from hoanhap.doors.desk.steps import is_over
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import capital
from hoanhap.ground.law.regimes import regimes
from hoanhap.ground.places import selectors as places
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.words import day_words

LEGAL = frozenset({
    EventKind.PROPOSED, EventKind.RETURNED, EventKind.DECIDED, EventKind.SERVED, EventKind.REVOKED,
    EventKind.CORRECTED, EventKind.CERTIFIED, EventKind.REMOVED, EventKind.EXTENDED, EventKind.CLOSED,
    EventKind.COMPLETED, EventKind.NOTICE_RECEIVED, EventKind.COURT_DECIDED, EventKind.RESULT_GIVEN,
    EventKind.MONITORING_DECIDED, EventKind.OPENED, EventKind.REASSIGNED, EventKind.TRANSFERRED,
})  # fmt: skip
"""Acts of the law: heavier on the page than what merely happened."""
MOVES = frozenset({
    EventKind.LEFT, EventKind.NOTICE_SENT, EventKind.TRANSFERRED, EventKind.REASSIGNED, EventKind.ARRIVED
})  # fmt: skip

LOOKS: Mapping[EventKind, tuple[str, str]] = {
    EventKind.RECOMPUTED: ("target", "amber"),
    EventKind.COMPLETED: ("flag", "green"),
    EventKind.REPORTED: ("person", "green"),
    EventKind.HELPER_ASSIGNED: ("hand", "green"),
    EventKind.HELPER_ENDED: ("hand", "grey"),
    EventKind.REMOVED: ("done", "green"),
    EventKind.CERTIFIED: ("paper", "green"),
    EventKind.REVIEWED: ("eye", "grey"),
    EventKind.NOTICE_RECEIVED: ("inbox", "blue"),
}
"""Icon and tone by kind; other acts of the law are blue, moves amber, the rest grey."""

CHIPS: Mapping[str, str | Promise] = {
    "": gettext_lazy("Everything"),
    "legal": gettext_lazy("Acts of the law"),
    "away": gettext_lazy("Days away, moves"),
    "computed": gettext_lazy("End computed anew"),
    "replaced": gettext_lazy("Corrected, withdrawn"),
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry. ``division``: a line across, where the law or the unit changed."""

    on: date
    order: tuple[object, ...]
    title: str
    note: str = ""
    icon: str = "dot"
    tone: str = "grey"
    group: frozenset[str] = frozenset()
    heavy: bool = False
    division: bool = False
    late: bool = False
    replaced: bool = False
    reason: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Chip:
    """One filter over the timeline. ``count``: of the entries that it shows; None where it opens more than a number."""

    words: str | Promise
    url: str
    count: int | None
    active: bool


@dataclass(frozen=True)
class Timeline:
    """Entries, newest first, and the chips that narrow them."""

    entries: list[Entry]
    chips: list[Chip]


def timeline_of(
    *, by: Actor, ref: str, episodes: Collection[Episode], course: Course, charges: Sequence[Charge], show: str,
    on: date,
) -> Timeline:  # fmt: skip
    """The timeline of a person from the facts of all measures; ``show`` is one of :data:`CHIPS`."""
    known = {one.pk: one for one in episodes}
    several = len(known) > 1
    entries = [
        _event(by, ref, event, known[event.episode_id], several=several, on=on)
        for event in course.events
        if event.act != Act.WITHDRAWN
    ]
    entries += [
        _interruption(by, ref, one, known[one.episode_id], on)
        for one in course.interruptions
        if one.act != Act.WITHDRAWN
    ]
    if entries:
        entries += _divisions(by, min(one.on for one in entries), on, charges)
    entries.sort(key=lambda one: (one.on, one.order), reverse=True)
    counts = {name: sum(_in(name, one) for one in entries) for name in CHIPS}
    chosen = show if show in CHIPS else ""
    chips = [
        Chip(words, f"?show={name}" if name else "?", counts[name], active=name == chosen)
        for name, words in CHIPS.items()
        if counts[name] or not name
    ]
    shown = [one for one in entries if _in(chosen, one) or (one.division and not chosen)]
    return Timeline(shown, chips)


def recent(
    *, by: Actor, ref: str, episodes: Collection[Episode], course: Course, charges: Sequence[Charge], on: date,
    most: int,
) -> list[Entry]:  # fmt: skip
    """The latest entries that stand, without what was replaced."""
    told = timeline_of(by=by, ref=ref, episodes=episodes, course=course, charges=charges, show="", on=on)
    return [replace(one, links=[]) for one in told.entries if not one.replaced][:most]


def _in(name: str, one: Entry) -> bool:
    return not one.division if not name else name in one.group


def event_words(event: EpisodeEvent, measure: str = "") -> str:
    """What happened, in a sentence of its own."""
    words = str(EventKind(event.kind).label)
    if event.kind == EventKind.OPENED and measure:
        words = str(Measure(measure).label) + ": " + words
    if event.outcome:
        words += f": {Outcome(event.outcome).label}"
    return capital(words)


def _event(by: Actor, ref: str, event: EpisodeEvent, episode: Episode, *, several: bool, on: date) -> Entry:
    kind = EventKind(event.kind)
    usual = ("law", "blue") if kind in LEGAL else ("swap", "amber") if kind in MOVES else ("dot", "grey")
    icon, tone = LOOKS.get(kind, usual)
    replaced = hasattr(event, "replaced_by")
    group = {"replaced"} if replaced or event.act != Act.RECORDED else set()
    group |= {"legal"} if kind in LEGAL else set()
    group |= {"away"} if kind in MOVES else set()
    group |= {"computed"} if kind is EventKind.RECOMPUTED else set()
    return Entry(
        on=event.happened_on,
        order=(1, event.happened_at or event.recorded_at, str(event.pk)),
        title=event_words(event, episode.measure),
        note=_event_note(event, episode, several=several),
        icon=icon,
        tone=tone if not replaced else "grey",
        group=frozenset(group),
        heavy=kind in LEGAL and not replaced,
        late=event.late,
        replaced=replaced,
        reason=_reason(event),
        links=_event_links(by, ref, event, episode, on) if not replaced else [],
    )


def _event_note(event: EpisodeEvent, episode: Episode, *, several: bool) -> str:
    said: list[str] = []
    if event.kind == EventKind.RECOMPUTED:
        before, after = (_day(event.details.get(name)) for name in ("before", "after"))
        said.append(f"{before or '…'} → {after or '…'}")
    if event.happened_at:
        said.append(f"{event.happened_at.astimezone(LOCAL):%H:%M}")
    if event.paper_no:
        said.append(event.paper_no)
    if expected := _day(event.details.get("expected_on")):
        said.append(_("expected on %(day)s") % {"day": expected})
    if printed := _day(event.details.get("printed_to")):
        said.append(_("printed until %(day)s") % {"day": printed})
    if event.kind in MOVES or event.kind == EventKind.OPENED:
        said.append(event.place.full_name)
    if several:
        said.append(str(Measure(episode.measure).label))
    return " · ".join(said)


def _day(value: object) -> str:
    return day_words(date.fromisoformat(value)) if isinstance(value, str) else ""


def _reason(fact: EpisodeEvent | Interruption) -> str:
    """Why a fact no longer stands, or why it was set in the place of another."""
    after = getattr(fact, "replaced_by", None)
    if after is not None and after.act == Act.WITHDRAWN:
        return _("taken back: %(reason)s") % {"reason": after.reason}
    if after is not None:
        return _("replaced: %(reason)s") % {"reason": after.reason}
    return _("corrects an earlier entry: %(reason)s") % {"reason": fact.reason} if fact.reason else ""


def may_correct(by: Actor, episode: Episode, on: date) -> bool:
    """Whether the post may change what is recorded: not once the term is over."""
    return by.may(Permission.EPISODES_RECORD, at=episode.place_id) and not is_over(episode, on)


def _event_links(by: Actor, ref: str, event: EpisodeEvent, episode: Episode, on: date) -> list[tuple[str, str]]:
    own = event.kind in OWN_ACTION or (event.kind == EventKind.DECIDED and episode.measure == Measure.POST_REHAB)
    if own or event.kind == EventKind.CLOSED or not may_correct(by, episode, on):
        return []
    return [
        (_("Correct"), reverse("desk:event_correct", args=[ref, event.pk])),
        (_("Take back"), reverse("desk:event_withdraw", args=[ref, event.pk])),
    ]


def _interruption(by: Actor, ref: str, one: Interruption, episode: Episode, on: date) -> Entry:
    replaced = hasattr(one, "replaced_by")
    last = day_words(one.to_on) if one.to_on else _("still lasts")
    words = _("reported absence") if one.reported else pause_words(InterruptionKind(one.kind))
    counts = _("these days count") if one.reported else _("these days do not count")
    links = []
    if not replaced and may_correct(by, episode, on):
        if one.to_on is None:
            links.append((_("Record the end"), reverse("desk:days_end", args=[ref, one.pk])))
        links.append((_("Correct"), reverse("desk:days_correct", args=[ref, one.pk])))
        links.append((_("Take back"), reverse("desk:days_withdraw", args=[ref, one.pk])))
    group = {"away"} | ({"replaced"} if replaced or one.act != Act.RECORDED else set())
    return Entry(
        on=one.from_on,
        order=(1, one.recorded_at, str(one.pk)),
        title=capital(words),
        note=" · ".join(part for part in (f"{day_words(one.from_on)} – {last}", counts, one.paper_no) if part),
        icon="clock",
        tone="grey" if one.reported or replaced else "amber",
        group=frozenset(group),
        late=recorded_late(one.from_on, one.recorded_at),
        replaced=replaced,
        reason=_reason(one),
        links=links,
    )


def _divisions(by: Actor, first: date, on: date, charges: Sequence[Charge]) -> Iterable[Entry]:
    """Where another law came into force, and where the unit became another, between the first entry and today."""
    for regime in regimes():
        if first < regime.valid_from <= on:
            name = regime.name if get_language() == "en" else regime.name_vi
            yield Entry(
                on=regime.valid_from, order=(0, regime.valid_from), division=True, icon="law",
                group=frozenset({"legal"}),
                title=_("New law in force: %(law)s") % {"law": name},
                note=_("the term stays as decided; each act follows the law of its day"),
            )  # fmt: skip
    for place in {charge.place_id: charge.place for charge in charges}.values():
        yield from _became(by, place, on, first)


def _became(by: Actor, place: Place, on: date, first: date) -> Iterable[Entry]:
    if place.valid_to is None and not first < place.valid_from <= on:
        return
    if place.valid_to is not None and place.valid_to < on:
        day = place.valid_to + timedelta(days=1)
        names = ", ".join(line.later.full_name for line in places.where_it_went(by=by, unit=place, day=day))
        title = _("%(old)s became %(new)s") % {"old": place.full_name, "new": names or "…"}
    elif first < place.valid_from <= on:
        day = place.valid_from
        before = day - timedelta(days=1)
        names = ", ".join(
            line.earlier.full_name for line in places.where_it_came_from(by=by, unit=place, day=before)[:3]
        )
        title = _("%(old)s became %(new)s") % {"old": names or "…", "new": place.full_name}
    else:
        return
    yield Entry(
        on=day, order=(0, day), division=True, icon="place", title=title,
        note=_("the file went along without a gap"),
    )  # fmt: skip
