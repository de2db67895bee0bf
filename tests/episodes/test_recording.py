"""Measures that begin, days that do not count, and what follows from both."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hoanhap.casework.episodes import selectors, state
from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episode
from hoanhap.casework.episodes.actions.recording import (
    NewEvent,
    NewInterruption,
    correct_event,
    record_event,
    record_interruption,
    withdraw_interruption,
)
from hoanhap.casework.episodes.choices import DutyState, EventKind, InterruptionKind, Measure, Stage
from hoanhap.casework.episodes.models import Charge, Duty, Episode, EpisodeEvent
from hoanhap.casework.people.models import Person
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from tests.cast import Cast


@pytest.fixture
def home(mau: Person, cast: Cast) -> Episode:
    """Home from compulsory rehabilitation, completed on 10/05/2026."""
    new = NewEpisode(
        person=mau, measure=Measure.POST_REHAB, origin_measure=Measure.COMPULSORY, place=cast.here,
        kind=EventKind.COMPLETED, on=date(2026, 5, 10),
    )  # fmt: skip
    return open_episode(by=cast.officer.actor, new=new)


def test_completion_starts_the_clock_and_the_duties(home: Episode, cast: Cast) -> None:
    assert (home.stage, home.started_on, home.ends_on, home.months) == (
        Stage.LISTED, date(2026, 5, 10), date(2028, 5, 10), 24,
    )  # fmt: skip
    assert home.regime == "A2"
    assert [(duty.rule, duty.due_on) for duty in Duty.objects.filter(episode=home)] == [("A-RETURN", date(2026, 5, 15))]
    assert list(Charge.objects.values_list("place", "from_on", "to_on")) == [(cast.here.pk, date(2026, 5, 10), None)]


def test_a_report_fulfils_one_duty_and_starts_the_next(home: Episode, cast: Cast) -> None:
    record_event(by=cast.officer.actor, episode=home.pk, new=NewEvent(kind=EventKind.REPORTED, on=date(2026, 5, 18)))
    duties = {duty.rule: duty for duty in Duty.objects.filter(episode=home)}
    assert (duties["A-RETURN"].state, duties["A-RETURN"].in_time) == (DutyState.DONE, False)
    assert (duties["A-PR-DOSSIER"].state, duties["A-PR-DOSSIER"].due_on) == (DutyState.OPEN, date(2026, 5, 21))


def test_an_unreported_absence_moves_the_end_and_says_so(home: Episode, cast: Cast, on: date) -> None:
    away = NewInterruption(kind=InterruptionKind.ABSENCE, from_on=date(2026, 8, 1), to_on=date(2026, 8, 10))
    made = record_interruption(by=cast.officer.actor, episode=home.pk, new=away)
    home.refresh_from_db()
    assert home.ends_on == date(2028, 5, 20)
    told = EpisodeEvent.objects.get(kind=EventKind.RECOMPUTED)
    assert told.details == {"before": "2028-05-10", "after": "2028-05-20"}
    withdraw_interruption(by=cast.officer.actor, interruption=made.pk, reason="nhập nhầm người")
    home.refresh_from_db()
    assert home.ends_on == date(2028, 5, 10)


def test_following_again_changes_nothing(home: Episode, cast: Cast, on: date) -> None:
    record_event(by=cast.officer.actor, episode=home.pk, new=NewEvent(kind=EventKind.REPORTED, on=date(2026, 5, 18)))
    before = list(Episode.objects.values()), sorted(map(str, Duty.objects.values()))
    held = list(Episode.objects.select_related("person", "place"))
    assert state.follow(held, at=datetime.now(UTC), on=on) == []
    assert (list(Episode.objects.values()), sorted(map(str, Duty.objects.values()))) == before


def test_a_second_post_rehabilitation_is_refused(home: Episode, mau: Person, cast: Cast) -> None:
    again = NewEpisode(
        person=mau, measure=Measure.POST_REHAB, origin_measure=Measure.VOLUNTARY_HOME, place=cast.here,
        kind=EventKind.COMPLETED, on=date(2026, 6, 1),
    )  # fmt: skip
    with pytest.raises(RuleViolation, match=r"episodes\.already_open"):
        open_episode(by=cast.officer.actor, new=again)


def test_steps_with_a_page_of_their_own_are_refused(home: Episode, cast: Cast) -> None:
    for kind in (EventKind.PROPOSED, EventKind.DECIDED, EventKind.REMOVED, EventKind.TRANSFERRED):
        with pytest.raises(RuleViolation, match=r"episodes\.own_action"):
            record_event(by=cast.officer.actor, episode=home.pk, new=NewEvent(kind=kind, on=date(2026, 5, 20)))


def test_hours_need_a_time_of_day(home: Episode, cast: Cast) -> None:
    with pytest.raises(RuleViolation, match=r"episodes\.time_needed"):
        record_event(by=cast.officer.actor, episode=home.pk, new=NewEvent(kind=EventKind.LEFT, on=date(2026, 11, 19)))
    moment = datetime(2026, 11, 19, 2, tzinfo=UTC)
    left = NewEvent(kind=EventKind.LEFT, on=date(2026, 11, 19), moment=moment)
    record_event(by=cast.officer.actor, episode=home.pk, new=left)
    assert Duty.objects.get(rule="B-MOVE").due_at == moment + timedelta(hours=24)


def test_a_corrected_event_moves_what_follows(home: Episode, cast: Cast) -> None:
    report = NewEvent(kind=EventKind.REPORTED, on=date(2026, 5, 18))
    event = record_event(by=cast.officer.actor, episode=home.pk, new=report)
    correct_event(
        by=cast.officer.actor, event=event.pk, on=date(2026, 5, 14), moment=None, paper_no="", reason="ghi nhầm ngày"
    )
    assert Duty.objects.get(rule="A-RETURN").in_time is True
    with pytest.raises(NotFound):
        correct_event(
            by=cast.officer.actor, event=event.pk, on=date(2026, 5, 13), moment=None, paper_no="", reason="lần nữa"
        )


@pytest.mark.parametrize(
    ("measure", "day", "again", "months"),
    [
        (Measure.VOLUNTARY_HOME, date(2026, 8, 3), False, 24),  # L120 29
        (Measure.VOLUNTARY_HOME, date(2026, 8, 3), True, 36),
        (Measure.COMPULSORY, date(2026, 5, 4), False, 18),
    ],
)
def test_a_decision_has_a_term_of_the_law(
    mau: Person, cast: Cast, measure: Measure, day: date, again: bool, months: int
) -> None:
    new = NewEpisode(person=mau, measure=measure, place=cast.here, kind=EventKind.OPENED, on=day)
    episode = open_episode(by=cast.officer.actor, new=new)
    decided = NewEvent(kind=EventKind.DECIDED, on=day, moment=datetime(2026, 8, 3, 3, tzinfo=UTC), again=again)
    for wrong in (11, 60, "24", True):
        with pytest.raises(RuleViolation, match=r"episodes\.term_outside_law"):
            record_event(by=cast.officer.actor, episode=episode.pk, new=replace(decided, details={"months": wrong}))
    started = NewEvent(kind=EventKind.STARTED, on=day, details={"months": 60})
    with pytest.raises(RuleViolation, match=r"episodes\.term_outside_law"):
        record_event(by=cast.officer.actor, episode=episode.pk, new=started)
    record_event(by=cast.officer.actor, episode=episode.pk, new=replace(decided, details={"months": months}))
    episode.refresh_from_db()
    assert episode.months == months


def test_a_decision_without_a_length_takes_the_only_one_of_the_law_or_is_refused(mau: Person, cast: Cast) -> None:
    for measure, day in ((Measure.VOLUNTARY_HOME, date(2026, 8, 3)), (Measure.COMPULSORY, date(2026, 5, 4))):
        new = NewEpisode(person=mau, measure=measure, place=cast.here, kind=EventKind.OPENED, on=day)
        episode = open_episode(by=cast.officer.actor, new=new)
        decided = NewEvent(kind=EventKind.DECIDED, on=day, moment=datetime(2026, 8, 3, 3, tzinfo=UTC))
        if measure is Measure.COMPULSORY:  # from 12 to 24
            with pytest.raises(RuleViolation, match=r"episodes\.term_outside_law"):
                record_event(by=cast.officer.actor, episode=episode.pk, new=decided)
        else:
            record_event(by=cast.officer.actor, episode=episode.pk, new=decided)
            episode.refresh_from_db()
            assert episode.months == 24


def test_the_order_of_one_moment_is_the_same_however_the_events_are_read(home: Episode, cast: Cast, on: date) -> None:
    moment = datetime(2026, 11, 19, 2, tzinfo=UTC)
    for _number in range(4):
        left = NewEvent(kind=EventKind.LEFT, on=date(2026, 11, 19), moment=moment)
        record_event(by=cast.officer.actor, episode=home.pk, new=left)
    facts = state.facts_of([home.pk])[home.pk]
    order = [event.pk for event in facts.events]
    for shuffled in (facts.events[::-1], facts.events[2:] + facts.events[:2]):
        again = state.Facts(shuffled, [])
        state.derived(home, again)
        assert [event.pk for event in again.events] == order


def test_only_the_unit_that_answers_records(home: Episode, cast: Cast) -> None:
    report = NewEvent(kind=EventKind.REPORTED, on=date(2026, 5, 18))
    with pytest.raises(NotFound):
        record_event(by=cast.neighbour.actor, episode=home.pk, new=report)
    with pytest.raises(PermissionRefused):
        record_event(by=cast.lead.actor, episode=home.pk, new=report)


def test_the_clock_tells_counted_lost_and_left(home: Episode, cast: Cast, on: date) -> None:
    away = NewInterruption(kind=InterruptionKind.ABSENCE, from_on=date(2026, 8, 1), to_on=date(2026, 8, 10))
    record_interruption(by=cast.officer.actor, episode=home.pk, new=away)
    home.refresh_from_db()
    clock = selectors.clock_of(home, on=on)
    assert clock is not None
    assert (clock.counted, clock.uncounted, clock.remaining) == (184, 10, 547)


def test_prison_under_the_old_law_asks_for_the_removal(mau: Person, cast: Cast) -> None:
    with standing_at(datetime(2026, 6, 20, 5, tzinfo=UTC)):
        new = NewEpisode(
            person=mau, measure=Measure.POST_REHAB, origin_measure=Measure.COMPULSORY, place=cast.here,
            kind=EventKind.COMPLETED, on=date(2026, 5, 10),
        )  # fmt: skip
        home = open_episode(by=cast.officer.actor, new=new)
        prison = NewInterruption(kind=InterruptionKind.PRISON, from_on=date(2026, 6, 1))
        with pytest.raises(RuleViolation, match=r"episodes\.prison_removes"):
            record_interruption(by=cast.officer.actor, episode=home.pk, new=prison)
