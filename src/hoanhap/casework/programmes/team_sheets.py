"""The monthly sheets of a team: what each member did, and what each is owed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from hoanhap.casework.programmes.allowances import Run, month_of, owed, total
from hoanhap.casework.programmes.choices import TeamKind
from hoanhap.casework.programmes.help_choices import VisitState
from hoanhap.casework.programmes.help_selectors import standing_visits
from hoanhap.casework.programmes.helper_reads import people_counts
from hoanhap.casework.programmes.models import Appointment
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web.sheets import Kind, Sheet, SheetColumn
from hoanhap.ground.web.words import day_words


@dataclass(frozen=True)
class Visits:
    """Visits of a member in a month: made, and planned."""

    made: int = 0
    planned: int = 0


@dataclass(frozen=True, kw_only=True)
class ActivityLine:
    """What one member did in a month."""

    appointment: Appointment
    people: int
    visits: Visits


@dataclass(frozen=True, kw_only=True)
class AllowanceLine:
    """One run of days for which one member is owed."""

    appointment: Appointment
    run: Run


@dataclass(frozen=True, kw_only=True)
class AllowanceSheet:
    """The allowances of a month. ``verified``: whether every amount was read in its published text."""

    first: date
    last: date
    lines: list[AllowanceLine] = field(default_factory=list)

    @property
    def sum(self) -> Decimal:
        """What the month comes to."""
        return total(line.run for line in self.lines)

    @property
    def verified(self) -> bool:
        """Whether nothing in it rests on amounts that nobody has read."""
        return all(line.run.verified for line in self.lines)


def _in_month(by: Actor, month: date) -> "QuerySet[Appointment]":
    by.require(Permission.HELP_SHEETS)
    first, last = month_of(month)
    found = Appointment.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=first), from_on__lte=last, team__kind=TeamKind.VOLUNTEER_TEAM
    )
    if not by.everywhere:
        found = found.filter(team__place__in=by.units)
    return found.select_related("team__place", "post__user").order_by("team__place__sort_key", "from_on", "name", "pk")


def activity(*, by: Actor, month: date) -> list[ActivityLine]:
    """What each member of the actor's units did in a month: people helped, visits made and planned. Three queries."""
    first, last = month_of(month)
    rows = list(_in_month(by, month))
    people, visits = people_counts(rows, first, last), _visits(rows, first, last)
    return [ActivityLine(appointment=one, people=people[one.pk], visits=visits[_account(one)]) for one in rows]


def _account(one: Appointment) -> str:
    """Who recorded the member's visits; empty for members without an account."""
    return str(one.post.user_id) if one.post else ""


def _visits(rows: Sequence[Appointment], first: date, last: date) -> Mapping[str, Visits]:
    """The standing visits of a month, by the account that recorded them."""
    accounts = {_account(one) for one in rows} - {""}
    found = standing_visits().filter(recorded_by__in=accounts, day__gte=first, day__lte=last)
    told = (
        found.order_by()
        .values_list("recorded_by")
        .annotate(
            made=Count("pk", filter=Q(state=VisitState.DONE)), planned=Count("pk", filter=Q(state=VisitState.PLANNED))
        )
    )
    return defaultdict(Visits, {account: Visits(made=one, planned=other) for account, one, other in told})


def allowances(*, by: Actor, month: date) -> AllowanceSheet:
    """What each member of the actor's units is owed for a month, to the last day of the post at the latest."""
    first, last = month_of(month)
    lines = [
        AllowanceLine(appointment=one, run=run)
        for one in _in_month(by, month)
        for run in owed(one.role, from_on=one.from_on, to_on=_last_day(one), month=first)
    ]
    return AllowanceSheet(first=first, last=last, lines=lines)


def _last_day(one: Appointment) -> date | None:
    days = [day for day in (one.to_on, one.post.to_on if one.post else None) if day]
    return min(days) if days else None


def as_sheet(found: AllowanceSheet) -> Sheet:
    """The allowances as they are written to a workbook; the sum stands last."""
    rows: list[list[object]] = [
        [
            line.appointment.name, line.appointment.role_words, line.run.first, line.run.last,
            line.run.days, line.run.coefficient, line.run.salary, line.run.amount,
        ]
        for line in found.lines
    ]  # fmt: skip
    rows.append([_("Sum"), "", None, None, None, None, None, found.sum])
    source = _("Coefficients as in other provinces; neither they nor the base salary were compared with the gazette.")
    return Sheet(
        what="programmes.allowances",
        title=_("Allowances of the volunteer team"),
        columns=[
            SheetColumn(title=_("Member"), width=30),
            SheetColumn(title=_("In the team")),
            SheetColumn(title=_("First day"), kind=Kind.DAY),
            SheetColumn(title=_("Last day"), kind=Kind.DAY),
            SheetColumn(title=_("Number of days"), kind=Kind.NUMBER),
            SheetColumn(title=_("Coefficient"), kind=Kind.NUMBER, places=1),
            SheetColumn(title=_("Base salary (VND)"), kind=Kind.NUMBER),
            SheetColumn(title=_("Amount (VND)"), kind=Kind.NUMBER),
        ],
        rows=rows,
        as_of=day_words(found.last),
        source="" if found.verified else source,
    )
