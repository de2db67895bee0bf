"""Proposals and decisions: prepared by one, signed by another, under the law of the day."""

import json
from datetime import UTC, date, datetime

import pytest
from django.db import Error, connection, transaction

from hoanhap.casework.episodes.actions import deciding, sheets
from hoanhap.casework.episodes.actions.past_decisions import SignedDecision, record_signed_decision
from hoanhap.casework.episodes.actions.recording import NewEvent, NewInterruption, record_event, record_interruption
from hoanhap.casework.episodes.choices import DutyState, EventKind, InterruptionKind, Measure, PaperKind, Stage
from hoanhap.casework.episodes.models import Duty, Episode, EpisodeEvent, EpisodePaper
from hoanhap.casework.people.models import Person
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.documents.selectors import state
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from tests.cast import Cast
from tests.episodes.signatures import TOLD, Office, noon
from tests.people.builders import SECRETS

DAY = date(2026, 11, 20)


@pytest.fixture
def home(office: Office, mau: Person) -> Episode:
    """Home from compulsory rehabilitation, completed on 16/11/2026, under regime B."""
    return office.home(mau, date(2026, 11, 16))


def test_the_police_proposes_the_chairman_decides_the_person_is_told(home: Episode, office: Office, cast: Cast) -> None:
    office.propose(home, DAY)
    made = office.decide(home, DAY)
    deciding.serve_decision(by=cast.officer.actor, episode=home.pk, on=DAY, to="person")
    home.refresh_from_db()
    assert (home.stage, home.regime, home.months) == (Stage.MANAGED, "B", 24)
    assert (home.printed_from, home.printed_to) == (date(2026, 11, 16), date(2028, 11, 16))
    assert home.ends_on == date(2028, 11, 16)
    events = list(EpisodeEvent.objects.filter(episode=home).order_by("recorded_at").values_list("kind", "paper_no"))
    assert events[1:] == [("proposed", "01/ĐN-CA"), ("decided", "01/QĐ-UBND"), ("served", "")]
    assert (made.document.form, state(made.document).step) == ("B-V-53", "served")


def test_the_decision_states_what_the_law_asks(home: Episode, office: Office, cast: Cast) -> None:
    office.propose(home, DAY)
    made = office.decide(home, DAY)
    stated = json.loads(made.document.content)
    place = f"{cast.here.short_label} {cast.here.name}"
    assert stated["person_name"] == "Nguyễn Văn Mẫu"
    assert stated["sex"] == "Nam"
    assert stated["current_residence"] == f"Số 12 ngõ 34 phố Thử Nghiệm, {place}"
    assert stated["identifier"] == "001090012345"
    assert (stated["term_words"], stated["from_on"], stated["to_on"]) == ("02 năm", "2026-11-16", "2028-11-16")
    assert stated["place_of_management"].startswith(place)
    assert stated["executing_body"] == f"Công an {place}"
    assert (stated["proposal_no"], stated["proposal_on"]) == ("01/ĐN-CA", "2026-11-20")
    assert (stated["occupation"], stated["helper"]) == ("thợ mộc", "ông Lê Văn Thử")


def test_a_missing_statement_is_named(home: Episode, office: Office, cast: Cast) -> None:
    with pytest.raises(RuleViolation) as refused:
        deciding.prepare_proposal(by=office.police.actor, episode=home.pk, on=DAY)
    assert (refused.value.code, refused.value.facts["field"]) == ("documents.field_missing", "occupation")


def test_nobody_signs_their_own_proposal(home: Episode, office: Office) -> None:
    own = deciding.prepare_proposal(by=office.chief.actor, episode=home.pk, on=DAY, content=TOLD)
    with pytest.raises(RuleViolation, match=r"documents\.own_proposal"):
        deciding.sign_proposal(by=office.chief.actor, paper=own.pk, on=DAY)
    office.propose(home, DAY)
    made = deciding.prepare_decision(by=office.chair.actor, episode=home.pk, on=DAY, content=TOLD)
    with pytest.raises(RuleViolation, match=r"documents\.own_proposal"):
        deciding.sign_decision(by=office.chair.actor, paper=made.pk, on=DAY)


def test_nobody_signs_their_own_proposal_by_direct_sql(home: Episode, office: Office) -> None:
    own = deciding.prepare_proposal(by=office.chief.actor, episode=home.pk, on=DAY, content=TOLD)
    columns = (
        '"id", "document_id", "act", "on", "by", "reason", "recorded_at", "prepared_by", "register", "series", '
        '"year", "number", "signatory", "capacity"'
    )
    for claimed in (office.chief.actor.user, "somebody"):
        values = [
            "0" * 31 + "1" if connection.vendor == "sqlite" else "0" * 8 + "-0000-0000-0000-" + "0" * 12,
            own.document_id.hex if connection.vendor == "sqlite" else own.document_id,
            "signed", DAY, office.chief.actor.user, "", datetime(2026, 11, 20, tzinfo=UTC), claimed, "police x",
            "ĐN-CA", 2026, 1, "Ai đó", "TRƯỞNG CÔNG AN",
        ]  # fmt: skip
        places = ", ".join(["%s"] * len(values))
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO documents_documentstep ({columns}) VALUES ({places})", values)
    assert state(own.document).is_prepared


def test_each_step_belongs_to_a_post(home: Episode, office: Office, cast: Cast) -> None:
    with pytest.raises(RuleViolation, match=r"episodes\.not_the_signer"):
        deciding.prepare_proposal(by=cast.officer.actor, episode=home.pk, on=DAY, content=TOLD)
    made = deciding.prepare_proposal(by=office.police.actor, episode=home.pk, on=DAY, content=TOLD)
    with pytest.raises(PermissionRefused):
        deciding.sign_proposal(by=office.police.actor, paper=made.pk, on=DAY)
    with pytest.raises(RuleViolation, match=r"episodes\.not_the_signer"):
        deciding.sign_proposal(by=office.chair.actor, paper=made.pk, on=DAY)
    deciding.sign_proposal(by=office.chief.actor, paper=made.pk, on=DAY)
    decision = deciding.prepare_decision(by=cast.officer.actor, episode=home.pk, on=DAY, content=TOLD)
    with pytest.raises(RuleViolation, match=r"episodes\.not_the_signer"):
        deciding.sign_decision(by=office.chief.actor, paper=decision.pk, on=DAY)
    with pytest.raises(NotFound):
        deciding.prepare_decision(by=cast.neighbour.actor, episode=home.pk, on=DAY, content=TOLD)


def test_a_proposal_comes_back_with_a_reason_and_goes_again(home: Episode, office: Office) -> None:
    office.propose(home, DAY)
    with pytest.raises(RuleViolation, match=r"episodes\.reason_missing"):
        deciding.return_proposal(by=office.chair.actor, episode=home.pk, on=DAY, reason=" ")
    event = deciding.return_proposal(by=office.chair.actor, episode=home.pk, on=DAY, reason="thiếu nơi ở hiện tại")
    home.refresh_from_db()
    assert (home.stage, event.note) == (Stage.LISTED, "thiếu nơi ở hiện tại")
    office.propose(home, DAY)
    home.refresh_from_db()
    assert home.stage == Stage.PROPOSED


def test_a_later_paper_takes_the_place_of_an_earlier_one(home: Episode, office: Office) -> None:
    first = deciding.prepare_proposal(by=office.police.actor, episode=home.pk, on=DAY, content=TOLD)
    with standing_at(datetime(2026, 11, 20, 6, tzinfo=UTC)):
        second = deciding.prepare_proposal(by=office.police.actor, episode=home.pk, on=DAY, content=TOLD)
        with pytest.raises(RuleViolation, match=r"episodes\.paper_superseded"):
            deciding.sign_proposal(by=office.chief.actor, paper=first.pk, on=DAY)
        deciding.sign_proposal(by=office.chief.actor, paper=second.pk, on=DAY)


def test_a_prepared_paper_is_given_back_by_who_would_sign_it(home: Episode, office: Office, cast: Cast) -> None:
    office.propose(home, DAY)
    made = deciding.prepare_decision(by=cast.officer.actor, episode=home.pk, on=DAY, content=TOLD)
    with pytest.raises(RuleViolation, match=r"episodes\.not_the_signer"):
        deciding.return_paper(by=office.chief.actor, paper=made.pk, on=DAY, reason="sai nghề nghiệp")
    deciding.return_paper(by=office.chair.actor, paper=made.pk, on=DAY, reason="sai nghề nghiệp")
    with pytest.raises(RuleViolation, match=r"documents\.already_returned"):
        deciding.sign_decision(by=office.chair.actor, paper=made.pk, on=DAY)


def test_a_decision_before_completion_prints_the_day_expected(mau: Person, office: Office, cast: Cast) -> None:
    from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episode

    new = NewEpisode(
        person=mau, measure=Measure.POST_REHAB, origin_measure=Measure.VOLUNTARY_FACILITY, place=cast.here,
        kind=EventKind.NOTICE_RECEIVED, on=date(2026, 11, 10), expected_on=date(2026, 11, 25),
    )  # fmt: skip
    episode = open_episode(by=cast.officer.actor, new=new)
    office.propose(episode, DAY)
    office.decide(episode, DAY)
    deciding.serve_decision(by=cast.officer.actor, episode=episode.pk, on=DAY, to="family")
    episode.refresh_from_db()
    assert (episode.stage, episode.printed_from, episode.printed_to) == (
        Stage.DECIDED, date(2026, 11, 25), date(2027, 11, 25),
    )  # fmt: skip
    assert episode.ends_on is None
    with noon(date(2026, 11, 27)):
        done = NewEvent(kind=EventKind.COMPLETED, on=date(2026, 11, 27))
        record_event(by=cast.officer.actor, episode=episode.pk, new=done)
    episode.refresh_from_db()
    assert (episode.stage, episode.printed_to, episode.ends_on) == (
        Stage.MANAGED, date(2027, 11, 25), date(2027, 11, 27),
    )  # fmt: skip


def test_a_correction_is_another_signed_record(home: Episode, office: Office, cast: Cast) -> None:
    office.propose(home, DAY)
    first = office.decide(home, DAY)
    later = date(2026, 11, 30)
    with noon(later):
        away = NewInterruption(kind=InterruptionKind.ABSENCE, from_on=date(2026, 11, 21), to_on=date(2026, 11, 22))
        record_interruption(by=cast.officer.actor, episode=home.pk, new=away)
        with pytest.raises(RuleViolation, match=r"episodes\.reason_missing"):
            deciding.prepare_correction(by=cast.officer.actor, episode=home.pk, on=later, reason="", content=TOLD)
        second = deciding.prepare_correction(
            by=cast.officer.actor, episode=home.pk, on=later, reason="ghi sai thời hạn", content=TOLD
        )
        event = deciding.sign_decision(by=office.chair.actor, paper=second.pk, on=later)
    home.refresh_from_db()
    assert (event.kind, event.paper_no) == (EventKind.CORRECTED, "02/QĐ-UBND")
    assert (home.printed_to, home.ends_on) == (date(2028, 11, 18), date(2028, 11, 18))
    assert state(first.document).corrected_by == second.document_id
    assert (first.printed_to, home.regime) == (date(2028, 11, 16), "B")


def test_a_revoked_decision_prints_no_term_and_asks_for_nothing(home: Episode, office: Office, cast: Cast) -> None:
    office.propose(home, DAY)
    made = office.decide(home, DAY)
    assert Duty.objects.get(episode=home, rule="B-EM-DECIDE").state == DutyState.OPEN
    with pytest.raises(PermissionRefused):
        deciding.revoke_decision(by=cast.officer.actor, episode=home.pk, on=DAY, reason="ra nhầm người")
    deciding.revoke_decision(by=office.chair.actor, episode=home.pk, on=DAY, reason="ra nhầm người")
    home.refresh_from_db()
    assert (home.stage, home.printed_from, home.printed_to) == (Stage.PROPOSED, None, None)
    assert state(made.document).revoked_on == DAY
    assert Duty.objects.get(episode=home, rule="B-EM-DECIDE").state == DutyState.LAPSED
    office.decide(home, DAY)
    home.refresh_from_db()
    assert (home.stage, home.printed_to) == (Stage.DECIDED, date(2028, 11, 16))


def test_a_paper_of_the_old_law_is_prepared_anew_under_the_new(mau: Person, office: Office) -> None:
    with noon(date(2026, 6, 26)):
        home = office.home(mau, date(2026, 6, 25))
        made = deciding.prepare_proposal(by=office.police.actor, episode=home.pk, on=date(2026, 6, 26), content=TOLD)
        assert made.document.form == "A-II-50"
    with noon(date(2026, 7, 1)), pytest.raises(RuleViolation, match=r"episodes\.form_of_another_day"):
        deciding.sign_proposal(by=office.chief.actor, paper=made.pk, on=date(2026, 7, 1))


def test_a_decision_signed_on_paper_before_is_recorded_as_printed(mau: Person, office: Office, cast: Cast) -> None:
    home = office.home(mau, date(2026, 5, 10))
    told = SignedDecision(
        episode=home.pk, number="77/QĐ-UBND", on=date(2026, 5, 14), signatory="Trần Văn Thử",
        printed_from=date(2026, 5, 10), printed_to=date(2028, 5, 9), served_on=date(2026, 5, 14),
    )  # fmt: skip
    event = record_signed_decision(by=cast.officer.actor, decision=told)
    home.refresh_from_db()
    assert (home.stage, home.regime) == (Stage.MANAGED, "A2")
    assert (home.printed_to, home.ends_on) == (date(2028, 5, 9), date(2028, 5, 10))
    assert (event.paper_no, event.note, event.late) == ("77/QĐ-UBND", "Trần Văn Thử", True)
    assert not EpisodePaper.objects.filter(episode=home).exists()


def test_a_decision_of_a_later_day_is_made_here(mau: Person, office: Office, cast: Cast) -> None:
    with noon(date(2026, 11, 12)):
        home = office.home(mau, date(2026, 11, 10))
    told = SignedDecision(episode=home.pk, number="78/QĐ-UBND", on=date(2026, 11, 13), signatory="Trần Văn Thử")
    with pytest.raises(RuleViolation, match=r"episodes\.decide_here"):
        record_signed_decision(by=cast.officer.actor, decision=told)


def test_a_sheet_answers_for_each_row(office: Office, cast: Cast) -> None:
    first, second = (
        office.home(office.person(number=number, phone="", name=name), date(2026, 11, 16))
        for number, name in (("001090012301", "Trần Thị Ví Dụ"), ("001090012302", "Lê Thị Mẫu Ba"))
    )
    rows = [
        sheets.SheetRow(episode=first.pk, content=TOLD),
        sheets.SheetRow(episode=second.pk),  # no occupation
        sheets.SheetRow(episode=first.person_id, content=TOLD),  # no such measure
    ]
    results = sheets.propose_many(by=office.police.actor, rows=rows, on=DAY)
    assert [result.done for result in results] == [True, False, False]
    assert [result.refusal.code for result in results if result.refusal] == [
        "documents.field_missing", "episodes.unknown_episode",
    ]  # fmt: skip
    assert EpisodePaper.objects.filter(kind=PaperKind.PROPOSAL).count() == 1
    told = AuditEntry.objects.filter(name="episodes.sheet_worked").latest("id").facts
    assert json.loads(told) == {"sheet": "proposal", "done": 1, "refused": 2}
    with pytest.raises(RuleViolation) as refused:
        sheets.propose_many(by=office.police.actor, rows=rows, on=DAY, whole=True)
    assert refused.value.facts["at"] == 1
    assert EpisodePaper.objects.filter(kind=PaperKind.PROPOSAL).count() == 1
    papers = [result.paper for result in results if result.paper]
    signed = sheets.sign_proposals(by=office.chief.actor, papers=[*papers, first.pk], on=DAY)
    assert [result.done for result in signed] == [True, False]


def test_a_sheet_without_a_row_that_can_be_done_still_answers(home: Episode, office: Office) -> None:
    results = sheets.propose_many(by=office.police.actor, rows=[sheets.SheetRow(episode=home.pk)], on=DAY)
    assert [result.done for result in results] == [False]
    with pytest.raises(RuleViolation, match=r"episodes\.sheet_rows"):
        sheets.propose_many(by=office.police.actor, rows=[], on=DAY)


def test_nothing_about_the_person_enters_the_log(home: Episode, office: Office) -> None:
    office.propose(home, DAY)
    office.decide(home, DAY)
    told = " ".join(str(entry.facts) + entry.subject for entry in AuditEntry.objects.all())
    assert not [secret for secret in (*SECRETS, "Nguyễn Văn Mẫu", "thợ mộc") if secret in told]
    assert not [event for event in EpisodeEvent.objects.all() if "Mẫu" in json.dumps(event.details)]
