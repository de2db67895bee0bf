"""Templates and forms of signature: loaded, replaced, confirmed."""

from dataclasses import dataclass

from hoanhap.ground.audit.actions import audited, record
from hoanhap.ground.documents import shipped
from hoanhap.ground.documents.models import Edition
from hoanhap.ground.documents.source import read
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Actor, Permission


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
