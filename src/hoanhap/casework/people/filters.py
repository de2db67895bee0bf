"""Filters of the lists of this room."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.people.choices import NamesakesAnswer
from hoanhap.casework.people.wording import OUTCOMES
from hoanhap.ground.web.lists import ListFilter


class RowFilter(ListFilter):
    """The rows of a list by what they amount to."""

    outcome = django_filters.ChoiceFilter(
        label=_("Outcome"),
        choices=[(outcome.value, words) for outcome, (words, _tone) in OUTCOMES.items()],
        empty_label=_("all"),
        method="by_outcome",
    )

    def by_outcome(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Rows with this outcome."""
        return found.filter(values__outcome=value)


class NamesakesFilter(ListFilter):
    """The city's queue by answer."""

    answer = django_filters.ChoiceFilter(
        label=_("What the city finds"), choices=NamesakesAnswer.choices, empty_label=_("all")
    )
