"""The only writers of deployments. Screen, import and demo all come here.

Each action appends facts; :func:`_follow` then brings the state table after them and nothing else writes it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from hoanhap.casework.programmes import rules
from hoanhap.casework.programmes.choices import Act, Basis
from hoanhap.casework.programmes.models import Deployment, DeploymentFact
from hoanhap.ground.audit.actions import Entry, audited, record, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.places.models import Place

COLUMNS = (
    "place_id",
    "kind",
    "name",
    "decision_no",
    "decision_on",
    "from_on",
    "to_on",
    "end_reason",
    "basis",
    "note",
)


@dataclass(frozen=True, kw_only=True)
class NewDeployment:
    """What is to be recorded about one deployment. ``to_on`` with ``end_reason`` where it has already ended."""

    place: Place
    kind: str
    decision_no: str
    decision_on: date
    from_on: date
    name: str = ""
    to_on: date | None = None
    end_reason: str = ""
    basis: str = Basis.REPORTED
    note: str = ""

    @property
    def running(self) -> rules.Running:
        """The same facts as plain values, for the rules."""
        return rules.Running(
            kind=self.kind,
            name=tidy(self.name),
            decision_no=tidy(self.decision_no),
            decision_on=self.decision_on,
            from_on=self.from_on,
            to_on=self.to_on,
        )


def start_deployment(*, by: Actor, new: NewDeployment) -> Deployment:
    """Record that a model runs in a commune. Raises RuleViolation, PermissionRefused."""
    return start_deployments(by=by, new=[new])[0]


@audited
def start_deployments(*, by: Actor, new: Sequence[NewDeployment]) -> list[Deployment]:
    """Record many deployments at once: the same rules, one event each, or none of them.

    ``at`` in the facts of a RuleViolation is the number of the refused one in ``new``, counted from 0.
    """
    moment = clock.now()
    units = {item.place.pk for item in new}
    _lock_units(units)
    running = _running_in(units)
    facts = []
    for number, item in enumerate(new):
        by.require(Permission.DEPLOYMENTS_RECORD, at=item.place.pk)
        beside = running.setdefault(item.place.pk, {})
        try:
            check_deployment(item, list(beside.values()), clock.today())
        except RuleViolation as violation:
            violation.facts.setdefault("at", number)
            raise
        fact = _fact(item, deployment=uuid4(), act=Act.STARTED, at=moment)
        beside[fact.deployment] = item.running
        facts.append(fact)
    DeploymentFact.objects.bulk_create(facts, batch_size=500)
    state = _follow(facts)
    record_many(
        [_entry("programmes.deployment_started", fact, item.place) for fact, item in zip(facts, new, strict=True)],
        by=by,
    )
    return state


@audited
def import_deployments(
    *, by: Actor, new: Sequence[NewDeployment], ended: Sequence[tuple[Deployment, NewDeployment]]
) -> int:
    """Record what a list brings: deployments that start, and ends of those that run; all of it or nothing.

    Returns how many were recorded.
    """
    by.require(Permission.DEPLOYMENTS_IMPORT)
    _lock_units({item.place.pk for item in new} | {facts.place.pk for _, facts in ended})
    for deployment, facts in ended:
        if facts.to_on is None:
            raise RuleViolation("programmes.nothing_changed")
        end_deployment(by=by, deployment=deployment, to_on=facts.to_on, reason=facts.end_reason, note=facts.note)
    if new:
        start_deployments(by=by, new=new)
    return len(new) + len(ended)


@audited
def end_deployment(*, by: Actor, deployment: Deployment, to_on: date, reason: str, note: str = "") -> Deployment:
    """Record the last day on which a model ran in a commune, and why it ended."""
    current = _locked(deployment.pk)
    by.require(Permission.DEPLOYMENTS_RECORD, at=current.place_id)
    if current.to_on is not None:
        raise RuleViolation("programmes.already_ended", day=current.to_on)
    rules.check_end_reason(reason, tidy(note), field="reason")
    rules.check_lengths(name="", decision_no="", note=tidy(note))
    rules.check_end(from_on=current.from_on, to_on=to_on, on=clock.today())
    fact = _next_fact(current, act=Act.ENDED, to_on=to_on, end_reason=reason, note=tidy(note) or current.note)
    record_many([_entry("programmes.deployment_ended", fact, current.place)], by=by)
    return _follow([fact])[0]


@audited
def correct_deployment(*, by: Actor, deployment: Deployment, corrected: NewDeployment, reason: str) -> Deployment:
    """Replace what was recorded by what is right, keeping both, with the reason.

    The unit may be corrected too; the actor needs the right in the old unit and in the new one.
    """
    _lock_units({deployment.place_id, corrected.place.pk})
    current = _locked(deployment.pk)
    by.require(Permission.DEPLOYMENTS_RECORD, at=current.place_id)
    by.require(Permission.DEPLOYMENTS_RECORD, at=corrected.place.pk)
    if not tidy(reason):
        raise RuleViolation("programmes.reason_missing", field="reason")
    beside = _running_in({corrected.place.pk}).get(corrected.place.pk, {})
    beside.pop(current.pk, None)
    check_deployment(corrected, list(beside.values()), clock.today())
    fact = _fact(corrected, deployment=current.pk, act=Act.CORRECTED, at=clock.now())
    if all(getattr(fact, column) == getattr(current, column) for column in COLUMNS):
        raise RuleViolation("programmes.nothing_changed")
    fact.replaces_id, fact.reason = current.fact_id, tidy(reason)
    fact.save(force_insert=True)
    record_many([_entry("programmes.deployment_corrected", fact, corrected.place)], by=by)
    return _follow([fact])[0]


@audited
def withdraw_deployment(*, by: Actor, deployment: Deployment, reason: str) -> None:
    """Take back a deployment that was entered by mistake: it counts nowhere, and its history stays."""
    current = _locked(deployment.pk)
    by.require(Permission.DEPLOYMENTS_RECORD, at=current.place_id)
    if not tidy(reason):
        raise RuleViolation("programmes.reason_missing", field="reason")
    fact = _next_fact(current, act=Act.WITHDRAWN, reason=tidy(reason))
    record_many([_entry("programmes.deployment_withdrawn", fact, current.place)], by=by)
    _follow([fact])


@audited
def rebuild_deployments(*, by: Actor) -> int:
    """Derive the whole state table anew from the facts; returns how many deployments it holds."""
    by.require(Permission.REFERENCE_LOAD)
    Deployment.objects.all().delete()
    last = DeploymentFact.objects.filter(replaced_by__isnull=True).exclude(act=Act.WITHDRAWN)
    Deployment.objects.bulk_create([_state(fact) for fact in last.iterator()], batch_size=500)
    number = Deployment.objects.count()
    record("programmes.deployments_rebuilt", "programmes.deployment:all", by=by, facts={"number": number})
    return number


def check_deployment(item: NewDeployment, beside: list[rules.Running], today: date) -> None:
    """Everything that must hold of a deployment, beside the others in its unit. Raises RuleViolation."""
    if not item.place.is_commune_level:
        raise RuleViolation("programmes.not_a_commune", field="place")
    rules.check_running(item.running, unit_from=item.place.valid_from, unit_to=item.place.valid_to, on=today)
    rules.check_lengths(name=tidy(item.name), decision_no=tidy(item.decision_no), note=tidy(item.note))
    if item.to_on is not None:
        rules.check_end_reason(item.end_reason, tidy(item.note), field="end_reason")
    rules.check_no_overlap(item.running, beside)


def _locked(key: UUID) -> Deployment:
    """The present state, locked until the transaction ends."""
    current = Deployment.objects.select_for_update(of=("self",)).select_related("place", "fact").filter(pk=key).first()
    if current is None:
        raise NotFound("programmes.unknown_deployment")
    return current


def _lock_units(places: set[int]) -> None:
    """Hold these units, so that two who record in one of them take turns, even where nothing runs there yet.

    Units before deployments, in one order for all: two actions never wait for each other.
    """
    list(Place.objects.select_for_update(no_key=True).filter(pk__in=places).order_by("pk").values_list("pk"))


def _running_in(places: set[int]) -> dict[int, dict[UUID, rules.Running]]:
    """What runs or ran in these units; by unit and deployment. The units are held by the caller."""
    running: dict[int, dict[UUID, rules.Running]] = {}
    for state in Deployment.objects.filter(place__in=places).order_by("place_id", "pk"):
        running.setdefault(state.place_id, {})[state.pk] = state.running
    return running


def _fact(item: NewDeployment, *, deployment: UUID, act: Act, at: datetime) -> DeploymentFact:
    return DeploymentFact(
        deployment=deployment,
        act=act,
        place_id=item.place.pk,
        kind=item.kind,
        name=tidy(item.name),
        decision_no=tidy(item.decision_no),
        decision_on=item.decision_on,
        from_on=item.from_on,
        to_on=item.to_on,
        end_reason=item.end_reason if item.to_on else "",
        basis=item.basis,
        note=tidy(item.note),
        recorded_at=at,
    )


def _next_fact(current: Deployment, **changes: object) -> DeploymentFact:
    """Append the fact that follows the present one, equal but for ``changes``."""
    columns = {column: getattr(current, column) for column in COLUMNS} | changes
    fact = DeploymentFact(deployment=current.pk, replaces_id=current.fact_id, recorded_at=clock.now(), **columns)
    fact.save(force_insert=True)
    return fact


def _follow(facts: Iterable[DeploymentFact]) -> list[Deployment]:
    """Bring the state of each fact's deployment after the fact."""
    started = [fact for fact in facts if fact.act == Act.STARTED]
    others = [fact for fact in facts if fact.act != Act.STARTED]
    Deployment.objects.filter(pk__in=[fact.deployment for fact in others]).delete()
    return Deployment.objects.bulk_create(
        [_state(fact) for fact in [*started, *others] if fact.act != Act.WITHDRAWN], batch_size=500
    )


def _state(fact: DeploymentFact) -> Deployment:
    return Deployment(id=fact.deployment, fact=fact, **{column: getattr(fact, column) for column in COLUMNS})


def _entry(event: str, fact: DeploymentFact, place: Place) -> Entry:
    return Entry(
        event=event,
        subject=f"programmes.deployment:{fact.deployment}",
        chain=place.chain,
        facts={
            "place": f"{place.code}@{place.valid_from.isoformat()}",
            "kind": fact.kind,
            "from_on": fact.from_on.isoformat(),
            "to_on": fact.to_on.isoformat() if fact.to_on else None,
        },
    )
