"""Reads of deployments, always within the actor's scope."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hoanhap.casework.programmes.models import Deployment, DeploymentFact, DeploymentQuerySet
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.choices import COMMUNE_LEVEL
from hoanhap.ground.places.models import Lineage, Place


def deployments(*, by: Actor) -> DeploymentQuerySet:
    """The deployments in the actor's units, as they stand now, with their places."""
    return Deployment.objects.visible_to(by).select_related("place", "place__parent")


def deployment(*, by: Actor, ref: UUID) -> Deployment:
    """One deployment as it stands now. Raises NotFound where there is none in the actor's units."""
    found = deployments(by=by).filter(pk=ref).first()
    if found is None:
        raise NotFound("programmes.unknown_deployment")
    return found


def history(*, by: Actor, ref: UUID) -> QuerySet[DeploymentFact]:
    """Everything ever recorded about one deployment, the newest first; also when it has been withdrawn.

    Raises NotFound where its present unit, or the last one, is outside the actor's units.
    """
    by.require(Permission.DEPLOYMENTS_VIEW)
    facts = DeploymentFact.objects.filter(deployment=ref).select_related("place", "place__parent").order_by("-pk")
    newest = facts.first()
    if newest is None or not by.may(Permission.DEPLOYMENTS_VIEW, at=newest.place_id):
        raise NotFound("programmes.unknown_deployment")
    return facts


def communes_to_choose(*, by: Actor) -> QuerySet[Place]:
    """The commune-level units, of any day, in which the actor may record; with ``runs``: whether a model runs there,
    its own or that of a unit before it."""
    by.require(Permission.DEPLOYMENTS_RECORD)
    running = Deployment.objects.filter(to_on__isnull=True)
    own = running.filter(place=OuterRef("pk"))
    taken_over = Lineage.objects.filter(later=OuterRef("pk"), earlier__in=running.values("place"))
    units = Place.objects.filter(kind__in=COMMUNE_LEVEL).reached_by(by).select_related("parent")
    return units.annotate(runs=Exists(own) | Exists(taken_over)).in_order()


def commune_to_record(*, by: Actor, code: str, valid_from: str) -> Place:
    """The unit in which the actor is going to record. Raises NotFound outside the actor's units."""
    found = communes_to_choose(by=by).filter(code=code, valid_from=valid_from).first()
    if found is None:
        raise NotFound("programmes.unknown_unit", found=code, day=valid_from)
    return found


def communes_without_model(*, by: Actor, day: date) -> QuerySet[Place]:
    """The actor's communes of a day in which no model runs: neither there nor in a unit that is linked to them."""
    by.require(Permission.DEPLOYMENTS_VIEW)
    running = Deployment.objects.open_on(day)
    applying = Place.objects.filter(
        Q(pk__in=running.values("place"))
        | Q(earlier_lines__earlier__in=running.values("place"))
        | Q(later_lines__later__in=running.values("place"))
    )
    communes = Place.objects.valid_on(day).commune_level().reached_by(by)
    return communes.exclude(pk__in=applying.values("pk")).select_related("parent").in_order()
