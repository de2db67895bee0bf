"""The episodes app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EpisodesConfig(AppConfig):
    """Measures of the law, decided about people and ended again."""

    name = "hoanhap.casework.episodes"
    label = "episodes"
    verbose_name = _("Measures")

    def ready(self) -> None:
        """Say what becomes of this room's rows when two files turn out to be one person."""
        from hoanhap.casework.episodes.merging import check_one_open, episodes_changed
        from hoanhap.casework.people.merging import MergePart, register

        register(self.name, MergePart(check=check_one_open, changes_since=episodes_changed))
