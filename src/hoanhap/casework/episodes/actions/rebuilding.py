"""Deriving the state of all measures anew from their facts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hoanhap.casework.episodes import state
from hoanhap.casework.episodes.models import Charge, Duty, Episode
from hoanhap.ground.audit.actions import audited, record
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Actor, Permission

BATCH = state.BATCH


@dataclass(frozen=True, kw_only=True)
class Rebuilt:
    """How many measures of a batch were looked at, and of how many anything changed. ``last``: where to go on."""

    episodes: int
    changed: int
    ends_moved: int
    duties: int
    last: UUID | None


@audited
def rebuild_states(*, by: Actor, after: UUID | None = None) -> Rebuilt:
    """Derive stage, end, charges, duties and sight of the next measures by key; one batch, one transaction.

    Bounded memory: the caller goes on with ``after=last`` until nothing is left. A moved end shows on the timeline.
    """
    by.require(Permission.REFERENCE_LOAD)
    found = Episode.objects.filter(pk__gt=after) if after else Episode.objects.all()
    locked = found.select_for_update(of=("self",)).select_related("person", "place").order_by("pk")
    episodes = list(locked[:BATCH])
    keys = [one.pk for one in episodes]
    before = _prints(keys)
    moved = state.follow(episodes, at=clock.now(), on=clock.today())
    now = _prints(keys)
    rebuilt = Rebuilt(
        episodes=len(keys),
        changed=sum(before[key] != now[key] for key in keys),
        ends_moved=len(moved),
        duties=Duty.objects.filter(episode__in=keys).count(),
        last=keys[-1] if keys else None,
    )
    facts = {"episodes": rebuilt.episodes, "changed": rebuilt.changed, "ends_moved": rebuilt.ends_moved}
    record("episodes.rebuilt", "episodes.episode:all", by=by, facts=facts)
    return rebuilt


def _prints(keys: Sequence[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    """All that is derived of each measure, comparable."""
    prints: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for row in Episode.objects.filter(pk__in=keys).values_list():
        prints[row[0]].append(row)
    columns = ("episode", "place", "from_on", "to_on")
    for row in Charge.objects.filter(episode__in=keys).order_by("from_on").values_list(*columns):
        prints[row[0]].append(row)
    for row in Duty.objects.filter(episode__in=keys).order_by("pk").values_list("episode", *_DUTY):
        prints[row[0]].append(row)
    return prints


_DUTY = tuple(one.attname for one in Duty._meta.concrete_fields if one.name != "episode")
