"""Two files of one person become one, and two again where that was wrong. No row moves: see ``people.merging``."""

from collections.abc import Iterator
from uuid import UUID

from hoanhap.casework.people import rows, rules
from hoanhap.casework.people.choices import MergeAct
from hoanhap.casework.people.locking import locked, place_of
from hoanhap.casework.people.merging import parts
from hoanhap.casework.people.models import MergeFact, OtherName, Person
from hoanhap.casework.people.selectors import whole
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission


@audited
def merge_people(*, by: Actor, kept: Person, merged: Person, reason: str) -> Person:
    """Make ``merged`` a part of ``kept``: from now on both are read as one person, under the kept file.

    Every room that points at people is asked first, and any of them may refuse with its reason. Both people must be
    in the actor's reach, with the right to merge where each lives. Raises RuleViolation, NotFound, PermissionRefused.
    """
    for one in sorted((kept, merged), key=lambda person: person.pk):  # locked in one order for all
        locked(by, one, Permission.PEOPLE_MERGE)
    (keep, place), (part, _there) = (locked(by, one, Permission.PEOPLE_MERGE) for one in (kept, merged))
    said = rules.check_reason(reason)
    if keep.pk == part.pk:
        raise RuleViolation("people.same_file", field="merged")
    for room in parts().values():
        room.check(keep, part, by)
    for room in parts().values():
        room.merge(keep, part, by)
    MergeFact.objects.create(act=MergeAct.MERGED, kept=keep, merged=part, reason=said, recorded_at=clock.now())
    _point(part, keep)
    facts = {"merged": str(part.pk)}
    record_many([rows.entry("people.merged", keep, place, **facts), rows.entry("people.merged", part, place)], by=by)
    return keep


@audited
def undo_merge(*, by: Actor, merged: UUID, reason: str) -> Person:
    """Make a merged file a person of its own again; returns it.

    Refused with ``people.changed_since_merge`` if anything was recorded of the person after the merge: which of the
    two it belongs to, nobody could say.
    """
    fact = MergeFact.objects.filter(merged=merged, act=MergeAct.MERGED, replaced_by__isnull=True).first()
    if fact is None:
        raise NotFound("people.not_merged")
    part = Person.objects.select_for_update(of=("self",)).get(pk=merged)
    keep, place = locked(by, part, Permission.PEOPLE_MERGE)
    said = rules.check_reason(reason)
    changed = [label for room in parts().values() for label in room.changes_since(keep, part, fact.recorded_at)]
    if changed:
        raise RuleViolation("people.changed_since_merge", changed=sorted(set(changed)))
    for room in parts().values():
        room.undo(keep, part, by)
    MergeFact.objects.create(
        act=MergeAct.UNDONE, kept_id=fact.kept_id, merged=part, reason=said, replaces=fact, recorded_at=clock.now()
    )
    _point(part, None)
    own = place_of(part) or place
    events = [rows.entry("people.merge_undone", keep, place), rows.entry("people.merge_undone", part, own)]
    record_many(events, by=by)
    return part


def _point(part: Person, root: Person | None) -> None:
    """Let a file, and the files merged into it before, point to ``root``; then set what each is found by."""
    before = part.merged_into
    below = list(_below(part))
    part.merged_into = root
    part.save(update_fields=["merged_into"])
    for one in below:
        one.merged_into = part if root is None else root
        one.save(update_fields=["merged_into"])
    for touched in (root, before, part):
        if touched is not None:
            _refresh(touched)


def _below(person: Person) -> Iterator[Person]:
    """The files merged into this one, and into those, as the open merges have it."""
    standing = MergeFact.objects.filter(kept=person, act=MergeAct.MERGED, replaced_by__isnull=True)
    for fact in standing.select_related("merged"):
        yield fact.merged
        yield from _below(fact.merged)


def _refresh(person: Person) -> None:
    """What a person is found by: the names of the whole."""
    same = whole(person)
    names = [person.name, *Person.objects.filter(pk__in=same).exclude(pk=person.pk).values_list("name", flat=True)]
    others = OtherName.objects.filter(person__in=same).order_by("recorded_at", "pk").values_list("name", flat=True)
    person.search_key = rules.search_key(dict.fromkeys([*names, *others]))
    person.save(update_fields=["search_key"])
