"""The synthetic population: the same seed the same people, by either way of writing, and no file impossible."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from hoanhap.casework.episodes import state
from hoanhap.casework.episodes.choices import InterruptionKind, Outcome, Stage, TransferAct
from hoanhap.casework.episodes.models import Charge, Duty, Episode, EpisodeEvent, Interruption, Transfer
from hoanhap.casework.people.models import Identifier, Person
from hoanhap.demo import checker
from hoanhap.demo.actions import make_cast, make_population
from hoanhap.demo.cast import COMMUNE
from hoanhap.demo.population import names
from hoanhap.demo.population.drawing import draw
from hoanhap.demo.population.dump import digest, lines
from hoanhap.demo.population.lives import HandedOver, Happened
from hoanhap.demo.population.territory import load_territory
from hoanhap.ground.documents.models import DocumentStep
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import SYSTEM

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.standing_at(NOON):
        yield


def fill(people: int, *, seed: int = 1, fast: bool) -> None:
    make_cast(by=SYSTEM)
    assert make_population(people=people, seed=seed, today=TODAY, fast=fast) == people


def test_through_the_actions_no_file_is_impossible_and_the_cast_signs_what_another_post_prepared() -> None:
    fill(105, fast=False)

    assert checker.check().as_json()["first"] == []
    assert Person.objects.count() == 105
    signed = DocumentStep.objects.filter(act="signed").select_related("document")
    assert signed.filter(document__form__in=["A-II-51", "B-V-53"]).count() >= 10
    assert all(step.by != step.document.prepared_by for step in signed)


def test_set_wise_no_file_is_impossible_and_following_changes_nothing() -> None:
    fill(260, fast=True)
    assert checker.check().as_json()["first"] == []
    before = standing()

    state.follow(list(Episode.objects.select_related("person", "place")), at=clock.now(), on=clock.today())

    assert standing() == before


def standing() -> list[list[str]]:
    models = (Episode, Duty, EpisodeEvent, Person)
    return [sorted(str(row) for row in model.objects.values_list()) for model in models] + [
        sorted(str(row) for row in Charge.objects.values_list("episode", "place", "from_on", "to_on"))
    ]


def test_state_that_is_lost_is_derived_again() -> None:
    fill(100, fast=True)
    set_wise = sorted(lines())
    for model in (Duty, Charge):
        model.objects.all().delete()

    state.follow(list(Episode.objects.select_related("person", "place")), at=clock.now(), on=clock.today())

    assert sorted(lines()) == set_wise


def test_the_same_seed_gives_the_same_lives_and_another_seed_others() -> None:
    territory = load_territory()

    def plan(people: int, seed: int) -> list[object]:
        return list(draw(people=people, seed=seed, until=TODAY, territory=territory))

    assert plan(150, 7) == plan(150, 7)
    assert plan(150, 7) != plan(150, 8)
    assert plan(150, 7) == plan(180, 7)[:150]


def test_the_dump_tells_the_same_of_two_fillings() -> None:
    fill(30, fast=True)
    first = digest()
    assert first != digest_of_nothing()
    assert len(first) == 64


def digest_of_nothing() -> str:
    from hashlib import sha256

    return sha256().hexdigest()


def test_nobody_can_be_mistaken_for_somebody() -> None:
    fill(60, fast=True)

    assert all(any(word in one.name for word in names.GIVEN) for one in Person.objects.all())
    assert all(re.match("999|000", one.number) for one in Identifier.objects.all())


def test_a_plan_holds_every_kind_of_course() -> None:
    lives = list(draw(people=1500, seed=270, until=TODAY, territory=load_territory()))

    steps = [step for life in lives for step in life.steps]
    outcomes = {step.outcome for step in steps if isinstance(step, Happened)}
    acts = {step.act for step in steps if isinstance(step, HandedOver)}
    assert {"completed", "prison", "dead", "missing", "moved_away", "addicted", "education_centre"} <= outcomes
    assert {TransferAct.SENT, TransferAct.ACCEPTED, TransferAct.REFUSED} <= acts
    assert any(isinstance(step, Happened) and step.corrected_to for step in steps)
    assert any(life.same_as is not None for life in lives)
    assert any(life.guardian for life in lives)


def test_the_cast_finds_work_of_every_kind_in_its_commune() -> None:
    fill(110, fast=True)
    here = Episode.objects.filter(place__code=COMMUNE[0], place__valid_from=COMMUNE[1]).exclude(stage=Stage.ENDED)

    open_here = Duty.objects.filter(episode__in=here, state="open")
    assert open_here.filter(due_on__lt=TODAY).count() >= 4
    assert open_here.filter(due_on=TODAY).count() >= 2
    assert open_here.filter(due_on__gt=TODAY, due_on__lte=TODAY + timedelta(days=7)).count() >= 2
    assert Transfer.objects.filter(state=TransferAct.SENT, to_place__code=COMMUNE[0]).count() >= 2
    assert Transfer.objects.filter(state=TransferAct.SENT, from_place__code=COMMUNE[0]).count() >= 1
    away = Interruption.objects.filter(episode__in=here, kind=InterruptionKind.ABSENCE, to_on__isnull=True)
    assert away.filter(episode__ends_on__isnull=True).exists()
    assert 25 <= here.count() <= 50


def test_some_wait_for_a_unit_since_theirs_was_divided() -> None:
    fill(600, fast=True)

    gone = Episode.objects.exclude(stage=Stage.ENDED).filter(place__valid_to__lt=TODAY)
    waiting = [one for one in gone if one.place.successions.count() > 1]
    assert waiting
    assert Episode.objects.filter(outcome=Outcome.ADDICTED, measure="post_rehab").exists()


def test_a_second_run_adds_nobody_and_an_impossible_number_is_refused() -> None:
    fill(5, fast=True)

    assert make_population(people=9, seed=2, today=TODAY) == 0
    with pytest.raises(Refusal):
        make_population(people=names.MOST + 1, seed=2, today=TODAY)


def test_the_command_checks_and_says_what_it_looked_at() -> None:
    call_command("demo", people=12, fast=True, json=True, stdout=StringIO())
    told = StringIO()

    call_command("demo", check=True, json=True, stdout=told)

    answer = json.loads(told.getvalue())
    assert answer["ok"]
    assert answer["looked_at"]["residence"] == 12


def test_the_command_ends_with_an_error_when_something_is_impossible() -> None:
    call_command("demo", people=12, fast=True, json=True, stdout=StringIO())
    Charge.objects.all().delete()

    with pytest.raises(SystemExit):
        call_command("demo", check=True, stdout=StringIO())
