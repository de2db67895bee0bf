"""The list behind the figures of the progress page."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.programmes.choices import ModelKind
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.lists import Column, DayColumn, LinkColumn, ListTable
from hoanhap.ground.web.templatetags.shelf import pill
from hoanhap.monitoring.plans.progress import Applies
from hoanhap.monitoring.plans.progress_units import UnitLine

WORDS = {
    Applies.YES: (_("applies"), "green", "check"),
    Applies.ESTIMATE: (_("estimate"), "amber", "dot"),
    Applies.NO: (_("does not"), "grey", "circle"),
}


class LineColumn(Column):
    """A column that is read from the commune's line; not sortable, since the database does not know it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(orderable=False, empty_values=(), **kwargs)


class UnitTable(ListTable):
    """Each commune of a vintage with what it applies; ``lines`` are the counted lines by the commune's key."""

    lines: ClassVar[Mapping[int, UnitLine]] = {}

    code = Column(verbose_name=_("Code"))
    name = LinkColumn(
        accessor="full_name",
        verbose_name=_("Commune"),
        order_by="sort_key",
        to="places:unit_detail",
        by=("code", "valid_from__isoformat"),
        attrs={"td": {"lang": "vi"}},
    )
    district = Column(
        accessor="parent__name", verbose_name=_("District"), order_by="parent__sort_key", attrs={"td": {"lang": "vi"}}
    )
    applies = Column(verbose_name=_("Applies"), empty_values=())
    models = LineColumn(verbose_name=_("Models"))
    since = DayColumn(verbose_name=_("Since"), orderable=False, empty_values=())
    decisions = LineColumn(verbose_name=_("Decisions"), attrs={"td": {"lang": "vi"}})
    basis = LineColumn(verbose_name=_("Basis"))

    class Meta(ListTable.Meta):
        model = Place
        fields = ("name", "code", "district", "applies", "models", "since", "decisions", "basis")
        order_by = ("name",)

    @classmethod
    def over(cls, lines: Mapping[int, UnitLine]) -> type["UnitTable"]:
        """The table for these lines."""
        return type("UnitTable", (cls,), {"lines": lines})

    def _line(self, record: Place) -> UnitLine:
        return self.lines[record.pk]

    def render_applies(self, record: Place) -> SafeString:
        """A pill with icon and word."""
        words, tone, icon = WORDS[self._line(record).applies]
        return pill(words, tone, icon)

    def value_applies(self, record: Place) -> str:
        """The word alone, for export."""
        return str(WORDS[self._line(record).applies][0])

    def render_models(self, record: Place) -> str:
        """The models that are counted."""
        kinds = self._line(record).kinds
        return ", ".join(str(choice.label) for choice in ModelKind if choice.value in kinds)

    def render_since(self, record: Place, column: DayColumn) -> str:
        """The first day of the earliest of them."""
        since = self._line(record).since
        return column.render(since) if since else ""

    def value_since(self, record: Place) -> object:
        """A real day, for export."""
        return self._line(record).since

    def render_decisions(self, record: Place) -> str:
        """The numbers of their decisions."""
        return ", ".join(self._line(record).decisions)

    def render_basis(self, record: Place) -> str:
        """Whether the commune counts by a report or by an assumption."""
        line = self._line(record)
        if not line.applies:
            return ""
        return str(_("assumed")) if line.assumed else str(_("reported"))
