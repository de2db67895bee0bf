"""The path of a positive: nothing follows from a strip until every step is there, and nobody goes around."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from hoanhap.casework.episodes.actions.evidence import NewFinding, confirm_finding, record_evidence
from hoanhap.casework.episodes.choices import FindingSource
from hoanhap.casework.episodes.evidence_reads import relapse_facts
from hoanhap.casework.episodes.evidence_rules import Missing
from hoanhap.casework.episodes.models import DrugTest, Episode, UseFinding
from hoanhap.casework.screening import models
from hoanhap.casework.screening.actions import path, sessions
from hoanhap.casework.screening.choices import Ending, Found, NoticeWay
from hoanhap.casework.screening.models import Conclusion, StripTest
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import NotFound, Refusal, RuleViolation
from tests.screening.builders import SESSION_ON, TOLD_ON, UNTIL, Ward, answer, at, laboratory

AFTER = date(2026, 11, 16)


def standing(episode: Episode) -> dict[str, object]:
    """All that a status is."""
    return Episode.objects.values("stage", "outcome", "ends_on", "ended_on").get(pk=episode.pk)


def test_a_strip_reaches_the_file_as_a_test_and_changes_no_status(ward: Ward, mau: Episode) -> None:
    before = standing(mau)
    ward.positive(mau)
    test = DrugTest.objects.get(episode=mau)
    assert (test.positive, test.tested_on, test.paper_no) == (True, SESSION_ON, "7/BB-XN")
    assert standing(mau) == before
    assert not UseFinding.objects.exists()
    assert Missing.FINDING in relapse_facts(mau.person).missing


def test_the_whole_path_confirms_use_and_nothing_more(ward: Ward, mau: Episode) -> None:
    before = standing(mau)
    test = ward.positive(mau)
    ward.notified(test)
    with standing_at(at(AFTER)):
        done = path.conclude(by=ward.police, test=test.pk)
    assert done.ending == Ending.CONFIRMED
    found = UseFinding.objects.get(episode=mau)
    assert (found.source, found.found_on, found.confirmed_on) == ("screening", SESSION_ON, date(2026, 11, 4))
    assert (found.recorded_by, found.confirmation_by) == (ward.nurse.user, ward.police.user)
    assert found.substance == "morphine"
    assert relapse_facts(mau.person).missing == (Missing.DETERMINATION,)
    assert standing(mau) == before


def test_every_step_waits_for_the_one_before(ward: Ward, mau: Episode) -> None:
    test = ward.positive(mau)
    key, day = test.pk, date(2026, 11, 4)
    sign = lambda: path.sign_confirmation(by=ward.police, test=key, on=day)  # noqa: E731
    tell = lambda: path.record_notice(by=ward.nurse, test=key, given_on=day, way=NoticeWay.IN_HAND)  # noqa: E731
    contest = lambda: path.record_contest(by=ward.nurse, test=key, contested_on=day)  # noqa: E731
    end = lambda: path.conclude(by=ward.police, test=key)  # noqa: E731
    confirm = lambda: path.record_confirmation(by=ward.nurse, test=key, new=laboratory(day))  # noqa: E731
    course: list[tuple[Callable[[], object], list[Callable[[], object]]]] = [
        (confirm, [sign, tell, contest, end]),
        (sign, [confirm, tell, contest, end]),
        (tell, [confirm, sign, contest, end]),
    ]
    with standing_at(at(day)):
        for step, early in course:
            for other in early:
                with pytest.raises(RuleViolation, match="not_this_step"):
                    other()
            step()
        with pytest.raises(RuleViolation, match="window_open"):
            end()
    with standing_at(at(date(2026, 11, 11))), pytest.raises(RuleViolation, match="window_open"):  # the last day
        end()
    with standing_at(at(date(2026, 11, 12))):
        end()


def test_another_organisation_signs_and_never_who_recorded(ward: Ward, mau: Episode) -> None:
    test = ward.positive(mau)
    with standing_at(at(TOLD_ON)):
        path.record_confirmation(by=ward.police, test=test.pk, new=laboratory(date(2026, 11, 4)))
        for by, code in ((ward.police, "own_work"), (ward.chief, "same_body"), (ward.nurse, "own_work")):
            with pytest.raises(RuleViolation, match=code):  # the nurse read the strip
                path.sign_confirmation(by=by, test=test.pk, on=TOLD_ON)
        old = models.Confirmation.objects.get()
        path.correct_confirmation(
            by=ward.nurse, test=test.pk, new=laboratory(date(2026, 11, 5)), reason="ghi nhầm ngày"
        )
        path.sign_confirmation(by=ward.police, test=test.pk, on=TOLD_ON)
    assert models.CounterSignature.objects.get().confirmation.replaces_id == old.pk


def test_who_contests_gets_a_second_confirmation(ward: Ward, mau: Episode) -> None:
    test = ward.positive(mau)
    ward.notified(test)
    day = date(2026, 11, 10)
    with standing_at(at(day)):
        path.record_contest(by=ward.nurse, test=test.pk, contested_on=day, said="đang uống thuốc ho")
        with pytest.raises(RuleViolation, match="before_last_step"):
            path.record_confirmation(by=ward.nurse, test=test.pk, new=laboratory(date(2026, 11, 9)))
        answer_ = laboratory(day, Found.NEGATIVE, "90/XN")
        path.record_confirmation(by=ward.nurse, test=test.pk, new=answer_)
        path.sign_confirmation(by=ward.police, test=test.pk, on=day)
        done = path.conclude(by=ward.police, test=test.pk)
    assert (done.ending, done.paper_no) == (Ending.DISMISSED, "90/XN")
    assert not UseFinding.objects.exists()


def test_a_second_positive_confirms_after_the_time_is_over(ward: Ward, mau: Episode) -> None:
    test = ward.positive(mau)
    ward.notified(test)
    with standing_at(at(UNTIL)):
        path.record_contest(by=ward.nurse, test=test.pk, contested_on=UNTIL)
    with standing_at(at(AFTER)):
        with pytest.raises(RuleViolation, match="not_this_step"):
            path.conclude(by=ward.police, test=test.pk)
        path.record_confirmation(by=ward.police, test=test.pk, new=laboratory(AFTER, paper_no="91/XN"))
        with pytest.raises(RuleViolation, match="own_work"):
            path.sign_confirmation(by=ward.nurse, test=test.pk, on=AFTER)
        path.correct_confirmation(
            by=ward.nurse, test=test.pk, new=laboratory(AFTER, paper_no="91/XN"), reason="trạm y tế nhận giấy"
        )
        path.sign_confirmation(by=ward.chief, test=test.pk, on=AFTER)
        assert path.conclude(by=ward.police, test=test.pk).ending == Ending.CONFIRMED


def test_no_way_around_by_an_older_door(ward: Ward, mau: Episode) -> None:
    test = ward.positive(mau)
    ward.notified(test)
    strip = NewFinding(found_on=SESSION_ON, source=FindingSource.STRIP, paper_no="4/BB")
    with pytest.raises(RuleViolation, match="finding_of_tests"):
        record_evidence(
            by=ward.police,
            episode=mau.pk,
            new=NewFinding(found_on=SESSION_ON, source=FindingSource.SCREENING, paper_no="88/XN"),
        )
    for source in (FindingSource.STRIP, FindingSource.LABORATORY):
        new = NewFinding(found_on=SESSION_ON, source=source, paper_no=strip.paper_no)
        found = record_evidence(by=ward.police, episode=mau.pk, new=new)
        with pytest.raises(RuleViolation, match="path_of_tests"):
            confirm_finding(
                by=ward.health_of(mau), finding=found.pk, confirmed_by="x", confirmed_on=SESSION_ON, paper_no="1"
            )
        with pytest.raises(IntegrityError, match="under_management_by_path"), transaction.atomic():
            UseFinding.objects.create(
                episode=mau, found_on=SESSION_ON, source=source, recorded_by="a", recorded_body="police",
                confirmed_by="x", confirmed_on=SESSION_ON, confirmation_by="b", paper_no="1", recorded_at=clock.now(),
            )  # fmt: skip


def use(mau: Episode, **changes: object) -> UseFinding:
    """The row that the conclusion would write."""
    row = {
        "episode": mau, "found_on": SESSION_ON, "source": "screening", "recorded_by": "a", "recorded_body": "health",
        "confirmed_by": "x", "confirmed_on": TOLD_ON, "confirmation_by": "b", "paper_no": "88/XN",
        "recorded_at": clock.now(),
    }  # fmt: skip
    return UseFinding(**row | changes)


def test_the_database_refuses_every_shorter_path(ward: Ward, mau: Episode) -> None:
    """Rows written past every action, one step missing at a time."""
    test = ward.positive(mau)
    now = {"recorded_at": clock.now()}
    by = {"recorded_by": "a", **now}
    ended = lambda on, ending="confirmed": Conclusion(  # noqa: E731
        test=test, ending=ending, concluded_on=on, paper_no="88/XN", **by
    )

    def refused(row: object, name: str) -> None:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row.save(force_insert=True)  # type: ignore[attr-defined]

    def confirmation(**changes: object) -> models.Confirmation:
        told = {
            "test": test, "number": 1, "confirming": "laboratory", "body": "x", "paper_no": "88/XN",
            "result_on": date(2026, 11, 4), "result": "positive", "recorded_body": "health", "recorded_by": "c", **now,
        }  # fmt: skip
        return models.Confirmation(**told | changes)

    refused(use(mau), "use_finding_of_tests_by_conclusion")
    refused(ended(AFTER), "conclusion_by_no_shorter_path")
    refused(ended(AFTER, "dismissed"), "conclusion_by_no_shorter_path")
    refused(confirmation(number=2), "confirmation_of_a_positive")
    refused(confirmation(result_on=date(2026, 11, 1)), "confirmation_of_a_positive")
    first = confirmation()
    first.save(force_insert=True)
    refused(confirmation(), "confirmation_of_a_positive")
    notice = {"confirmation": first, "way": "in_hand", "contest_days": 5, **by}
    refused(models.Notice(given_on=TOLD_ON, contest_until=UNTIL, **notice), "test_notice_of_a_signed_positive")
    refused(ended(AFTER), "conclusion_by_no_shorter_path")
    signature = {"confirmation": first, "signed_on": date(2026, 11, 5), **now}
    for wrong in (
        {"signed_by": "c", "signed_body": "police"},
        {"signed_by": ward.nurse.user, "signed_body": "police"},
        {"signed_by": "d", "signed_body": "health"},
    ):
        refused(models.CounterSignature(**signature, **wrong), "counter_signature_of_another_body")
    models.CounterSignature(**signature, signed_by="d", signed_body="police").save(force_insert=True)
    refused(ended(AFTER), "conclusion_by_no_shorter_path")
    refused(models.Notice(given_on=date(2026, 11, 4), contest_until=UNTIL, **notice), "test_notice_of_a_signed")
    refused(models.Notice(given_on=TOLD_ON, contest_until=date(2026, 11, 10), **notice), "five_days")
    told = models.Notice(given_on=TOLD_ON, contest_until=UNTIL, **notice)
    told.save(force_insert=True)
    refused(ended(UNTIL), "conclusion_by_no_shorter_path")
    refused(models.Contest(notice=told, contested_on=AFTER, **by), "contest_in_time")
    models.Contest(notice=told, contested_on=UNTIL, **by).save(force_insert=True)
    refused(ended(AFTER), "conclusion_by_no_shorter_path")
    second = confirmation(number=2, result_on=AFTER)
    second.save(force_insert=True)
    refused(ended(AFTER), "conclusion_by_no_shorter_path")
    models.CounterSignature(confirmation=second, signed_on=AFTER, signed_by="d", signed_body="police", **now).save(
        force_insert=True
    )
    refused(use(mau), "use_finding_of_tests_by_conclusion")
    ended(AFTER).save(force_insert=True)
    refused(use(mau, paper_no="99/XN"), "use_finding_of_tests_by_conclusion")
    refused(use(mau, found_on=TOLD_ON), "use_finding_of_tests_by_conclusion")
    use(mau).save(force_insert=True)


def test_a_corrected_strip_ends_its_path(ward: Ward, mau: Episode) -> None:
    test = ward.positive(mau)
    with pytest.raises(RuleViolation, match="minutes_by_police"):  # the file is not in the station's reach
        sessions.correct_line(by=ward.nurse, test=test.pk, answer=answer(), reason="đọc nhầm vạch")
    made = sessions.correct_line(by=ward.police, test=test.pk, answer=answer(), reason="đọc nhầm vạch")
    assert made.verdict == "negative"
    assert [one.positive for one in DrugTest.objects.filter(replaced_by__isnull=True)] == [False]
    with pytest.raises(NotFound):
        path.record_confirmation(by=ward.nurse, test=test.pk, new=laboratory(date(2026, 11, 4)))
    other = ward.managed(1)
    with standing_at(at(date(2026, 11, 3))):
        session = ward.session()
        again = ward.strips(session, other) if session.lines.filter(episode=other).exists() else None
    assert again is not None
    for line in session.lines.exclude(episode=other):
        sessions.record_line(by=ward.nurse, session=session.pk, line=line.pk, answer=answer())
    sessions.close_session(by=ward.police, session=session.pk, paper_no="8/BB-XN")
    path.record_confirmation(by=ward.nurse, test=again.pk, new=laboratory(date(2026, 11, 4)))
    with pytest.raises(RuleViolation, match="path_begun"):
        sessions.correct_line(by=ward.nurse, test=again.pk, answer=answer(), reason="đọc nhầm vạch")


# ── chance ──

ACTS = ("confirm", "confirm_negative", "correct", "sign", "notify", "contest", "conclude", "raw_conclude", "raw_use")
reached: set[str] = set()
"""What succeeded at least once: a machine whose every step is refused would prove nothing."""


def machine_of(ward: Ward, mau: Episode, test: StripTest) -> type[RuleBasedStateMachine]:
    """A machine that tries whatever step, by whoever, on whatever later day, through the actions and past them."""
    actors = (ward.police, ward.chief, ward.nurse)

    class Walk(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.point = transaction.savepoint()
            self.day = SESSION_ON

        @rule(act=st.sampled_from(ACTS), who=st.integers(0, 2), later=st.sampled_from([0, 0, 1, 3, 8]))
        def act(self, act: str, who: int, later: int) -> None:
            self.day = date.fromordinal(self.day.toordinal() + later)
            try:
                with standing_at(at(self.day)), transaction.atomic():
                    self.do(act, who)
            except (Refusal, IntegrityError):
                return
            reached.add(act)

        def do(self, act: str, who: int) -> None:
            by, on = actors[who], self.day
            if act in ("confirm", "confirm_negative"):
                found = Found.POSITIVE if act == "confirm" else Found.NEGATIVE
                path.record_confirmation(by=by, test=test.pk, new=laboratory(on, found))
            elif act == "correct":
                path.correct_confirmation(by=by, test=test.pk, new=laboratory(on), reason="ghi nhầm")
            elif act == "sign":
                path.sign_confirmation(by=by, test=test.pk, on=on)
            elif act == "notify":
                path.record_notice(by=by, test=test.pk, given_on=on, way=NoticeWay.IN_HAND)
            elif act == "contest":
                path.record_contest(by=by, test=test.pk, contested_on=on)
            elif act == "conclude":
                path.conclude(by=by, test=test.pk)
            elif act == "raw_conclude":
                Conclusion.objects.create(
                    test=test, ending="confirmed", concluded_on=on, paper_no="88/XN", recorded_by="x",
                    recorded_at=clock.now(),
                )  # fmt: skip
            else:
                use(mau, confirmed_on=on).save(force_insert=True)

        def teardown(self) -> None:
            if (
                UseFinding.objects.filter(episode=mau).exists()
                or Conclusion.objects.filter(ending="confirmed").exists()
            ):
                self.check_every_step()
            assert standing(mau)["stage"] == "managed"
            transaction.savepoint_rollback(self.point)

        def check_every_step(self) -> None:
            done = Conclusion.objects.get()
            notice = models.Notice.objects.get()
            signature = notice.confirmation.signature
            assert notice.confirmation.result == "positive"
            assert signature.signed_body != notice.confirmation.recorded_body
            assert signature.signed_by not in (notice.confirmation.recorded_by, test.recorded_by)
            assert test.line.session.held_on <= notice.confirmation.result_on <= signature.signed_on <= notice.given_on
            assert notice.contest_until < done.concluded_on
            contest = models.Contest.objects.first()
            if contest is not None:
                second = models.Confirmation.objects.get(number=2, replaced_by__isnull=True)
                assert second.result == "positive"
                assert second.result_on >= contest.contested_on
                assert second.signature.signed_body != second.recorded_body
            reached.add("concluded")

    return Walk


@pytest.mark.slow
def test_no_walk_leads_from_a_strip_to_use_without_every_step(ward: Ward, mau: Episode) -> None:
    reached.clear()
    test = ward.positive(mau)
    bounded = settings(
        max_examples=120, stateful_step_count=30, deadline=None, derandomize=True, database=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(machine_of(ward, mau, test), settings=bounded)
    assert {"confirm", "sign", "notify", "contest", "concluded"} <= reached


def test_raw_sql_is_refused_as_well(ward: Ward, mau: Episode) -> None:
    test = ward.positive(mau)
    with connection.cursor() as cursor:
        for statement in (
            "UPDATE screening_striptest SET verdict = 'negative'",
            "DELETE FROM screening_striptest",
            "UPDATE screening_sessionminutes SET paper_no = 'x'",
        ):
            with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
                cursor.execute(statement)
    test.refresh_from_db()
    assert test.verdict == "positive"
