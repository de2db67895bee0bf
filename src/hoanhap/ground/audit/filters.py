"""Filters of the audit log."""

from datetime import date, datetime, time, timedelta

import django_filters
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.audit.choices import EntryKind
from hoanhap.ground.audit.models import AuditEntryQuerySet
from hoanhap.ground.audit.presenters import events
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.web.lists import DayFilter, ListFilter


def _event_choices() -> list[tuple[str, str]]:
    return sorted(((name, str(words)) for name, words in events().items()), key=lambda pair: pair[1])


class EntryFilter(ListFilter):
    """By whom, what, about what, in which chain, and when."""

    name = django_filters.ChoiceFilter(label=_("What"), choices=_event_choices, empty_label=_("all"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=EntryKind.choices, empty_label=_("all"))
    since = DayFilter(label=_("From"), method="by_first_day")
    until = DayFilter(label=_("to"), method="by_last_day")
    user = django_filters.CharFilter(label=_("Account"))
    subject = django_filters.CharFilter(label=_("About"))
    chain = django_filters.CharFilter(label=_("Chain"))

    def by_first_day(self, found: AuditEntryQuerySet, name: str, day: date) -> AuditEntryQuerySet:
        """Recorded on that day in Viet Nam, or later."""
        return found.filter(recorded_at__gte=_beginning(day))

    def by_last_day(self, found: AuditEntryQuerySet, name: str, day: date) -> AuditEntryQuerySet:
        """Recorded on that day in Viet Nam, or earlier."""
        return found.filter(recorded_at__lt=_beginning(day + timedelta(days=1)))


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL)
