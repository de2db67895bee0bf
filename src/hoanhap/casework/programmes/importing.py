"""A list of deployments from Excel or CSV: what its columns are, and what each row amounts to.

A row is *new*, the *same* as what is recorded, or an *end* of what is recorded; else it has problems, each with its
cell, what stands in it and why that cannot be. Any problem refuses the whole list: nothing is written half.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from hoanhap.casework.programmes import rules
from hoanhap.casework.programmes.actions.deployments import NewDeployment, check_deployment
from hoanhap.casework.programmes.choices import EndReason, ModelKind
from hoanhap.casework.programmes.models import Deployment
from hoanhap.ground.exchange.cells import Cells, filled, shown
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import fold
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.sheets import Kind, Sheet, SheetColumn

KEYS = ("code", "place", "kind", "name", "decision_no", "decision_on", "from_on", "to_on", "end_reason", "note")
"""The columns, in the order of the template."""

TITLES = {
    "code": "Mã xã",
    "place": "Xã, phường, thị trấn",
    "kind": "Mô hình",
    "name": "Tên mô hình khác",
    "decision_no": "Số quyết định",
    "decision_on": "Ngày quyết định",
    "from_on": "Hoạt động từ",
    "to_on": "Ngày cuối",
    "end_reason": "Lý do kết thúc",
    "note": "Ghi chú",
}
"""What the columns are called in the file: always Vietnamese, so that one file serves both languages of the screen."""

KIND_TITLES = ("Tình nguyện viên", "Câu lạc bộ B93", "Điểm tư vấn", "Mô hình khác")
END_TITLES = (
    "quyết định bị thu hồi",
    "thay bằng mô hình khác",
    "không còn người cần giúp đỡ",
    "không còn người vận hành",
    "lý do khác",
)

REQUIRED = ("code", "kind", "decision_no", "decision_on", "from_on")

KIND_WORDS = {
    "tinh nguyen vien": ModelKind.VOLUNTEERS,
    "doi cong tac xa hoi tinh nguyen": ModelKind.VOLUNTEERS,
    "cau lac bo b93": ModelKind.B93_CLUB,
    "clb b93": ModelKind.B93_CLUB,
    "b93": ModelKind.B93_CLUB,
    "diem tu van": ModelKind.COUNSELLING_POINT,
    "mo hinh khac": ModelKind.OTHER,
    "khac": ModelKind.OTHER,
    "volunteers": ModelKind.VOLUNTEERS,
    "b93 club": ModelKind.B93_CLUB,
    "counselling point": ModelKind.COUNSELLING_POINT,
    "other model": ModelKind.OTHER,
} | {fold(kind.value): kind for kind in ModelKind}

END_WORDS = {
    "quyet dinh bi thu hoi": EndReason.DECISION_REVOKED,
    "thay bang mo hinh khac": EndReason.REPLACED,
    "khong con nguoi can giup do": EndReason.NO_NEED,
    "khong con nguoi van hanh": EndReason.NO_STAFF,
    "ly do khac": EndReason.OTHER,
} | {fold(reason.value): reason for reason in EndReason}


class Outcome(StrEnum):
    """What a row amounts to."""

    NEW = "new"
    SAME = "same"
    END = "end"
    REFUSED = "refused"


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be: the key of its column, what stands there, and the refusal that says why."""

    key: str
    found: str
    refusal: Refusal


@dataclass
class CheckedRow:
    """One row of the file with what it amounts to. ``number`` is its line in the file."""

    number: int
    outcome: Outcome = Outcome.REFUSED
    new: NewDeployment | None = None
    deployment: Deployment | None = None
    problems: list[Problem] = field(default_factory=list)


def check_rows(*, by: Actor, rows: Sequence[tuple[int, Mapping[str, object]]], on: date) -> list[CheckedRow]:
    """What each row amounts to, against what is recorded and against the rows before it. ``on`` is today.

    ``rows`` are line numbers with values by key, as a spreadsheet gives them: text, numbers, days. Reads what it needs
    in two queries, however many rows there are.
    """
    by.require(Permission.DEPLOYMENTS_IMPORT)
    codes = {_code(values.get("code")) for _, values in rows}
    units: dict[str, list[Place]] = defaultdict(list)
    for unit in Place.objects.filter(code__in=codes):
        units[unit.code].append(unit)
    recorded: dict[int, list[Deployment]] = defaultdict(list)
    for deployment in Deployment.objects.filter(place__code__in=codes).order_by("from_on", "pk"):
        recorded[deployment.place_id].append(deployment)
    beside: dict[int, list[rules.Running]] = defaultdict(list)
    return [_check(by, number, values, units, recorded, beside, on) for number, values in rows]


def _check(
    by: Actor,
    number: int,
    values: Mapping[str, object],
    units: Mapping[str, list[Place]],
    recorded: Mapping[int, list[Deployment]],
    beside: dict[int, list[rules.Running]],
    on: date,
) -> CheckedRow:
    row = CheckedRow(number)
    cells = Cells(values)
    new = _read(cells, units)
    row.problems = [Problem(key, cells.text(key), refusal) for key, refusal in cells.problems]
    if new is None or row.problems:
        return row
    row.new = new
    mine = recorded.get(new.place.pk, [])
    try:
        by.require(Permission.DEPLOYMENTS_RECORD, at=new.place.pk)
        known = next((one for one in mine if one.running == new.running), None)
        ends = next((one for one in mine if new.to_on and one.running == _still_running(new)), None)
        if known is not None:
            row.outcome, row.deployment = Outcome.SAME, known
        elif ends is not None:
            check_deployment(new, [one.running for one in mine if one is not ends], on)
            row.outcome, row.deployment = Outcome.END, ends
        else:
            check_deployment(new, [*(one.running for one in mine), *beside[new.place.pk]], on)
            row.outcome = Outcome.NEW
        beside[new.place.pk].append(new.running)
    except Refusal as refusal:
        key = str(refusal.facts.get("field", "code"))
        row.problems.append(Problem(key, cells.text(key), refusal))
        row.outcome = Outcome.REFUSED
    return row


def _still_running(new: NewDeployment) -> rules.Running:
    facts = new.running
    return rules.Running(
        kind=facts.kind,
        name=facts.name,
        decision_no=facts.decision_no,
        decision_on=facts.decision_on,
        from_on=facts.from_on,
    )


def _read(cells: Cells, units: Mapping[str, list[Place]]) -> NewDeployment | None:
    """The deployment that the row describes; what cannot be read is noted."""
    cells.needed(*REQUIRED)
    kind = cells.one_of("kind", KIND_WORDS, usual=KIND_TITLES)
    decision_on, from_on, to_on = cells.day("decision_on"), cells.day("from_on"), cells.day("to_on")
    end_reason = cells.one_of("end_reason", END_WORDS, usual=END_TITLES)
    if to_on:
        cells.needed("end_reason")
    if cells.problems or decision_on is None or from_on is None:
        return None
    place = _place(cells, units, from_on)
    if place is None:
        return None
    return NewDeployment(
        place=place,
        kind=kind,
        name=cells.text("name"),
        decision_no=cells.text("decision_no"),
        decision_on=decision_on,
        from_on=from_on,
        to_on=to_on,
        end_reason=end_reason,
        note=cells.text("note"),
    )


def _place(cells: Cells, units: Mapping[str, list[Place]], day: date) -> Place | None:
    """The unit that had this code on the first day of the deployment; its name, where given, must agree."""
    code = _code(cells.values.get("code"))
    for unit in units.get(code, ()):
        if unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to):
            given = fold(cells.text("place"))
            if given and given not in (fold(unit.name), fold(unit.full_name)):
                typed = cells.text("place")
                cells.refuse("place", "programmes.name_differs", code=code, name=unit.full_name, day=day, found=typed)
                return None
            return unit
    cells.refuse("code", "programmes.unknown_unit", day=day, found=cells.text("code"))
    return None


def _code(value: object) -> str:
    """A unit's code; a spreadsheet that took it for a number has dropped its leading zeros."""
    return filled(shown(value), 5)


def summary(rows: Iterable[CheckedRow]) -> dict[Outcome, int]:
    """How many rows amount to what."""
    counts = dict.fromkeys(Outcome, 0)
    for row in rows:
        counts[row.outcome] += 1
    return counts


@dataclass(frozen=True)
class ColumnNote:
    """What a column is for: its title in the file, whether it must be filled, and what may stand there."""

    title: str
    required: bool
    words: str


def column_notes() -> list[ColumnNote]:
    """The columns in the order of the template, for the page that asks for the file."""
    notes = {
        "code": _("five digits, of the unit that stood on the first day"),
        "place": _("only to check the code"),
        "kind": ", ".join(KIND_TITLES),
        "name": _("only for “other model”"),
        "decision_no": "51/QĐ-UBND",
        "decision_on": "01/03/2022",
        "from_on": "08/03/2022",
        "to_on": _("leave empty while it runs"),
        "end_reason": ", ".join(END_TITLES),
    }
    return [ColumnNote(TITLES[key], key in REQUIRED, str(notes.get(key, ""))) for key in KEYS]


def template_sheet() -> Sheet:
    """An empty list in Vietnamese, whatever the language of the screen."""
    days = ("decision_on", "from_on", "to_on")
    return Sheet(
        what="programmes.template",
        title="Danh sách mô hình tại xã, phường, thị trấn",
        columns=[SheetColumn(title=TITLES[key], kind=Kind.DAY if key in days else Kind.TEXT, width=18) for key in KEYS],
        rows=[],
        source=f"{TITLES['kind']}: {'; '.join(KIND_TITLES)}. {TITLES['end_reason']}: {'; '.join(END_TITLES)}",
    )
