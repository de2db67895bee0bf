"""What a role opens files for, unless it says otherwise: the first purpose of its row in access-and-privacy.md §3.3."""

from collections.abc import Mapping

from hoanhap.casework.people.choices import Purpose
from hoanhap.ground.kernel.permissions import Role

FIRST: Mapping[Role, Purpose] = {
    Role.COMMUNE_CHAIR: Purpose.AFTERCARE,
    Role.SOCIAL_AFFAIRS_OFFICER: Purpose.AFTERCARE,
    Role.COMMUNE_POLICE: Purpose.AFTERCARE,
    Role.COMMUNE_POLICE_CHIEF: Purpose.AFTERCARE,
    Role.HEALTH_STATION: Purpose.HEALTH,
    Role.HIV_HEALTH_WORKER: Purpose.HIV,
    Role.TEAM_LEADER: Purpose.HELP,
    Role.VOLUNTEER: Purpose.HELP,
    Role.CLUB_BOARD: Purpose.HELP,
    Role.COUNSELLING_POINT: Purpose.HELP,
    Role.FACILITY_STAFF: Purpose.HEALTH,
    Role.JUSTICE_LEGAL_AID: Purpose.LEGAL_AID,
    Role.SOCIAL_POLICY_BANK: Purpose.LIVELIHOOD,
    Role.INSPECTOR: Purpose.INSPECTION,
    Role.PERSON: Purpose.OWN_REQUEST,
}


def purpose_of(role: Role | None) -> str:
    """The purpose with which a post of this role opens a file; empty (and so refused) where the role has none."""
    return FIRST[role].value if role and role in FIRST else ""
