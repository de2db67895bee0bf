"""Deployments: what is known of them, fact by fact, and the state that follows."""

from datetime import date, datetime, time, timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from hoanhap.casework.programmes.choices import Act, Basis, EndReason, ModelKind
from hoanhap.casework.programmes.rules import LONGEST, Running
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place


class DeploymentQuerySet(models.QuerySet["Deployment"]):
    """The reading vocabulary of deployments."""

    def visible_to(self, actor: Actor) -> Self:
        """The deployments in the units of the actor's post; none without the right to view."""
        if not actor.may(Permission.DEPLOYMENTS_VIEW):
            return self.none()
        return self if actor.everywhere else self.filter(place__in=actor.units)

    def open_on(self, day: date) -> Self:
        """Those that ran on ``day``, first and last day included."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day)

    def counted_in(self, communes: models.QuerySet[Place]) -> list[Self]:
        """The deployments that count for these communes: those on a commune itself, on a unit that passed into it, and
        on a unit that came from it; one query each.

        Each row tells for which commune it counts (``unit``), and whether only through a divided unit (``split``).
        """
        keys = communes.order_by().values("pk")
        own = self.filter(place__in=keys).annotate(
            unit=F("place_id"), split=Value(False, output_field=models.BooleanField())
        )
        onward = self.filter(place__later_lines__later__in=keys).annotate(
            unit=F("place__later_lines__later"), split=F("place__later_lines__through_split")
        )
        back = self.filter(place__earlier_lines__earlier__in=keys).annotate(
            unit=F("place__earlier_lines__earlier"), split=F("place__earlier_lines__through_split")
        )
        return [own, onward, back]


class DeploymentFactQuerySet(models.QuerySet["DeploymentFact"]):
    """What was known when."""

    def known_on(self, day: date) -> Self:
        """The facts that stood at the end of ``day``: recorded by then, and neither replaced nor withdrawn by then."""
        midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=LOCAL)
        later = DeploymentFact.objects.filter(replaces=OuterRef("pk"), recorded_at__lt=midnight)
        return self.filter(~Exists(later), recorded_at__lt=midnight).exclude(act=Act.WITHDRAWN)


class DeploymentColumns(models.Model):
    """The columns that a fact and the state derived from it share."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    kind = models.TextField(choices=ModelKind)
    name = models.TextField(blank=True, default="")  # what an "other" model calls itself
    decision_no = models.TextField()
    decision_on = models.DateField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)  # the last day it ran; NULL while it runs
    end_reason = models.TextField(choices=EndReason, blank=True, default="")
    basis = models.TextField(choices=Basis, default=Basis.REPORTED)
    note = models.TextField(blank=True, default="")

    class Meta:
        abstract = True

    @property
    def running(self) -> Running:
        """The same facts as plain values, for the rules."""
        return Running(
            kind=self.kind,
            name=self.name,
            decision_no=self.decision_no,
            decision_on=self.decision_on,
            from_on=self.from_on,
            to_on=self.to_on,
        )


def _promises(prefix: str) -> list[models.BaseConstraint]:
    """What must be true of a fact and of the state alike."""
    ended_with_reason = (Q(to_on__isnull=True) & Q(end_reason="")) | (Q(to_on__isnull=False) & ~Q(end_reason=""))
    return [
        models.CheckConstraint(condition=Q(kind__in=ModelKind.values), name=f"{prefix}_kind_known"),
        models.CheckConstraint(condition=~Q(kind=ModelKind.OTHER) | ~Q(name=""), name=f"{prefix}_other_has_a_name"),
        models.CheckConstraint(condition=~Q(decision_no=""), name=f"{prefix}_decision_given"),
        models.CheckConstraint(condition=Q(from_on__gte=F("decision_on")), name=f"{prefix}_decided_before_start"),
        models.CheckConstraint(
            condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name=f"{prefix}_ends_after_start"
        ),
        models.CheckConstraint(condition=ended_with_reason, name=f"{prefix}_ended_with_reason"),
        models.CheckConstraint(condition=Q(basis__in=Basis.values), name=f"{prefix}_basis_known"),
        *(
            models.CheckConstraint(
                condition=LessThanOrEqual(Length(column), most), name=f"{prefix}_{column}_not_too_long"
            )
            for column, most in LONGEST.items()
        ),
    ]


class DeploymentFact(DeploymentColumns):
    """One thing recorded about a deployment. Never changed: the next fact says what it replaces, and why."""

    deployment = models.UUIDField()  # which deployment; the state table may no longer hold it
    act = models.TextField(choices=Act)
    reason = models.TextField(blank=True, default="")  # why it was corrected or withdrawn
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    recorded_at = models.DateTimeField()

    objects = DeploymentFactQuerySet.as_manager()

    class Meta:
        constraints = [
            *_promises("deployment_fact"),
            models.CheckConstraint(condition=Q(act__in=Act.values), name="deployment_fact_act_known"),
            models.CheckConstraint(
                condition=(Q(act=Act.STARTED) & Q(replaces__isnull=True))
                | (~Q(act=Act.STARTED) & Q(replaces__isnull=False)),
                name="deployment_fact_only_the_first_replaces_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(act__in=[Act.CORRECTED, Act.WITHDRAWN]) | ~Q(reason=""),
                name="deployment_fact_corrected_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["deployment", "id"], name="deployment_fact_history"),  # one deployment's history
        ]


class Deployment(DeploymentColumns):
    """The present state of one deployment, derived from its facts by ``actions`` alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    fact = models.OneToOneField(DeploymentFact, models.PROTECT, related_name="+")  # the fact it follows from

    objects = DeploymentQuerySet.as_manager()

    class Meta:
        constraints = _promises("deployment")
        indexes = [
            models.Index(fields=["place", "from_on"], name="deployment_in_place"),  # progress, a commune's models
            models.Index(fields=["from_on", "id"], name="deployment_newest"),  # the list's default order
        ]
