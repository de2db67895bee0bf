"""The exchange app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Export log, workbooks, staging of imports."""

    name = "hoanhap.ground.exchange"
    label = "exchange"
    verbose_name = _("Exports and imports")

    def ready(self) -> None:
        """Lists export through here."""
        from hoanhap.ground.exchange.actions import export_rows
        from hoanhap.ground.web.sheets import exports_go_through

        exports_go_through(export_rows)
