"""Reads of hand-overs: who is announced to whom, and who has to do something about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When

from hoanhap.casework.episodes import state
from hoanhap.casework.episodes.choices import DutyState, EventKind, TransferAct, TransferKind
from hoanhap.casework.episodes.models import Duty, Episode, EpisodeEvent, Transfer, TransferStep, works_by_place
from hoanhap.casework.episodes.rules import roles_of
from hoanhap.casework.people.selectors import people
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused
from hoanhap.ground.kernel.permissions import Actor, Permission, Role
from hoanhap.ground.law.authorities import authority_for
from hoanhap.ground.law.choices import Party, Step

PENDING = (TransferAct.SENT, TransferAct.POLICE_ACKNOWLEDGED)


def by_place(by: Actor) -> bool:
    """Whether the post works by place; a facility's post does not, though it stands at the city."""
    return by.everywhere or works_by_place(by)


def coming_to(by: Actor) -> Q:
    """Transfers whose receiver is a unit of the post."""
    if by.everywhere:
        return Q()
    return Q(to_place__in=by.units) if by_place(by) else Q(pk__in=[])


def going_from(by: Actor) -> Q:
    """Transfers whose sender is a unit of the post, or the post itself."""
    if by.everywhere:
        return Q()
    own = Q(from_post=by.post) if by.post else Q(pk__in=[])
    return own | Q(from_place__in=by.units) if by_place(by) else own


def transfers(*, by: Actor) -> QuerySet[Transfer]:
    """The transfers to and from the actor's units, the pending ones first, with person and units."""
    if not by.may(Permission.TRANSFERS_HANDLE):
        return Transfer.objects.none()
    found = Transfer.objects.filter(coming_to(by) | going_from(by))
    return found.select_related("episode__person", "episode__place", "from_place", "to_place").order_by(
        "left_on", "recorded_at", "pk"
    )


def incoming(*, by: Actor) -> QuerySet[Transfer]:
    """Who waits to be accepted by the actor's units."""
    return transfers(by=by).filter(coming_to(by), state__in=PENDING)


def outgoing(*, by: Actor) -> QuerySet[Transfer]:
    """Whom others have still to accept from the actor's units, or from the facility of the post."""
    return transfers(by=by).filter(going_from(by), state__in=PENDING)


def listed(*, by: Actor, on: date, coming: bool) -> QuerySet[Transfer]:
    """The transfers to the actor's units (``coming``) or from them, settled ones too, the longest waiting first.

    With ``sent_on``, ``last_on`` (of the last step), ``due_on`` and ``due_version`` (of the duty of the measure that is
    due first) and ``seen`` (whether the person's file is in the actor's reach).
    """
    return _dated(transfers(by=by).filter(coming_to(by) if coming else going_from(by)), by, on)


def dated_transfer(*, by: Actor, ref: UUID, on: date) -> Transfer:
    """One transfer with what :func:`listed` says of it. Raises NotFound."""
    found = _dated(transfers(by=by), by, on).filter(pk=ref).first()
    if found is None:
        raise NotFound("episodes.unknown_transfer")
    return found


def _dated(found: QuerySet[Transfer], by: Actor, on: date) -> QuerySet[Transfer]:
    done = TransferStep.objects.filter(transfer=OuterRef("pk"))
    due = Duty.objects.filter(episode=OuterRef("episode"), state=DutyState.OPEN).order_by("due_on", "pk")
    seen = Q(episode__person__in=people(by=by, on=on).values("pk"))
    return found.annotate(
        sent_on=Subquery(done.filter(act=TransferAct.SENT).values("on")[:1]),
        last_on=Subquery(done.order_by("-on", "-recorded_at").values("on")[:1]),
        due_on=Subquery(due.values("due_on")[:1]),
        due_version=Subquery(due.values("version")[:1]),
        seen=Case(When(seen, then=Value(True)), default=Value(False)),
    )


def waiting_of(*, by: Actor, of: Collection[Episode]) -> list[Transfer]:
    """What waits for an answer in these measures of a person whose file the actor has opened."""
    by.require(Permission.EPISODES_VIEW)
    found = Transfer.objects.filter(episode__in=[one.pk for one in of], state__in=PENDING)
    return list(found.select_related("from_place", "to_place").order_by("left_on", "recorded_at", "pk"))


def leaving_of(episode: Episode) -> EpisodeEvent | None:
    """The leaving that no take-over has followed yet, of a measure that the caller has in reach."""
    taken = (EventKind.TRANSFERRED, EventKind.REASSIGNED)
    for one in reversed(state.facts_of([episode.pk])[episode.pk].events):
        if one.kind in taken:
            return None
        if one.kind == EventKind.LEFT:
            return one
    return None


def transfer(*, by: Actor, ref: UUID) -> Transfer:
    """One transfer to or from the actor's units. Raises NotFound."""
    found = transfers(by=by).filter(pk=ref).first()
    if found is None:
        raise NotFound("episodes.unknown_transfer")
    return found


def steps(*, by: Actor, transfer: Transfer) -> list[TransferStep]:
    """What was done with a transfer, in order; reasons stay sealed until shown."""
    by.require(Permission.TRANSFERS_HANDLE)
    return list(transfer.steps.order_by("on", "recorded_at"))


@dataclass(frozen=True)
class Possible:
    """What the actor may do with a transfer now: the buttons of its page."""

    acknowledge: bool
    accept: bool
    refuse: bool
    withdraw: bool


def possible(*, by: Actor, transfer: Transfer) -> Possible:
    """What the actor may do with a transfer now."""
    pending = transfer.state in PENDING and by.may(Permission.TRANSFERS_HANDLE)
    here = pending and by_place(by) and by.may(Permission.TRANSFERS_HANDLE, at=transfer.to_place_id)
    waits = transfer.police_must_acknowledge and transfer.state == TransferAct.SENT
    announced = transfer.kind == TransferKind.COMMUNE or transfer.episode.started_on is None
    return Possible(
        acknowledge=here and waits and acts_for(by, Party.COMMUNE_POLICE),
        accept=here and not waits and acts_for(by, Party.COMMUNE_PC),
        refuse=here and announced,
        withdraw=pending and Transfer.objects.filter(going_from(by), pk=transfer.pk).exists(),
    )


def acts_for(by: Actor, party: Party) -> bool:
    """Whether the post acts for a party of the rulebook. The system acts for all: it records what others did."""
    return by.role is Role.SYSTEM or by.role in roles_of(party)


def check_acts_for(by: Actor, party: Party) -> None:
    """Raise PermissionRefused unless the post acts for the party."""
    if not acts_for(by, party):
        raise PermissionRefused("episodes.other_party")


def police_receives(on: date) -> bool:
    """Whether the police of the new place must acknowledge before the committee there accepts.

    Who keeps the dossier receives it. Under A the committee keeps dossier and list and the police only help (D116
    77-81): its acceptance alone hands the person over. Under B the commune police keep both (D163 135): without their
    acknowledgement nobody would hold the dossier.
    """
    return authority_for("post_rehab_dossier", Step.KEEPS, on=on).party is Party.COMMUNE_POLICE
