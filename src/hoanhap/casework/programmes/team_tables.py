"""The list of teams."""

from datetime import date

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.people.models import open_on
from hoanhap.casework.programmes.choices import TeamKind
from hoanhap.casework.programmes.models import Team
from hoanhap.ground.web.lists import Column, DayColumn, DayFilter, LinkColumn, ListFilter, ListTable, NumberColumn


class TeamFilter(ListFilter):
    """By commune, kind, and a day on which the team stood."""

    search_fields = ("place__search_key", "place__code")
    kind = django_filters.ChoiceFilter(label=_("Kind of team"), choices=TeamKind.choices, empty_label=_("all"))
    on = DayFilter(label=_("Standing on"), method="standing_on")

    class Meta:
        model = Team
        fields: list[str] = []

    def standing_on(self, queryset: QuerySet[Team], name: str, value: date) -> QuerySet[Team]:
        """Those that stood on the day."""
        return queryset.filter(open_on(value))


class TeamTable(ListTable):
    """The teams of the communes."""

    empty_title = _("No team is recorded")
    empty_words = _("No team matches these filters, or none is recorded in your units yet.")
    spare = ("to_on",)

    name = LinkColumn(verbose_name=_("Team"), to="programmes:team_detail", attrs={"td": {"lang": "vi"}})
    place = Column(
        accessor="place__full_name",
        verbose_name=_("Commune"),
        order_by="place__sort_key",
        attrs={"td": {"lang": "vi"}},
    )
    kind = Column(accessor="get_kind_display", verbose_name=_("Kind of team"), order_by="kind")
    size = NumberColumn(verbose_name=_("Members"))
    decision_no = Column(verbose_name=_("Decision"), attrs={"td": {"lang": "vi"}})
    from_on = DayColumn(verbose_name=_("From"))
    to_on = DayColumn(verbose_name=_("Last day"))

    class Meta(ListTable.Meta):
        model = Team
        fields = ("name", "place", "kind", "size", "decision_no", "from_on", "to_on")
        order_by = ("place",)
