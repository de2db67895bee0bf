"""The plan of lives written set-wise: the same tables as through the actions, the state derived by the same rules.

For populations that no office could record one by one. ``state.follow`` over everything changes nothing afterwards.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random
from typing import Any

from django.db.models import Model

from hoanhap.casework.episodes import models as em
from hoanhap.casework.episodes.writing import entry as episode_entry
from hoanhap.casework.people import models as pm
from hoanhap.casework.people import rows as people_rows
from hoanhap.casework.people import rules as people_rules
from hoanhap.demo.population import rows
from hoanhap.demo.population.lives import Life
from hoanhap.demo.population.one_life import write_life
from hoanhap.demo.population.rows import CastPosts
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel.permissions import SYSTEM
from hoanhap.ground.places.models import Place
from hoanhap.ground.web import setwise

CHUNK = 1000
"""Lives that are written together."""
ORDER: tuple[type[Model], ...] = (
    pm.Person, pm.IdentityFact, pm.Identifier, pm.Contact, pm.Relation, pm.ResidenceFact, pm.Residence, pm.Tie,
    pm.MergeFact, em.Episode, em.EpisodeEvent, em.Interruption, em.Charge, em.Duty, em.Transfer, em.TransferStep,
    em.HelperAssignment, em.DrugTest, em.ReviewResult, em.UseFinding, em.Determination,
)  # fmt: skip
"""What is written first stands first: rows point to earlier ones."""


class References:
    """Public references by the seed, none twice."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(f"references:{seed}")
        self._given: set[str] = set(pm.Person.objects.values_list("reference", flat=True))

    def next(self) -> str:
        """A reference that nobody has."""
        while True:
            drawn = people_rules.reference(self._chance.choices(people_rules.ALPHABET, k=5))
            if drawn not in self._given:
                self._given.add(drawn)
                return drawn


def write(lives: Iterable[Life], *, seed: int, cast: CastPosts, tell: Callable[[int], None] = lambda done: None) -> int:
    """Write these lives; returns how many."""
    references = References(seed)
    places = {place.pk: place for place in Place.objects.all()}
    kept: dict[int, pm.Person] = {}
    done = 0
    chunk: list[Life] = []
    for life in lives:
        chunk.append(life)
        if len(chunk) == CHUNK:
            done += _write_chunk(chunk, references, places, kept, cast)
            chunk = []
            tell(done)
    if chunk:
        done += _write_chunk(chunk, references, places, kept, cast)
        tell(done)
    return done


@audited
def _write_chunk(
    chunk: Sequence[Life], references: References, places: Mapping[int, Place], kept: dict[int, pm.Person],
    cast: CastPosts,
) -> int:  # fmt: skip
    tables: dict[type[Model], list[Any]] = {model: [] for model in ORDER}
    entries = []
    for life in chunk:
        person = _person(life, references, tables)
        if (life.index + 1) % 60 < 2 or life.same_as is not None:  # whom a second file may be merged into
            kept[life.index] = person
        made = write_life(life, person, places, cast)
        for row in made.rows:
            tables[type(row)].append(row)
        if life.same_as is not None and life.merged_at is not None:
            person.merged_into = kept[life.same_as]
            tables[pm.MergeFact].append(
                pm.MergeFact(
                    act="merged", kept=person.merged_into, merged=person, reason="Hai hồ sơ của cùng một người",
                    recorded_at=life.merged_at,
                )
            )  # fmt: skip
        entries.append(people_rows.entry("people.registered", person, places[made.home]))
        entries += [
            episode_entry(f"episodes.{event.kind}", event.episode, on=event.happened_on) for event in made.events
        ]
    for model in ORDER:
        setwise.add(tables[model])
    record_many(entries, by=SYSTEM)
    return len(chunk)


def _person(life: Life, references: References, tables: dict[type[Model], list[Any]]) -> pm.Person:
    at = life.steps[0].at
    identity = rows.identity(life).checked(at.date())
    person = people_rows.person_row(identity, reference=references.next(), names=[], at=at)
    tables[pm.Person].append(person)
    tables[pm.IdentityFact].append(pm.IdentityFact(person=person, recorded_at=at, **vars(identity)))
    tables[pm.Identifier] += [people_rows.identifier_row(person, one, at=at) for one in rows.identifiers(life)]
    tables[pm.Contact] += [people_rows.contact_row(person, one, at=at) for one in rows.contacts(life)]
    tables[pm.Relation] += [people_rows.relation_row(person, one, at=at) for one in rows.relations(life)]
    return person
