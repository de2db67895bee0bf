"""Today: what the law wants done by this unit, the most pressing first, with one button each."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoanhap.casework.episodes import overview, reassignment, selectors
from hoanhap.casework.episodes.models import Duty, DutyQuerySet
from hoanhap.casework.episodes.rules import PARTY_ROLES, works_for
from hoanhap.casework.episodes.waiting import waiting_by_kind
from hoanhap.doors.desk import law_words
from hoanhap.doors.desk.addresses import HANDOVERS, HANDOVERS_OUT, INTAKE, REASSIGNMENT, SEARCH, SHEETS, served
from hoanhap.doors.desk.counting import few
from hoanhap.doors.desk.selectors import Task, tasks
from hoanhap.doors.desk.steps import Drafts, doing
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web.words import number_words, share_words

WEEK = timedelta(days=7)
PAGE = 25
"""Rows on a page."""
OTHERS = 8
"""Duties of others that stand below one's own."""
MANY = 3
"""From so many people on, a duty with a sheet of its own is one row."""


def overdue(now: datetime, today: date) -> Q:
    """Whose last moment, or last day, is over."""
    return Q(due_at__lt=now) | Q(due_at__isnull=True, due_on__lt=today)


def due_today(now: datetime, today: date) -> Q:
    """Due today and not late yet."""
    return Q(due_on=today) & ~Q(due_at__isnull=False, due_at__lt=now)


def due_soon(today: date) -> Q:
    """Due in the next seven days."""
    return Q(due_on__gt=today, due_on__lte=today + WEEK)


def in_sight(today: date) -> Q:
    """Everything that Today shows: late, due within the week, or open to be done from now on."""
    return Q(due_on__lte=today + WEEK) | Q(opens_on__lte=today)


def due_within(when: str, now: datetime, today: date) -> Q:
    """Duties so pressing: ``late``, ``today``, ``soon``, or ``shown`` (what Today shows)."""
    return {
        "late": overdue(now, today),
        "today": due_today(now, today),
        "soon": due_soon(today),
        "shown": in_sight(today),
    }[when]


def parties_of(by: Actor) -> list[str]:
    """The parties whose work the acting post does."""
    return [party.value for party in PARTY_ROLES if by.role in works_for(party)]


def own(by: Actor) -> Q:
    """Duties of the parties whose work the acting post does."""
    return Q(party__in=parties_of(by))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One duty, or many that share a sheet, as the shelf's rows want it."""

    tone: str
    icon: str
    when: str
    whom: str
    whom_url: str = ""
    what: str
    why: str
    button: str = ""
    url: str = ""
    primary: bool = False


@dataclass(frozen=True)
class Rows:
    """A page of rows. ``page`` and ``prefixed_page_field`` are what the shelf's page numbers ask for."""

    rows: list[Row]
    page: Page[Any]
    prefixed_page_field: str = "page"


@dataclass(frozen=True)
class Counts:
    """How much is due."""

    overdue: int
    today: int
    soon: int
    waiting: int
    of_others: int
    others_overdue: int


@dataclass(frozen=True)
class Quarter:
    """How the quarter goes so far."""

    number: str
    done: int
    in_time: int
    share: str


@dataclass(frozen=True)
class Today:
    """The page of a post that sees people."""

    heading: str
    counts: Counts
    rows: Rows
    others: list[Row]
    tasks: list[Task]
    managed: int
    handovers: selectors.Handovers
    handovers_url: str
    handovers_out_url: str
    quarter: Quarter
    search_url: str
    intake_url: str
    to_reassign: int
    reassignment_url: str


def today_of(*, by: Actor, now: datetime, today: date, page: str) -> Today:
    """Today for a post that works with people. Raises PermissionRefused without the right to see duties."""
    by.require(Permission.DUTIES_VIEW)
    found = selectors.duties(by=by, on=today).open()
    counts = _counts(found, by, now, today)
    groups, turned = _own_duties(found.filter(own(by)), by, today, page)
    mine, rest = list(turned), list(_in_order(found.exclude(own(by)).filter(in_sight(today)))[:OTHERS])
    known = _known([*mine, *rest], by, today)
    rows = [(duty.due_on, _row(duty, by, now, today, known)) for duty in mine]
    if turned.number == 1:
        rows += [(one.due_on, _group_row(one, by, now, today)) for one in groups]
        rows.sort(key=lambda pair: pair[0])
    return Today(
        heading=heading(today, counts),
        counts=counts,
        rows=Rows([row for _due, row in rows], turned),
        others=[_row(duty, by, now, today, known, others=True) for duty in rest],
        tasks=tasks(by=by, now=now, today=today),
        managed=overview.managed_count(by=by, on=today),
        handovers=selectors.handovers(by=by),
        handovers_url=served(by, HANDOVERS),
        handovers_out_url=served(by, HANDOVERS_OUT),
        quarter=quarter_of(by=by, today=today),
        search_url=served(by, SEARCH),
        intake_url=served(by, INTAKE),
        to_reassign=reassignment.number_waiting(by=by, on=today),
        reassignment_url=served(by, REASSIGNMENT),
    )


def _counts(found: DutyQuerySet, by: Actor, now: datetime, today: date) -> Counts:
    mine = own(by)
    told = found.aggregate(
        overdue=Count("pk", filter=mine & overdue(now, today)),
        today=Count("pk", filter=mine & due_today(now, today)),
        soon=Count("pk", filter=mine & due_soon(today)),
        waiting=Count("pk", filter=mine),
        of_others=Count("pk", filter=~mine & in_sight(today)),
        others_overdue=Count("pk", filter=~mine & overdue(now, today)),
    )
    return Counts(**told)


def heading(today: date, counts: Counts) -> str:
    """The finding in a sentence: "Thứ Sáu 20/11: hai việc quá hạn, hai việc hôm nay"."""
    late, due, others = counts.overdue, counts.today, counts.others_overdue
    parts = []
    if late:
        parts.append(ngettext("%(number)s duty overdue", "%(number)s duties overdue", late) % {"number": few(late)})
    if due:
        parts.append(ngettext("%(number)s due today", "%(number)s due today", due) % {"number": few(due)})
    if not parts and counts.soon:
        parts.append(_("nothing is late, %(number)s in the next seven days") % {"number": few(counts.soon)})
    if not parts and others:
        words = ngettext(
            "nothing of yours, %(number)s duty of others overdue",
            "nothing of yours, %(number)s duties of others overdue",
            others,
        )
        parts.append(words % {"number": few(others)})
    said = ", ".join(parts) or _("nothing is due")
    return f"{date_format(today, 'l d/m')}: {said}"


@dataclass(frozen=True)
class _Group:
    """Duties of one rule that one sheet does: of how many measures, and when the first of them is due."""

    rule: str
    version: str
    number: int
    due_on: date
    due_at: datetime | None


def _own_duties(found: DutyQuerySet, by: Actor, today: date, page: str) -> tuple[list[_Group], Page[Duty]]:
    """What many people share, in groups, and a page of the rest."""
    shown = found.filter(in_sight(today))
    shared = shown.filter(rule__in=SHEETS, episode__in=overview.in_care(by=by, on=today).values("pk"))
    by_rule: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for one in shared.order_by().values_list("rule", "version", "episode", "due_on", "due_at", "pk"):
        by_rule[one[0]].append(one)
    groups, grouped = [], []
    for rule, duties in by_rule.items():
        number = len({episode for _rule, _version, episode, *_rest in duties})
        if number >= MANY:
            moments = [one[4] for one in duties if one[4]]
            groups.append(
                _Group(
                    rule=rule, version=max(one[1] for one in duties), number=number,
                    due_on=min(one[3] for one in duties), due_at=min(moments, default=None),
                )
            )  # fmt: skip
            grouped += [one[5] for one in duties]
    single = shown.exclude(pk__in=grouped) if grouped else shown
    return groups, Paginator(_in_order(single), PAGE).get_page(page)


def _in_order(found: DutyQuerySet) -> DutyQuerySet:
    return found.order_by("due_on", F("due_at").asc(nulls_last=True), "pk")


def _known(duties: list[Duty], by: Actor, today: date) -> "_Known":
    people = [duty.episode.person for duty in duties]
    return _Known(
        reach=overview.in_reach(by=by, of=people, on=today),
        names=Counter(person.name for person in {person.pk: person for person in people}.values()),
        drafts=waiting_by_kind(of={duty.episode_id: duty.episode for duty in duties}.values()),
    )


@dataclass(frozen=True)
class _Known:
    """What the rows of a list need to know of all of them: whom the post may open, how often a name occurs, which
    papers wait for a signature."""

    reach: set[UUID]
    names: Counter[str]
    drafts: Drafts


def _row(duty: Duty, by: Actor, now: datetime, today: date, known: _Known, *, others: bool = False) -> Row:
    person = duty.episode.person
    seen = person.pk in known.reach
    name = person.name if known.names[person.name] < 2 else f"{person.name} · {person.reference}"
    button = doing(by, person.reference, duty, known.drafts, in_reach=seen, on=today)
    tone, icon, when = when_words(duty, now, today)
    why = law_words.why_words(duty)
    return Row(
        tone=tone,
        icon=icon,
        when=when,
        whom=name if seen else person.reference,
        whom_url=reverse("desk:person", args=[person.reference]) if seen and by.may(Permission.EPISODES_VIEW) else "",
        what=law_words.duty_words(law_words.rule_of(duty)),
        why=f"{law_words.party_words(duty.party)} · {why}" if others else why,
        button=button.words,
        url=button.url,
        primary=button.primary and not others and duty.due_on <= today,
    )


def _group_row(group: _Group, by: Actor, now: datetime, today: date) -> Row:
    duty = Duty(rule=group.rule, version=group.version, due_on=group.due_on, due_at=group.due_at)
    tone, icon, when = when_words(duty, now, today)
    number = group.number
    listed = reverse("desk:people") + f"?rule={group.rule}&due=shown"
    people = ngettext("%(number)s person", "%(number)s people", number) % {"number": number_words(number)}
    sheet = served(by, SHEETS[group.rule])
    return Row(
        tone=tone,
        icon=icon,
        when=when,
        whom=people,
        whom_url=listed,
        what=law_words.duty_words(law_words.rule_of(duty)),
        why=_("one sheet for all") + " · " + law_words.why_words(duty),
        button=_("Open the sheet") if sheet else _("Show the list"),
        url=sheet or listed,
        primary=bool(sheet) and duty.due_on <= today,
    )


def when_words(duty: Duty, now: datetime, today: date) -> tuple[str, str, str]:
    """Tone, icon and words of the time that is left."""
    if duty.due_at is not None and duty.due_at < now:
        return "brick", "warning", _late_words(now - duty.due_at)
    if duty.due_at is None and duty.due_on < today:
        return "brick", "warning", _late_words(timedelta(days=(today - duty.due_on).days))
    if duty.due_on == today:
        time = f" {duty.due_at.astimezone(LOCAL):%H:%M}" if duty.due_at else ""
        return "amber", "clock", _("today") + time
    if duty.opens_on and duty.opens_on > today:
        return "grey", "calendar", _("from %(day)s") % {"day": f"{duty.opens_on:%d/%m}"}
    if duty.due_on <= today + WEEK:
        return "grey", "calendar", f"{duty.due_on:%d/%m} " + date_format(duty.due_on, "l")
    return "grey", "calendar", f"{duty.due_on:%d/%m/%Y}"


def _late_words(late: timedelta) -> str:
    if late < timedelta(days=1):
        hours = max(int(late.total_seconds() // 3600), 1)
        return ngettext("%(number)s hour late", "%(number)s hours late", hours) % {"number": hours}
    return ngettext("%(number)s day late", "%(number)s days late", late.days) % {"number": number_words(late.days)}


def quarter_of(*, by: Actor, today: date) -> Quarter:
    """The quarter so far: duties done, and how many of them in time."""
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    done = overview.done_between(by=by, first=first, last=today, on=today)
    share = share_words(done.in_time / done.number, 0) if done.number else ""
    return Quarter(["I", "II", "III", "IV"][(today.month - 1) // 3], done.number, done.in_time, share)
