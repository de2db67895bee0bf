"""What was changed in one person's file, for whom may see the whole identity."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from hoanhap.casework.people import selectors
from hoanhap.casework.people.choices import MergeAct, ResidenceKind
from hoanhap.casework.people.models import Identifier, IdentityFact, MergeFact, Person, Residence, ResidenceFact
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission


@dataclass(frozen=True)
class History:
    """Corrections of an identity, what happened to residences, papers taken back, files merged and parted."""

    identities: list[IdentityFact] = field(default_factory=list, repr=False)
    residences: list[ResidenceFact] = field(default_factory=list, repr=False)
    withdrawn: list[Identifier] = field(default_factory=list, repr=False)
    merges: list[MergeFact] = field(default_factory=list, repr=False)

    @property
    def open_merges(self) -> list[MergeFact]:
        """The merges that stand and can be undone."""
        undone = {fact.replaces_id for fact in self.merges}
        return [fact for fact in self.merges if fact.act == MergeAct.MERGED and fact.pk not in undone]


def history(*, by: Actor, person: Person) -> History:
    """What was changed; nothing for a post that may not see the whole identity. ``person`` was opened before."""
    if not by.may(Permission.PEOPLE_VIEW_IDENTITY):
        return History()
    same = selectors.whole(person)
    facts = ResidenceFact.objects.filter(person__in=same).defer("address").select_related("place")
    return History(
        identities=list(IdentityFact.objects.filter(person__in=same, replaces__isnull=False)),
        residences=list(facts),
        withdrawn=list(Identifier.objects.filter(person__in=same, withdrawn_at__isnull=False).defer("number")),
        merges=list(MergeFact.objects.filter(kept__in=same).select_related("merged").order_by("recorded_at", "pk")),
    )


def merge(*, by: Actor, person: Person, ref: str) -> MergeFact:
    """The standing merge by which the file ``ref`` became part of this person's. Raises NotFound."""
    for fact in history(by=by, person=person).open_merges:
        if fact.merged.reference == ref:
            return fact
    raise NotFound("people.not_merged")


def residences(*, person: Person) -> QuerySet[Residence]:
    """The residences of a person in reach, with the fact that says where."""
    return Residence.objects.filter(person__in=selectors.whole(person)).select_related("fact", "place")


def residence(*, person: Person, key: UUID) -> Residence:
    """One of them. Raises NotFound."""
    found = residences(person=person).filter(pk=key).first()
    if found is None:
        raise NotFound("people.unknown_entry")
    return found


def is_open(residence: Residence, on: date) -> bool:
    """Whether somebody lives or is registered there on a day."""
    return residence.from_on <= on and (residence.to_on is None or residence.to_on >= on)


def is_lived_in(residence: Residence) -> bool:
    """Whether it is the one that says which unit answers for the person."""
    return residence.kind == ResidenceKind.CURRENT and residence.to_on is None
