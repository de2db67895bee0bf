"""Evidence: facts with a paper that prove something only together, and change nothing by themselves."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hoanhap.casework.episodes.actions.evidence import (
    NewDetermination,
    NewFinding,
    NewReview,
    NewTest,
    confirm_finding,
    correct_evidence,
    record_evidence,
    record_evidence_many,
    withdraw_evidence,
)
from hoanhap.casework.episodes.actions.recording import NewEvent, record_event
from hoanhap.casework.episodes.choices import (
    DeterminationResult,
    EventKind,
    EvidenceKind,
    FindingSource,
    Measure,
    Outcome,
    Stage,
)
from hoanhap.casework.episodes.evidence_reads import alerts_256a, evidence_of, relapse_of
from hoanhap.casework.episodes.evidence_rules import Missing
from hoanhap.casework.episodes.models import Determination, Episode, UseFinding
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.models import Person
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Role
from tests.cast import Cast
from tests.episodes import handing
from tests.people import builders

STRIP = NewFinding(found_on=date(2026, 11, 10), source=FindingSource.STRIP, paper_no="4/BB", substance="heroin")
ANSWER = NewDetermination(
    asked_on=date(2026, 11, 12), result=DeterminationResult.ADDICTED, result_on=date(2026, 11, 15),
    facility="Bệnh viện Tâm thần Thử Nghiệm", paper_no="9/KQ", criteria_met=4,
)  # fmt: skip
TODAY = date(2026, 11, 20)


@pytest.fixture
def home(mau: Person, cast: Cast) -> Episode:
    with standing_at(datetime(2026, 11, 9, 5, tzinfo=UTC)):
        return handing.home(cast, mau)


@pytest.fixture
def police(cast: Cast) -> Actor:
    return handing.post(cast, Role.COMMUNE_POLICE).actor


@pytest.fixture
def health(cast: Cast, mau: Person) -> Actor:
    station = handing.post(cast, Role.HEALTH_STATION)
    assert station.post is not None
    open_tie(
        by=cast.officer.actor, person=mau, kind=TieKind.CLIENT, post=str(station.post.pk), from_on=date(2026, 1, 1)
    )
    return station.actor


def test_a_strip_alone_changes_no_status(home: Episode, police: Actor, cast: Cast) -> None:
    before = Episode.objects.values().get(pk=home.pk)
    record_evidence(by=police, episode=home.pk, new=STRIP)
    assert Episode.objects.values().get(pk=home.pk) == before
    told = relapse_of(by=cast.officer.actor, episode=home, on=TODAY)
    assert not told.proven
    assert told.missing == (Missing.CONFIRMATION, Missing.DETERMINATION)


def test_a_relapse_needs_confirmation_and_determination(
    home: Episode, police: Actor, health: Actor, cast: Cast
) -> None:
    found = record_evidence(by=police, episode=home.pk, new=STRIP)
    early = replace(ANSWER, asked_on=date(2026, 11, 1), result_on=date(2026, 11, 2))
    record_evidence(by=health, episode=home.pk, new=early)
    confirm_finding(
        by=health,
        finding=found.pk,
        confirmed_by="Trung tâm xét nghiệm",
        confirmed_on=date(2026, 11, 13),
        paper_no="8/XN",
    )
    told = relapse_of(by=cast.officer.actor, episode=home, on=TODAY)
    assert told.missing == (Missing.DETERMINATION,)  # the answer was there before the finding
    record_evidence(by=health, episode=home.pk, new=ANSWER)
    told = relapse_of(by=cast.officer.actor, episode=home, on=TODAY)
    assert told.proven
    assert told.found is not None
    assert told.determined is not None
    assert (told.completed_on, told.found.on, told.determined.result_on) == (
        date(2026, 5, 10), date(2026, 11, 10), date(2026, 11, 15),
    )  # fmt: skip
    home.refresh_from_db()
    assert home.stage == Stage.LISTED  # a selector decides nothing


def test_another_person_of_another_body_confirms(home: Episode, police: Actor, health: Actor, cast: Cast) -> None:
    found = record_evidence(by=police, episode=home.pk, new=STRIP)
    chief = handing.post(cast, Role.COMMUNE_POLICE_CHIEF).actor
    said: dict[str, Any] = {
        "finding": found.pk,
        "confirmed_by": "Trung tâm",
        "confirmed_on": date(2026, 11, 13),
        "paper_no": "8/XN",
    }
    for by, code in ((police, "own_finding"), (chief, "same_body")):
        with pytest.raises(RuleViolation, match=f"episodes.{code}"):
            confirm_finding(by=by, **said)
    for changed, code in (
        ({"confirmed_by": " "}, "body_missing"),
        ({"paper_no": ""}, "paper_missing"),
        ({"confirmed_on": date(2026, 11, 9)}, "confirmed_before_found"),
        ({"confirmed_on": date(2026, 11, 21)}, "day_ahead"),
    ):
        with pytest.raises(RuleViolation, match=f"episodes.{code}"):
            confirm_finding(by=health, **said | changed)
    made = confirm_finding(by=health, **said)
    assert (made.replaces_id, made.recorded_by, made.confirmation_by) == (found.pk, police.user, health.user)
    with pytest.raises(RuleViolation, match=r"episodes\.confirmed_already"):
        confirm_finding(by=health, **said | {"finding": made.pk})
    with pytest.raises(IntegrityError), transaction.atomic():  # by no way around the action either
        UseFinding.objects.create(
            episode=home, found_on=date(2026, 11, 10), source="strip", recorded_by="a", recorded_body="police",
            confirmed_by="x", confirmed_on=date(2026, 11, 11), confirmation_by="a", paper_no="1",
            recorded_at=timezone.now(),
        )  # fmt: skip


def test_facts_are_corrected_and_taken_back_with_a_reason(home: Episode, police: Actor, cast: Cast) -> None:
    first = record_evidence(
        by=police, episode=home.pk, new=NewTest(tested_on=date(2026, 11, 11), positive=True, paper_no="7/XN")
    )
    with pytest.raises(RuleViolation, match=r"episodes\.reason_missing"):
        withdraw_evidence(by=police, kind=EvidenceKind.TEST, fact=first.pk, reason="")
    right = NewTest(tested_on=date(2026, 11, 11), positive=False, paper_no="7/XN")
    second = correct_evidence(by=police, fact=first.pk, corrected=right, reason="đọc nhầm kết quả")
    with pytest.raises(NotFound):
        correct_evidence(by=police, fact=first.pk, corrected=right, reason="lần nữa")
    assert [one.positive for one in evidence_of(by=cast.officer.actor, episode=home, on=TODAY).tests] == [False]
    withdraw_evidence(by=police, kind=EvidenceKind.TEST, fact=second.pk, reason="nhập nhầm người")
    assert evidence_of(by=cast.officer.actor, episode=home, on=TODAY).tests == []
    assert len(evidence_of(by=cast.officer.actor, episode=home, on=TODAY, history=True).tests) == 3
    assert home.drug_tests.count() == 3


def test_a_correction_keeps_the_confirmation(home: Episode, police: Actor, health: Actor) -> None:
    found = record_evidence(by=police, episode=home.pk, new=STRIP)
    sure = confirm_finding(
        by=health, finding=found.pk, confirmed_by="Trung tâm", confirmed_on=date(2026, 11, 13), paper_no="8/XN"
    )
    late = replace(STRIP, found_on=date(2026, 11, 14))
    with pytest.raises(RuleViolation, match=r"episodes\.confirmed_before_found"):
        correct_evidence(by=police, fact=sure.pk, corrected=late, reason="ghi nhầm ngày")
    right = replace(STRIP, found_on=date(2026, 11, 12))
    made = correct_evidence(by=police, fact=sure.pk, corrected=right, reason="ghi nhầm ngày")
    assert isinstance(made, UseFinding)
    assert (made.found_on, made.confirmed_on, made.paper_no) == (date(2026, 11, 12), date(2026, 11, 13), "8/XN")


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (replace(STRIP, paper_no=""), "paper_missing"),
        (replace(STRIP, found_on=date(2026, 11, 21)), "day_ahead"),
        (replace(ANSWER, result_on=date(2026, 11, 11)), "answer_before_question"),
        (replace(ANSWER, criteria_met=7), "criteria_of_six"),
        (replace(ANSWER, facility=" "), "body_missing"),
        (NewReview(reviewed_on=date(2026, 11, 21), paper_no="1/BB"), "day_ahead"),
    ],
)
def test_what_evidence_cannot_be(home: Episode, police: Actor, new: NewFinding, code: str) -> None:
    with pytest.raises(RuleViolation, match=f"episodes.{code}"):
        record_evidence(by=police, episode=home.pk, new=new)


def test_who_sees_evidence_and_who_does_not(home: Episode, mau: Person, police: Actor, cast: Cast) -> None:
    record_evidence(by=police, episode=home.pk, new=STRIP)
    assert len(evidence_of(by=cast.officer.actor, episode=home, on=TODAY).findings) == 1
    assert evidence_of(by=police, episode=home, on=TODAY).findings == []  # before the proposal
    volunteer = cast.volunteer
    assert volunteer.post is not None
    open_tie(by=cast.officer.actor, person=mau, kind=TieKind.HELPER, post=str(volunteer.post.pk), from_on=TODAY)
    for by in (volunteer.actor, handing.post(cast, Role.COMMUNE_CHAIR).actor):
        with pytest.raises(PermissionRefused):
            evidence_of(by=by, episode=home, on=TODAY)
        with pytest.raises(PermissionRefused):
            relapse_of(by=by, episode=home, on=TODAY)
    with pytest.raises(NotFound):
        evidence_of(by=cast.neighbour.actor, episode=home, on=TODAY)
    with pytest.raises(PermissionRefused):
        record_evidence(by=cast.officer.actor, episode=home.pk, new=STRIP)
    with pytest.raises(NotFound):
        record_evidence(by=handing.post(cast, Role.COMMUNE_POLICE, "next_door").actor, episode=home.pk, new=STRIP)


def test_what_was_found_stands_in_no_log(home: Episode, police: Actor) -> None:
    record_evidence(by=police, episode=home.pk, new=STRIP)
    record_evidence(by=police, episode=home.pk, new=replace(ANSWER))
    entries = AuditEntry.objects.filter(name__contains="_recorded")
    assert {entry.name for entry in entries} == {"episodes.finding_recorded", "episodes.determination_recorded"}
    assert not any("heroin" in entry.facts or "addicted" in entry.facts for entry in entries)
    assert "heroin" not in repr(STRIP)
    assert "heroin" not in str(UseFinding.objects.values_list("pk", "paper_no", "source"))


def test_a_sheet_of_reviews_comes_whole_or_not(home: Episode, police: Actor, cast: Cast) -> None:
    other = builders.register(cast.officer.actor, cast.here, date(2025, 7, 1), number="", phone="", name="Lê Văn Thử")
    second = handing.home(cast, other)
    good = NewReview(reviewed_on=date(2026, 11, 10), paper_no="3/BB", grade="A")
    with pytest.raises(RuleViolation, match=r"episodes\.paper_missing"):
        record_evidence_many(by=police, new=[(home, good), (second, replace(good, paper_no=""))])
    assert home.review_results.count() == 0
    assert len(record_evidence_many(by=police, new=[(home, good), (second, good)])) == 2


def test_the_police_are_told_of_periods_and_nobody_else(home: Episode, police: Actor, cast: Cast) -> None:
    (alert,) = alerts_256a(by=police, episode=home, on=TODAY)
    assert (alert.first, alert.last, alert.rule.code) == (date(2026, 5, 10), None, "PC-256A-COURSE")
    assert alerts_256a(by=cast.officer.actor, episode=home, on=TODAY) == []


def test_who_stops_by_oneself_is_told_of_for_two_years(mau: Person, police: Actor, cast: Cast) -> None:
    with standing_at(datetime(2026, 11, 9, 5, tzinfo=UTC)):
        rehab = handing.rehabilitation(cast.officer.actor, cast, mau, Measure.VOLUNTARY_HOME)
        stopped = NewEvent(kind=EventKind.CLOSED, on=date(2025, 3, 3), outcome=Outcome.SELF_TERMINATED)
        post = handing.home(cast, mau)
        record_event(by=cast.officer.actor, episode=rehab.pk, new=stopped)
    told = alerts_256a(by=police, episode=post, on=TODAY)
    assert [(one.first, one.last, one.rule.case) for one in told] == [
        (date(2025, 7, 1), date(2027, 3, 3), "after_stopping"),
        (date(2026, 5, 10), None, "in_course"),
    ]
    assert Determination.objects.count() == 0
