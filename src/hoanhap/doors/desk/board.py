"""The board of the volunteers' team: who has nobody, whose helper leaves, who wants another, how much each carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoanhap.casework.episodes.choices import Stage
from hoanhap.casework.people.choices import Purpose
from hoanhap.casework.people.purposes import purpose_of
from hoanhap.casework.programmes import helper_page
from hoanhap.casework.programmes import helper_reads as reads
from hoanhap.casework.programmes.models import Team
from hoanhap.casework.programmes.team_rules import USUAL_LOAD
from hoanhap.casework.programmes.team_selectors import volunteer_team
from hoanhap.doors.desk.addresses import served
from hoanhap.doors.desk.selectors import Task
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.law.choices import RegimeCode
from hoanhap.ground.law.regimes import regime_on
from hoanhap.ground.web.words import day_words, number_words

PAGE = 20
LATE_HOURS = 24
"""After so many hours without a helper "right after completion" (plan 270 II.1) is over."""


@dataclass(frozen=True)
class Rows:
    """A page of those who have nobody. ``page`` and ``prefixed_page_field`` are what the page numbers ask for."""

    rows: list[Task]
    page: Page[Any]
    prefixed_page_field: str = "page"


@dataclass(frozen=True)
class Carried:
    """How much one member carries."""

    name: str
    organisation: str
    role: str
    load: str
    leaves: str
    tone: str


@dataclass(frozen=True)
class Board:
    """The whole page. ``by_name``: whether the post works with the people of the unit by name."""

    heading: str
    team: Team | None
    by_name: bool
    unassigned: Rows
    handovers: list[Task]
    wishes: list[Task]
    helped: Rows
    members: list[Carried]
    handover_url: str
    sheets_url: str
    allowances_url: str


def board_of(*, by: Actor, now: datetime, today: date, pages: Mapping[str, str]) -> Board:
    """The board of the actor's units. The names on it are logged as looked at, by number."""
    found = reads.unassigned(by=by, on=today)
    handed = reads.handovers(by=by, on=today)
    wishes = reads.open_wishes(by=by, on=today)
    all_helped = reads.helped(by=by, on=today)
    kept = Paginator(all_helped, PAGE).get_page(pages.get("helped", "1"))
    if reads.may_read_people(by):
        purpose = purpose_of(by.role) or Purpose.HELP.value
        facts = {"people": len(found) + len(all_helped)}
        record_read("desk.team_board_read", "desk.list:team", by=by, purpose=purpose, facts=facts)
    turned = Paginator(found, PAGE).get_page(pages.get("page", "1"))
    began = reads.completed_at(one.episode for one in turned)
    rows = [_unassigned(by, one, began.get(one.episode.pk), now, today) for one in turned]
    return Board(
        heading=_heading(len(found)),
        team=volunteer_team(by=by, on=today),
        by_name=reads.may_read_people(by),
        unassigned=Rows(rows, turned),
        handovers=[_handover(by, one, today) for one in handed],
        wishes=[_wish(by, one) for one in wishes],
        helped=Rows([_helped(by, one) for one in kept], kept, "helped"),
        members=[_carried(one) for one in reads.members(by=by, on=today)],
        handover_url=served(by, "programmes:helpers_hand_over") if handed else "",
        sheets_url=served(by, "programmes:activity_sheet"),
        allowances_url=served(by, "programmes:allowance_sheet"),
    )


def _heading(number: int) -> str:
    if not number:
        return _("Everybody has a helper")
    words = ngettext("%(number)s person has no helper", "%(number)s people have no helper", number)
    return words % {"number": number_words(number)}


def _unassigned(by: Actor, one: reads.Helped, began: datetime | None, now: datetime, today: date) -> Task:
    hours = int((now - began).total_seconds() // 3600) if began else 0
    undecided = regime_on(today).code is RegimeCode.B and one.episode.stage in (Stage.LISTED, Stage.PROPOSED)
    what, waits = _("has no helper"), one.proposed or undecided
    if one.proposed:
        what = _("a helper is proposed; the Chairman has not signed yet")
    elif undecided:
        what = _("has no helper; one can be proposed once the decision is signed")
    url = "" if waits else served(by, "programmes:helper_choose", one.reference)
    return Task(
        tone="grey" if waits else "amber" if hours >= LATE_HOURS else "blue",
        icon="clock",
        when=_since(hours),
        whom=one.name or one.reference,
        what=what,
        why=_("%(reference)s · completed on %(day)s · a helper right after completion: plan 270, part II.1")
        % {"reference": one.reference, "day": day_words(one.since) if one.since else "–"},
        button=_("Choose a helper") if url else "",
        url=url,
    )


def _since(hours: int) -> str:
    if hours < 72:
        return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": number_words(max(hours, 0))}
    return ngettext("%(number)s day", "%(number)s days", hours // 24) % {"number": number_words(hours // 24)}


def _handover(by: Actor, one: reads.HandoverRow, today: date) -> Task:
    gone = one.leaves_on < today
    said = _("%(name)s left on %(day)s") if gone else _("%(name)s leaves on %(day)s")
    url = "" if one.person.proposed else served(by, "programmes:helper_choose", one.person.reference)
    return Task(
        tone="amber" if gone else "blue",
        icon="swap",
        when=day_words(one.leaves_on),
        whom=one.person.name or one.person.reference,
        what=said % {"name": one.helper_name, "day": day_words(one.leaves_on)},
        why=_("a successor is proposed; the Chairman has not signed yet") if one.person.proposed else "",
        button=_("Choose another") if url else "",
        url=url,
        primary=False,
    )


def _wish(by: Actor, one: reads.WishRow) -> Task:
    url = "" if one.person.proposed else served(by, "programmes:helper_choose", one.person.reference)
    return Task(
        tone="blue",
        icon="hand",
        when=day_words(one.wish.asked_on),
        whom=one.person.name or one.person.reference,
        what=_("asked for another helper than %(name)s") % {"name": one.helper_name},
        why=_("a successor is proposed; the Chairman has not signed yet") if one.person.proposed else "",
        button=_("Choose another") if url else "",
        url=url,
    )


def _helped(by: Actor, one: reads.HelpedRow) -> Task:
    url = served(by, "programmes:helper_change", one.person.reference)
    return Task(
        tone="grey",
        when="",
        whom=one.person.name or one.person.reference,
        whom_url=served(by, "desk:person", one.person.reference) if one.in_reach else "",
        what=one.helper_name,
        why=_("since %(day)s") % {"day": day_words(one.since)},
        button=_("Asks for another") if url else "",
        url=url,
        primary=False,
    )


def _carried(one: reads.Member) -> Carried:
    who = one.appointment
    return Carried(
        name=who.name,
        organisation=who.organisation,
        role=who.role_words,
        load=helper_page.load_words(one.load),
        leaves=day_words(one.leaves_on) if one.leaves_on else "",
        tone="amber" if one.load > USUAL_LOAD else "green" if one.load else "grey",
    )
