"""The lists of hand-overs, and of people who wait to be taken over."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.episodes import handovers
from hoanhap.casework.episodes.choices import TransferAct
from hoanhap.casework.episodes.models import Transfer
from hoanhap.doors.desk import law_words
from hoanhap.doors.desk.handing import TONES, duty_of, sender_words, state_words
from hoanhap.doors.desk.today import when_words
from hoanhap.ground.kernel import clock
from hoanhap.ground.web.lists import Column, DayColumn, ListFilter, ListTable
from hoanhap.ground.web.templatetags.shelf import pill


class HandoverFilter(ListFilter):
    """Hand-overs by state: those that wait, unless another is asked for."""

    search_fields: tuple[str, ...] = ()
    state = django_filters.ChoiceFilter(
        label=_("Shown"),
        choices=[
            (TransferAct.ACCEPTED.value, _("accepted")),
            (TransferAct.REFUSED.value, _("refused")),
            (TransferAct.WITHDRAWN.value, _("taken back")),
            ("all", _("all")),
        ],
        empty_label=_("not answered yet"),
        method="in_state",
    )

    class Meta:
        model = Transfer
        fields: list[str] = []

    @property
    def qs(self) -> QuerySet[Transfer]:
        """What waits, unless the filter says otherwise."""
        found: QuerySet[Transfer] = super().qs
        known = {value for value, _label in self.filters["state"].extra["choices"]}
        asked = self.data.get("state") if self.data else ""
        return found if asked in known else found.filter(state__in=handovers.PENDING)

    def in_state(self, queryset: QuerySet[Transfer], name: str, value: str) -> QuerySet[Transfer]:
        """Settled so, or all."""
        return queryset if value == "all" else queryset.filter(state=value)


class HandoverTable(ListTable):
    """Hand-overs, one row each; a name stands only where the file is in reach."""

    empty_title = _("Nothing waits here")
    empty_words = _("Nobody is being handed over in this state. A notice that goes out appears here at once.")

    person = Column(accessor="episode__person__name", verbose_name=_("Person"), order_by="episode__person__sort_key")
    state = Column(verbose_name=_("State"))
    from_place = Column(
        accessor="pk", verbose_name=_("From the unit"), order_by="from_place__sort_key", attrs={"td": {"lang": "vi"}}
    )
    to_place = Column(
        accessor="to_place__full_name",
        verbose_name=_("To the unit"),
        order_by="to_place__sort_key",
        attrs={"td": {"lang": "vi"}},
    )
    left_on = DayColumn(verbose_name=_("Left on"))
    last_on = DayColumn(verbose_name=_("So since"))
    due_on = Column(verbose_name=_("Due next"))

    class Meta(ListTable.Meta):
        model = Transfer
        fields = ("person", "state", "from_place", "to_place", "left_on", "last_on", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.today = clock.now(), clock.today()

    def render_person(self, record: Transfer) -> SafeString:
        """Opens the hand-over; the reference stands for who may not be seen any more."""
        person = record.episode.person
        seen = getattr(record, "seen", False)
        url = reverse("desk:handover", args=[record.pk])
        under = format_html('<span class="hn-note hn-below">{}</span>', person.reference) if seen else ""
        return format_html('<a href="{}" lang="vi">{}</a>{}', url, person.name if seen else person.reference, under)

    def render_state(self, record: Transfer) -> SafeString:
        """As the page of the hand-over shows it."""
        return pill(state_words(record), TONES[TransferAct(record.state)])

    def render_from_place(self, record: Transfer) -> str:
        """The unit, or the facility."""
        return sender_words(record)

    def render_due_on(self, record: Transfer) -> SafeString | str:
        """What is due first in this measure, with its rule."""
        duty = duty_of(record)
        if duty is None:
            return ""
        tone, icon, words = when_words(duty, self.now, self.today)
        rule = law_words.rule_of(duty)
        under = f"{law_words.duty_words(rule)} · {rule.code}"
        return format_html('{}<span class="hn-note hn-below">{}</span>', pill(words, tone, icon), under)
