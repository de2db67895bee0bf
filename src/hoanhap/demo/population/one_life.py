"""One planned life as rows, with the state that its facts come to. Nothing is read or written here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from hoanhap.casework.episodes import state
from hoanhap.casework.episodes.choices import Act, EventKind, Measure, Stage
from hoanhap.casework.episodes.models import Episode, EpisodeEvent, HelperAssignment, Interruption, Transfer
from hoanhap.casework.episodes.sight_rules import police_sees
from hoanhap.casework.people.choices import Act as ResidenceAct
from hoanhap.casework.people.choices import ResidenceKind, TieKind
from hoanhap.casework.people.models import Person, ResidenceFact, Tie, post_holder
from hoanhap.casework.people.rows import residence_state, unit_holder
from hoanhap.demo.population import rows
from hoanhap.demo.population.lives import (
    Away,
    Began,
    CameBack,
    Determined,
    Found,
    HandedOver,
    Happened,
    Helped,
    Life,
    Moved,
    Registered,
    Reviewed,
    Step,
    Tested,
)
from hoanhap.demo.population.rows import CastPosts
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.law.regimes import regime_on
from hoanhap.ground.places.models import Place

"""Measures that the unit's police sees by a tie from their beginning (as ``open_episodes`` has it)."""
NEW_UNIT = (EventKind.TRANSFERRED, EventKind.REASSIGNED)
DAY = timedelta(days=1)


@dataclass
class LifeRows:
    """What one life comes to."""

    home: int
    rows: list[Any] = field(default_factory=list)
    events: list[EpisodeEvent] = field(default_factory=list)


class _Writer:
    """Turns the steps of a life into rows, one after the other."""

    def __init__(self, person: Person, places: Mapping[int, Place], cast: CastPosts) -> None:
        self.person, self.places, self.cast = person, places, cast
        self.made = LifeRows(home=0)
        self.episodes: list[Episode] = []
        self.facts: list[state.Facts] = []
        self.residences: list[ResidenceFact] = []
        self.ties: list[Tie] = []
        self.helpers: list[tuple[HelperAssignment, Tie | None]] = []
        self.transfers: dict[int, Transfer] = {}
        self.ended: dict[int, date] = {}

    # ── the steps ────────────────────────────────────────────────────────────────────────────────────────────

    def take(self, step: Step) -> None:
        """Write one step down."""
        match step:
            case Registered() | Moved():
                self._residence(step)
            case Began():
                self._begin(step)
            case Happened():
                self._event(step)
            case Away():
                self._away(step)
            case CameBack():
                self._back(step)
            case Tested() | Reviewed() | Found() | Determined():
                self.made.rows.append(rows.fact(self.episodes[step.nth], step))
            case Helped():
                self._help(step)
            case HandedOver():
                self._hand_over(step)

    def _residence(self, step: Registered | Moved) -> None:
        if isinstance(step, Registered):
            self.made.home = step.unit.key
        else:
            before = self.residences[-1]
            self.residences[-1] = ResidenceFact(
                person=self.person, residence=before.residence, act=ResidenceAct.ENDED, kind=before.kind,
                place_id=before.place_id, address=before.address, from_on=before.from_on, to_on=step.since - DAY,
                replaces=before, recorded_at=step.at,
            )  # fmt: skip
            self.made.rows.append(self.residences[-1])
        fact = ResidenceFact(
            person=self.person, residence=uuid4(), act=ResidenceAct.RECORDED, kind=ResidenceKind.CURRENT,
            place_id=step.unit.key, address=step.address, from_on=step.since, recorded_at=step.at,
        )  # fmt: skip
        self.residences.append(fact)
        self.made.rows.append(fact)

    def _begin(self, step: Began) -> None:
        post = step.measure is Measure.POST_REHAB
        episode = Episode(
            pk=uuid4(), person=self.person, measure=step.measure, regime=regime_on(step.on).code.value,
            origin=None if step.origin is None else self.episodes[step.origin], origin_measure=step.origin_measure,
            place=self.places[step.unit.key], facility=step.facility, recorded_at=step.at,
            stage=Stage.EXPECTED if post else Stage.PREPARED,
        )  # fmt: skip
        self.episodes.append(episode)
        self.facts.append(state.Facts([], []))
        details: dict[str, object] = {}
        if step.expected_on:
            details["expected_on"] = step.expected_on.isoformat()
        if step.months is not None:
            details["months"] = step.months
        self._append(
            episode, step.nth, step.kind, step.on, step.moment, step.at, paper_no=step.paper_no, details=details
        )
        if police_sees(step.measure, episode.regime):
            self._tie(TieKind.UNDER_DECISION, step.unit.key, step.at)

    def _append(
        self, episode: Episode, nth: int, kind: EventKind, on: date, moment: datetime | None, at: datetime, **more: Any
    ) -> EpisodeEvent:
        event = EpisodeEvent(
            episode=episode, kind=kind, happened_on=on, happened_at=moment, recorded_at=at,
            place_id=more.pop("place_id", None) or episode.place_id, note="", **more,
        )  # fmt: skip
        self.facts[nth].events.append(event)
        self.made.events.append(event)
        self.made.rows.append(event)
        return event

    def _event(self, step: Happened) -> None:
        episode = self.episodes[step.nth]
        event = self._append(
            episode, step.nth, step.kind, step.on, step.moment, step.at, outcome=step.outcome, paper_no=step.paper_no,
            details=dict(step.details), place_id=step.unit.key if step.unit else None,
        )  # fmt: skip
        if step.unit:
            episode.place = self.places[step.unit.key]
        if step.corrected_to is not None:
            right = EpisodeEvent(
                episode=episode, kind=step.kind, happened_on=step.corrected_to,
                happened_at=step.moment and step.moment - (step.on - step.corrected_to), place_id=event.place_id,
                outcome=step.outcome, paper_no=step.paper_no, details=event.details, note="", act=Act.CORRECTED,
                reason="Ghi nhầm ngày", replaces=event, recorded_at=step.at + timedelta(minutes=5),
            )  # fmt: skip
            self.facts[step.nth].events[-1] = right
            self.made.rows.append(right)
        if step.kind in NEW_UNIT and step.unit:
            before = step.at.date() - DAY
            for tie in self.ties:
                if tie.kind == TieKind.UNDER_DECISION and tie.to_on is None and tie.place_id != step.unit.key:
                    tie.to_on, tie.closed_at = max(before, tie.from_on), step.at
            self._tie(TieKind.UNDER_DECISION, step.unit.key, step.at)
        if step.kind is EventKind.TRANSFERRED:
            for helper, _tie in self.helpers:
                if helper.episode is episode and helper.to_on is None:
                    helper.to_on = max(step.on - DAY, helper.from_on)
        if step.outcome:
            self._close(step)

    def _close(self, step: Happened) -> None:
        """A measure ends; with the last one the file closes, and with it the ties of units."""
        self.ended[step.nth] = step.on
        if len(self.ended) < len(self.episodes):
            return
        for tie in self.ties:
            if tie.kind != TieKind.HELPER and tie.closed_at is None:
                last = max(*self.ended.values(), tie.from_on) if self.ended else tie.from_on
                tie.to_on, tie.closed_at = min(tie.to_on or last, last), step.at

    def _away(self, step: Away) -> None:
        one = Interruption(
            episode=self.episodes[step.nth], kind=step.kind, from_on=step.first, to_on=step.last,
            reported=step.reported, paper_no=step.paper_no, note="", recorded_at=step.at,
        )  # fmt: skip
        self._interrupted(step.nth, one, None, step.at)

    def _back(self, step: CameBack) -> None:
        running = self.facts[step.nth].interruptions[-1]
        one = Interruption(
            episode=running.episode, kind=running.kind, from_on=running.from_on, to_on=step.last,
            reported=running.reported, paper_no=running.paper_no, note="", act=Act.CORRECTED,
            reason="Người đó đã trở về", replaces=running, recorded_at=step.at,
        )  # fmt: skip
        self._interrupted(step.nth, one, running, step.at)

    def _interrupted(self, nth: int, one: Interruption, before: Interruption | None, at: datetime) -> None:
        """Add it, and say on the timeline if it moved the computed end."""
        episode, facts = self.episodes[nth], self.facts[nth]
        state.derived(episode, facts)
        ended = episode.ends_on
        if before is not None:
            facts.interruptions.remove(before)
        facts.interruptions.append(one)
        self.made.rows.append(one)
        state.derived(episode, facts)
        if ended is None or ended == episode.ends_on or episode.stage == Stage.ENDED:
            return
        details = {"before": ended.isoformat(), "after": episode.ends_on.isoformat() if episode.ends_on else None}
        self.made.rows.append(
            EpisodeEvent(
                episode=episode, kind=EventKind.RECOMPUTED, happened_on=at.astimezone(LOCAL).date(),
                place_id=episode.place_id, details=details, recorded_at=at, note="",
            )
        )  # fmt: skip

    def _help(self, step: Helped) -> None:
        episode, post = self.episodes[step.nth], self.cast.post(step.cast)
        tie = None
        if post:
            tie = Tie(
                person=self.person, kind=TieKind.HELPER, holder=post_holder(post), from_on=step.since,
                place=self.cast.units.get(post), recorded_at=step.at,
            )  # fmt: skip
            self.ties.append(tie)
        helper = rows.helper(episode, step, post=post, tie=tie.pk if tie else None, at=step.at)
        self.helpers.append((helper, tie))
        self.made.rows.append(helper)

    def _hand_over(self, step: HandedOver) -> None:
        known = self.transfers.get(step.number)
        if known is None:
            known = rows.transfer(self.episodes[step.nth], step, at=step.at)
            self.transfers[step.number] = known
            self.made.rows.append(known)
            self._tie(TieKind.INCOMING, step.to.key, step.at)
        else:
            known.state = step.act
            for tie in self.ties:
                if tie.kind == TieKind.INCOMING and tie.to_on is None:
                    tie.to_on, tie.closed_at = max(step.at.date(), tie.from_on), step.at
        self.made.rows.append(rows.transfer_step(known, step, at=step.at))

    def _tie(self, kind: TieKind, place: int, at: datetime) -> None:
        holder = unit_holder(self.places[place])
        day = at.astimezone(LOCAL).date()
        same = [one for one in self.ties if one.kind == kind and one.holder == holder]
        if any(one.to_on is None or one.to_on >= day for one in same):  # as hold_many: who has it keeps it
            return
        self.ties.append(Tie(person=self.person, kind=kind, holder=holder, place_id=place, from_on=day, recorded_at=at))

    # ── what follows ─────────────────────────────────────────────────────────────────────────────────────────

    def close(self) -> LifeRows:
        """Derive the state of everything; returns all rows."""
        for episode, facts in zip(self.episodes, self.facts, strict=True):
            charges, duties = state.derived(episode, facts)
            self.made.rows += [episode, *charges, *duties]
        self.made.rows += [residence_state(fact) for fact in self.residences]
        for helper, tie in self.helpers:
            if tie is not None:
                closing = [day for day in (helper.to_on, state.last_day_of_help(helper.episode)) if day]
                tie.to_on = max(min(closing), tie.from_on) if closing else None
        self.made.rows += self.ties
        if self.episodes:
            seen = state.sight_of(self.episodes)
            self.person.sight_ends_on, self.person.file_closed_on = seen.ends_on, seen.closed_on
        return self.made


def write_life(life: Life, person: Person, places: Mapping[int, Place], cast: CastPosts) -> LifeRows:
    """All rows of a life but the person's own."""
    writer = _Writer(person, places, cast)
    for step in life.steps:
        writer.take(step)
    return writer.close()
