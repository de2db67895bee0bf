"""The lists of fidelity and of review meetings."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.programmes.models import ReviewMeeting
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.lists import PAGE, Column, DayColumn, ListFilter, ListTable, NumberColumn
from hoanhap.ground.web.words import number_words

MONTHS = 24
"""Months back that the list offers."""


def month_asked(asked: Mapping[str, str], *, on: date) -> date:
    """The month of the address, by its first day; else this one."""
    with suppress(ValueError):
        found = date.fromisoformat(f"{asked.get('month', '')}-01")
        if date(2021, 1, 1) <= found <= on:
            return found
    return on.replace(day=1)


def _months() -> list[tuple[str, str]]:
    on = clock.today()
    last = on.year * 12 + on.month - 1
    days = [date(number // 12, number % 12 + 1, 1) for number in range(last, last - MONTHS, -1)]
    return [(f"{day:%Y-%m}", f"{day:%m/%Y}") for day in days]


class FidelityFilter(ListFilter):
    """By name of the commune, by month, and by what is missing."""

    search_fields = ("search_key", "code", "parent__search_key")
    month = django_filters.ChoiceFilter(label=_("Month"), choices=_months, empty_label=None, method="of_month")
    missing = django_filters.ChoiceFilter(
        label=_("Missing"),
        choices=[("assigned", _("helpers")), ("plans", _("plans")), ("visits", _("visits")), ("held", _("reviews"))],
        empty_label=_("all"),
        method="where_missing",
    )

    class Meta:
        model = Place
        fields: list[str] = []

    def of_month(self, queryset: QuerySet[Place], name: str, value: str) -> QuerySet[Place]:
        """The month stands in the query already."""
        return queryset

    def where_missing(self, queryset: QuerySet[Place], name: str, value: str) -> QuerySet[Place]:
        """Communes in which something the model asks for was not done."""
        done, of = {
            "assigned": ("assigned", "home"), "plans": ("plans", "people"), "visits": ("made", "planned"),
            "held": ("held", "people"),
        }[value]  # fmt: skip
        return queryset.filter(**{f"{done}__lt": F(of)})


class FidelityTable(ListTable):
    """One commune a row: done of what was to be done."""

    empty_title = _("Nobody is under management")
    empty_words = _("In these communes nobody was under post-rehabilitation management in that month.")

    place = Column(accessor="full_name", verbose_name=_("Commune"), order_by="sort_key", attrs={"td": {"lang": "vi"}})
    people = NumberColumn(verbose_name=_("Managed"))
    home = NumberColumn(verbose_name=_("Came home"))
    assigned = NumberColumn(verbose_name=_("Helper on the day"))
    plans = NumberColumn(verbose_name=_("With a plan"))
    planned = NumberColumn(verbose_name=_("Visits planned"))
    made = NumberColumn(verbose_name=_("Visits made"))
    held = NumberColumn(verbose_name=_("Reviewed in the quarter"))

    class Meta(ListTable.Meta):
        model = Place
        fields = ("place", "people", "home", "assigned", "plans", "planned", "made", "held")
        order_by = ("place",)

    def settle(self, request: ActorRequest, per_page: int | None = PAGE) -> None:
        """On a page what was done stands beside what was to be done, in one cell."""
        super().settle(request, per_page)
        self.paged = per_page is not None
        if self.paged:
            self.columns.hide("home")
            self.columns.hide("planned")

    def _of(self, done: int, of: int) -> str:
        return f"{number_words(done)} / {number_words(of)}" if self.paged else number_words(done)

    def render_assigned(self, value: int, record: Any) -> str:
        """Of those who came home in the month."""
        return self._of(value, record.home)

    def render_plans(self, value: int, record: Any) -> str:
        """Of everybody under management."""
        return self._of(value, record.people)

    def render_made(self, value: int, record: Any) -> str:
        """Of the visits planned for the month."""
        return self._of(value, record.planned)

    def render_held(self, value: int, record: Any) -> str:
        """Of everybody under management."""
        return self._of(value, record.people)


class MeetingTable(ListTable):
    """The meetings of a unit: that minutes exist, and their day."""

    empty_title = _("No review meeting is recorded")
    empty_words = _("At the end of a quarter the steering committee reviews everybody under management, in one sheet.")

    held_on = DayColumn(verbose_name=_("Held on"))
    paper_no = Column(verbose_name=_("Minutes"), attrs={"td": {"lang": "vi"}})
    place = Column(accessor="place__full_name", verbose_name=_("Unit"), order_by="place__sort_key")
    number = NumberColumn(verbose_name=_("How many people"))
    files = Column(accessor="pk", verbose_name=_("Print"), orderable=False, exclude_from_export=True)

    class Meta(ListTable.Meta):
        model = ReviewMeeting
        fields = ("held_on", "paper_no", "place", "number", "files")
        order_by = ("-held_on",)

    def settle(self, request: ActorRequest, per_page: int | None = PAGE) -> None:
        """Who does not hold meetings sees that minutes exist, and no more."""
        super().settle(request, per_page)
        if not request.actor.may(Permission.REVIEWS_HOLD):
            self.columns.hide("files")

    def render_files(self, record: ReviewMeeting) -> SafeString:
        """Both formats."""
        urls = [reverse("desk:review_minutes", args=[record.pk, form]) for form in ("pdf", "docx")]
        return format_html('<a href="{}">PDF</a> · <a href="{}">Word</a>', *urls)
