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
