"""Lists of deployments."""

from collections.abc import Iterable

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.programmes.models import Deployment
from hoanhap.ground.exchange.models import ImportRow
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.lists import Column, DayColumn, LinkColumn, ListTable, NumberColumn


class DeploymentTable(ListTable):
    """The models that run or ran in the communes."""

    empty_title = _("No model is recorded")
    empty_words = _("No deployment matches these filters, or none is recorded in your communes yet.")
    spare = ("to_on",)

    code = Column(accessor="place__code", verbose_name=_("Code"))
    place = LinkColumn(
        accessor="place__full_name",
        verbose_name=_("Commune"),
        order_by="place__sort_key",
        to="programmes:deployment_detail",
        attrs={"td": {"lang": "vi"}},
    )
    above = Column(
        accessor="place__parent__full_name",
        verbose_name=_("District"),
        order_by="place__parent__sort_key",
        attrs={"td": {"lang": "vi"}},
    )
    kind = Column(accessor="get_kind_display", verbose_name=_("Model"), order_by="kind")
    decision_no = Column(verbose_name=_("Decision"), attrs={"td": {"lang": "vi"}})
    decision_on = DayColumn(verbose_name=_("Decided on"))
    from_on = DayColumn(verbose_name=_("Runs since"))
    to_on = DayColumn(verbose_name=_("Last day"))

    class Meta(ListTable.Meta):
        model = Deployment
        fields = ("place", "code", "above", "kind", "decision_no", "decision_on", "from_on", "to_on")
        order_by = ("-from_on",)


class CommuneTable(ListTable):
    """The communes in which the actor may record."""

    empty_title = _("No commune is found")
    empty_words = _("No commune of yours matches. A commune that was merged is found on a day on which it stood.")
    spare = ("valid_to",)

    code = Column(verbose_name=_("Code"))
    name = LinkColumn(
        accessor="full_name",
        verbose_name=_("Commune"),
        order_by="sort_key",
        to="programmes:deployment_start",
        by=("code", "valid_from__isoformat"),
        attrs={"td": {"lang": "vi"}},
    )
    above = Column(
        accessor="parent__full_name",
        verbose_name=_("Above it"),
        order_by="parent__sort_key",
        attrs={"td": {"lang": "vi"}},
    )
    valid_from = DayColumn(verbose_name=_("Stands since"))
    valid_to = DayColumn(verbose_name=_("Until"))
    runs = Column(verbose_name=_("A model runs here"))

    class Meta(ListTable.Meta):
        model = Place
        fields = ("name", "code", "above", "valid_from", "valid_to", "runs")
        order_by = ("name",)

    def render_runs(self, value: bool) -> str:
        """In a word."""
        return str(_("yes")) if value else str(_("no"))


class ImportProblemTable(ListTable):
    """The rows of a list that cannot be, each with its cells, what stands there and why."""

    empty_title = _("No row has a problem")
    empty_words = _("What the list would do stands above.")

    number = NumberColumn(verbose_name=_("Row"))
    cells = Column(
        accessor="problems", verbose_name=_("Cell"), orderable=False, attrs={"td": {"class": "hn-only-wide"}}
    )
    found = Column(
        accessor="problems",
        verbose_name=_("Stands there"),
        orderable=False,
        attrs={"td": {"lang": "vi", "class": "hn-only-wide"}},
    )
    why = Column(accessor="problems", verbose_name=_("Why that cannot be"), orderable=False)

    class Meta(ListTable.Meta):
        model = ImportRow
        fields = ("number", "cells", "found", "why")
        order_by = ("number",)

    def render_cells(self, value: list[dict[str, str]]) -> SafeString:
        """One line a problem."""
        return _lines(problem["cell"] for problem in _by_cell(value))

    def render_found(self, value: list[dict[str, str]]) -> SafeString:
        """One line a problem."""
        return _lines(problem["value"] or "–" for problem in _by_cell(value))

    def render_why(self, value: list[dict[str, str]]) -> SafeString:
        """One line a problem; on a phone with its cell."""
        problems = ((problem["cell"], problem["reason"]) for problem in _by_cell(value))
        return format_html_join("", '<div><span class="hn-only-narrow">{}: </span>{}</div>', problems)


def _by_cell(problems: list[dict[str, str]]) -> list[dict[str, str]]:
    """In the order in which the eye goes along the row: A2, B2, … AA2."""
    return sorted(problems, key=lambda problem: (len(problem["cell"]), problem["cell"]))


def _lines(texts: Iterable[str]) -> SafeString:
    return format_html_join("", "<div>{}</div>", ((text,) for text in texts))
