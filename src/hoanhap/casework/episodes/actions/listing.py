"""Writing what a list of people says of measures, in the transaction that registers the people."""

from collections.abc import Sequence

from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episodes
from hoanhap.casework.episodes.actions.past_decisions import SignedDecision, record_signed_decisions
from hoanhap.casework.episodes.choices import EventKind, Measure
from hoanhap.casework.episodes.listing import Plan
from hoanhap.casework.people.models import Person
from hoanhap.ground.audit.actions import audited
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor


@audited
def write_listed(*, by: Actor, planned: Sequence[tuple[Person, Plan]]) -> None:
    """Begin the measures that are not on file, then record the decisions. Raises what the two actions raise."""
    keys = [plan.episode for _person, plan in planned]
    begun = [number for number, key in enumerate(keys) if key is None]
    if begun:
        opened = open_episodes(by=by, new=[_new(*planned[number]) for number in begun])
        for number, episode in zip(begun, opened, strict=True):
            keys[number] = episode.pk
    decisions = [
        SignedDecision(episode=key, **vars(plan.measure.decision))
        for key, (_person, plan) in zip(keys, planned, strict=True)
        if key and plan.measure.decision
    ]
    if decisions:
        record_signed_decisions(by=by, decisions=decisions)


def _new(person: Person, plan: Plan) -> NewEpisode:
    if plan.place is None:
        raise RuleViolation("episodes.no_home", field="place")
    return NewEpisode(
        person=person,
        measure=Measure.POST_REHAB,
        origin_measure=plan.measure.origin,
        place=plan.place,
        kind=EventKind.COMPLETED,
        on=plan.measure.completed_on,
        paper_no=plan.measure.certificate_no,
    )
