"""Pages that read: progress, search, lists."""

import re
from collections.abc import Iterable
from datetime import date
from unittest.mock import patch

from django.db import connection
from django.urls import NoReverseMatch, get_resolver, reverse

from bench import goals, reading, statements
from bench.harness import Measure, Proof, Tally
from bench.population import PLAN
from bench.site import Site
from bench.world import World
from hoanhap.casework.programmes import selectors as programmes
from hoanhap.casework.programmes.models import Deployment
from hoanhap.ground.access.policy import rule_for
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.lists import ListTable
from hoanhap.monitoring.plans.progress_selectors import progress, rollout_plan

AS_OF = date(2025, 12, 31)
WORDS = "phu"
"""Searched without accents: fits 50 or so units of Hà Nội on all days, in any spelling of "phú", "phù", "phủ"."""
DAY = re.compile(r"\d\d/\d\d/\d{4}")


def progress_page(world: World) -> Measure:
    """The whole city, every year, every model, against one statement and a plain table."""
    ours = f"{reverse('plans:progress_plan', args=[PLAN])}?as_of={AS_OF}"
    bare = f"/progress/?plan={PLAN}&as_of={AS_OF}"
    return Measure(
        goal=goals.PROGRESS,
        reference=lambda: world.bare.get(bare),
        ours=lambda: world.lead.site.get(ours),
        proof=lambda: _same_progress(world, ours),
        about="page signed in; bare page: one SQL statement, the same figures in one table",
    )


def _same_progress(world: World, address: str) -> Proof:
    """Every cell of the selector, and what the page prints for each year, against the SQL."""
    by_sql = statements.progress(PLAN, AS_OF)
    plan = rollout_plan(by=world.lead.actor, number=PLAN)
    found = progress(by=world.lead.actor, plan=plan, as_of=AS_OF)
    differences = [
        f"{row.place.name} {cell.year}: {cell} and {other}"
        for row in found.rows
        for cell, other in zip(row.cells, by_sql.rows[row.place.pk].cells, strict=True)
        if (cell.target, cell.actual, cell.estimate, cell.assumed)
        != (other.target, other.actual, other.estimate, other.assumed)
    ]
    kinds = {kind: number for kind, number in found.by_kind.items() if number}
    if kinds != by_sql.kinds:
        differences.append(f"models: {kinds} and {by_sql.kinds}")
    if {row.place.pk for row in found.rows} != set(by_sql.rows):
        differences.append("not the same districts")
    printed = 0
    for number, year in enumerate(by_sql.days):
        shown = _printed(world.lead.site.get(f"{address}&year={year}"))
        for row in by_sql.rows.values():
            cell = row.cells[number]
            printed += 1
            if shown.get(row.name) != (row.communes, cell.target, cell.actual):
                differences.append(
                    f"page, {row.name} {year}: {shown.get(row.name)} and {row.communes, cell.target, cell.actual}"
                )
    counts = {
        "districts": len(by_sql.rows),
        "years": len(by_sql.days),
        "communes": sum(row.communes for row in by_sql.rows.values()),
        "applying by SQL": sum(cell.actual for row in by_sql.rows.values() for cell in row.cells),
        "by the product": sum(cell.actual or 0 for row in found.rows for cell in row.cells),
        "figures read on the page": printed,
    }
    return Proof(equal=not differences, counts=counts, difference="; ".join(differences[:2]))


def _printed(page: str) -> dict[str, tuple[int | None, ...]]:
    """District → communes, target, actual, as the ranked table prints them: the last table with six columns."""
    ranked = [table for table in reading.tables(page) if len(table[0]) == 6][-1]
    return {row[0]: tuple(_number(cell) for cell in row[1:4]) for row in ranked[1:]}


def _number(cell: str) -> int | None:
    digits = cell.split()[0].replace(".", "") if cell.split() else ""
    return int(digits) if digits.isdigit() else None


def search(world: World) -> Measure:
    """Units of all days whose name contains a word typed without accents."""
    ours = f"{reverse('places:unit_list')}?times=all&q={WORDS}"
    bare = f"/units/?province={world.city.code}&q={WORDS}"

    def proof() -> Proof:
        shown, plain = _keys(world.lead.site.get(ours)), _keys(world.bare.get(bare))
        counts = {"found by SQL": len(plain), "by the page": len(shown), "units": Place.objects.count()}
        differing = sorted(set(shown) ^ set(plain))
        return Proof(equal=shown == plain, counts=counts, difference=", ".join(map(str, differing[:2])))

    return Measure(
        goal=goals.P12,
        reference=lambda: world.bare.get(bare),
        ours=lambda: world.lead.site.get(ours),
        proof=proof,
        about=f"list of units, “{WORDS}”, first page, signed in; bare page: SQL by hand, the same columns",
    )


def _largest(page: str) -> list[list[str]]:
    return max(reading.tables(page), key=len)


def _keys(page: str) -> list[tuple[str, ...]]:
    """Code and first day of each row of the largest table, in the table's order, wherever those columns stand."""
    return [(next(filter(str.isdecimal, row), ""), next(filter(DAY.fullmatch, row), "")) for row in _largest(page)[1:]]


def list_page(world: World) -> Measure:
    """The newest 50 deployments of the city, with count and navigation, against the plainest view."""
    ours = reverse("programmes:deployment_list")
    bare = f"/deployments/?root={world.city.pk}"

    def proof() -> Proof:
        shown, plain = (_largest(site.get(page)) for site, page in ((world.lead.site, ours), (world.bare, bare)))
        equal = [sorted(row) for row in shown[1:]] == [sorted(row) for row in plain[1:]]  # columns in any order
        return Proof(
            equal=equal,
            counts={"rows of the page": len(shown) - 1, "bare": len(plain) - 1, "all": Deployment.objects.count()},
            difference="" if equal else f"{shown[1]} and {plain[1]}",
        )

    return Measure(
        goal=goals.P7,
        reference=lambda: world.bare.get(bare),
        ours=lambda: world.lead.site.get(ours),
        proof=proof,
        runs=20,
        about="deployments, signed in, scope, count, navigation; bare: 50 rows by the ORM, the same columns",
    )


def scoped(world: World) -> Measure:
    """The deployments one commune's officer may see, through the actor's scope, against the commune by hand."""
    officer = world.officer
    by_hand = (
        Deployment.objects.filter(place__reached_from__root=officer.post.place_id)
        .select_related("place", "place__parent")
        .order_by("-from_on", "pk")
    )

    def proof() -> Proof:
        ours = [row.pk for row in programmes.deployments(by=officer.actor).order_by("-from_on", "pk")]
        hand = [row.pk for row in by_hand]
        return Proof(equal=ours == hand, counts={"by hand": len(hand), "ours": len(ours)})

    return Measure(
        goal=goals.P11,
        reference=lambda: list(by_hand.all()),
        ours=lambda: list(programmes.deployments(by=officer.actor).order_by("-from_on", "pk")),
        proof=proof,
        runs=50,
        about="all deployments of the officer's commune as rows; the same query with the commune written by hand",
    )


# ── queries a page ───────────────────────────────────────────────────────────────────────────────────────────

LENGTHS = (10, 50, 200)


def queries(world: World) -> Tally:
    """How many queries every list page makes when it shows 10, 50 and 200 rows."""
    return Tally(
        goal=goals.P10,
        count=lambda: _count_all(world),
        about="every address named …_list without arguments, as somebody who may open it",
    )


def _count_all(world: World) -> tuple[float, Proof]:
    counts: dict[str, int] = {}
    uneven = []
    for name in sorted(_list_names()):
        site = _who_may(world, name)
        if site is None:
            continue
        try:
            found = [_count(site, reverse(name), length) for length in LENGTHS]
        except RuntimeError as error:
            uneven.append(f"{name}: {error}")
            continue
        for rows, number in found:
            counts[f"{name} {rows} rows"] = number
        if len({number for _, number in found}) > 1:
            uneven.append(f"{name}: {found}")
    return max(counts.values(), default=0), Proof(equal=not uneven, counts=counts, difference="; ".join(uneven))


def _list_names() -> Iterable[str]:
    for space, (_, resolver) in get_resolver().namespace_dict.items():
        for name in resolver.reverse_dict:
            full = f"{space}:{name}"
            if isinstance(name, str) and name.endswith("_list"):
                try:
                    reverse(full)
                except NoReverseMatch:
                    continue
                yield full


def _who_may(world: World, name: str) -> Site | None:
    rule = rule_for(name)
    permission = next((one for one in Permission if one.value == rule), None)
    for one in (world.lead, world.auditor, world.administrator):
        if permission and one.actor.may(permission):
            return one.site
    return None


def _count(site: Site, address: str, length: int) -> tuple[int, int]:
    """Rows shown and queries made when the page is ``length`` rows long; the second time, when all is warm."""
    number = 0

    def watch(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        nonlocal number
        number += 1
        return execute(sql, params, many, context)

    settle = ListTable.settle

    def longer(table: ListTable, request: ActorRequest, per_page: int | None = length) -> None:
        settle(table, request, length if per_page is not None else None)

    with patch.object(ListTable, "settle", longer):
        site.get(address)
        with connection.execute_wrapper(watch):
            page = site.get(address)
    shown = reading.tables(page)
    return (len(max(shown, key=len)) - 1 if shown else 0), number
