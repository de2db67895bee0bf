"""Searching in one's reach, the answer outside it, possible duplicates, and opening a file."""

from datetime import date, timedelta

import pytest

from hoanhap.casework.people import files, selectors
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.matching import Match, Traits
from hoanhap.casework.people.models import Person
from hoanhap.ground.audit.choices import EntryKind
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.clock import now
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, Refusal, RuleViolation
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast
from tests.people.builders import ADDRESS, NUMBER, PHONE, register

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "asked",
    [
        {"words": "mau"},
        {"words": "Mẫu Nguyễn"},
        {"words": "VAN NGUYEN mau"},
        {"words": "ngu ma"},
        {"birth_year": 1990},
        {"identifier": "001 090 012 345"},
        {"phone": "+84 901 234 567"},
        {"words": "mẫu", "birth_year": 1990, "identifier": NUMBER, "phone": PHONE},
    ],
)
def test_a_person_is_found_in_reach_and_not_outside(
    cast: Cast, mau: Person, on: date, asked: dict[str, object]
) -> None:
    assert list(selectors.search(by=cast.officer.actor, on=on, **asked)) == [mau]  # type: ignore[arg-type]
    assert not selectors.search(by=cast.neighbour.actor, on=on, **asked).exists()  # type: ignore[arg-type]
    assert not selectors.search(by=cast.lead.actor, on=on, **asked).exists()  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", [{}, {"words": " "}, {"words": "au"}, {"words": "mẫu", "birth_year": 1991}])
def test_nobody_is_found_by_nothing_or_by_what_does_not_fit(
    cast: Cast, mau: Person, on: date, asked: dict[str, object]
) -> None:
    assert not selectors.search(by=cast.officer.actor, on=on, **asked).exists()  # type: ignore[arg-type]


def test_the_tone_may_stand_on_either_vowel(cast: Cast, on: date) -> None:
    person = register(cast.officer.actor, cast.here, on, name="Lý Văn Hoà")
    assert list(selectors.search(by=cast.officer.actor, words="hòa lí", on=on)) == [person]


def test_outside_the_reach_only_existence_is_told_logged_and_limited(cast: Cast, mau: Person, on: date) -> None:
    def ask(number: str, by: object = cast.neighbour.actor) -> bool:
        return selectors.held_elsewhere(by=by, identifier=number, at=now(), on=on)  # type: ignore[arg-type]

    assert ask(NUMBER) is True
    assert ask("001090099999") is False
    assert ask(NUMBER, cast.officer.actor) is False  # it is here
    subjects = AuditEntry.objects.filter(name=selectors.ASKED).values_list("subject", flat=True)
    assert set(subjects) == {f"people.person:{mau.pk}", "people.person:none"}
    with pytest.raises(RuleViolation):
        ask("12")
    for _time in range(selectors.ASKS_AN_HOUR - 2):
        ask(NUMBER)
    with pytest.raises(Refusal, match=r"people\.asked_too_often"):
        ask(NUMBER)
    with pytest.raises(PermissionRefused):
        ask(NUMBER, cast.volunteer.actor)


def test_possible_duplicates_are_found_in_reach_the_surest_first(cast: Cast, mau: Person, on: date) -> None:
    by = cast.officer.actor
    other = register(by, cast.here, on, number="", phone="", name="Nguyen Van Mau", birth_on=None)
    register(by, cast.here, on, number="", phone="", name="Lê Văn Khác")
    index = selectors.number_index("citizen_card", NUMBER)
    traits = Traits(names=("Nguyễn Văn Mẫu",), sex="male", birth_year=1990, numbers=frozenset({index}))
    found = selectors.possible_duplicates(by=by, of=traits, on=on)
    assert [(one.person, one.judgement.match) for one in found] == [(mau, Match.CERTAIN), (other, Match.POSSIBLE)]
    assert selectors.possible_duplicates(by=cast.neighbour.actor, of=traits, on=on) == []


def test_opening_a_file_is_logged_with_its_purpose(cast: Cast, mau: Person, on: date) -> None:
    opened = files.open_file(by=cast.officer.actor, ref=mau.reference.lower(), purpose="P1", on=on)
    assert opened.person == mau
    (look,) = files.who_looked(by=cast.officer.actor, person=mau, on=on)
    assert (look.kind, look.name, look.purpose, look.chain) == (EntryKind.READ, files.OPENED, "P1", cast.here.chain)
    for purpose in ("", "P8", "tò mò"):
        with pytest.raises(RuleViolation, match=r"people\.purpose_missing"):
            files.open_file(by=cast.officer.actor, ref=mau.reference, purpose=purpose, on=on)
    for ref in ("HS-2222-22", "x"):
        with pytest.raises(NotFound):
            files.open_file(by=cast.officer.actor, ref=ref, purpose="P1", on=on)
    assert files.who_looked(by=cast.officer.actor, person=mau, on=on).count() == 1


@pytest.mark.parametrize(
    ("role", "birth", "number", "phones", "address"),
    [
        (Role.SOCIAL_AFFAIRS_OFFICER, True, "•••••••••345", [PHONE], ADDRESS),
        (Role.COMMUNE_CHAIR, True, "•••••••••345", [PHONE], ADDRESS),
        (Role.COMMUNE_POLICE, True, "•••••••••345", [PHONE], ADDRESS),
        (Role.HEALTH_STATION, True, "•••••••••345", [PHONE], files.HIDDEN),
        (Role.VOLUNTEER, False, None, [PHONE], ADDRESS),
        (Role.CLUB_BOARD, False, None, [PHONE], files.HIDDEN),
    ],
)
def test_each_role_sees_its_columns(
    cast: Cast, mau: Person, on: date, role: Role, birth: bool, number: str | None, phones: list[str], address: str
) -> None:
    member = cast.in_role(role)
    assert member.post
    post = str(member.post.pk)
    open_tie(by=cast.officer.actor, person=mau, kind=TieKind.UNDER_DECISION, post=post, from_on=on)
    opened = files.open_file(by=member.actor, ref=mau.reference, purpose="P2", on=on)
    assert (opened.name, opened.birth_year, opened.birth_on is not None) == ("Nguyễn Văn Mẫu", 1990, birth)
    assert [paper.number for paper in opened.papers] == ([number] if number else [])
    assert (opened.phones, opened.dwellings[0].address) == (phones, address)
    assert NUMBER not in repr(opened)
    assert PHONE not in repr(opened)


def test_who_looked_is_for_those_who_may_ask(cast: Cast, mau: Person, on: date) -> None:
    with pytest.raises(PermissionRefused):
        files.who_looked(by=cast.volunteer.actor, person=mau, on=on)
    with pytest.raises(NotFound):
        files.who_looked(by=cast.neighbour.actor, person=mau, on=on)


def test_a_list_asks_the_same_number_of_questions_however_long_it_is(
    cast: Cast, on: date, django_assert_max_num_queries: object
) -> None:
    by = cast.officer.actor
    for number in range(6):
        register(by, cast.here, on, number="", phone="", birth_on=date(1990, 5, 4) + timedelta(days=number))
    traits = [Traits(names=("Nguyễn Văn Mẫu",), sex="male", birth_year=1990)] * 5
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        selectors.duplicates_of_many(by=by, of=traits, on=on)
