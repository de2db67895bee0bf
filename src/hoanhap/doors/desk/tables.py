"""The desk's lists."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.episodes import overview
from hoanhap.casework.episodes.choices import Measure, Stage
from hoanhap.casework.episodes.models import Duty, Episode
from hoanhap.doors.desk import law_words
from hoanhap.doors.desk.file import STAGE_TONES, stage_words
from hoanhap.doors.desk.today import when_words
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.kernel.text import capital
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.lists import PAGE, Column, DayColumn, ListTable, NumberColumn
from hoanhap.ground.web.templatetags.shelf import pill
from hoanhap.ground.web.words import day_words, number_words


class PeopleTable(ListTable):
    """The people of a unit, one row a measure. What is exported is identity and dates, nothing else."""

    empty_title = _("Nobody is on this list")
    empty_words = _("With these filters nobody is found. People appear here when a measure of theirs is opened.")

    name = Column(
        accessor="person__name", verbose_name=_("Name"), order_by="person__sort_key", attrs={"td": {"lang": "vi"}}
    )
    reference = Column(accessor="person__reference", verbose_name=_("Reference"), order_by="person__reference")
    born = NumberColumn(accessor="person__birth_year", verbose_name=_("Year of birth"), order_by="person__birth_year")
    measure = Column(accessor="measure", verbose_name=_("Measure"))
    stage = Column(verbose_name=_("Stage"))
    place = Column(
        accessor="place__full_name", verbose_name=_("Unit"), order_by="place__sort_key", attrs={"td": {"lang": "vi"}}
    )
    started_on = DayColumn(verbose_name=_("Runs from"))
    ends_on = DayColumn(verbose_name=_("Ends on"))
    next_due = Column(verbose_name=_("Next duty"), exclude_from_export=True)
    helped = Column(verbose_name=_("Helper"), exclude_from_export=True)
    spare = ("helped",)

    class Meta(ListTable.Meta):
        model = Episode
        fields = (
            "name",
            "reference",
            "born",
            "measure",
            "stage",
            "place",
            "started_on",
            "ends_on",
            "next_due",
            "helped",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = clock.today()

    def settle(self, request: ActorRequest, per_page: int | None = PAGE) -> None:
        """On a page some columns stand small under others, and a unit that is everybody's is left out."""
        super().settle(request, per_page)
        if per_page is None:
            return
        self.columns.hide("reference")
        self.columns.hide("measure")
        if len({row.record.place_id for row in self.paginated_rows}) < 2:
            self.columns.hide("place")

    def render_name(self, value: str, record: Episode) -> SafeString:
        """The name opens the file; the reference stands under it."""
        reference = record.person.reference
        url = reverse("desk:person", args=[reference])
        return format_html(
            '<a href="{}">{}</a><span class="hn-note hn-below hn-nowrap">{}</span>', url, value, reference
        )

    def value_name(self, value: str) -> str:
        """For the sheet."""
        return value

    def render_born(self, value: int) -> str:
        """A year has no point."""
        return str(value)

    def render_measure(self, record: Episode) -> str:
        """Beginning with a capital."""
        return capital(Measure(record.measure).label)

    def value_measure(self, record: Episode) -> str:
        """For the sheet."""
        return self.render_measure(record)

    def render_stage(self, record: Episode) -> SafeString:
        """As the person's page shows it."""
        badge = pill(capital(Stage(record.stage).label), STAGE_TONES[Stage(record.stage)])
        if record.measure == Measure.POST_REHAB:
            return badge
        return format_html('{}<span class="hn-note hn-below">{}</span>', badge, self.render_measure(record))

    def value_stage(self, record: Episode) -> str:
        """For the sheet."""
        return stage_words(record)

    def render_next_due(self, value: date) -> SafeString:
        """The next duty, with how pressing it is."""
        duty = Duty(due_on=value)
        tone, icon, words = when_words(duty, clock.now(), self.today)
        return pill(words, tone, icon)

    def render_helped(self, value: bool) -> str:
        """In a word."""
        return str(_("yes")) if value else ""

    def render_ends_on(self, value: date, record: Episode) -> SafeString | str:
        """The computed end; the printed one where it is another."""
        if record.printed_to and record.printed_to != value:
            printed = _("printed %(day)s") % {"day": day_words(record.printed_to)}
            return format_html('{}<span class="hn-note hn-below">{}</span>', day_words(value), printed)
        return day_words(value)


class DutyNumberColumn(NumberColumn):
    """How many duties a unit has; the number opens exactly those. ``due``: how pressing, a choice of the list."""

    def __init__(self, *args: Any, due: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due = due

    def render(self, value: int, record: Place) -> str:  # type: ignore[override]
        """The number as a link; nothing is opened by nought."""
        words = number_words(value)
        if not value:
            return words
        pressing = f"&due={self.due}" if self.due else ""
        return format_html('<a href="{}">{}</a>', duties_of(record) + pressing, words)


def duties_of(unit: Place) -> str:
    """The open duties of a unit, by code."""
    return reverse("desk:duty_list") + f"?unit={unit.code}@{unit.valid_from.isoformat()}"


class UnitTable(ListTable):
    """Units with what is late there."""

    empty_title = _("Nothing is due anywhere")
    empty_words = _("No unit of yours has an open duty that matches these filters.")

    name = Column(accessor="full_name", verbose_name=_("Unit"), order_by="sort_key", attrs={"td": {"lang": "vi"}})
    above = Column(
        accessor="parent__full_name",
        verbose_name=_("Above it"),
        order_by="parent__sort_key",
        attrs={"td": {"lang": "vi"}},
    )
    overdue = DutyNumberColumn(verbose_name=_("Overdue"), due="late")
    oldest = DayColumn(verbose_name=_("Late since"))
    soon = DutyNumberColumn(verbose_name=_("Due in seven days"), due="soon")
    waiting = DutyNumberColumn(verbose_name=_("Open in all"))

    class Meta(ListTable.Meta):
        model = Place
        fields = ("name", "above", "overdue", "oldest", "soon", "waiting")

    def render_name(self, value: str, record: Place) -> SafeString:
        """Opens the duties of the unit, by code."""
        return format_html('<a href="{}">{}</a>', duties_of(record), value)

    def value_name(self, value: str) -> str:
        """For the sheet."""
        return value


class DutyTable(ListTable):
    """Open duties by reference: no name stands here."""

    empty_title = _("No duty is open")
    empty_words = _("No open duty matches these filters. A duty appears when the law's time limit starts to run.")

    due_on = DayColumn(verbose_name=_("Due"))
    left = Column(accessor="due_on", verbose_name=_("State"), orderable=False)
    reference = Column(
        accessor="episode__person__reference", verbose_name=_("Reference"), attrs={"td": {"class": "hn-nowrap"}}
    )
    rule = Column(verbose_name=_("Duty"))
    party = Column(verbose_name=_("Who must act"))
    place = Column(
        accessor="place__full_name", verbose_name=_("Unit"), order_by="place__sort_key", attrs={"td": {"lang": "vi"}}
    )
    counted_from = DayColumn(verbose_name=_("Counted from"))

    class Meta(ListTable.Meta):
        model = Duty
        fields = ("due_on", "left", "reference", "rule", "party", "place", "counted_from")

    def settle(self, request: ActorRequest, per_page: int | None = PAGE) -> None:
        """Ask once whose files of the page the acting post may open."""
        super().settle(request, per_page)
        self.known: set[Any] = set()
        if per_page is not None and request.actor.may(Permission.EPISODES_VIEW):
            people = [row.record.episode.person for row in self.paginated_rows]
            self.known = overview.in_reach(by=request.actor, of=people, on=clock.today())

    def render_reference(self, value: str, record: Duty) -> SafeString | str:
        """Opens the file where the acting post may."""
        if record.episode.person_id not in self.known:
            return value
        return format_html('<a href="{}">{}</a>', reverse("desk:person", args=[value]), value)

    def value_reference(self, value: str) -> str:
        """For the sheet."""
        return value

    def render_left(self, record: Duty) -> SafeString:
        """How pressing it is."""
        tone, icon, words = when_words(record, clock.now(), clock.today())
        return pill(words, tone, icon)

    def render_rule(self, record: Duty) -> SafeString:
        """The duty with its law."""
        rule = law_words.rule_of(record)
        words, law = law_words.duty_words(rule), law_words.why_words(record)
        return format_html('{}<span class="hn-note hn-below">{}</span>', words, law)

    def render_party(self, value: str) -> str:
        """In words."""
        return capital(law_words.party_words(value))
