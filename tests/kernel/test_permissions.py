"""Who may do what, where."""

import pytest

from hoanhap.ground.kernel.errors import PermissionRefused
from hoanhap.ground.kernel.permissions import NOBODY, PUBLIC, SYSTEM, Actor, Permission

OFFICER = Actor(user="u", permissions=frozenset({Permission.DEPLOYMENTS_RECORD}), units=frozenset({1, 2}))


@pytest.mark.parametrize(
    ("actor", "permission", "at", "allowed"),
    [
        (OFFICER, Permission.DEPLOYMENTS_RECORD, None, True),
        (OFFICER, Permission.DEPLOYMENTS_RECORD, 1, True),
        (OFFICER, Permission.DEPLOYMENTS_RECORD, 3, False),
        (OFFICER, Permission.DEPLOYMENTS_IMPORT, 1, False),
        (SYSTEM, Permission.DEPLOYMENTS_IMPORT, 3, True),
        (PUBLIC, Permission.PROGRESS_VIEW, None, True),
        (PUBLIC, Permission.DEPLOYMENTS_VIEW, None, False),
        (NOBODY, Permission.PLACES_VIEW, None, False),
    ],
)
def test_permission_and_place_must_both_hold(
    actor: Actor, permission: Permission, at: int | None, allowed: bool
) -> None:
    assert actor.may(permission, at=at) is allowed
    if allowed:
        actor.require(permission, at=at)
    else:
        with pytest.raises(PermissionRefused):
            actor.require(permission, at=at)
