"""Filters of the lists of posts and accounts."""

from datetime import date

import django_filters
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.access.choices import ROLE_CHOICES
from hoanhap.ground.access.models import PostQuerySet, UserQuerySet
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.lists import DayFilter, ListFilter


class PostFilter(ListFilter):
    """By person, role, place, and the day on which the post is open."""

    search_fields = ("user__search_key",)
    role = django_filters.ChoiceFilter(label=_("Role"), choices=ROLE_CHOICES, empty_label=_("all"))
    place = django_filters.CharFilter(label=_("Place"), method="by_place")
    open_on = DayFilter(label=_("In force on"), method="by_day")

    def by_place(self, found: PostQuerySet, name: str, words: str) -> PostQuerySet:
        """The place's name has the words, with or without marks."""
        return found.filter(place__in=Place.objects.found(words))

    def by_day(self, found: PostQuerySet, name: str, day: date) -> PostQuerySet:
        """Held on that day."""
        return found.open_on(day)


class UserFilter(ListFilter):
    """By name, and whether the account is open."""

    is_active = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("true", _("account in use")), ("false", _("account closed"))],
        empty_label=_("all"),
        method="by_state",
    )

    def by_state(self, found: UserQuerySet, name: str, state: str) -> UserQuerySet:
        """Open or closed accounts."""
        return found.filter(is_active=state == "true")
