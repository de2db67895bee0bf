"""The desk app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The first page, and screens that compose several rooms. Owns no facts."""

    name = "hoanhap.doors.desk"
    label = "desk"
    verbose_name = _("Desk")
