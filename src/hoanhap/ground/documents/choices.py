"""Closed lists of the documents app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Body(models.TextChoices):
    """Whose paper it is."""

    COMMITTEE = "committee", _("people's committee")
    POLICE = "police", _("police")
    FACILITY = "facility", _("facility")


class Step(models.TextChoices):
    """What happens to a prepared paper, each at most once."""

    SIGNED = "signed", _("signed")
    RETURNED = "returned", _("returned unsigned")
    SERVED = "served", _("served")
    REVOKED = "revoked", _("revoked")


class FileFormat(models.TextChoices):
    """What a paper can be had as."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
