"""Who sees whom: by the place of the post, by ties open on the day, and nobody else."""

from datetime import date, timedelta

import pytest

from hoanhap.casework.people import files, selectors
from hoanhap.casework.people.actions.ties import close_tie, open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.models import Person
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused
from hoanhap.ground.kernel.permissions import NOBODY, PUBLIC, Actor, Permission, Role
from tests.cast import Cast, Member
from tests.people import builders

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


NOT_ASKED = (Role.SYSTEM, Role.COMMUNE_CHAIR, Role.SOCIAL_AFFAIRS_OFFICER, Role.DISTRICT_DESK)
"""Who sees by place, and the district desk: there are no districts on this day."""


def sees(actor: Actor, on: date) -> list[Person]:
    """Whom the actor sees; asked for everybody at once and for each alone, the answer is the same."""
    found = list(selectors.people(by=actor, on=on))
    alone = [one for one in Person.objects.all() if Person.objects.if_visible_to(actor, on, one.pk).exists()]
    assert set(alone) == set(found)
    return found


def tie_to(cast: Cast, member: Member, person: Person, kind: TieKind, on: date, to_on: date | None = None) -> object:
    assert member.post
    return open_tie(by=cast.officer.actor, person=person, kind=kind, post=str(member.post.pk), from_on=on, to_on=to_on)


def test_the_officer_of_this_commune_sees_the_people_of_this_commune(cast: Cast, mau: Person, on: date) -> None:
    assert sees(cast.officer.actor, on) == [mau]
    assert sees(cast.in_role(Role.COMMUNE_CHAIR).actor, on) == [mau]


def test_the_officer_of_the_next_commune_sees_none_of_them(cast: Cast, mau: Person, on: date) -> None:
    assert sees(cast.neighbour.actor, on) == []
    with pytest.raises(NotFound):
        files.open_file(by=cast.neighbour.actor, ref=mau.reference, purpose="P1", on=on)


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role not in NOT_ASKED],
)
def test_no_other_role_sees_anybody_without_a_tie(cast: Cast, mau: Person, on: date, role: Role) -> None:
    assert sees(cast.in_role(role).actor, on) == []


def test_who_has_no_post_sees_nobody(cast: Cast, mau: Person, on: date) -> None:
    for actor in (NOBODY, PUBLIC, cast.nobody.actor):
        assert sees(actor, on) == []


TIES = [
    (Role.VOLUNTEER, TieKind.HELPER),
    (Role.TEAM_LEADER, TieKind.HELPER),
    (Role.CLUB_BOARD, TieKind.MEMBER),
    (Role.COUNSELLING_POINT, TieKind.CLIENT),
    (Role.HEALTH_STATION, TieKind.CLIENT),
    (Role.HIV_HEALTH_WORKER, TieKind.CLIENT),
    (Role.FACILITY_STAFF, TieKind.RESIDENT),
]


@pytest.mark.parametrize(("role", "kind"), TIES)
def test_a_tie_lets_its_holder_see_one_person_from_its_first_to_its_last_day(
    cast: Cast, mau: Person, on: date, role: Role, kind: TieKind
) -> None:
    other = builders.register(cast.officer.actor, cast.here, on, number="", phone="", name="Lê Văn Khác")
    member = cast.in_role(role)
    tie_to(cast, member, mau, kind, on, on + DAY)
    assert sees(member.actor, on) == sees(member.actor, on + DAY) == [mau]
    assert sees(member.actor, on - DAY) == sees(member.actor, on + 2 * DAY) == []
    assert other in sees(cast.officer.actor, on)


@pytest.mark.parametrize(
    "role", [Role.CITY_PROGRAMME_LEAD, Role.CITY_POLICE, Role.CITY_HEALTH, Role.FINANCE, Role.INSPECTOR,
             Role.FATHERLAND_FRONT, Role.SYSTEM_ADMINISTRATOR, Role.LOG_AUDITOR]
)  # fmt: skip
def test_roles_without_names_get_none_even_with_a_tie(cast: Cast, mau: Person, on: date, role: Role) -> None:
    member = cast.in_role(role)
    tie_to(cast, member, mau, TieKind.CLIENT, on)
    assert sees(member.actor, on) == []


def test_a_tie_closed_today_is_gone_tomorrow(cast: Cast, mau: Person, on: date) -> None:
    tie = tie_to(cast, cast.volunteer, mau, TieKind.HELPER, on - DAY)
    close_tie(by=cast.officer.actor, tie=tie.pk, to_on=on)  # type: ignore[attr-defined]
    assert sees(cast.volunteer.actor, on) == [mau]
    assert sees(cast.volunteer.actor, on + DAY) == []


def test_a_tie_is_of_one_post_and_not_of_its_role(cast: Cast, mau: Person, on: date) -> None:
    tie_to(cast, cast.volunteer, mau, TieKind.HELPER, on)
    other = cast.member("tinh-nguyen-2", Role.VOLUNTEER, cast.here)
    assert sees(other.actor, on) == []


def test_the_police_see_by_place_who_is_under_a_decision(cast: Cast, mau: Person, on: date) -> None:
    police = cast.in_role(Role.COMMUNE_POLICE)
    elsewhere = cast.member("cong-an-khac", Role.COMMUNE_POLICE, cast.next_door)
    assert sees(police.actor, on) == []
    chair = cast.in_role(Role.COMMUNE_CHAIR)
    tie = tie_to(cast, chair, mau, TieKind.UNDER_DECISION, on)
    assert sees(police.actor, on) == [mau]
    assert sees(elsewhere.actor, on) == []
    close_tie(by=cast.officer.actor, tie=tie.pk, to_on=on)  # type: ignore[attr-defined]
    assert sees(police.actor, on + DAY) == []


def test_a_unit_that_is_to_receive_somebody_sees_the_person(cast: Cast, mau: Person, on: date) -> None:
    open_tie(by=cast.officer.actor, person=mau, kind=TieKind.INCOMING, unit=cast.next_door, from_on=on)
    assert sees(cast.neighbour.actor, on) == [mau]
    assert sees(cast.officer.actor, on) == [mau]


def test_minors_are_reached_by_place_only_with_the_right_for_it(cast: Cast, on: date) -> None:
    from hoanhap.casework.people.actions.registration import register_person
    from hoanhap.casework.people.rows import Identity, NewPerson, NewResidence

    child = register_person(
        by=cast.officer.actor,
        new=NewPerson(
            identity=Identity(name="Lê Thị Nhỏ", sex="female", birth_year=2008),
            residences=[NewResidence(place=cast.here, from_on=on)],
            relations=[builders.MOTHER],
        ),
    )
    actor = cast.officer.actor
    assert sees(actor, on) == [child]
    less = Actor(
        user=actor.user,
        post=actor.post,
        permissions=actor.permissions - {Permission.PEOPLE_VIEW_MINORS},
        units=actor.units,
    )
    assert sees(less, on) == []


def test_only_who_may_say_who_works_with_whom_says_it(cast: Cast, mau: Person, on: date) -> None:
    for actor in (cast.volunteer.actor, cast.lead.actor, NOBODY):
        with pytest.raises(PermissionRefused):
            open_tie(by=actor, person=mau, kind=TieKind.HELPER, post="x", from_on=on)
    with pytest.raises(NotFound):
        open_tie(by=cast.neighbour.actor, person=mau, kind=TieKind.HELPER, post="x", from_on=on)
