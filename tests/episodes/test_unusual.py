"""What does not happen every day, through the actions: what each event does, and what it does not do."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from hoanhap.casework.episodes.actions.ending import Ground, end_undecided
from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episode
from hoanhap.casework.episodes.actions.recording import (
    NewEvent,
    NewInterruption,
    close_recorded_twice,
    end_interruption,
    record_event,
    record_interruption,
)
from hoanhap.casework.episodes.choices import EventKind, InterruptionKind, Measure, Outcome, Stage
from hoanhap.casework.episodes.models import Charge, Duty, Episode, EpisodeEvent
from hoanhap.casework.people.actions.merges import merge_people, undo_merge
from hoanhap.casework.people.models import Person
from hoanhap.casework.people.rows import NewRelation
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import SYSTEM, Role
from hoanhap.ground.places.models import Place
from tests.cast import Cast
from tests.episodes import handing
from tests.people import builders

TODAY = date(2026, 11, 20)


@pytest.fixture
def home(mau: Person, cast: Cast) -> Episode:
    return handing.home(cast, mau)


def away(kind: InterruptionKind, first: date, last: date | None = None, *, reported: bool = False) -> NewInterruption:
    return NewInterruption(kind=kind, from_on=first, to_on=last, reported=reported)


def test_death_ends_and_keeps_the_file(home: Episode, cast: Cast) -> None:
    chair = handing.post(cast, Role.COMMUNE_CHAIR).actor
    ground = Ground(
        outcome=Outcome.DEAD,
        on=date(2026, 11, 2),
        paper_no="3/TLKT",
        paper_on=date(2026, 11, 3),
        paper_by="UBND",
    )
    end_undecided(by=chair, episode=home.pk, ground=ground, on=TODAY)
    home.refresh_from_db()
    assert (home.stage, home.outcome, home.ended_on) == (Stage.ENDED, Outcome.DEAD, date(2026, 11, 2))
    assert not Duty.objects.open().filter(episode=home).exists()
    assert Charge.objects.get().to_on == date(2026, 11, 2)


def test_a_court_declares_missing_and_lost_contact_does_nothing(home: Episode, cast: Cast) -> None:
    chair = handing.post(cast, Role.COMMUNE_CHAIR).actor
    lost = Ground(outcome=Outcome.MISSING, on=date(2026, 11, 2))
    with pytest.raises(RuleViolation, match=r"episodes\.ground_paper_missing"):
        end_undecided(by=chair, episode=home.pk, ground=lost, on=TODAY)
    record_interruption(by=cast.officer.actor, episode=home.pk, new=away(InterruptionKind.ABSENCE, date(2026, 10, 1)))
    home.refresh_from_db()
    assert (home.stage, home.ends_on) == (Stage.LISTED, None)  # open while it lasts, not ended
    court = Ground(
        outcome=Outcome.MISSING, on=date(2026, 11, 2), paper_no="5/QĐ-TA", paper_on=date(2026, 11, 2), paper_by="Tòa án"
    )
    end_undecided(by=chair, episode=home.pk, ground=court, on=TODAY)
    home.refresh_from_db()
    assert home.outcome == Outcome.MISSING


def test_prison_removes_under_the_old_law(home: Episode, cast: Cast) -> None:
    with pytest.raises(RuleViolation, match=r"episodes\.prison_removes"):
        record_interruption(
            by=cast.officer.actor, episode=home.pk, new=away(InterruptionKind.PRISON, date(2026, 6, 30))
        )
    chair = handing.post(cast, Role.COMMUNE_CHAIR).actor
    said: dict[str, Any] = {
        "outcome": Outcome.PRISON,
        "paper_no": "7/HSST",
        "paper_on": date(2026, 6, 30),
        "paper_by": "Tòa án",
    }
    with pytest.raises(RuleViolation, match=r"episodes\.prison_suspends"):
        end_undecided(by=chair, episode=home.pk, ground=Ground(on=date(2026, 7, 1), **said), on=TODAY)
    end_undecided(by=chair, episode=home.pk, ground=Ground(on=date(2026, 6, 30), **said), on=TODAY)
    home.refresh_from_db()
    assert (home.outcome, home.ended_on) == (Outcome.PRISON, date(2026, 6, 30))


def test_prison_suspends_under_the_new_law_and_the_rest_resumes(home: Episode, cast: Cast) -> None:
    jailed = record_interruption(
        by=cast.officer.actor, episode=home.pk, new=away(InterruptionKind.PRISON, date(2026, 8, 1))
    )
    home.refresh_from_db()
    assert (home.ends_on, home.stage) == (None, Stage.LISTED)
    end_interruption(by=cast.officer.actor, interruption=jailed.pk, to_on=date(2026, 10, 31), reason="được trả tự do")
    home.refresh_from_db()
    assert home.ends_on == date(2028, 8, 10)  # 92 days later than 10/05/2028


def test_escape_from_rehabilitation_moves_its_end(mau: Person, cast: Cast) -> None:
    rehab = handing.rehabilitation(cast.officer.actor, cast, mau)
    rehab.refresh_from_db()
    assert rehab.ends_on == date(2026, 12, 2)
    fled = record_interruption(
        by=cast.officer.actor, episode=rehab.pk, new=away(InterruptionKind.ESCAPE, date(2026, 10, 1))
    )
    rehab.refresh_from_db()
    assert rehab.ends_on is None
    end_interruption(by=cast.officer.actor, interruption=fled.pk, to_on=date(2026, 10, 5), reason="đã trở lại cơ sở")
    rehab.refresh_from_db()
    assert rehab.ends_on == date(2026, 12, 7)


def test_an_unreported_absence_told_late_moves_end_and_duties_and_says_so(mau: Person, cast: Cast) -> None:
    home = handing.home(cast, mau, origin_measure=Measure.VOLUNTARY_HOME)
    due = Duty.objects.get(episode=home, rule="B-PR-END").due_on
    record_interruption(
        by=cast.officer.actor,
        episode=home.pk,
        new=away(InterruptionKind.ABSENCE, date(2026, 7, 1), date(2026, 7, 10)),
    )
    home.refresh_from_db()
    assert (due, home.ends_on) == (date(2027, 5, 10), date(2027, 5, 20))
    assert Duty.objects.get(episode=home, rule="B-PR-END").due_on == date(2027, 5, 20)
    told = EpisodeEvent.objects.get(episode=home, kind=EventKind.RECOMPUTED)
    assert told.details == {"before": "2027-05-10", "after": "2027-05-20"}
    assert AuditEntry.objects.filter(name="episodes.interruption_recorded").exists()


def test_a_reported_absence_counts(home: Episode, cast: Cast) -> None:
    new = away(InterruptionKind.ABSENCE, date(2026, 7, 1), date(2026, 7, 10), reported=True)
    record_interruption(by=cast.officer.actor, episode=home.pk, new=new)
    home.refresh_from_db()
    assert home.ends_on == date(2028, 5, 10)
    assert not EpisodeEvent.objects.filter(kind=EventKind.RECOMPUTED).exists()


def test_the_18th_birthday_leaves_the_term_as_the_measure_made_it(cast: Cast, on: date) -> None:
    minor = builders.register(
        cast.officer.actor, cast.here, date(2025, 7, 1), birth_year=2008, birth_on=date(2008, 6, 1)
    )
    after = handing.home(cast, minor, date(2026, 5, 10), origin_measure=Measure.COMPULSORY_MINOR)
    assert (after.months, after.ends_on) == (12, date(2027, 5, 10))
    assert not minor.is_minor_on(TODAY)
    with standing_at(datetime(2027, 3, 1, 5, tzinfo=UTC)):
        record_event(
            by=handing.again(cast.officer),
            episode=after.pk,
            new=NewEvent(kind=EventKind.REPORTED, on=date(2026, 5, 12)),
        )
    after.refresh_from_db()
    assert after.months == 12


def test_the_law_may_change_while_a_measure_runs(cast: Cast, mau: Person) -> None:
    rehab = handing.rehabilitation(cast.officer.actor, cast, mau)
    assert (rehab.regime, Duty.objects.filter(episode=rehab, rule="A-COMP-END").exists()) == ("A", True)
    home = handing.home(cast, mau, origin_measure=Measure.VOLUNTARY_FACILITY)
    assert home.regime == "A2"
    rules = dict(Duty.objects.filter(episode=home).values_list("rule", "due_on"))
    assert rules == {"A-RETURN": date(2026, 5, 15), "B-PR-END": date(2027, 5, 10)}  # each by the law of its day


def test_a_minor_stands_with_a_guardian_and_is_seen_by_fewer(cast: Cast, on: date) -> None:
    from dataclasses import replace

    from hoanhap.casework.people.actions.registration import register_person

    new = builders.new_person(cast.here, date(2025, 7, 1), birth_year=2010, birth_on=date(2010, 6, 1))
    guardian = NewRelation(kind="guardian", name="Trần Thị Ví Dụ", phone=builders.PHONE)
    minor = register_person(by=cast.officer.actor, new=replace(new, relations=[guardian]))
    with pytest.raises(RuleViolation, match=r"law\.compulsory_under_age"):
        handing.home(cast, minor)
    home = handing.home(cast, minor, origin_measure=Measure.COMPULSORY_MINOR)
    assert (home.months, minor.is_minor_on(TODAY)) == (12, True)
    assert not Person.objects.visible_to(cast.volunteer.actor, TODAY).exists()


def test_two_files_with_the_same_measure_open_merge_after_one_is_closed(home: Episode, mau: Person, cast: Cast) -> None:
    by = cast.officer.actor
    twin = builders.register(by, cast.here, date(2025, 7, 1), number="", phone="")
    other = handing.home(cast, twin)
    merging: dict[str, Any] = {"by": by, "kept": mau, "merged": twin, "reason": "cùng một người"}
    with pytest.raises(RuleViolation, match=r"episodes\.both_open"):
        merge_people(**merging)
    close_recorded_twice(by=by, episode=other.pk, outcome=Outcome.DUPLICATE, reason="đã có hồ sơ khác")
    figures = list(Charge.objects.order_by("pk").values_list("episode", "place", "from_on", "to_on"))
    merge_people(**merging)
    assert list(Charge.objects.order_by("pk").values_list("episode", "place", "from_on", "to_on")) == figures
    again = NewEpisode(
        person=mau, measure=Measure.POST_REHAB, origin_measure=Measure.COMPULSORY, place=cast.here,
        kind=EventKind.COMPLETED, on=date(2026, 6, 10),
    )  # fmt: skip
    with pytest.raises(RuleViolation, match=r"episodes\.already_open"):
        open_episode(by=by, new=again)
    undo_merge(by=by, merged=twin.pk, reason="hai người khác nhau")
    assert list(Charge.objects.order_by("pk").values_list("episode", "place", "from_on", "to_on")) == figures


def test_what_happened_since_holds_a_merge_together(home: Episode, mau: Person, cast: Cast) -> None:
    by = cast.officer.actor
    twin = builders.register(by, cast.here, date(2025, 7, 1), number="", phone="")
    merge_people(by=by, kept=mau, merged=twin, reason="cùng một người")
    with standing_at(datetime(2026, 11, 20, 6, tzinfo=UTC)):
        record_event(by=by, episode=home.pk, new=NewEvent(kind=EventKind.REPORTED, on=date(2026, 5, 12)))
        with pytest.raises(RuleViolation, match=r"people\."):
            undo_merge(by=by, merged=twin.pk, reason="hai người khác nhau")


def test_a_unit_merged_whole_keeps_its_past(cast: Cast, on: date) -> None:
    """Counted on 30/06/2025 in the old unit, today too, and answered for by the new one."""
    officer = cast.officer
    gone = Place.objects.filter(pk__in=officer.actor.units, valid_to__isnull=False).order_by("valid_from").first()
    assert gone is not None
    assert gone.valid_to is not None
    with standing_at(datetime.combine(gone.valid_to, datetime.min.time(), UTC)):
        person = builders.register(SYSTEM, gone, gone.valid_from, number="", phone="")
        home = open_episode(by=SYSTEM, new=NewEpisode(
            person=person, measure=Measure.POST_REHAB, origin_measure=Measure.VOLUNTARY_HOME, place=gone,
            kind=EventKind.COMPLETED, on=gone.valid_to,
        ))  # fmt: skip
    before = list(Charge.objects.values_list("place", "from_on", "to_on"))
    record_interruption(
        by=officer.actor, episode=home.pk, new=away(InterruptionKind.ABSENCE, gone.valid_to, gone.valid_to)
    )
    assert list(Charge.objects.values_list("place", "from_on", "to_on")) == before == [(gone.pk, gone.valid_to, None)]
