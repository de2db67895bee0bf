"""Reach, asked of the database in every way, against the rule read row by row."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, product
from random import Random
from uuid import uuid4

import pytest

from hoanhap.casework.episodes.choices import Measure, Stage
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.people.choices import Act, ResidenceKind, TieKind
from hoanhap.casework.people.models import Person, Residence, ResidenceFact, Tie
from hoanhap.ground.kernel.permissions import NOBODY, PUBLIC, SYSTEM, Actor, Permission, Role
from hoanhap.ground.law.choices import RegimeCode
from hoanhap.ground.places.models import Place
from tests.cast import Cast

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, tzinfo=UTC)
PEOPLE = 160
RULING = (
    Permission.PEOPLE_VIEW, Permission.PEOPLE_OF_PLACE, Permission.PEOPLE_UNDER_DECISION, Permission.PEOPLE_VIEW_MINORS,
    Permission.PEOPLE_FINISH, Permission.HELPERS_ASSIGN,
)  # fmt: skip
"""The permissions that say who is seen: each is also taken from every post that has it."""


# ── the rule, row by row ────────────────────────────────────────────────────────────────────────────────


def lasts(row: Tie | Residence, on: date) -> bool:
    return row.from_on <= on and (row.to_on is None or row.to_on >= on)


def in_sight(actor: Actor, person: Person, on: date) -> bool:
    finishes = Permission.PEOPLE_FINISH in actor.permissions
    last = person.file_closed_on if finishes else person.sight_ends_on
    return last is None or last >= on


def by_tie(actor: Actor, person: Person, tie: Tie, on: date) -> bool:
    of_unit = tie.place_id is not None and tie.place_id in actor.units
    decided = tie.kind in (TieKind.UNDER_DECISION, TieKind.INCOMING)
    mine = bool(actor.post) and tie.holder == f"post:{actor.post}"
    helps = tie.kind == TieKind.HELPER
    of_place, under_decision, assigns = (
        one in actor.permissions
        for one in (Permission.PEOPLE_OF_PLACE, Permission.PEOPLE_UNDER_DECISION, Permission.HELPERS_ASSIGN)
    )
    mine |= of_unit and of_place and not helps
    mine |= of_unit and under_decision and not of_place and decided
    mine |= of_unit and assigns and not of_place and not under_decision and helps
    closed = person.file_closed_on
    again = tie.kind == TieKind.INCOMING and closed is not None and tie.from_on > closed
    return lasts(tie, on) and mine and (in_sight(actor, person, on) or again)


def by_place(actor: Actor, person: Person, home: Residence, ties: list[Tie], on: date) -> bool:
    if Permission.PEOPLE_OF_PLACE not in actor.permissions:
        decided = [one for one in ties if one.kind in (TieKind.UNDER_DECISION, TieKind.INCOMING) and lasts(one, on)]
        if Permission.PEOPLE_UNDER_DECISION not in actor.permissions or not decided:
            return False
    if Permission.PEOPLE_VIEW_MINORS not in actor.permissions and on.year - person.birth_year <= 18:
        return False
    here = home.kind == ResidenceKind.CURRENT and home.place_id in actor.units
    return here and lasts(home, on) and in_sight(actor, person, on)


class Rows:
    """Every person, with their ties and homes."""

    def __init__(self) -> None:
        self.people = {one.pk: one for one in Person.objects.all()}
        self.ties: dict[object, list[Tie]] = {key: [] for key in self.people}
        self.homes: dict[object, list[Residence]] = {key: [] for key in self.people}
        for tie in Tie.objects.all():
            self.ties[tie.person_id].append(tie)
        for home in Residence.objects.all():
            self.homes[home.person_id].append(home)

    def seen(self, actor: Actor, on: date) -> set[object]:
        """The keys of whom an actor sees, as the access rules have it."""
        if Permission.PEOPLE_VIEW not in actor.permissions:
            return set()
        found = set()
        for key, person in self.people.items():
            ties, homes = self.ties[key], self.homes[key]
            tied = any(by_tie(actor, person, one, on) for one in ties)
            lives = any(by_place(actor, person, one, ties, on) for one in homes)
            if actor.everywhere or tied or lives:
                found.add(person.merged_into_id or key)
        return found


# ── a mixed population ──────────────────────────────────────────────────────────────────────────────────


class Population:
    """People by chance, but always the same: every state of a file beside every kind of tie and home."""

    def __init__(self, cast: Cast, holders: list[str], on: date) -> None:
        self.chance, self.on = Random(7), on
        self.units, self.holders = [cast.here, cast.next_door], cycle(holders)
        days = [None, on - timedelta(days=30), on - timedelta(days=1), on, on + timedelta(days=30)]
        self.days = days
        files = [(ends, closed) for ends, closed in product(days, days) if closed is None or (ends and ends <= closed)]
        people = []
        for number in range(PEOPLE):
            ends, closed = files[number % len(files)] if number % 2 else (None, None)
            people.append(
                Person(
                    reference=f"HS-{number}", name="Lê Thị Mẫu", sex="female",
                    birth_year=self.chance.choice([1980, 1990, on.year - 19, on.year - 18, on.year - 15]),
                    search_key=" le thi mau", sort_key=f"{number:04}", registered_at=AT,
                    sight_ends_on=ends, file_closed_on=closed,
                )
            )  # fmt: skip
        Person.objects.bulk_create(people)
        for part, root in zip(people[::5], people[1::5], strict=False):  # of every five, one is part of the next
            part.merged_into = root
        Person.objects.bulk_update(people, ["merged_into"])
        for person in people:
            self._homes(person)
            self._ties(person)
            self._episode(person)

    def _range(self) -> tuple[date, date | None]:
        first = self.on + timedelta(days=self.chance.choice([-400, -31, -29, -5, 0, 0, 3]))
        last = self.chance.choice([None, None, *self.days])
        return first, last if last is None or last >= first else None

    def _homes(self, person: Person) -> None:
        for kind in ResidenceKind:
            if self.chance.random() > (0.8 if kind == ResidenceKind.CURRENT else 0.2):
                continue
            first, last = self._range()
            told = {"person": person, "kind": kind, "place": self._unit(), "from_on": first, "to_on": last}
            fact = ResidenceFact.objects.create(residence=uuid4(), act=Act.RECORDED, recorded_at=AT, **told)
            Residence.objects.create(pk=fact.residence, fact=fact, **told)

    def _ties(self, person: Person) -> None:
        taken = set()
        for _ in range(self.chance.choice([0, 1, 2, 3])):
            first, last = self._range()
            kind = self.chance.choice([TieKind.UNDER_DECISION, TieKind.INCOMING, *TieKind])
            of_units = 0.8 if kind in (TieKind.UNDER_DECISION, TieKind.INCOMING) else 0.2
            unit = self._unit() if self.chance.random() < of_units else None
            holder = f"unit:{unit.code}@{unit.valid_from}" if unit else next(self.holders)
            if (kind, holder) in taken:
                continue
            taken.add((kind, holder))
            taken_back = self.chance.random() < 0.1
            Tie.objects.create(
                person=person, kind=kind, holder=holder, place=unit, from_on=first, recorded_at=AT,
                to_on=first - timedelta(days=1) if taken_back else last, closed_at=AT if taken_back else None,
            )  # fmt: skip

    def _episode(self, person: Person) -> None:
        Episode.objects.create(
            person=person, measure=Measure.ASSESSMENT, regime=next(iter(RegimeCode)).value, place=self._unit(),
            stage=next(one for one in Stage if one != Stage.ENDED), recorded_at=AT,
        )  # fmt: skip

    def _unit(self) -> Place:
        return self.chance.choice(self.units)


def posts(cast: Cast) -> dict[str, Actor]:
    """Every role, neighbours, and whom nobody asked."""
    there_is_none = (Role.SYSTEM, Role.DISTRICT_DESK)  # no districts on this day
    found = {role.value: cast.in_role(role).actor for role in Role if role not in there_is_none}
    found["neighbour"] = cast.neighbour.actor
    found["their police"] = cast.member("cong-an-khac", Role.COMMUNE_POLICE, cast.next_door).actor
    return found | {"system": SYSTEM, "nobody": NOBODY, "public": PUBLIC, "no post": cast.nobody.actor}


def holders(actors: dict[str, Actor]) -> list[str]:
    """Who may be tied to somebody: most often a post that sees by ties alone, sometimes one that sees nobody."""
    seeing = [f"post:{one.post}" for one in actors.values() if one.post and Permission.PEOPLE_VIEW in one.permissions]
    return [*seeing, f"post:{actors[Role.INSPECTOR.value].post}", "agency:khac"]


def variants(actors: dict[str, Actor]) -> Iterator[tuple[str, Actor]]:
    """The posts, and each of them without one of the permissions that rule."""
    for name, actor in actors.items():
        yield name, actor
        for permission in RULING:
            if permission in actor.permissions and not actor.everywhere:
                yield f"{name} without {permission}", replace(actor, permissions=actor.permissions - {permission})


def test_every_way_of_asking_for_reach_gives_what_the_rule_gives(cast: Cast, on: date) -> None:
    actors = posts(cast)
    Population(cast, holders(actors), on)
    rows, sizes = Rows(), {}
    for name, actor in variants(actors):
        expected = rows.seen(actor, on)
        sizes[name] = len(expected)
        assert set(Person.objects.visible_to(actor, on).values_list("pk", flat=True)) == expected, name
        told = expected if Permission.EPISODES_VIEW in actor.permissions else set()
        episodes = set(Episode.objects.visible_to(actor, on).values_list("person", flat=True))
        assert episodes == {key for key, one in rows.people.items() if (one.merged_into_id or key) in told}, name
        for later in (on + timedelta(days=2), on + timedelta(days=31)):
            found = Person.objects.visible_to(actor, later).values_list("pk", flat=True)
            assert set(found) == rows.seen(actor, later), (name, later)
    by_place = [Role.SOCIAL_AFFAIRS_OFFICER.value, Role.COMMUNE_CHAIR.value, Role.COMMUNE_POLICE.value, "neighbour"]
    by_ties = [Role.VOLUNTEER.value, Role.TEAM_LEADER.value, Role.FACILITY_STAFF.value]
    assert all(PEOPLE > sizes[name] > 15 for name in by_place), sizes
    assert all(sizes[name] > 0 for name in by_ties), sizes
    assert sizes["system"] == Person.objects.filter(merged_into=None).count()
    assert len({sizes[name] for name in sizes if name.startswith("social_affairs_officer")}) > 3, sizes
    assert sizes["nobody"] == sizes["public"] == sizes["no post"] == sizes[Role.INSPECTOR.value] == 0


def test_asked_for_one_person_the_answer_is_the_same(cast: Cast, on: date) -> None:
    actors = posts(cast)
    Population(cast, holders(actors), on)
    rows = Rows()
    for name, actor in variants(actors):
        expected = rows.seen(actor, on)
        asked = rows.people if expected else list(rows.people)[:10]
        found = {key for key in asked if Person.objects.if_visible_to(actor, on, key).exists()}
        assert found == expected, name
