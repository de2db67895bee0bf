"""People for the bench, set-wise: facts written row upon row, everything that follows from them by ``state.follow``.

The same people for the same number, whatever the engine. Nobody among them is real. The first unit of the city has
``OWN_UNIT`` people at every size, so that what one commune's officer sees is the same in a small and in a large
database; the others share the rest.
"""

import random
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import Model

from hoanhap.casework.episodes import state
from hoanhap.casework.episodes.choices import EventKind, Measure, Outcome, Stage
from hoanhap.casework.episodes.models import Charge, Duty, Episode, EpisodeEvent
from hoanhap.casework.people import rows, rules
from hoanhap.casework.people.choices import IdentifierKind, TieKind
from hoanhap.casework.people.models import (
    Contact,
    Identifier,
    IdentityFact,
    Person,
    Residence,
    ResidenceFact,
    Tie,
)
from hoanhap.ground.kernel import clock
from hoanhap.ground.places.models import Place
from hoanhap.ground.web import setwise
from hoanhap.ground.web.sealed import SealedText

OWN_UNIT = 400
"""People of the unit whose officer is measured."""
BATCH = 5000
MADE = 20_000
"""People written one by one on PostgreSQL; a larger database has copies of them."""
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
FAMILY_WEIGHTS = (38, 11, 9, 7, 5, 4, 4, 2, 2, 2, 2, 1, 1, 1)
MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Quang", "Hữu", "Ngọc", "Thanh", "Xuân", "Mạnh", "Đình", "Công")
GIVEN = ("An", "Anh", "Bình", "Cường", "Chi", "Dũng", "Đạt", "Giang", "Hà", "Hải", "Hạnh", "Hiếu", "Hòa", "Hùng",
         "Huy", "Khánh", "Kiên", "Lan", "Linh", "Long", "Mai", "Mẫu", "Nam", "Nga", "Phong", "Phúc", "Quân", "Sơn",
         "Tâm", "Thắng", "Thủy", "Toàn", "Trang", "Tuấn", "Tùng", "Vinh", "Yến")  # fmt: skip
RARE = ("Khuê", "Thoại", "Nghiêm", "Uyển", "Bạch", "Diễn", "Quỳnh", "Tường", "Vượng", "Chấn")
REFERENCES = re.compile(r"HS-[0-9A-Z]{4}-[0-9A-Z]{2}")
SIGNS = len(rules.ALPHABET)
_E = EventKind
COURSE = (_E.COMPLETED, _E.REPORTED, _E.PROPOSED, _E.DECIDED, _E.SERVED, _E.REVIEWED, _E.CERTIFIED, _E.REMOVED)
"""The usual course of post-rehabilitation management."""


def names(chance: random.Random) -> str:
    """A name such as many people bear; one in five hundred has a rare word in it."""
    given = chance.choice(RARE) if chance.random() < 0.002 else chance.choice(GIVEN)
    family = chance.choices(FAMILIES, FAMILY_WEIGHTS)[0]
    return f"{family} {chance.choice(MIDDLES)} {chance.choice(GIVEN)} {given}"


def reference(number: int) -> str:
    """The public reference of the nth person: no two alike."""
    spread = number * 7_919_063 % SIGNS**5
    signs = []
    for _ in range(5):
        spread, sign = divmod(spread, SIGNS)
        signs.append(rules.ALPHABET[sign])
    return rules.reference(signs)


def card(number: int, year: int, male: bool) -> str:
    """The citizen card of the nth person."""
    return f"001{(year // 100 - 19) * 2 + (not male)}{year % 100:02}{number:06}"


def fill(number: int, units: Sequence[Place], *, on: date) -> None:
    """Write ``number`` people who live in ``units`` today, each with one measure somewhere in its course.

    On PostgreSQL those beyond ``MADE`` are copies, row by row of every table, of those outside the first unit; their
    sealed columns are empty, because sealed text opens under its own key alone.
    """
    chance = random.Random(20_000)
    made = min(number, MADE) if connection.vendor == "postgresql" else number
    for start in range(0, made, BATCH):
        part = range(start, min(start + BATCH, made))
        with transaction.atomic():
            _write(chance, part, units, on)
    left, turn = number - made, 1
    while left > 0:
        left -= _copy(turn, left)
        turn += 1


def _copy(turn: int, most: int) -> int:
    """Copy people, at most so many, with all their rows; returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # what is copied agrees with itself already
        cursor.execute(
            "CREATE TEMP TABLE copied ON COMMIT DROP AS SELECT id FROM people_person WHERE reference NOT LIKE '%%/%%'"
            " AND id NOT IN (SELECT person_id FROM people_residence WHERE place_id = %s) ORDER BY id LIMIT %s",
            [_first_unit(), most],
        )
        cursor.execute("SELECT count(*) FROM copied")
        (number,) = cursor.fetchone()
        for model in COPIED:
            cursor.execute(_copy_statement(model, turn))
    return int(number)


def _first_unit() -> int:
    return int(Person.objects.get(reference=reference(0)).residences.get().place_id)


def _copy_statement(model: type[Model], turn: int) -> str:
    """INSERT … SELECT with new keys, made out of the old ones, and unique texts made longer."""
    table, values = model._meta.db_table, {}
    for field in model._meta.concrete_fields:
        name, points_at = f'"{field.column}"', field.related_model
        key = field.primary_key or name == '"residence"' or points_at in COPIED
        if key:
            values[name] = f"md5({name}::text || '/{turn}')::uuid"
        elif isinstance(field, SealedText):
            values[name] = "''::bytea"
        else:
            values[name] = f"{name} || '/{turn}'" if field.column in UNIQUE_TEXTS else name
    by_episode = any(field.name == "episode" for field in model._meta.fields)
    owner = "id" if model is Person else "episode_id" if by_episode else "person_id"
    whose = "SELECT id FROM copied"
    if by_episode:
        whose = "SELECT e.id FROM episodes_episode e JOIN copied c ON c.id = e.person_id"
    return f"INSERT INTO {table} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM {table} WHERE {owner} IN ({whose})"  # noqa: E501


def _write(chance: random.Random, part: range, units: Sequence[Place], on: date) -> None:
    made: dict[type[Model], list[Model]] = {model: [] for model in ORDER}
    at = clock.now()
    for number in part:
        unit = units[0] if number < OWN_UNIT else units[1 + number % (len(units) - 1)]
        new = [*person_rows(chance, number, unit, at)]
        person = new[0]
        assert isinstance(person, Person)
        for row in [*new, *_episode(chance, person, unit, on, at)]:
            made[type(row)].append(row)
    for model in ORDER:
        setwise.add(made[model])
    state.follow(made[Episode], at=at, on=on)  # type: ignore[arg-type]


ORDER = (Person, IdentityFact, Identifier, Contact, ResidenceFact, Residence, Tie, Episode, EpisodeEvent)
COPIED = (*ORDER, Charge, Duty)
UNIQUE_TEXTS = {"reference", "number_index", "value_index"}


def person_rows(chance: random.Random, number: int, unit: Place, at: datetime) -> Iterator[Model]:
    """Everything that is registered of one person: seven rows."""
    name, male = names(chance), chance.random() < 0.9
    born = date(1960, 1, 1) + timedelta(days=chance.randrange(16_000))
    identity = rows.Identity(
        name=name,
        sex="male" if male else "female",
        birth_year=born.year,
        birth_on=born if chance.random() < 0.8 else None,
    )
    person = rows.person_row(identity, reference=reference(number), names=[], at=at)
    yield person
    yield IdentityFact(person=person, recorded_at=at, **vars(identity))
    digits = card(number, born.year, male)
    yield rows.identifier_row(person, rows.NewIdentifier(kind=IdentifierKind.CITIZEN_CARD, number=digits), at=at)
    if chance.random() < 0.8:
        yield rows.contact_row(person, rows.NewContact(value=f"09{number:08}"), at=at)
    lives = rows.NewResidence(place=unit, from_on=unit.valid_from, address=f"Số {number % 400} phố Ví Dụ")
    fact = rows.residence_fact(person, lives, at=at, on=clock.today())
    yield fact
    yield rows.residence_state(fact)
    yield Tie(
        person=person, kind=TieKind.UNDER_DECISION, holder=rows.unit_holder(unit), place=unit, from_on=unit.valid_from,
        recorded_at=at,
    )  # fmt: skip


def _episode(chance: random.Random, person: Person, unit: Place, on: date, at: datetime) -> Iterator[Model]:
    """A measure that has come as far as its age lets it: most are under management, a fifth are over."""
    steps: list[tuple[EventKind, date, dict[str, str]]]
    if (draw := chance.random()) < 0.05:
        expected = (on + timedelta(days=chance.randrange(5, 60))).isoformat()
        steps = [(_E.NOTICE_RECEIVED, on - timedelta(days=10), {"expected_on": expected})]
    else:
        done = 2 if draw < 0.1 else 3 if draw < 0.15 else 8 if draw > 0.8 else 5
        first = on - timedelta(days=chance.randrange(20, 60) if done < 5 else chance.randrange(60, 360))
        first -= timedelta(days=500 if done == 8 else 0)
        days = (0, 3, 10, 15, 17, 370, 372, 373)
        steps = [(kind, first + timedelta(days=day), {}) for kind, day in zip(COURSE[:done], days, strict=False)]
    episode = Episode(
        person=person, measure=Measure.POST_REHAB, regime="A", origin_measure=Measure.COMPULSORY, place=unit,
        stage=Stage.EXPECTED, recorded_at=at,
    )  # fmt: skip
    yield episode
    for kind, day, details in steps:
        yield EpisodeEvent(
            episode=episode, kind=kind, happened_on=day, place=unit, details=details, recorded_at=at,
            happened_at=datetime.combine(day, time(9), clock.LOCAL) if kind is _E.DECIDED else None,
            outcome=Outcome.COMPLETED if kind is _E.REMOVED else "",
        )  # fmt: skip
