"""The list of targets as a table."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.web.lists import Column, LinkColumn, ListTable
from hoanhap.ground.web.templatetags.shelf import pill
from hoanhap.monitoring.plans.models import Target
from hoanhap.monitoring.plans.wording import edition_words, state_words, value_words


class TargetTable(ListTable):
    """One line a target: what, how much, where, when, by which plan, and whether it still stands."""

    code = LinkColumn(
        verbose_name=_("Code"),
        attrs={"td": {"class": "hn-nowrap"}},
        to="plans:target_detail",
        by=("edition__plan__slug", "edition__number", "code"),
    )
    indicator = Column(verbose_name=_("Indicator"), order_by="indicator__code")
    figure = Column(verbose_name=_("Target"), accessor="value", order_by="value")
    year = Column(verbose_name=_("Year"), accessor="period_to__year", order_by="period_to")
    measure = Column(verbose_name=_("Counted"))
    place = Column(verbose_name=_("Place"), order_by="place__sort_key")
    plan = Column(
        verbose_name=_("Plan"),
        accessor="edition__plan",
        order_by="edition__plan__slug",
        attrs={"td": {"class": "hn-nowrap"}},
    )
    state = Column(verbose_name=_("Validity"), accessor="is_in_force", order_by="is_in_force")

    empty_title = _("No target matches")

    class Meta(ListTable.Meta):
        fields: tuple[str, ...] = ()

    def render_indicator(self, record: Target) -> str:
        """The indicator's name in the reader's language."""
        return record.indicator.name

    def render_figure(self, record: Target) -> str:
        """Comparison, figure and unit."""
        return value_words(record)

    def render_measure(self, record: Target) -> str:
        """Stock, within the year, or cumulative."""
        return record.get_measure_display()

    def render_year(self, value: int) -> str:
        """A year is no quantity: it is not grouped."""
        return str(value)

    def render_place(self, record: Target) -> str:
        """The name, marked as Vietnamese."""
        return format_html('<span lang="vi">{}</span>', record.place.full_name)

    def value_place(self, record: Target) -> str:
        """The name alone, for an export."""
        return record.place.full_name

    def render_plan(self, record: Target) -> str:
        """The plan's number and, from the second on, the edition."""
        return edition_words(record.edition)

    def render_state(self, value: bool) -> str:
        """In force or superseded, with icon and word."""
        return pill(state_words(value), "green" if value else "grey")

    def value_state(self, value: bool) -> str:
        """The word alone, for an export."""
        return state_words(value)
