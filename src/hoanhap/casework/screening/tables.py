"""Lists of sessions, draws and people who are due."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.screening.choices import Level, SessionKind
from hoanhap.casework.screening.models import Draw, TestSession
from hoanhap.casework.screening.planned import Due
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web.lists import Column, DayColumn, DayFilter, ListFilter, ListTable, NumberColumn
from hoanhap.ground.web.templatetags.shelf import pill
from hoanhap.ground.web.words import day_words


class SessionFilter(ListFilter):
    """Sessions by kind, state and day."""

    search_fields: tuple[str, ...] = ()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=SessionKind.choices, empty_label=_("all"))
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("minutes open")), ("closed", _("minutes closed"))],
        empty_label=_("all"),
        method="in_state",
    )
    since = DayFilter(label=_("From"), field_name="held_on", lookup_expr="gte")
    until = DayFilter(label=_("To"), field_name="held_on", lookup_expr="lte")

    class Meta:
        model = TestSession
        fields = ("kind", "state", "since", "until")

    def in_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By whether the minutes are closed."""
        return queryset.filter(Q(minutes__isnull=value == "open"))


class SessionTable(ListTable):
    """Sessions; no result and no name stands here."""

    empty_title = _("No session")
    empty_words = _("No session matches these filters, or none was opened in your unit yet.")
    spare = ("minutes_no",)

    held_on = DayColumn(verbose_name=_("Day"))
    place = Column(
        accessor="place__full_name", verbose_name=_("Unit"), order_by="place__sort_key", attrs={"td": {"lang": "vi"}}
    )
    venue = Column(verbose_name=_("Place of the session"), attrs={"td": {"lang": "vi"}})
    kind = Column(accessor="get_kind_display", verbose_name=_("Kind"), order_by="kind")
    people = NumberColumn(verbose_name=_("People"))
    answered = NumberColumn(verbose_name=_("Recorded"))
    minutes_no = Column(verbose_name=_("Minutes"), attrs={"td": {"lang": "vi"}})

    class Meta(ListTable.Meta):
        model = TestSession
        fields = ("held_on", "kind", "place", "venue", "people", "answered", "minutes_no")
        order_by = ("-held_on",)

    def render_held_on(self, value: Any, record: TestSession) -> SafeString:
        """The day opens the session."""
        url = reverse("screening:session_detail", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, day_words(value))

    def value_held_on(self, value: Any) -> Any:
        """For the sheet."""
        return value


class DrawTable(ListTable):
    """Draws; no name stands here."""

    empty_title = _("No draw")
    empty_words = _("An unannounced test begins with a draw, which anybody can compute again.")

    month = Column(verbose_name=_("Draw"), orderable=False)
    place = Column(accessor="place__full_name", verbose_name=_("Unit"), orderable=False, attrs={"td": {"lang": "vi"}})
    candidates = NumberColumn(verbose_name=_("Candidates"), orderable=False)
    how_many = NumberColumn(verbose_name=_("To be drawn"), orderable=False)
    made = Column(verbose_name=_("State"), orderable=False)

    class Meta(ListTable.Meta):
        model = Draw
        fields = ("month", "place", "candidates", "how_many", "made")

    def render_month(self, record: Draw) -> SafeString:
        """The reference opens the draw."""
        url = reverse("screening:draw_detail", args=[record.pk])
        return format_html('<a class="hn-nowrap" href="{}">{}</a>', url, record.reference)

    def render_made(self, record: Any) -> SafeString:
        """How far it is."""
        if record.held:
            return pill(_("session opened"), "green")
        return pill(_("drawn"), "blue") if record.made else pill(_("seed recorded, not drawn"), "amber")


class DueTable(ListTable):
    """Who is due, the overdue first."""

    empty_title = _("Nobody is due")
    empty_words = _("With these settings and levels nobody is to be tested by the end of the month.")

    name = Column(
        accessor="episode__person__name", verbose_name=_("Person"), orderable=False, attrs={"td": {"lang": "vi"}}
    )
    level = Column(verbose_name=_("Level"), orderable=False)
    last = DayColumn(verbose_name=_("Last test"), orderable=False)
    due_on = Column(verbose_name=_("Due by"), orderable=False)
    steps = Column(verbose_name=_("Record"), orderable=False, empty_values=())

    class Meta(ListTable.Meta):
        fields = ("name", "level", "last", "due_on", "steps")

    def render_name(self, value: str, record: Due) -> SafeString:
        """Name, and the reference under it."""
        return format_html(
            '{}<span class="hn-note hn-below hn-nowrap">{}</span>', value, record.episode.person.reference
        )

    def render_level(self, value: str, record: Due) -> str:
        """In words, with the months."""
        return _("%(level)s: every %(months)s months") % {"level": Level(value).label, "months": record.months}

    def render_due_on(self, record: Due) -> SafeString:
        """The day; late ones in amber."""
        late = record.due_on < clock.today()
        return pill(day_words(record.due_on), "amber" if late else "grey", "clock" if late else "calendar")

    def render_steps(self, record: Due) -> SafeString:
        """What the post may record of this person."""
        by, links = self.request.actor, []
        for permission, address, words in (
            (Permission.TESTS_SCHEDULE, "screening:level", _("Level")),
            (Permission.TESTS_CONSENT, "screening:consent", _("Consent")),
        ):
            if by.may(permission, at=record.episode.place_id):
                links.append(format_html('<a href="{}">{}</a>', reverse(address, args=[record.episode.pk]), words))
        return format_html('<span class="hn-row">{}</span>', format_html("{}" * len(links), *links))
