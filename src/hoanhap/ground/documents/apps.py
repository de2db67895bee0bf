"""The documents app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Official papers: templates, number register, signatories, files."""

    name = "hoanhap.ground.documents"
    label = "documents"
    verbose_name = _("Official papers")
