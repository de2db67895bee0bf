"""Taken off the list before the term is over: on a ground of the law, with its paper, by two people."""

import json
from datetime import date, timedelta

import pytest

from hoanhap.casework.episodes.actions import deciding, ending
from hoanhap.casework.episodes.choices import (
    Act,
    DeterminationResult,
    EventKind,
    Measure,
    Outcome,
    Stage,
)
from hoanhap.casework.episodes.models import (
    Determination,
    Episode,
    EpisodeEvent,
)
from hoanhap.casework.people.models import Person
from hoanhap.ground.kernel.clock import now
from hoanhap.ground.kernel.errors import PermissionRefused, RuleViolation
from tests.cast import Cast
from tests.episodes.facts import determined, found
from tests.episodes.signatures import Office, noon

COMPLETED = date(2025, 9, 15)


# ── before the term is over ──────────────────────────────────────────────────────────────────────────────────

DAY = date(2026, 8, 3)


@pytest.mark.parametrize(
    "outcome", [Outcome.DEAD, Outcome.MISSING, Outcome.EDUCATION_CENTRE, Outcome.REFORM_SCHOOL, Outcome.MOVED_AWAY]
)
def test_a_ground_needs_its_paper_and_two_people(
    crossing: Episode, office: Office, cast: Cast, outcome: Outcome
) -> None:
    with noon(DAY):
        for missing in ({"paper_no": " "}, {"paper_on": None}, {"paper_by": ""}):
            told = {"paper_no": "9/TA", "paper_on": DAY, "paper_by": "Tòa án Ví Dụ"} | missing
            with pytest.raises(RuleViolation, match=r"episodes\.ground_paper_missing"):
                ending.prepare_removal_for(
                    by=office.police.actor, episode=crossing.pk, on=DAY,
                    ground=ending.Ground(outcome=outcome, on=date(2026, 8, 1), **told),
                )  # fmt: skip
        ground = ending.Ground(
            outcome=outcome, on=date(2026, 8, 1), paper_no="9/TA", paper_on=DAY, paper_by="Tòa án Ví Dụ"
        )
        own = ending.prepare_removal_for(by=office.chief.actor, episode=crossing.pk, ground=ground, on=DAY)
        with pytest.raises(RuleViolation, match=r"documents\.own_proposal"):
            ending.sign_removal(by=office.chief.actor, paper=own.pk, on=DAY)
    with noon(DAY + timedelta(days=1)):
        made = ending.prepare_removal_for(by=office.police.actor, episode=crossing.pk, ground=ground, on=DAY)
        ending.sign_removal(by=office.chief.actor, paper=made.pk, on=DAY + timedelta(days=1))
    crossing.refresh_from_db()
    assert (crossing.stage, crossing.outcome, crossing.ended_on) == (Stage.ENDED, outcome, date(2026, 8, 1))
    stated = json.loads(made.document.content)
    assert stated["removed_on"] == "2026-08-01"
    assert "9/TA ngày 03/08/2026" in stated["evidence"][0]
    event = EpisodeEvent.objects.get(episode=crossing, kind=EventKind.REMOVED)
    assert event.details == {"ended_on": "2026-08-01"}


def test_prison_takes_off_the_list_under_the_old_law_only(crossing: Episode, office: Office) -> None:
    told = {"paper_no": "9/HS", "paper_on": date(2026, 6, 1), "paper_by": "Tòa án Ví Dụ"}
    with noon(DAY):
        with pytest.raises(RuleViolation, match=r"episodes\.prison_suspends"):
            ending.prepare_removal_for(
                by=office.police.actor, episode=crossing.pk, on=DAY,
                ground=ending.Ground(outcome=Outcome.PRISON, on=date(2026, 7, 1), **told),
            )  # fmt: skip
        ground = ending.Ground(outcome=Outcome.PRISON, on=date(2026, 6, 30), **told)
        made = ending.prepare_removal_for(by=office.police.actor, episode=crossing.pk, ground=ground, on=DAY)
        ending.sign_removal(by=office.chief.actor, paper=made.pk, on=DAY)
    crossing.refresh_from_db()
    assert (crossing.outcome, crossing.ended_on) == (Outcome.PRISON, date(2026, 6, 30))


def test_addiction_needs_a_confirmed_finding_and_the_determination(crossing: Episode, office: Office) -> None:
    def prepare() -> object:
        ground = ending.Ground(outcome=Outcome.ADDICTED, on=date(2026, 8, 2))
        return ending.prepare_removal_for(by=office.police.actor, episode=crossing.pk, ground=ground, on=DAY)

    def refused() -> None:
        with pytest.raises(RuleViolation, match=r"episodes\.not_determined"):
            prepare()

    with noon(DAY):
        found(crossing, date(2026, 7, 20), confirmed=False)
        refused()
        given = determined(crossing, date(2026, 8, 1))
        refused()  # a strip alone never
        found(crossing, date(2026, 7, 20), confirmed=True)
        made = prepare()
        Determination.objects.create(
            episode=crossing, act=Act.WITHDRAWN, replaces=given, reason="nhập nhầm người", asked_on=given.asked_on,
            result=given.result, result_on=given.result_on, substances="", facility=given.facility,
            paper_no=given.paper_no, recorded_at=now(),
        )  # fmt: skip
        refused()
        with pytest.raises(RuleViolation, match=r"episodes\.not_determined"):
            ending.sign_removal(by=office.chief.actor, paper=made.pk, on=DAY)  # type: ignore[attr-defined]
        determined(crossing, date(2026, 8, 2))
        ending.sign_removal(by=office.chief.actor, paper=made.pk, on=DAY)  # type: ignore[attr-defined]
    crossing.refresh_from_db()
    assert crossing.outcome == Outcome.ADDICTED


def test_the_old_law_completes_a_term_only_without_confirmed_use(office: Office, cast: Cast) -> None:
    with noon(date(2025, 7, 2)):
        person = office.person(date(2025, 7, 1))
    with noon(date(2025, 7, 3)):
        episode = office.home(person, date(2025, 6, 20), Measure.VOLUNTARY_FACILITY)
        office.propose(episode, date(2025, 7, 3))
        office.decide(episode, date(2025, 7, 3))
        deciding.serve_decision(by=cast.officer.actor, episode=episode.pk, on=date(2025, 7, 3), to="person")
    day = date(2026, 6, 22)
    with noon(day):
        found(episode, date(2026, 5, 1), confirmed=True)
        office.reviewed(episode, day)
        with pytest.raises(RuleViolation, match=r"episodes\.use_found_in_term"):
            ending.prepare_certificate(by=cast.officer.actor, episode=episode.pk, on=day)
        determined(episode, date(2026, 6, 1), DeterminationResult.NOT_ADDICTED)
        office.certify(episode, day)


def test_a_death_before_the_decision_ends_the_file_without_a_removal(office: Office, mau: Person, cast: Cast) -> None:
    with noon(date(2026, 11, 18)):
        home = office.home(mau, date(2026, 11, 16))
        ground = ending.Ground(
            outcome=Outcome.DEAD, on=date(2026, 11, 17), paper_no="5/KT", paper_on=date(2026, 11, 18),
            paper_by="UBND phường Ví Dụ",
        )  # fmt: skip
        day = date(2026, 11, 18)
        with pytest.raises(RuleViolation, match=r"episodes\.no_decision_yet"):
            ending.prepare_removal_for(by=office.police.actor, episode=home.pk, ground=ground, on=day)
        with pytest.raises(PermissionRefused):
            ending.end_undecided(by=cast.officer.actor, episode=home.pk, ground=ground, on=day)
        ending.end_undecided(by=office.chief.actor, episode=home.pk, ground=ground, on=day)
    home.refresh_from_db()
    assert (home.stage, home.outcome, home.ended_on) == (Stage.ENDED, Outcome.DEAD, date(2026, 11, 17))


def test_a_decision_in_force_is_never_ended_without_a_removal(crossing: Episode, office: Office) -> None:
    ground = ending.Ground(
        outcome=Outcome.DEAD, on=date(2026, 8, 1), paper_no="5/KT", paper_on=DAY, paper_by="UBND phường Ví Dụ"
    )
    with noon(DAY), pytest.raises(RuleViolation, match=r"episodes\.removal_needs_paper"):
        ending.end_undecided(by=office.chair.actor, episode=crossing.pk, ground=ground, on=DAY)


@pytest.mark.parametrize(("measure", "end"), [(Measure.COMPULSORY_MINOR, 2026), (Measure.COMPULSORY, 2027)])
def test_the_length_goes_by_the_age_at_the_compulsory_measure(
    office: Office, cast: Cast, measure: Measure, end: int
) -> None:
    """Came of age on 01/09/2025, before completion: the year of a minor, unless the measure was an adult's."""
    person = office.person(date(2025, 7, 1), number="001207012345", birth_year=2007, birth_on=date(2007, 9, 1))
    episode = office.managed(person, COMPLETED, measure)
    assert (episode.ends_on, episode.printed_to) == (date(end, 9, 15),) * 2
