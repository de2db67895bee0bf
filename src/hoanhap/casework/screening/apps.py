"""The screening app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    """Drug tests of people under management: when, of whom, how, and what a positive may lead to."""

    name = "hoanhap.casework.screening"
    label = "screening"
    verbose_name = _("Drug tests")
