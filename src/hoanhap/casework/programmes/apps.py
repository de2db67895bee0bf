"""The programmes app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Models of post-rehabilitation management in the communes."""

    name = "hoanhap.casework.programmes"
    label = "programmes"
    verbose_name = _("Models of post-rehabilitation management")
