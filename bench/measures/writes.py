"""What writes, and what reads back what was written."""

from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from uuid import uuid4

from django.db import connection, transaction

from bench import goals
from bench.harness import Measure, Proof
from bench.population import commune_units
from bench.world import World
from hoanhap.casework.programmes.actions.deployments import NewDeployment, start_deployment
from hoanhap.casework.programmes.choices import Act, Basis, ModelKind
from hoanhap.casework.programmes.models import Deployment, DeploymentFact
from hoanhap.ground.audit import selectors as audit
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel import clock

START = date(2022, 3, 1)


def create(world: World) -> Measure:
    """One deployment through the action, against one bare insert of the same fact, each in its transaction."""
    communes = commune_units()
    numbers = count(1)
    made = {"reference": 0, "ours": 0}
    lead = world.lead.actor  # made before counting: making an account is recorded too
    before = _counts()

    def facts_of(number: int) -> dict[str, object]:
        return {
            "place": communes[number % len(communes)],
            "kind": ModelKind.OTHER.value,
            "name": f"Mô hình đo ghi {number}",
            "decision_no": f"{number}/QĐ-UBND",
            "decision_on": START - timedelta(days=7),
            "from_on": START,
        }

    def reference() -> None:
        number = next(numbers)
        with transaction.atomic():
            DeploymentFact.objects.create(
                deployment=uuid4(),
                act=Act.STARTED,
                basis=Basis.REPORTED,
                recorded_at=clock.now(),
                **facts_of(number),
            )
        made["reference"] += 1

    def ours() -> None:
        number = next(numbers)
        start_deployment(by=lead, new=NewDeployment(**facts_of(number)))  # type: ignore[arg-type]
        made["ours"] += 1

    def proof() -> Proof:
        after = _counts()
        grown = {name: after[name] - before[name] for name in after}
        wanted = {
            "facts": made["reference"] + made["ours"],
            "deployments": made["ours"],
            "audit entries": made["ours"],
        }
        counts = {**{f"new {name}": number for name, number in grown.items()}, **made}
        return Proof(equal=grown == wanted, counts=counts, difference="" if grown == wanted else str(wanted))

    return Measure(
        goal=goals.P9,
        reference=reference,
        ours=ours,
        proof=proof,
        runs=20,
        about="start_deployment: rules, scope, fact, state, audit entry; bare: the fact alone, by the ORM",
    )


def _counts() -> dict[str, int]:
    return {
        "facts": DeploymentFact.objects.count(),
        "deployments": Deployment.objects.count(),
        "audit entries": AuditEntry.objects.count(),
    }


_LOG = """SELECT previous, chain, seq, kind, name, subject, "user", post, role, purpose, facts, recorded_at, digest
    FROM audit_entry ORDER BY chain, seq"""


def verification(world: World) -> Measure:
    """The whole log verified, against reading its rows and hashing them once."""
    auditor = world.auditor.actor  # made before counting: making an account is recorded too
    found = {"reference": 0, "ours": 0, "chains": 0}
    whole = {"ok": False}

    def reference() -> None:
        number = 0
        with connection.cursor() as cursor:
            cursor.execute(_LOG)
            while rows := cursor.fetchmany(2000):
                for row in rows:
                    sha256("".join(map(str, row)).encode()).hexdigest()
                number += len(rows)
        found["reference"] = number

    def ours() -> None:
        verdict = audit.verdict(by=auditor)
        found["ours"], found["chains"], whole["ok"] = verdict.entries, verdict.chains, verdict.ok

    def proof() -> Proof:
        entries = AuditEntry.objects.count()
        equal = found["reference"] == found["ours"] == entries and whole["ok"]
        return Proof(equal=equal, counts={"entries": entries, **found}, difference="" if equal else "or not whole")

    return Measure(
        goal=goals.AUDIT,
        reference=reference,
        ours=ours,
        proof=proof,
        runs=1,
        work=AuditEntry.objects.count(),
        about="audit.selectors.verdict; reference: the same rows read with a cursor and hashed",
    )
