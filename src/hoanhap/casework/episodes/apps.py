"""The episodes app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EpisodesConfig(AppConfig):
    """Measures of the law, decided about people and ended again."""

    name = "hoanhap.casework.episodes"
    label = "episodes"
    verbose_name = _("Measures")

    def ready(self) -> None:
        """Say what becomes of this room's rows when two files turn out to be one person, and what it takes from a
        list of people."""
        from hoanhap.casework.episodes.actions.listing import write_listed
        from hoanhap.casework.episodes.listed_cells import COLUMNS, FACILITY, HELPER
        from hoanhap.casework.episodes.listing import check_listed
        from hoanhap.casework.episodes.merging import check_one_open, episodes_changed
        from hoanhap.casework.people import import_parts, merging

        merging.register(self.name, merging.MergePart(check=check_one_open, changes_since=episodes_changed))
        part = import_parts.ImportPart(
            columns=COLUMNS, left_out=(HELPER, FACILITY), check=check_listed, write=write_listed
        )
        import_parts.register(self.name, part)
