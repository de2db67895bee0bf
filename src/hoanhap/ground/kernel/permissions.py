"""The vocabulary of permission: what may be done, in which roles, and who is acting.

Which role has which permission stands in the policy file (``access/policy.toml``); which user holds which role,
where and when, in ``access``. Actions and selectors receive an :class:`Actor` and never look at a user.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from hoanhap.ground.kernel.errors import PermissionRefused


class Permission(StrEnum):
    """Everything that can be allowed. A closed list: what is not here cannot be done."""

    PLACES_VIEW = "places.view"
    PLANS_VIEW = "plans.view"
    PLANS_LOAD = "plans.load"
    PROGRESS_VIEW = "progress.view"
    DEPLOYMENTS_VIEW = "deployments.view"
    DEPLOYMENTS_RECORD = "deployments.record"
    DEPLOYMENTS_IMPORT = "deployments.import"
    DEPLOYMENTS_EXPORT = "deployments.export"
    PEOPLE_VIEW = "people.view"
    PEOPLE_VIEW_IDENTITY = "people.view_identity"
    PEOPLE_VIEW_NUMBERS = "people.view_numbers"
    PEOPLE_VIEW_PHONES = "people.view_phones"
    PEOPLE_VIEW_ADDRESSES = "people.view_addresses"
    PEOPLE_VIEW_MINORS = "people.view_minors"
    PEOPLE_OF_PLACE = "people.of_place"
    PEOPLE_UNDER_DECISION = "people.under_decision"
    PEOPLE_RECORD = "people.record"
    PEOPLE_IMPORT = "people.import"
    PEOPLE_TIE = "people.tie"
    PEOPLE_MERGE = "people.merge"
    PEOPLE_WHO_LOOKED = "people.who_looked"
    PEOPLE_FINISH = "people.finish"
    EPISODES_VIEW = "episodes.view"
    EPISODES_RECORD = "episodes.record"
    DECISIONS_PREPARE = "decisions.prepare"
    DECISIONS_SIGN = "decisions.sign"
    TRANSFERS_HANDLE = "transfers.handle"
    DUTIES_VIEW = "duties.view"
    EVIDENCE_VIEW = "evidence.view"
    EVIDENCE_RECORD = "evidence.record"
    PEOPLE_EXPORT = "people.export"
    TEAMS_VIEW = "teams.view"
    TEAMS_RECORD = "teams.record"
    HELPERS_ASSIGN = "helpers.assign"
    HELP_VIEW = "help.view"
    HELP_RECORD = "help.record"
    NOTES_WRITE = "notes.write"
    HELP_SHEETS = "help.sheets"
    REVIEWS_VIEW = "reviews.view"
    REVIEWS_HOLD = "reviews.hold"
    FIDELITY_VIEW = "fidelity.view"
    TESTS_APPOINTMENTS = "tests.appointments"
    TESTS_VIEW = "tests.view"
    TESTS_SCHEDULE = "tests.schedule"
    TESTS_RECORD = "tests.record"
    TESTS_SIGN = "tests.sign"
    TESTS_CONSENT = "tests.consent"
    DOCUMENTS_PREPARE = "documents.prepare"
    DOCUMENTS_SIGN = "documents.sign"
    DOCUMENTS_TEMPLATES = "documents.templates"
    PEOPLE_NAMESAKES = "people.namesakes"
    POSTS_VIEW = "posts.view"
    POSTS_GRANT = "posts.grant"
    AUDIT_VIEW = "audit.view"
    AUDIT_CHECKPOINT = "audit.checkpoint"
    REFERENCE_LOAD = "reference.load"


class Role(StrEnum):
    """The roles of the access matrix. Police investigators have none: investigating is no purpose here."""

    CITY_PROGRAMME_LEAD = "city_programme_lead"
    CITY_POLICE = "city_police"
    CITY_HEALTH = "city_health"
    JUSTICE_LEGAL_AID = "justice_legal_aid"
    FINANCE = "finance"
    INFORMATION = "information"
    SOCIAL_POLICY_BANK = "social_policy_bank"
    FATHERLAND_FRONT = "fatherland_front"
    DISTRICT_DESK = "district_desk"
    COMMUNE_CHAIR = "commune_chair"
    SOCIAL_AFFAIRS_OFFICER = "social_affairs_officer"
    COMMUNE_POLICE = "commune_police"
    COMMUNE_POLICE_CHIEF = "commune_police_chief"
    HEALTH_STATION = "health_station"
    HIV_HEALTH_WORKER = "hiv_health_worker"
    TEAM_LEADER = "team_leader"
    VOLUNTEER = "volunteer"
    CLUB_BOARD = "club_board"
    COUNSELLING_POINT = "counselling_point"
    FACILITY_STAFF = "facility_staff"
    INSPECTOR = "inspector"
    LOG_AUDITOR = "log_auditor"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    PERSON = "person"
    SYSTEM = "system"
    """The recorded actor of ``init``, ``demo`` and the commands that show no real person. Nobody signs in as it."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who is acting, in which post, with which rights, at this request.

    ``units`` are the primary keys of every administrative unit the post reaches today: its own, those below it,
    and earlier units that passed whole into them. ``everywhere`` is for the system actor and for city-wide roles
    whose reach is not a place. Text ids only, so that an audit event can outlive the account. ``confirmed``: the
    holder has proved to be there within the last five minutes (step-up).
    """

    user: str
    post: str = ""
    role: Role | None = None
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    units: frozenset[int] = field(default_factory=frozenset)
    everywhere: bool = False
    confirmed: bool = False

    def may(self, permission: Permission, *, at: int | None = None) -> bool:
        """Whether the post has ``permission``, and, where a unit's key is given, has it there."""
        if permission not in self.permissions:
            return False
        return at is None or self.everywhere or at in self.units

    def require(self, permission: Permission, *, at: int | None = None) -> None:
        """Raise :class:`PermissionRefused` unless :meth:`may` says yes."""
        if not self.may(permission, at=at):
            raise PermissionRefused("access.refused", permission=permission.value)


NOBODY = Actor(user="")
"""A visitor who has not signed in, or has no post today: may do nothing."""

SYSTEM = Actor(user="system", role=Role.SYSTEM, permissions=frozenset(Permission), everywhere=True, confirmed=True)
"""The system itself, acting through its own commands."""

PUBLIC = Actor(user="", permissions=frozenset({Permission.PROGRESS_VIEW}))
"""A visitor on the first page: sees the programme's safe totals (the matrix's public row), and nothing else."""
