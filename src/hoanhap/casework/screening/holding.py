"""Rows held until the end of an action, and what the log says of them.

A session's people are seen by whoever holds the session at its unit: police and health station test together (plan 270,
II.1), also where the station does not otherwise care for somebody.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from hoanhap.casework.screening.models import Draw, StripTest, TestSession
from hoanhap.ground.audit.actions import Entry
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place


def held_draw(by: Actor, ref: UUID, permission: Permission) -> Draw:
    """A draw of the actor's units, locked. Raises NotFound, PermissionRefused."""
    by.require(permission)
    found = Draw.objects.visible_to(by).select_for_update(of=("self",)).select_related("place").filter(pk=ref).first()
    if found is None:
        raise NotFound("screening.unknown")
    by.require(permission, at=found.place_id)
    return found


def held_session(by: Actor, ref: UUID, permission: Permission) -> TestSession:
    """A session of the actor's units, locked. Raises NotFound, PermissionRefused."""
    by.require(permission)
    found = TestSession.objects.visible_to(by).select_for_update(of=("self",)).select_related("place")
    session = found.filter(pk=ref).first()
    if session is None:
        raise NotFound("screening.unknown")
    by.require(permission, at=session.place_id)
    return session


def tests_in_reach(by: Actor) -> QuerySet[StripTest]:
    """The tests of sessions in the actor's units, and those of people for whom these units answer now."""
    if not by.may(Permission.TESTS_VIEW):
        return StripTest.objects.none()
    found = StripTest.objects.select_related("line__session__place", "line__episode__person", "line__episode__place")
    if by.everywhere:
        return found
    return found.filter(Q(line__session__place__in=by.units) | Q(line__episode__place__in=by.units))


def held_test(by: Actor, ref: UUID, permission: Permission) -> StripTest:
    """A standing test in the actor's reach; its session is locked. Raises NotFound, PermissionRefused."""
    by.require(permission)
    test = tests_in_reach(by).filter(pk=ref, replaced_by__isnull=True).first()
    if test is None:
        raise NotFound("screening.unknown")
    TestSession.objects.select_for_update().get(pk=test.line.session_id)
    return test


def entry(name: str, subject: str, place: Place, facts: Mapping[str, object] | None = None) -> Entry:
    """An entry of the log in the chain of a unit."""
    return Entry(event=name, subject=subject, chain=place.chain, facts=facts)


def entry_of_test(name: str, test: StripTest, facts: Mapping[str, object] | None = None) -> Entry:
    """An entry about one test."""
    return entry(name, f"screening.strip_test:{test.pk}", test.line.session.place, facts)
