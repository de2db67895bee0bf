"""The law app: rulebooks and their command; it has no models."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawConfig(AppConfig):
    """The law as data."""

    name = "hoanhap.ground.law"
    label = "law"
    verbose_name = _("The law")
