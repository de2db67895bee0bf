"""The people app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """People who are helped, and those close to them."""

    name = "hoanhap.casework.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Say what becomes of this room's rows when two files turn out to be one person."""
        from hoanhap.casework.people.merging import MergePart, register
        from hoanhap.casework.people.selectors import changes_since

        register(self.name, MergePart(changes_since=changes_since))
