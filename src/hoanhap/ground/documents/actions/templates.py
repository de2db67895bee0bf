"""Templates and forms of signature: loaded, replaced, confirmed."""

from dataclasses import dataclass
from datetime import date, timedelta

from hoanhap.ground.access.models import Post
from hoanhap.ground.audit.actions import audited, record
from hoanhap.ground.documents import rules, shipped
from hoanhap.ground.documents.files import try_print
from hoanhap.ground.documents.models import Edition, Signatory
from hoanhap.ground.documents.source import read
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission, Role


@dataclass(frozen=True)
class Loaded:
    """How many editions came that were not there yet."""

    changed: int


@audited
def load_reference(*, by: Actor) -> Loaded:
    """Bring the shipped templates in.

    A shipped text that differs from the newest shipped one of its form is a further edition from the same day; what an
    administrator uploaded stays in front of it.
    """
    by.require(Permission.REFERENCE_LOAD)
    known: dict[str, list[str]] = {}
    for edition in Edition.objects.order_by("number"):
        known.setdefault(edition.form, []).append(edition.source)
    new = []
    for one in shipped.templates():
        texts = known.get(one.form, [])
        if one.source in texts:
            continue
        new.append(
            Edition(
                form=one.form,
                number=len(texts) + 1,
                valid_from=one.valid_from,
                source=one.source,
                own_layout=read(one.source).own_layout,
                recorded_at=clock.now(),
            )
        )
    Edition.objects.bulk_create(new)
    record("documents.reference_loaded", "documents.edition:reference", by=by, facts={"editions": len(new)})
    return Loaded(len(new))


@audited
def add_edition(*, by: Actor, form: str, source: str, valid_from: date) -> Edition:
    """Add another text as the next edition of a form, once it has been printed with sample data.

    Raises RuleViolation with ``line`` where the text cannot be read; NotFound, PermissionRefused.
    """
    by.require(Permission.DOCUMENTS_TEMPLATES)
    newest = Edition.objects.select_for_update().filter(form=form).order_by("-number").first()
    if newest is None:
        raise NotFound("documents.unknown_form", form=form)
    source = source.replace("\r\n", "\n").removeprefix("\ufeff")
    if source == newest.source:
        raise RuleViolation("documents.template_same", field="file")
    if valid_from < newest.valid_from:
        raise RuleViolation("documents.template_day", field="valid_from", day=newest.valid_from)
    template = read(source)
    if template.own_layout != newest.own_layout or not set(template.bodies) <= set(read(newest.source).bodies):
        raise RuleViolation("documents.template_other_form", field="file")
    try_print(source)
    edition = Edition.objects.create(
        form=form,
        number=newest.number + 1,
        valid_from=valid_from,
        source=source,
        own_layout=template.own_layout,
        recorded_at=clock.now(),
    )
    facts = {"form": form, "edition": edition.number, "valid_from": valid_from}
    record("documents.edition_added", f"documents.edition:{edition.pk}", by=by, facts=facts)
    return edition


@audited
def verify_edition(*, by: Actor, edition: Edition, on: date) -> Edition:
    """Record that an edition was compared with the Gazette. Raises RuleViolation, PermissionRefused."""
    current = Edition.objects.select_for_update().get(pk=edition.pk)
    by.require(Permission.DOCUMENTS_TEMPLATES)
    if current.own_layout:
        raise RuleViolation("documents.no_form_to_compare")
    if current.verified:
        raise RuleViolation("documents.already_verified")
    rules.check_days(on=on, not_before=date.min, today=clock.today())
    current.verified, current.verified_on, current.verified_by = True, on, by.user
    current.save(update_fields=["verified", "verified_on", "verified_by"])
    facts = {"form": current.form, "edition": current.number, "on": on}
    record("documents.edition_verified", f"documents.edition:{current.pk}", by=by, facts=facts)
    return current


@audited
def add_signatory(*, by: Actor, post: Post, capacity: str, from_on: date) -> Signatory:
    """Record as what the holder of a post signs from a day on; the form of signature before it ends the day before.

    Raises RuleViolation, PermissionRefused.
    """
    held = Post.objects.select_for_update(of=("self",)).select_related("place").get(pk=post.pk)
    by.require(Permission.DOCUMENTS_TEMPLATES, at=held.place_id)
    capacity = rules.capacity_of(capacity)
    if Role(held.role) not in rules.CAPACITIES:
        raise RuleViolation("documents.signatory_not_signing", field="capacity")
    if from_on < held.from_on or (held.to_on is not None and from_on > held.to_on):
        raise RuleViolation("documents.signatory_days", field="from_on", day=held.from_on)
    last = Signatory.objects.filter(post=held).order_by("-from_on").first()
    if last is not None and from_on <= last.from_on:
        raise RuleViolation("documents.signatory_overlaps", field="from_on", day=last.from_on)
    if last is not None and (last.to_on is None or last.to_on >= from_on):
        last.to_on = from_on - timedelta(days=1)
        last.save(update_fields=["to_on"])
    made = Signatory.objects.create(
        post=held, capacity=capacity, from_on=from_on, to_on=held.to_on, recorded_at=clock.now()
    )
    facts = {"post": str(held.pk), "capacity": capacity, "from_on": from_on}
    chain = held.place.chain
    record("documents.signatory_added", f"documents.signatory:{made.pk}", by=by, chain=chain, facts=facts)
    return made
