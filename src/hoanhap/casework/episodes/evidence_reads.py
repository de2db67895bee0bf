"""Reads of evidence: for who may see it, and never for volunteers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from hoanhap.casework.episodes.choices import (
    REHABILITATION,
    Act,
    DeterminationResult,
    EvidenceKind,
    Measure,
    Outcome,
    Stage,
)
from hoanhap.casework.episodes.evidence_rules import Alert, Determined, Found, Relapse, alert, relapse
from hoanhap.casework.episodes.models import Determination, DrugTest, Episode, ReviewResult, UseFinding
from hoanhap.casework.episodes.rules import roles_of
from hoanhap.casework.episodes.selectors import episode as one_episode
from hoanhap.casework.people.models import Person
from hoanhap.casework.people.selectors import whole
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.law.alerts import alert_rule
from hoanhap.ground.law.choices import Party

VOLUNTARY = (Measure.VOLUNTARY_HOME, Measure.VOLUNTARY_FACILITY, Measure.SUBSTITUTION)
BEFORE_PROPOSAL = (Stage.EXPECTED, Stage.LISTED)


@dataclass(frozen=True)
class Evidence:
    """The facts of a measure, the latest first; with ``history`` also those that were replaced or taken back."""

    findings: list[UseFinding]
    determinations: list[Determination]
    tests: list[DrugTest]
    reviews: list[ReviewResult]


def evidence_of(*, by: Actor, episode: Episode, on: date, history: bool = False) -> Evidence:
    """The evidence of a measure in the actor's reach.

    The police see results from the proposal to the signed removal (access-and-privacy §3.3). Raises PermissionRefused
    without the right to see evidence, NotFound outside the reach. Substances stay sealed until they are asked for.
    """
    return evidence_of_all(by=by, of=[one_episode(by=by, ref=episode.pk, on=on)], history=history)


def evidence_of_all(*, by: Actor, of: Collection[Episode], history: bool = False) -> Evidence:
    """The same of all these measures of a person whose file the actor has opened, in four queries."""
    by.require(Permission.EVIDENCE_VIEW)
    shown = [one for one in of if not hidden_from(by, one)]
    wanted = {"episode__in": shown} if history else {"episode__in": shown, "replaced_by__isnull": True}
    hidden = [] if history else [Act.WITHDRAWN]
    findings = UseFinding.objects.filter(**wanted).exclude(act__in=hidden).defer("substance")
    answers = Determination.objects.filter(**wanted).exclude(act__in=hidden).defer("substances")
    tests = DrugTest.objects.filter(**wanted).exclude(act__in=hidden)
    reviews = ReviewResult.objects.filter(**wanted).exclude(act__in=hidden)
    return Evidence(
        list(findings.select_related("replaced_by").order_by("-found_on", "-recorded_at")),
        list(answers.select_related("replaced_by").order_by("-result_on", "-recorded_at")),
        list(tests.select_related("place", "replaced_by").order_by("-tested_on", "-recorded_at")),
        list(reviews.select_related("place", "replaced_by").order_by("-reviewed_on", "-recorded_at")),
    )


def hidden_from(by: Actor, episode: Episode) -> bool:
    """Whether the police do not see this evidence yet: they do from the proposal on (access-and-privacy §3.3)."""
    police = by.role in roles_of(Party.POLICE)
    return police and episode.measure == Measure.POST_REHAB and episode.stage in BEFORE_PROPOSAL


FACTS: Mapping[str, Any] = {  # models whose rows differ in their columns alone
    EvidenceKind.FINDING: UseFinding,
    EvidenceKind.DETERMINATION: Determination,
    EvidenceKind.TEST: DrugTest,
    EvidenceKind.REVIEW: ReviewResult,
}


def fact_of(*, by: Actor, person: Person, kind: str, ref: UUID) -> Any:
    """One standing fact of a person whose file the actor has opened. Raises NotFound, PermissionRefused."""
    by.require(Permission.EVIDENCE_VIEW)
    if kind not in FACTS:
        raise NotFound("episodes.unknown_event")
    found = FACTS[kind].objects.filter(pk=ref, replaced_by__isnull=True, episode__person__in=whole(person))
    fact = found.exclude(act=Act.WITHDRAWN).select_related("episode__person", "episode__place").first()
    if fact is None or hidden_from(by, fact.episode):
        raise NotFound("episodes.unknown_event")
    return fact


def relapse_of(*, by: Actor, episode: Episode, on: date) -> Relapse:
    """Whether the facts of a person come to a relapse, seen from a measure in the actor's reach, or what is missing.

    A selector: it decides nothing and changes nothing. All measures of the person are read.
    """
    by.require(Permission.EVIDENCE_VIEW)
    return relapse_facts(one_episode(by=by, ref=episode.pk, on=on).person)


def relapse_facts(person: Person) -> Relapse:
    """The same for who has asked for the right already: a removal as determined addicted rests on it."""
    measures = Episode.objects.filter(person__in=whole(person)).exclude(
        outcome__in=[Outcome.DUPLICATE, Outcome.MISTAKE]
    )
    ends = measures.filter(measure__in=REHABILITATION, outcome=Outcome.COMPLETED).values_list("ended_on", flat=True)
    begun = measures.post_rehab().values_list("started_on", flat=True)
    standing = {"episode__in": measures, "replaced_by__isnull": True}
    findings = UseFinding.objects.filter(**standing).exclude(act=Act.WITHDRAWN)
    answers = Determination.objects.filter(**standing).exclude(act=Act.WITHDRAWN)
    return relapse(
        completed_on=max((day for day in (*ends, *begun) if day), default=None),
        findings=[
            Found(on=found_on, confirmed_on=confirmed_on)
            for found_on, confirmed_on in findings.values_list("found_on", "confirmed_on")
        ],
        determinations=[
            Determined(asked_on=asked_on, result_on=result_on, addicted=result == DeterminationResult.ADDICTED)
            for asked_on, result_on, result in answers.values_list("asked_on", "result_on", "result")
        ],
    )


def alerts_256a(*, by: Actor, episode: Episode, on: date) -> list[Alert]:
    """The periods, running or to come, in which the Penal Code (Art 256a) may make illegal use a crime.

    For the police alone, and as dates: nothing is decided by it. Everybody else gets none. Raises NotFound.
    """
    held = one_episode(by=by, ref=episode.pk, on=on)
    if by.role not in roles_of(Party.POLICE):
        return []
    found = []
    measures = Episode.objects.filter(person__in=whole(held.person), started_on__isnull=False)
    for one in measures.exclude(outcome__in=[Outcome.DUPLICATE, Outcome.MISTAKE]).order_by("started_on", "pk"):
        assert one.started_on is not None  # noqa: S101 - filtered
        if one.measure in (*REHABILITATION, Measure.POST_REHAB):
            found.append(alert(alert_rule("in_course"), since=one.started_on, until=one.ended_on))
        if one.measure == Measure.POST_REHAB and one.ended_on:
            found.append(alert(alert_rule("after_management"), since=one.ended_on, until=one.ended_on))
        if one.measure in VOLUNTARY and one.outcome == Outcome.SELF_TERMINATED and one.ended_on:
            found.append(alert(alert_rule("after_stopping"), since=one.ended_on, until=one.ended_on))
    return [one for one in found if one is not None and (one.last is None or one.last >= on)]
