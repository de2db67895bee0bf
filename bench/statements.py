"""The SQL written by hand that the bare pages show: the same numbers, straight from the tables, on both engines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

UNITS = """
    SELECT p.code, p.label, p.name, p.valid_from, p.valid_to, p.verified, above.name AS above,
        (SELECT count(*) FROM places_succession s WHERE s.successor_id = p.id) AS came_from,
        (SELECT count(*) FROM places_succession s WHERE s.predecessor_id = p.id) AS went_to
    FROM places_place p
    JOIN places_place above ON above.id = p.parent_id
    LEFT JOIN places_place top ON top.id = above.parent_id
    WHERE p.search_key LIKE %s AND p.kind IN ('commune', 'ward', 'township', 'special_zone')
        AND %s = CASE WHEN above.parent_id IS NULL THEN above.code ELSE top.code END
    ORDER BY p.sort_key, p.code, p.valid_from
    LIMIT %s
"""
"""Parameters: pattern over the folded name, province code, how many."""

# Years and their counting days; the communes of the plan's first day; each with every deployment that counts for it
# (2: certain, 1: only through a divided unit); then one row a district and year, and one a model (year NULL).
_PROGRESS = """
    WITH years(year, day) AS ({years}),
    plan AS (
        SELECT pl.id, pl.place_id, pl.period_from AS first, city.code AS city FROM plans_plan pl
        JOIN places_place city ON city.id = pl.place_id WHERE pl.slug = %s
    ),
    unit AS (
        SELECT p.id, p.kind, p.name, p.sort_key, CASE WHEN above.kind = 'district' THEN above.id END AS district
        FROM plan, places_place p
        JOIN places_place above ON above.id = p.parent_id
        LEFT JOIN places_place top ON top.id = above.parent_id
        WHERE (above.code = plan.city OR top.code = plan.city)
            AND p.valid_from <= plan.first AND (p.valid_to IS NULL OR p.valid_to >= plan.first)
    ),
    commune AS (
        SELECT id, district FROM unit WHERE kind IN ('commune', 'ward', 'township', 'special_zone')
    ),
    counted AS (
        SELECT c.id, c.district, 2 AS certain, d.kind, d.basis, d.from_on, d.to_on
        FROM commune c JOIN programmes_deployment d ON d.place_id = c.id
        UNION ALL
        SELECT c.id, c.district, CASE WHEN l.through_split THEN 1 ELSE 2 END, d.kind, d.basis, d.from_on, d.to_on
        FROM commune c JOIN places_lineage l ON l.later_id = c.id
        JOIN programmes_deployment d ON d.place_id = l.earlier_id
        UNION ALL
        SELECT c.id, c.district, CASE WHEN l.through_split THEN 1 ELSE 2 END, d.kind, d.basis, d.from_on, d.to_on
        FROM commune c JOIN places_lineage l ON l.earlier_id = c.id
        JOIN programmes_deployment d ON d.place_id = l.later_id
    ),
    running AS (
        SELECT n.id, n.district, y.year, n.certain, n.kind, n.basis FROM counted n
        JOIN years y ON n.from_on <= y.day AND (n.to_on IS NULL OR n.to_on >= y.day)
    ),
    state AS (
        SELECT district, year, id, max(certain) AS certain,
            min(CASE WHEN basis = 'assumed' THEN 1 ELSE 0 END) AS assumed
        FROM running GROUP BY district, year, id
    ),
    cell AS (
        SELECT district, year, count(*) AS actual, min(certain) AS certain, sum(assumed) AS assumed
        FROM state GROUP BY district, year
    ),
    aim AS (
        SELECT t.place_id, y.year, t.value FROM plan
        JOIN plans_planedition e ON e.plan_id = plan.id
            AND e.number = (SELECT max(number) FROM plans_planedition WHERE plan_id = plan.id)
        JOIN plans_target t ON t.edition_id = e.id AND t.unit = 'communes'
        JOIN plans_indicator i ON i.id = t.indicator_id AND i.code = 'communes_applying_model'
        JOIN years y ON y.day = t.period_to
    )
    SELECT d.sort_key, d.id, d.name, y.year, size.communes, aim.value,
        coalesce(cell.actual, 0), coalesce(cell.certain, 2), coalesce(cell.assumed, 0)
    FROM unit d CROSS JOIN years y
    LEFT JOIN (SELECT district, count(*) AS communes FROM commune GROUP BY district) size ON size.district = d.id
    LEFT JOIN cell ON cell.district = d.id AND cell.year = y.year
    LEFT JOIN aim ON aim.place_id = d.id AND aim.year = y.year
    WHERE d.kind = 'district'
    UNION ALL
    SELECT '', NULL, kind, NULL, count(DISTINCT id), NULL, 0, 2, 0 FROM running
    WHERE year = (SELECT max(year) FROM years) GROUP BY kind
    ORDER BY 1, 4
"""


@dataclass(frozen=True)
class CellBySql:
    """One district in one year."""

    target: int | None
    actual: int
    estimate: bool
    assumed: int


@dataclass(frozen=True)
class RowBySql:
    """One district."""

    name: str
    communes: int
    cells: list[CellBySql] = field(default_factory=list)


@dataclass(frozen=True)
class TableBySql:
    """The whole table, and how many communes run each model on the last day."""

    days: Mapping[int, date]
    rows: Mapping[int, RowBySql]
    kinds: Mapping[str, int]


def progress(slug: str, as_of: date) -> TableBySql:
    """The roll-out of a plan on a day not before its last, over the units of its first day, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT s.year FROM plans_rolloutshare s JOIN plans_planedition e ON e.id = s.edition_id"
            " JOIN plans_plan p ON p.id = e.plan_id WHERE p.slug = %s ORDER BY s.year",
            [slug],
        )
        days = {year: min(date(year, 12, 31), as_of) for (year,) in cursor.fetchall()}
        years = " UNION ALL ".join(["SELECT %s AS year, %s AS day"] * len(days))
        adapt = connection.ops.adapt_datefield_value
        parameters = [value for year, day in days.items() for value in (year, adapt(day))]
        cursor.execute(_PROGRESS.format(years=years), [*parameters, slug])
        rows: dict[int, RowBySql] = {}
        kinds: dict[str, int] = {}
        for _, key, name, year, communes, target, actual, certain, assumed in cursor.fetchall():
            if year is None:
                kinds[name] = communes
                continue
            row = rows.setdefault(key, RowBySql(name, communes))
            aim = None if target is None else int(target)
            row.cells.append(CellBySql(aim, actual, certain == 1, int(assumed)))
    return TableBySql(days, rows, kinds)
