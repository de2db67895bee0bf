"""Closed lists of the access app, and the words for the roles."""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.kernel.permissions import Permission, Role


class Language(models.TextChoices):
    """The languages of the screens, each under its own name."""

    VIETNAMESE = "vi", "Tiếng Việt"
    ENGLISH = "en", "English"


ROLE_WORDS: Mapping[Role, str | Promise] = {
    Role.CITY_PROGRAMME_LEAD: _("City programme lead"),
    Role.CITY_POLICE: _("City police, command and guidance"),
    Role.CITY_HEALTH: _("City health department"),
    Role.JUSTICE_LEGAL_AID: _("Justice department, legal aid centre"),
    Role.FINANCE: _("Finance department"),
    Role.INFORMATION: _("Information and communications department"),
    Role.SOCIAL_POLICY_BANK: _("Social policy bank branch"),
    Role.FATHERLAND_FRONT: _("Fatherland Front and its organisations"),
    Role.DISTRICT_DESK: _("District desk (until 30/06/2025)"),
    Role.COMMUNE_CHAIR: _("Commune chair"),
    Role.SOCIAL_AFFAIRS_OFFICER: _("Social affairs officer"),
    Role.COMMUNE_POLICE: _("Commune police"),
    Role.COMMUNE_POLICE_CHIEF: _("Commune police chief"),
    Role.HEALTH_STATION: _("Health station"),
    Role.HIV_HEALTH_WORKER: _("HIV-authorised health worker"),
    Role.TEAM_LEADER: _("Volunteer team leader"),
    Role.VOLUNTEER: _("Volunteer"),
    Role.CLUB_BOARD: _("B93 club board"),
    Role.COUNSELLING_POINT: _("Counselling point"),
    Role.FACILITY_STAFF: _("Rehabilitation or methadone facility"),
    Role.INSPECTOR: _("Inspector"),
    Role.LOG_AUDITOR: _("Auditor of the log"),
    Role.SYSTEM_ADMINISTRATOR: _("System administrator"),
    Role.PERSON: _("The person concerned, or a guardian"),
}
"""Every role that a post may have, in the order of the access matrix. ``Role.SYSTEM`` is held by nobody."""

ROLE_CHOICES = [(role.value, words) for role, words in ROLE_WORDS.items()]

PERMISSION_WORDS: Mapping[Permission, str | Promise] = {
    Permission.PLACES_VIEW: _("see places"),
    Permission.PLANS_VIEW: _("see plans"),
    Permission.PLANS_LOAD: _("load plans"),
    Permission.PROGRESS_VIEW: _("see progress"),
    Permission.DEPLOYMENTS_VIEW: _("see models in places"),
    Permission.DEPLOYMENTS_RECORD: _("record models in places"),
    Permission.DEPLOYMENTS_IMPORT: _("import models in places"),
    Permission.DEPLOYMENTS_EXPORT: _("export models in places"),
    Permission.PEOPLE_VIEW: _("see name and year of birth of people in reach"),
    Permission.PEOPLE_VIEW_IDENTITY: _("see the whole identity, without numbers of papers"),
    Permission.PEOPLE_VIEW_NUMBERS: _("see numbers of papers unmasked"),
    Permission.PEOPLE_VIEW_PHONES: _("see telephone numbers"),
    Permission.PEOPLE_VIEW_ADDRESSES: _("see addresses"),
    Permission.PEOPLE_VIEW_MINORS: _("reach minors by place"),
    Permission.PEOPLE_OF_PLACE: _("reach everybody who lives in the units of the post"),
    Permission.PEOPLE_UNDER_DECISION: _("reach who lives there and is under a decision or being handed over"),
    Permission.PEOPLE_RECORD: _("register people and correct what is recorded of them"),
    Permission.PEOPLE_IMPORT: _("import lists of people"),
    Permission.PEOPLE_TIE: _("say who works with a person"),
    Permission.PEOPLE_MERGE: _("merge two files of one person"),
    Permission.PEOPLE_WHO_LOOKED: _("see who looked at a person's file"),
    Permission.PEOPLE_FINISH: _("open a file after the end of the term, for its certificate and removal"),
    Permission.EPISODES_VIEW: _("see measures, stages and days"),
    Permission.EPISODES_RECORD: _("record what happens in a measure"),
    Permission.DECISIONS_PREPARE: _("prepare decisions"),
    Permission.DECISIONS_SIGN: _("sign decisions"),
    Permission.TRANSFERS_HANDLE: _("hand over and take over"),
    Permission.DUTIES_VIEW: _("see duties and what is overdue"),
    Permission.EVIDENCE_VIEW: _("see findings, tests and determinations"),
    Permission.EVIDENCE_RECORD: _("record findings, tests and determinations"),
    Permission.PEOPLE_EXPORT: _("export the list of people"),
    Permission.TEAMS_VIEW: _("see volunteer and support teams"),
    Permission.TEAMS_RECORD: _("set up teams, appoint and release members"),
    Permission.HELPERS_ASSIGN: _("assign volunteers to people"),
    Permission.HELP_VIEW: _("see needs, help plans and visits"),
    Permission.HELP_RECORD: _("record needs, help plans and visits"),
    Permission.NOTES_WRITE: _("write and read one's own counselling notes"),
    Permission.HELP_SHEETS: _("make monthly activity and allowance sheets"),
    Permission.REVIEWS_VIEW: _("see quarterly reviews"),
    Permission.REVIEWS_HOLD: _("hold the monthly and quarterly reviews"),
    Permission.FIDELITY_VIEW: _("see whether the model does what it must"),
    Permission.TESTS_APPOINTMENTS: _("see appointments for drug tests"),
    Permission.TESTS_VIEW: _("see drug tests and their results"),
    Permission.TESTS_SCHEDULE: _("set how often tests are due, and draw for them"),
    Permission.TESTS_RECORD: _("record drug test sessions"),
    Permission.TESTS_SIGN: _("sign a positive drug test for a second body"),
    Permission.TESTS_CONSENT: _("record a person's consent to share a result"),
    Permission.DOCUMENTS_PREPARE: _("prepare official papers"),
    Permission.DOCUMENTS_SIGN: _("sign official papers"),
    Permission.DOCUMENTS_TEMPLATES: _("keep the templates of official papers and the forms of signature"),
    Permission.PEOPLE_NAMESAKES: _("compare suspected namesakes of two units, by code"),
    Permission.POSTS_VIEW: _("see accounts and posts"),
    Permission.POSTS_GRANT: _("grant and end posts"),
    Permission.AUDIT_VIEW: _("read the audit log"),
    Permission.AUDIT_CHECKPOINT: _("take a checkpoint of the audit log"),
    Permission.REFERENCE_LOAD: _("load reference data"),
}
