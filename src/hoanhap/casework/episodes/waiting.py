"""Papers that wait for a signature, and who may help: what the pages of decisions ask for."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from hoanhap.casework.episodes import rules
from hoanhap.casework.episodes.actions.helping import HELPING_ROLES
from hoanhap.casework.episodes.choices import PaperKind
from hoanhap.casework.episodes.models import Episode, EpisodePaper
from hoanhap.casework.episodes.paperwork import CHAIR_SIGNS
from hoanhap.ground.access.models import Post, PostQuerySet
from hoanhap.ground.documents.models import DocumentStep
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import Actor, Permission, Role
from hoanhap.ground.law.authorities import authority_for
from hoanhap.ground.law.choices import Party, Step

OF_THE_POLICE = {PaperKind.TRANSFER_NOTICE: "post_rehab_transfer"}
"""Papers whose act does not stand in ``brings``."""


def waiting(*, of: Iterable[UUID]) -> QuerySet[EpisodePaper]:
    """The last paper of each kind of these measures that nobody has signed or returned yet."""
    steps = DocumentStep.objects.filter(document=OuterRef("document"))
    later = EpisodePaper.objects.filter(
        episode=OuterRef("episode"), kind=OuterRef("kind"), recorded_at__gt=OuterRef("recorded_at")
    )
    return EpisodePaper.objects.filter(~Exists(steps), ~Exists(later), episode__in=list(of))


def waiting_by_kind(*, of: Iterable[Episode]) -> dict[tuple[UUID, str], UUID]:
    """The keys of the documents that wait, by measure and kind. One query."""
    rows = waiting(of=[one.pk for one in of]).values_list("episode", "kind", "document")
    return {(episode, kind): document for episode, kind, document in rows}


def to_sign(*, by: Actor, kinds: Collection[PaperKind], on: date) -> list[EpisodePaper]:
    """The papers of these kinds, in the units of the acting post, that wait and that somebody else prepared."""
    by.require(Permission.DECISIONS_SIGN)
    open_ones = Episode.objects.visible_to(by, on).open().answered_for_by(by).values("pk")
    found = waiting(of=open_ones.values_list("pk", flat=True)).filter(kind__in=kinds)
    rows = found.select_related("episode__person", "episode__place", "document").order_by("recorded_at", "pk")
    return [row for row in rows if row.document.prepared_by != by.user and by.role in signers_of(row, on)]


def signers_of(paper: EpisodePaper, on: date) -> frozenset[Role]:
    """The posts that sign a paper under the law of a day; empty where no post here does."""
    act = str(paper.brings.get("act") or OF_THE_POLICE.get(PaperKind(paper.kind), ""))
    if act in CHAIR_SIGNS:
        return rules.roles_of(Party.CHAIR)
    try:
        return rules.roles_of(authority_for(act, Step.SIGNS, on=on).party)
    except Refusal:
        return frozenset()


def helping_posts(*, by: Actor, on: date) -> PostQuerySet:
    """The posts of the actor's units whose holders may be assigned to help."""
    by.require(Permission.DECISIONS_PREPARE)
    found = Post.objects.visible_to(by).open_on(on).filter(role__in=[role.value for role in HELPING_ROLES])
    return found.select_related("user", "place").order_by("user__sort_key", "pk")
