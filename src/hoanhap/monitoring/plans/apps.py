"""The plans app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Plans, their editions and targets, and the progress towards them."""

    name = "hoanhap.monitoring.plans"
    label = "plans"
    verbose_name = _("Plans and targets")
