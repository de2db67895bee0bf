"""Columns of the list of units."""

from typing import Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hoanhap.ground.places import rules
from hoanhap.ground.places.filters import ALL
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.lists import PAGE, Column, DayColumn, LinkColumn, ListTable
from hoanhap.ground.web.templatetags.shelf import pill
from hoanhap.ground.web.words import number_words


class Listed(Protocol):
    """A unit with what ``PlaceQuerySet.with_succession`` adds."""

    came_from_label: str | None
    came_from_name: str | None
    went_to_label: str | None
    went_to_name: str | None


class NameColumn(LinkColumn):
    """A unit's name, marked as Vietnamese, as a link to the unit."""

    def render(self, value: str, record: Place) -> SafeString:
        """The full name as a link."""
        return format_html('<span lang="vi">{}</span>', super().render(value, record))


class UnitTable(ListTable):
    """One row for each unit."""

    empty_title = gettext_lazy("No unit is found")
    empty_words = gettext_lazy("Try fewer words, another day, or units of all times: an old name may have ended.")

    spare = ("valid_to", "came_from", "went_to")

    class Meta(ListTable.Meta):
        """Opens in the order of names."""

        order_by = "full_name"

    full_name = NameColumn(
        verbose_name=gettext_lazy("Name"),
        order_by=("sort_key", "code", "valid_from"),
        to="places:unit_detail",
        by=("code", "valid_from"),
    )
    code = Column(verbose_name=gettext_lazy("Code"), attrs={"td": {"class": "hn-nowrap"}})
    above = Column(
        verbose_name=gettext_lazy("Belongs to"), accessor="parent", order_by=("parent__sort_key", "sort_key")
    )
    valid_from = DayColumn(verbose_name=gettext_lazy("First day"))
    valid_to = DayColumn(verbose_name=gettext_lazy("Last day"))
    came_from = Column(verbose_name=gettext_lazy("Came from"))
    went_to = Column(verbose_name=gettext_lazy("Went to"))
    verified = Column(verbose_name=gettext_lazy("Source"))

    def settle(self, request: ActorRequest, per_page: int | None = PAGE) -> None:
        """Besides: where nothing is found on a day, offer to look through all times."""
        super().settle(request, per_page)
        if request.GET.get("times") != ALL:
            asked = request.GET.copy()
            asked["times"] = ALL
            self.empty_url, self.empty_link = f"?{asked.urlencode()}", gettext_lazy("Look in all times")

    def render_above(self, value: Place) -> SafeString:
        """The unit above, in Vietnamese."""
        return format_html('<span lang="vi">{}</span>', value.full_name)

    def value_above(self, value: Place) -> str:
        """The same for a sheet."""
        return value.full_name

    def render_came_from(self, value: int, record: Listed) -> str:
        """The only predecessor, or how many there are."""
        return _arrow("←", self.value_came_from(value, record), value)

    def value_came_from(self, value: int, record: Listed) -> str:
        """The same without an arrow."""
        return _summary(value, record.came_from_label, record.came_from_name)

    def render_went_to(self, value: int, record: Listed) -> str:
        """The only successor, or how many there are."""
        return _arrow("→", self.value_went_to(value, record), value)

    def value_went_to(self, value: int, record: Listed) -> str:
        """The same without an arrow."""
        return _summary(value, record.went_to_label, record.went_to_name)

    def render_verified(self, value: bool) -> SafeString:
        """Whether the row was read in a published package."""
        return pill(_("verified"), "green") if value else pill(_("not verified"), "amber", "warning")

    def value_verified(self, value: bool) -> str:
        """The same in words."""
        return _("verified") if value else _("not verified")


def _summary(number: int, label: str | None, name: str | None) -> str:
    if number == 0:
        return ""
    if number == 1 and label and name:
        return rules.full_name(label, name)
    return ngettext("{n} unit", "{n} units", number).format(n=number_words(number))


def _arrow(arrow: str, summary: str, number: int) -> SafeString | str:
    if not summary:
        return ""
    if number == 1:
        return format_html('<span>{} <span lang="vi">{}</span></span>', arrow, summary)
    return f"{arrow} {summary}"
