"""People and their measures: lists, search, opening a file, recording, duties."""

from collections.abc import Callable
from datetime import date
from itertools import count, cycle

from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse

from bench import goals, people
from bench.bare import PAGE
from bench.harness import Measure, Proof
from bench.world import World
from hoanhap.casework.episodes import selectors as episodes
from hoanhap.casework.episodes import state
from hoanhap.casework.episodes.actions.recording import NewEvent, record_event
from hoanhap.casework.episodes.choices import DutyState, EventKind, Stage
from hoanhap.casework.episodes.models import Charge, Duty, Episode, EpisodeEvent, Interruption
from hoanhap.casework.people import files
from hoanhap.casework.people import selectors as persons
from hoanhap.casework.people.actions.registration import register_person
from hoanhap.casework.people.choices import IdentifierKind, Purpose
from hoanhap.casework.people.models import Contact, Identifier, OtherName, Person, Relation, Residence, Tie
from hoanhap.casework.people.rows import Identity, NewIdentifier, NewPerson, NewResidence
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import SYSTEM

WORD = "khue"
"""A rare word of names, typed without accents."""
FOLLOWED = 4000
"""Measures followed in one run."""
NEXT_PERSON = 900_000
"""Citizen cards from this number on are of people whom the bench registers itself."""


def listed(world: World) -> Measure:
    """The people of one commune, the most pressing first."""
    officer = world.officer
    bare = f"/people/?unit={officer.post.place_id}"

    def ours() -> str:
        return officer.site.get(reverse("desk:people"))

    def proof() -> Proof:
        sides = [set(people.REFERENCES.findall(page)) for page in (ours(), world.bare.get(bare))]
        here = Episode.objects.filter(place=officer.post.place_id).count()
        equal = len(sides[0]) == len(sides[1]) == min(PAGE, here)
        return Proof(equal=equal, counts={"of the page": len(sides[0]), "bare": len(sides[1]), "of the unit": here})

    return Measure(
        goal=goals.P7_LIST,
        reference=lambda: world.bare.get(bare),
        ours=ours,
        proof=proof,
        runs=15,
        about="a commune's people, the page, signed in; bare: 50 rows by the ORM",
    )


def today(world: World) -> Measure:
    """What is due in one commune."""
    officer = world.officer
    bare = f"/duties/?unit={officer.post.place_id}"

    def proof() -> Proof:
        mine = episodes.duties(by=officer.actor, on=clock.today()).open().count()
        hand = Duty.objects.filter(place=officer.post.place_id, state=DutyState.OPEN).count()
        return Proof(equal=mine == hand, counts={"open duties of the unit": mine, "by hand": hand})

    return Measure(
        goal=goals.P7_TODAY,
        reference=lambda: world.bare.get(bare),
        ours=lambda: officer.site.get(reverse("desk:today")),
        proof=proof,
        runs=15,
        about="Today of a commune, the page, signed in; bare: 25 open duties",
    )


def scoped(world: World) -> Measure:
    """The people one commune's officer may see, through the actor's scope, against the commune by hand."""
    officer = world.officer
    in_sight = Q(file_closed_on__isnull=True) | Q(file_closed_on__gte=clock.today())
    by_hand = Person.objects.filter(
        in_sight, residences__place=officer.post.place_id, residences__kind="current", merged_into__isnull=True
    ).order_by("sort_key", "birth_year", "pk")

    def ours() -> list[Person]:
        return list(persons.people(by=officer.actor, on=clock.today()).in_order())

    def proof() -> Proof:
        mine, hand = [one.pk for one in ours()], [one.pk for one in by_hand]
        return Proof(equal=mine == hand, counts={"by hand": len(hand), "ours": len(mine)})

    return Measure(
        goal=goals.P11_PEOPLE,
        reference=lambda: list(by_hand.all()),
        ours=ours,
        proof=proof,
        runs=20,
        about="all people of the officer's commune as rows; the same query with the commune written by hand",
    )


SEARCHED = """SELECT p.id, p.reference, p.name, p.birth_year, p.birth_on, p.sex FROM people_person p
    WHERE p.search_key LIKE %s AND p.merged_into_id IS NULL ORDER BY p.sort_key, p.birth_year, p.id LIMIT 50"""
SEARCHED_IN_UNIT = """SELECT p.id, p.reference, p.name, p.birth_year, p.birth_on, p.sex FROM people_person p
    JOIN people_residence r ON r.person_id = p.id AND r.kind = 'current' AND r.to_on IS NULL AND r.place_id = %s
    WHERE p.search_key LIKE %s AND p.merged_into_id IS NULL AND (p.file_closed_on IS NULL OR p.file_closed_on >= %s)
    ORDER BY p.sort_key, p.birth_year, p.id LIMIT 50"""
NUMBERED = """SELECT p.id, p.reference, p.name, p.birth_year, p.birth_on, p.sex FROM people_identifier i
    JOIN people_person p ON p.id = i.person_id
    JOIN people_residence r ON r.person_id = p.id AND r.kind = 'current' AND r.to_on IS NULL AND r.place_id = %s
    WHERE i.number_index = %s AND i.withdrawn_at IS NULL AND p.merged_into_id IS NULL"""


def _rows(statement: str, values: list[object]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _search(
    goal: object, hand: Callable[[], list[tuple[object, ...]]], ours: Callable[[], object], about: str
) -> Measure:
    def proof() -> Proof:
        mine, by_hand = [one.reference for one in ours()], [row[1] for row in hand()]  # type: ignore[attr-defined]
        return Proof(
            equal=mine == by_hand and bool(mine),
            counts={"found": len(mine), "by hand": len(by_hand), "people": Person.objects.count()},
        )

    return Measure(goal=goal, reference=hand, ours=ours, proof=proof, runs=20, about=about)  # type: ignore[arg-type]


def search(world: World) -> Measure:
    """A rare word of a name among everybody: what the index of parts is for."""
    return _search(
        goals.P12_PEOPLE,
        lambda: _rows(SEARCHED, [f"% {WORD}%"]),
        lambda: list(persons.search(by=SYSTEM, words=WORD, on=clock.today())[:PAGE]),
        "a rare word of a name among everybody, without accents; the same SQL by hand",
    )


def search_in_unit(world: World) -> Measure:
    """A usual word of a name among a commune's people."""
    officer = world.officer
    return _search(
        goals.P12_UNIT,
        lambda: _rows(SEARCHED_IN_UNIT, [officer.post.place_id, "% tuan%", clock.today()]),
        lambda: list(persons.search(by=officer.actor, words="tuan", on=clock.today())[:PAGE]),
        "a usual word of a name among a commune's people; the same SQL by hand, the commune written in",
    )


def exact(world: World) -> Measure:
    """One number of a paper."""
    officer = world.officer
    held = Identifier.objects.filter(person__residences__place=officer.post.place_id).order_by("pk")
    number = held[0].number
    index = persons.number_index("citizen_card", number)
    return _search(
        goals.IDENTIFIER,
        lambda: _rows(NUMBERED, [officer.post.place_id, index]),
        lambda: list(persons.search(by=officer.actor, identifier=number, on=clock.today())[:PAGE]),
        "one number of a paper, by its blind index, in the officer's reach; the same SQL by hand",
    )


def opened(world: World) -> Measure:
    """One file opened: scope, all its rows unsealed, an entry in the chained log."""
    officer = world.officer
    chosen = persons.people(by=officer.actor, on=clock.today()).in_order()[0]
    made = count(1)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_log (id integer PRIMARY KEY, subject text, account text, at text)")

    def reference() -> None:
        person = Person.objects.get(reference=chosen.reference)
        for model in (OtherName, Identifier, Contact, Relation, Tie):
            list(model._default_manager.filter(person=person))
        list(Residence.objects.filter(person=person).select_related("place", "fact"))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bench_log VALUES (%s, %s, %s, %s)",
                [next(made), str(person.pk), officer.actor.user, clock.now().isoformat()],
            )

    looks = AuditEntry.objects.filter(name=files.OPENED)
    before, opened_files = looks.count(), count()

    def ours() -> None:
        files.open_file(by=officer.actor, ref=chosen.reference, purpose=Purpose.AFTERCARE, on=clock.today())
        next(opened_files)

    def proof() -> Proof:
        logged, asked = looks.count() - before, next(opened_files)
        return Proof(equal=logged == asked, counts={"opened": asked, "entries of the log": logged})

    return Measure(
        goal=goals.P9_FILE, reference=reference, ours=ours, proof=proof, runs=20,
        about="open_file: scope, every row, sealed columns, log; bare: the same rows by the ORM, one insert",
    )  # fmt: skip


def registered(world: World) -> Measure:
    """One person registered, against one bare insert of the person."""
    officer, numbers = world.officer, count(NEXT_PERSON)
    made = {"reference": 0, "ours": 0}
    before = Person.objects.count(), AuditEntry.objects.count()
    born = date(1990, 5, 4)

    def reference() -> None:
        number = next(numbers)
        with transaction.atomic():
            Person.objects.create(
                name="Lê Thị Mẫu Ba", sex="female", birth_year=1990, birth_on=born, reference=f"đo {number}",
                search_key=" le thi mau ba |", sort_key="1", registered_at=clock.now(),
            )  # fmt: skip
        made["reference"] += 1

    def ours() -> None:
        digits = people.card(next(numbers), 1990, False)
        new = NewPerson(
            identity=Identity(name="Lê Thị Mẫu Ba", sex="female", birth_year=1990, birth_on=born),
            residences=[NewResidence(place=officer.post.place, from_on=clock.today(), address="Số 1 phố Ví Dụ")],
            identifiers=[NewIdentifier(kind=IdentifierKind.CITIZEN_CARD, number=digits)],
        )
        register_person(by=officer.actor, new=new)
        made["ours"] += 1

    def proof() -> Proof:
        grown = Person.objects.count() - before[0], AuditEntry.objects.count() - before[1]
        equal = grown == (made["reference"] + made["ours"], made["ours"])
        return Proof(equal=equal, counts={"new people": grown[0], "new entries": grown[1], **made})

    return Measure(
        goal=goals.P9_PERSON, reference=reference, ours=ours, proof=proof, runs=20,
        about="register_person: rules, scope, seven rows, sealed columns, audit; bare: the person alone, by the ORM",
    )  # fmt: skip


def recorded(world: World) -> Measure:
    """One event recorded, against one bare insert of the event."""
    officer, on = world.officer, clock.today()
    held = list(Episode.objects.filter(place=officer.post.place_id, stage=Stage.MANAGED).order_by("pk"))
    turns = cycle(held)
    made = {"reference": 0, "ours": 0}
    before = EpisodeEvent.objects.count(), AuditEntry.objects.count()

    def reference() -> None:
        with transaction.atomic():
            EpisodeEvent.objects.create(
                episode=next(turns), kind=EventKind.REPORTED, happened_on=on, place_id=officer.post.place_id,
                recorded_at=clock.now(),
            )  # fmt: skip
        made["reference"] += 1

    def ours() -> None:
        record_event(by=officer.actor, episode=next(turns).pk, new=NewEvent(kind=EventKind.REPORTED, on=on))
        made["ours"] += 1

    def proof() -> Proof:
        grown = EpisodeEvent.objects.count() - before[0], AuditEntry.objects.count() - before[1]
        equal = grown == (made["reference"] + made["ours"], made["ours"])
        return Proof(equal=equal, counts={"new events": grown[0], "new entries": grown[1], **made})

    return Measure(
        goal=goals.P9_EVENT, reference=reference, ours=ours, proof=proof, runs=20,
        about="record_event: scope, transitions, stage, end, duties, sight, audit; bare: the event alone, by the ORM",
    )  # fmt: skip


def followed(world: World) -> Measure:
    """Everything that follows from the facts of open measures worked out anew, against reading the same rows."""
    keys = list(Episode.objects.open().order_by("pk").values_list("pk", flat=True)[:FOLLOWED])
    before = {"duties": Duty.objects.count(), "charges": Charge.objects.count(), "events": EpisodeEvent.objects.count()}

    def reference() -> None:
        list(Episode.objects.filter(pk__in=keys).select_related("person"))
        for model in (EpisodeEvent, Interruption, Charge, Duty):
            list(model._default_manager.filter(episode__in=keys))

    def ours() -> None:
        with transaction.atomic():
            held = Episode.objects.filter(pk__in=keys).select_related("person").select_for_update(of=("self",))
            state.follow(list(held), at=clock.now(), on=clock.today())

    def proof() -> Proof:
        after = {
            "duties": Duty.objects.count(),
            "charges": Charge.objects.count(),
            "events": EpisodeEvent.objects.count(),
        }
        whole = {"open measures": Episode.objects.open().count()}
        return Proof(
            equal=after == before, counts={**after, **whole}, difference="" if after == before else str(before)
        )

    return Measure(
        goal=goals.DUTIES, reference=reference, ours=ours, proof=proof, runs=1, work=len(keys),
        about="state.follow over open measures: stage, end, who answers, duties, sight; reference: the same rows read",
    )  # fmt: skip
