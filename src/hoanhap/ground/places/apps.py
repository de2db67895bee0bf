"""The places app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Administrative units through time."""

    name = "hoanhap.ground.places"
    label = "places"
    verbose_name = _("Administrative units")
