"""Reads of papers and their templates. Whether a paper may be seen, its owner decides; templates are public."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from hoanhap.ground.access.models import Post
from hoanhap.ground.documents.choices import Step
from hoanhap.ground.documents.models import Document, DocumentStep, Edition, EditionQuerySet, Signatory
from hoanhap.ground.documents.rules import CAPACITIES, number_words
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.law.forms import form as law_form
from hoanhap.ground.places.models import Place


@dataclass(frozen=True, kw_only=True)
class DocumentState:
    """How a paper stands. ``corrected`` by another signed paper, which then holds in its place."""

    step: str = ""  # the last step; empty while prepared
    number_words: str = ""  # "12/QĐ-UBND"
    series: str = ""
    signed_on: date | None = None
    signed_by: str = ""  # the account
    signatory: str = ""
    capacity: str = ""
    served_on: date | None = None
    returned_on: date | None = None
    revoked_on: date | None = None
    reason: str = ""  # of the return or the revocation
    corrected_by: UUID | None = None

    @property
    def is_prepared(self) -> bool:
        """Whether it waits for a signature."""
        return not self.step

    @property
    def is_in_force(self) -> bool:
        """Whether it is signed, and neither revoked nor corrected."""
        return self.signed_on is not None and self.revoked_on is None and self.corrected_by is None


_ORDER = [Step.RETURNED, Step.SIGNED, Step.SERVED, Step.REVOKED]


def state(document: Document) -> DocumentState:
    """How one paper stands."""
    return states_of([document])[document.pk]


def states_of(documents: Iterable[Document]) -> dict[UUID, DocumentState]:
    """How many papers stand, by key, in one query."""
    keys = {document.pk for document in documents}
    steps = DocumentStep.objects.filter(
        Q(document__in=keys) | Q(document__corrects__in=keys, act__in=[Step.SIGNED, Step.REVOKED])
    ).select_related("document")
    own: dict[UUID, dict[str, DocumentStep]] = defaultdict(dict)
    corrected: dict[UUID, dict[UUID, set[str]]] = defaultdict(lambda: defaultdict(set))
    for step in steps:
        if step.document_id in keys:
            own[step.document_id][step.act] = step
        if step.document.corrects_id in keys:
            corrected[step.document.corrects_id][step.document_id].add(step.act)
    return {key: _state(own[key], corrected[key]) for key in keys}


def _state(steps: dict[str, DocumentStep], corrections: dict[UUID, set[str]]) -> DocumentState:
    signed = steps.get(Step.SIGNED)
    served, returned, revoked = (steps.get(act) for act in (Step.SERVED, Step.RETURNED, Step.REVOKED))
    ended = revoked or returned
    holds = (key for key, acts in corrections.items() if Step.SIGNED in acts and Step.REVOKED not in acts)
    return DocumentState(
        step=next((act.value for act in reversed(_ORDER) if act in steps), ""),
        number_words=number_words(signed.number or 0, signed.series) if signed else "",
        series=signed.series if signed else "",
        signed_on=signed.on if signed else None,
        signed_by=signed.by if signed else "",
        signatory=signed.signatory if signed else "",
        capacity=signed.capacity if signed else "",
        served_on=served.on if served else None,
        returned_on=returned.on if returned else None,
        revoked_on=revoked.on if revoked else None,
        reason=ended.reason if ended else "",
        corrected_by=next(holds, None),
    )


def edition_for(form: str, on: date) -> Edition:
    """The edition of a form's template in force on a day. Raises NotFound, RuleViolation."""
    edition = Edition.objects.in_force(form, on).first()
    if edition is None:
        if not Edition.objects.filter(form=form).exists():
            raise NotFound("documents.unknown_form", form=form)
        raise RuleViolation("documents.no_edition", form=form, day=on)
    if not edition.own_layout and not law_form(form).covers(on):
        raise RuleViolation("documents.form_not_in_force", form=form, day=on)
    return edition


def editions(*, by: Actor) -> EditionQuerySet:
    """Every edition of every template."""
    by.require(Permission.DOCUMENTS_TEMPLATES)
    return Edition.objects.in_order()


def edition(*, by: Actor, ref: UUID) -> Edition:
    """One edition. Raises NotFound."""
    found = editions(by=by).filter(pk=ref).first()
    if found is None:
        raise NotFound("documents.unknown_template")
    return found


def signing_posts(*, by: Actor, on: date) -> QuerySet[Post]:
    """The posts in the actor's reach that sign papers on a day, with ``capacity`` where one was recorded."""
    by.require(Permission.DOCUMENTS_TEMPLATES)
    told = Signatory.objects.open_on(on).filter(post=OuterRef("pk"))
    roles = [role.value for role in CAPACITIES]
    found = Post.objects.visible_to(by).open_on(on).filter(role__in=roles).select_related("user", "place")
    return found.annotate(capacity=Subquery(told.values("capacity")[:1]))


def signing_post(*, by: Actor, ref: UUID, on: date) -> Post:
    """One of them. Raises NotFound."""
    found = signing_posts(by=by, on=on).filter(pk=ref).first()
    if found is None:
        raise NotFound("documents.unknown_post")
    return found


def signatories_of(*, by: Actor, post: Post) -> QuerySet[Signatory]:
    """The forms of signature recorded for a post, the latest first."""
    by.require(Permission.DOCUMENTS_TEMPLATES, at=post.place_id)
    return Signatory.objects.filter(post=post).order_by("-from_on")


def place_of_sample(*, by: Actor, on: date) -> Place:
    """A unit to print a sample with: the first commune in the actor's reach. Raises NotFound without places."""
    found = Place.objects.valid_on(on).commune_level().reached_by(by).select_related("parent__parent").in_order()
    place = found.first()
    if place is None:
        raise NotFound("documents.unknown_template")
    return place
