"""The audit app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Events and reads: append-only, chained, signed."""

    name = "hoanhap.ground.audit"
    label = "audit"
    verbose_name = _("Audit log")
