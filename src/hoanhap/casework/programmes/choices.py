"""Closed lists of the programmes app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ModelKind(models.TextChoices):
    """The models that plan 270 names in its part II."""

    VOLUNTEERS = "volunteers", _("Volunteers")
    B93_CLUB = "b93_club", _("B93 club")
    COUNSELLING_POINT = "counselling_point", _("Counselling point")
    OTHER = "other", _("Other model")


class Act(models.TextChoices):
    """What a fact about a deployment does."""

    STARTED = "started", _("started")
    ENDED = "ended", _("ended")
    CORRECTED = "corrected", _("corrected")
    WITHDRAWN = "withdrawn", _("withdrawn as entered by mistake")


class EndReason(models.TextChoices):
    """Why a model stopped running in a commune. Abolishing the commune is none of them."""

    DECISION_REVOKED = "decision_revoked", _("the decision was revoked")
    REPLACED = "replaced", _("replaced by another model")
    NO_NEED = "no_need", _("nobody left to help")
    NO_STAFF = "no_staff", _("nobody left to run it")
    OTHER = "other", _("another reason, see the note")


class Basis(models.TextChoices):
    """What a deployment rests on."""

    REPORTED = "reported", _("reported")
    ASSUMED = "assumed", _("assumed")


class TeamKind(models.TextChoices):
    """Teams of a commune: plan 270 II.1, and Decree 163/2026 Article 135 (B-V-55)."""

    VOLUNTEER_TEAM = "volunteer_team", _("volunteer social work team")
    SUPPORT_TEAM = "support_team", _("management and social-support team")


class TeamRole(models.TextChoices):
    """What somebody is in a team. In a support team the police lead and the health station is deputy (B-V-55)."""

    LEADER = "leader", _("leader")
    DEPUTY = "deputy", _("deputy")
    MEMBER = "member", _("member")


SUPPORT_WORDS = {
    TeamRole.LEADER: _("head of the group"),
    TeamRole.DEPUTY: _("deputy head of the group"),
    TeamRole.MEMBER: _("member"),
}
"""What the roles are called in a support team, which is a group (tổ) and no team (đội)."""


class AppointmentEnd(models.TextChoices):
    """Why an appointment in a team ended."""

    RESIGNED = "resigned", _("asked to leave")
    MOVED = "moved", _("moved away")
    HEALTH = "health", _("health")
    REPLACED = "replaced_by_another", _("replaced by somebody else")
    TEAM_ENDED = "team_ended", _("the team was dissolved")
    OTHER = "other", _("other reason")


class ConflictQuestion(models.TextChoices):
    """What is asked before somebody helps somebody (access-and-privacy.md §3.3): a yes to one means another helper."""

    RELATIVE = "relative", _("Are they relatives?")
    HOUSEHOLD = "household", _("Do they live in the same household?")
    DEBT = "debt", _("Does one owe the other money?")
    DISPUTE = "dispute", _("Have they a dispute or a quarrel?")
    WORKPLACE = "workplace", _("Do they work at the same place, or one for the other?")
    USED_TOGETHER = "used_together", _("Did they use drugs together?")
