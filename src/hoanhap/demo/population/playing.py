"""The plan of lives through the actions, in the order of time, with the clock standing where it was recorded.

The system plays the offices of the past. What many people have in common on an evening goes through one call of the
set-wise action.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, TypeVar

from django.db.models import F, Value
from django.db.models.functions import Greatest

from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episodes
from hoanhap.casework.episodes.actions.recording import (
    NewInterruption,
    correct_event,
    end_interruption,
    record_interruption,
)
from hoanhap.casework.episodes.choices import EventKind
from hoanhap.casework.episodes.models import Episode, EpisodeEvent, HelperAssignment, Interruption, Transfer
from hoanhap.casework.episodes.writing import append, entry, new_event
from hoanhap.casework.people.actions.merges import merge_people
from hoanhap.casework.people.actions.registration import register_people
from hoanhap.casework.people.actions.residence import record_residence
from hoanhap.casework.people.actions.ties import hold_many, release
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.models import Person, Tie
from hoanhap.casework.people.rows import NewPerson, NewResidence
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
from hoanhap.demo.population.offices import cast_offices
from hoanhap.demo.population.rows import CastPosts
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import SYSTEM
from hoanhap.ground.places.models import Place
from hoanhap.ground.web import setwise

S = TypeVar("S", bound=Step)
Batch = Sequence[tuple[Life, S]]
ALL_AT_ONCE = (Registered, Began, Happened, Found, Determined, Tested, Reviewed)
"""Steps whose action is set-wise; of the others each stands alone."""
TURNS = (Registered, Began, Happened, Moved, Helped, HandedOver, Away, CameBack, Found, Determined, Tested, Reviewed)
"""In which order an evening's steps are recorded. Steps beside the events may not precede them."""
NEW_UNIT = (EventKind.TRANSFERRED, EventKind.REASSIGNED)


class Player:
    """Plays lives; keeps what came of them, by their place in the plan."""

    def __init__(self, *, cast: CastPosts, tell: Callable[[int, int], None] = lambda done, of: None) -> None:
        self._tell, self._cast, self.offices = tell, cast, cast_offices()
        self._places = {place.pk: place for place in Place.objects.all()}
        self._people: dict[int, Person] = {}
        self._episodes: dict[tuple[int, int], Episode] = {}
        self._away: dict[tuple[int, int], Interruption] = {}
        self._transfers: dict[tuple[int, int], Transfer] = {}
        self._acts: dict[type[Step], Callable[[Any], None]] = {
            Registered: self._register, Moved: self._move, Began: self._begin, Happened: self._happen,
            Away: self._leave, CameBack: self._return, Tested: self._beside, Reviewed: self._beside,
            Found: self._beside, Determined: self._beside, Helped: self._help, HandedOver: self._hand_over,
        }  # fmt: skip

    def play(self, lives: Iterable[Life]) -> int:
        """Play these lives; returns how many steps they had."""
        lives = list(lives)
        steps = [(step.at.date(), _turn(step), step.at, life, step) for life in lives for step in life.steps]
        steps.sort(key=lambda item: (*item[:3], item[3].index))
        done = 0
        for _evening, group in groupby(steps, key=lambda item: item[:2]):
            batch = [(life, step) for *_order, life, step in group]
            parts = [batch] if isinstance(batch[0][1], ALL_AT_ONCE) else [[one] for one in batch]
            for part in parts:
                with clock.standing_at(max(step.at for _life, step in part)):
                    self._acts[type(part[0][1])](part)
            done += len(batch)
            self._tell(done, len(steps))
        for life in lives:
            self._merge(life)
        return done

    def _register(self, batch: Batch[Registered]) -> None:
        new = [
            NewPerson(
                identity=rows.identity(life),
                residences=[NewResidence(place=self._places[step.unit.key], from_on=step.since, address=step.address)],
                identifiers=rows.identifiers(life),
                contacts=rows.contacts(life),
                relations=rows.relations(life),
            )
            for life, step in batch
        ]
        made = register_people(by=SYSTEM, new=new)
        for (life, _step), person in zip(batch, made, strict=True):
            self._people[life.index] = person

    def _move(self, batch: Batch[Moved]) -> None:
        ((life, step),) = batch
        new = NewResidence(place=self._places[step.unit.key], from_on=step.since, address=step.address)
        record_residence(by=SYSTEM, person=self._people[life.index], new=new)

    def _begin(self, batch: Batch[Began]) -> None:
        new = [
            NewEpisode(
                person=self._people[life.index], measure=step.measure, place=self._places[step.unit.key],
                kind=step.kind, on=step.on, moment=step.moment, origin_measure=step.origin_measure,
                origin=None if step.origin is None else self._episodes[life.index, step.origin],
                expected_on=step.expected_on, months=step.months, again=step.again, facility=step.facility,
                paper_no=step.paper_no,
            )
            for life, step in batch
        ]  # fmt: skip
        made = open_episodes(by=SYSTEM, new=new)
        for (life, step), episode in zip(batch, made, strict=True):
            self._episodes[life.index, step.nth] = episode

    def _happen(self, batch: Batch[Happened]) -> None:
        batch = self._without_papers(batch)
        if not batch:
            return
        events = [
            new_event(
                self._episodes[life.index, step.nth], step.kind, on=step.on, moment=step.moment,
                place=self._places[step.unit.key] if step.unit else None, outcome=step.outcome, paper_no=step.paper_no,
                details=step.details,
            )
            for life, step in batch
        ]  # fmt: skip
        _append(events)
        for (life, step), event in zip(batch, events, strict=True):
            if step.corrected_to is not None:
                with clock.standing_at(clock.now() + timedelta(minutes=5)):
                    held = correct_event(
                        by=SYSTEM, event=event.pk, on=step.corrected_to, moment=clock_of(step), paper_no=step.paper_no,
                        reason="Ghi nhầm ngày",
                    )  # fmt: skip
                self._episodes[life.index, step.nth] = held

    def _without_papers(self, batch: Batch[Happened]) -> Batch[Happened]:
        """What is left to be recorded together, after the cast has done by papers what it does so."""
        left = []
        waiting = set()  # once a step of a measure is left, those after it follow it
        for life, step in batch:
            key = life.index, step.nth
            with clock.standing_at(step.at):
                if key in waiting or not self.offices.sign(self._episodes[key], step):
                    waiting.add(key)
                    left.append((life, step))
                    continue
            self._episodes[key] = Episode.objects.select_related("person", "place").get(pk=self._episodes[key].pk)
        return left

    def _leave(self, batch: Batch[Away]) -> None:
        ((life, step),) = batch
        new = NewInterruption(
            kind=step.kind, from_on=step.first, to_on=step.last, reported=step.reported, paper_no=step.paper_no
        )
        made = record_interruption(by=SYSTEM, episode=self._episodes[life.index, step.nth].pk, new=new)
        self._episodes[life.index, step.nth] = made.episode
        self._away[life.index, step.nth] = made

    def _return(self, batch: Batch[CameBack]) -> None:
        ((life, step),) = batch
        running = self._away[life.index, step.nth]
        made = end_interruption(by=SYSTEM, interruption=running.pk, to_on=step.last, reason="Người đó đã trở về")
        self._away[life.index, step.nth] = made
        self._episodes[life.index, step.nth] = Episode.objects.select_related("person", "place").get(pk=made.episode_id)

    def _beside(self, batch: Batch[Any]) -> None:
        made = [(self._episodes[life.index, step.nth], step) for life, step in batch]
        _write_facts([rows.fact(episode, step) for episode, step in made])

    def _help(self, batch: Batch[Helped]) -> None:
        ((life, step),) = batch
        episode = self._episodes[life.index, step.nth]
        post = self._cast.post(step.cast)
        _assign(episode, step, post, self._cast.units.get(post))

    def _hand_over(self, batch: Batch[HandedOver]) -> None:
        ((life, step),) = batch
        episode = self._episodes[life.index, step.nth]
        key = life.index, step.number
        self._transfers[key] = _step(episode, step, self._transfers.get(key), self._places)

    def _merge(self, life: Life) -> None:
        if life.same_as is None or life.merged_at is None:
            return
        with clock.standing_at(life.merged_at):
            merge_people(
                by=SYSTEM, kept=self._people[life.same_as], merged=self._people[life.index],
                reason="Hai hồ sơ của cùng một người",
            )  # fmt: skip


def _turn(step: Step) -> int:
    return TURNS.index(type(step))


def clock_of(step: Happened) -> datetime | None:
    """The moment of a corrected event: the same hour on the right day."""
    if step.moment is None or step.corrected_to is None:
        return None
    return step.moment - (step.on - step.corrected_to)


@audited
def _append(events: Sequence[EpisodeEvent]) -> None:
    """Append the events of an evening; who takes over is tied to the person, who handed over no longer."""
    for event in events:
        if event.kind == EventKind.TRANSFERRED:  # the help of the old place ends with it
            before = Greatest(Value(event.happened_on - timedelta(days=1)), F("from_on"))
            HelperAssignment.objects.filter(episode=event.episode, to_on__isnull=True).update(to_on=before)
    append(by=SYSTEM, events=events)
    taken = [event for event in events if event.kind in NEW_UNIT]
    if not taken:
        return
    open_ties = Tie.objects.filter(
        person__in=[event.episode.person_id for event in taken], kind=TieKind.UNDER_DECISION, to_on__isnull=True
    )
    now_at = {event.episode.person_id: event.episode.place_id for event in taken}
    ending = [tie for tie in open_ties.select_related("person", "place") if tie.place_id != now_at[tie.person_id]]
    if ending:
        release(by=SYSTEM, ties=ending, to_on=clock.today() - timedelta(days=1))
    people = {event.episode.person_id: (event.episode.person, event.episode.place) for event in taken}
    hold_many(by=SYSTEM, kind=TieKind.UNDER_DECISION, units=list(people.values()), from_on=clock.today())


@audited
def _write_facts(facts: Sequence[Any]) -> None:
    """Tests, reviews, findings or determinations of an evening."""
    for _model, group in groupby(facts, key=type):
        setwise.add(list(group))
    names = {"drugtest": "test", "reviewresult": "review", "usefinding": "finding", "determination": "determination"}
    record_many([entry(f"episodes.{names[one._meta.model_name]}_recorded", one.episode) for one in facts], by=SYSTEM)


@audited
def _assign(episode: Episode, step: Helped, post: str, unit: Place | None) -> None:
    """Who helps from now on; a helper with an account is tied to the person."""
    tie = None
    if post:
        posts = [(episode.person, post)]
        kept = hold_many(by=SYSTEM, kind=TieKind.HELPER, posts=posts, place=unit, from_on=step.since)
        tie = kept[0].pk if kept else None
    rows.helper(episode, step, post=post, tie=tie, at=clock.now()).save(force_insert=True)
    record_many([entry("episodes.help_began", episode, on=step.since)], by=SYSTEM)


@audited
def _step(episode: Episode, step: HandedOver, known: Transfer | None, places: dict[int, Place]) -> Transfer:
    """One act of a handover: the receiver sees the person while it waits."""
    at = clock.now()
    if known is None:
        known = rows.transfer(episode, step, at=at)
        known.save(force_insert=True)
        hold_many(
            by=SYSTEM, kind=TieKind.INCOMING, units=[(episode.person, places[step.to.key])], from_on=clock.today()
        )
    else:
        Transfer.objects.filter(pk=known.pk).update(state=step.act)
        ties = Tie.objects.filter(person=episode.person_id, kind=TieKind.INCOMING, to_on__isnull=True)
        release(by=SYSTEM, ties=list(ties.select_related("person", "place")), to_on=clock.today())
    rows.transfer_step(known, step, at=at).save(force_insert=True)
    record_many([entry(f"episodes.transfer_{step.act}", episode, on=step.on)], by=SYSTEM)
    return known
