"""A list of people from Excel or CSV: what its columns are called, and what each row amounts to.

A row is *new*, *known*, a *possible duplicate*, *held elsewhere*, or an *error*; the last three have problems, each
with its column and reason. What stands in the cell is never repeated: it may be a number, a telephone, an address.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from hoanhap.casework.people import rules, selectors
from hoanhap.casework.people.cells import PersonCells
from hoanhap.casework.people.choices import ContactKind, IdentifierKind, RelationKind
from hoanhap.casework.people.import_parts import ListedPerson, parts
from hoanhap.casework.people.listed_columns import BY_SEX, taken_columns
from hoanhap.casework.people.matching import Match, Traits, compare
from hoanhap.casework.people.models import Person
from hoanhap.casework.people.rows import Identity, NewContact, NewIdentifier, NewPerson, NewRelation, NewResidence
from hoanhap.ground.kernel.errors import Refusal, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import fold
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.sheets import Sheet, SheetColumn

_SUM = re.compile(r"tong (?:cong|so)\b|cong\W*(?:\d|$)")

SEXES = {"nam": "male", "male": "male", "m": "male", "nu": "female", "female": "female", "f": "female"}


def is_person(values: Mapping[str, object]) -> bool:
    """Whether a row of a file is about somebody: not a sum, nor a signature below the table."""
    said = {key for key in ("name", "sex", "birth", "birth_year", "number", "old_number", *(one.key for one in BY_SEX))
            if values.get(key) is not None}  # fmt: skip
    return bool(said) and not (said == {"name"} and _SUM.match(fold(str(values["name"]))))


class Outcome(StrEnum):
    """What a row amounts to."""

    NEW = "new"
    KNOWN = "known"
    POSSIBLE = "possible_duplicate"
    ELSEWHERE = "held_elsewhere"
    ERROR = "error"


@dataclass(frozen=True)
class Problem:
    """Why a row is not taken: the key of its column, and the refusal that says why."""

    key: str
    refusal: Refusal


@dataclass
class CheckedRow:
    """One row of the file with what it amounts to."""

    number: int
    outcome: Outcome = Outcome.ERROR
    new: NewPerson | None = field(default=None, repr=False)
    traits: Traits | None = field(default=None, repr=False)
    problems: list[Problem] = field(default_factory=list)
    birth_on: date | None = field(default=None, repr=False)
    birth_year: int = field(default=0, repr=False)
    place: Place | None = None
    people: list[Person] = field(default_factory=list, repr=False)
    """Of a known row: who it certainly is on file; more than one where two files are still to be compared."""
    plans: dict[str, object] = field(default_factory=dict, repr=False)
    """What the rooms above would write, by their import names."""
    told: list[str] = field(default_factory=list)
    """The same in sentences."""

    @property
    def person(self) -> Person | None:
        """Who it is on file."""
        return self.people[0] if self.people else None


def check_rows(
    *, by: Actor, rows: Sequence[tuple[int, Mapping[str, object]]], on: date, accept_possible: bool = False
) -> list[CheckedRow]:
    """What each row amounts to, against what is on file and against the rows before it.

    ``accept_possible``: who only looks like somebody on file is somebody else. A few queries, however many rows.
    """
    by.require(Permission.PEOPLE_IMPORT)
    units = list(Place.objects.reached_by(by).commune_level())
    checked = [_read(number, values, units, on) for number, values in rows]
    read = [row for row in checked if row.traits is not None]
    traits = [row.traits for row in read if row.traits]
    holders = selectors.holders_of(selectors.numbers_of(traits))
    found = selectors.duplicates_of_many(by=by, of=traits, on=on, holders=holders) if traits else []
    seen = set(selectors.people(by=by, on=on).filter(pk__among=set(holders.values())).values_list("pk", flat=True))
    before: dict[object, list[Traits]] = {}
    for row, candidates in zip(read, found, strict=True):
        assert row.traits is not None  # noqa: S101 - chosen above
        roots = {holders[index] for index in row.traits.numbers if index in holders}
        if roots - seen:
            _set(row, Outcome.ELSEWHERE, "number", RuleViolation("people.held_elsewhere"))
        elif roots:
            _same_person(row, [one.person for one in candidates if one.person.pk in roots], roots)
        elif certain := [one.person for one in candidates if one.judgement.match is Match.CERTAIN]:
            row.outcome, row.people = Outcome.KNOWN, certain
        else:
            near = before.setdefault(rules.order_free(row.traits.names[0]), [])
            _beside(row, near, [one.person.reference for one in candidates], accept_possible)
    _ask_parts(by, checked, [values for _number, values in rows], on)
    return checked


def _ask_parts(by: Actor, checked: Sequence[CheckedRow], values: Sequence[Mapping[str, object]], on: date) -> None:
    """What the rooms above make of the rows that can be taken, and of those with errors, to tell all at once."""
    asked = [(row, cells) for row, cells in zip(checked, values, strict=True) if row.outcome is not Outcome.ELSEWHERE]
    listed = [
        ListedPerson(values=cells, birth_on=row.birth_on, birth_year=row.birth_year, place=row.place, person=row.person)
        for row, cells in asked
    ]
    for room, part in parts().items():
        for (row, _cells), finding in zip(asked, part.check(by, listed, on), strict=True):
            for key, refusal in finding.problems:
                _set(row, Outcome.ERROR, key, refusal)
            row.told += finding.told
            if finding.plan is not None:
                row.plans[room] = finding.plan
    written: set[UUID] = set()
    for row, _cells in asked:
        if not (row.plans and row.person and row.outcome is Outcome.KNOWN):
            continue
        if len(row.people) > 1:
            references = [one.reference for one in row.people[:3]]
            _set(row, Outcome.ERROR, "name", RuleViolation("people.several_on_file", references=references))
        elif row.person.pk in written:
            _set(row, Outcome.ERROR, "name", RuleViolation("people.row_twice"))
        written.add(row.person.pk)


def _same_person(row: CheckedRow, people: Sequence[Person], roots: set[UUID]) -> None:
    """The number is on file: known if name and year of birth agree, else one of the two is wrong."""
    assert row.traits is not None  # noqa: S101 - the caller has read it
    names = {rules.order_free(name) for name in row.traits.names}
    one = people[0] if len(people) == len(roots) == 1 else None
    known = {rules.order_free(name) for name in (one.name, *(o.name for o in one.other_names.all()))} if one else set()
    if one is not None and names & known and one.birth_year == row.traits.birth_year:
        row.outcome, row.people = Outcome.KNOWN, [one]
    else:
        _set(row, Outcome.ERROR, "number", RuleViolation("people.number_of_another"))


def _beside(row: CheckedRow, near: list[Traits], references: list[str], accept_possible: bool) -> None:
    """A row whose number is on nobody's file: against namesakes on file and in the rows before."""
    assert row.traits is not None  # noqa: S101 - the caller has read it
    matches = {compare(row.traits, other).match for other in near}
    near.append(row.traits)
    if Match.CERTAIN in matches:
        _set(row, Outcome.ERROR, "name", RuleViolation("people.row_twice"))
    elif accept_possible or not (references or Match.POSSIBLE in matches):
        row.outcome = Outcome.NEW
    elif references:
        _set(row, Outcome.POSSIBLE, "name", RuleViolation("people.looks_like", references=references[:3]))
    else:
        _set(row, Outcome.POSSIBLE, "name", RuleViolation("people.looks_like_row"))


def _set(row: CheckedRow, outcome: Outcome, key: str, refusal: Refusal) -> None:
    row.outcome = outcome
    row.problems.append(Problem(key, refusal))


def _read(number: int, values: Mapping[str, object], units: Sequence[Place], on: date) -> CheckedRow:
    """The person that a row describes; what cannot be read is noted, all of it at once."""
    row = CheckedRow(number)
    cells = PersonCells(values)
    since = cells.day("since") or on
    cells.needed("name")
    birth_on, birth_year = cells.birth()
    name = cells.held("name", rules.name_of)
    sex = cells.sex(SEXES)
    place = cells.place(units, since)
    phone = cells.phone("phone")
    identifiers = _identifiers(cells)
    guardian, guardian_phone = cells.held("guardian", rules.name_of), cells.phone("guardian_phone")
    if birth_year:
        relations = [RelationKind.GUARDIAN] if guardian else []
        minor = rules.may_be_minor(birth_on=birth_on, birth_year=birth_year, on=on)
        known = len(cells.problems)
        cells.check("birth", lambda: rules.check_birth(birth_on=birth_on, birth_year=birth_year, on=on))
        if len(cells.problems) == known:
            cells.check("guardian", lambda: rules.check_guarded(minor=minor, relations=relations))
    cells.check("since", lambda: rules.check_days(from_on=since, to_on=None, on=on))
    other = cells.held("other_name", rules.name_of)
    nationality = _country(cells.text("nationality"))
    cells.check("nationality", lambda: rules.check_country(nationality))
    row.problems = [Problem(key, refusal) for key, refusal in cells.problems]
    row.birth_on, row.birth_year, row.place = birth_on, birth_year, place
    if row.problems or place is None or not birth_year:
        return row
    row.new = NewPerson(
        identity=Identity(name=name, sex=sex, birth_year=birth_year, birth_on=birth_on, nationality=nationality),
        other_names=[other] if other else [],
        residences=[NewResidence(place=place, from_on=since, address=cells.text("address"))],
        identifiers=identifiers,
        contacts=[NewContact(value=phone)] if phone else [],
        relations=[NewRelation(kind=RelationKind.GUARDIAN, name=guardian, phone=guardian_phone)] if guardian else [],
    )
    row.traits = traits_of_new(row.new)
    return row


def _country(typed: str) -> str:
    """A nationality with two letters; Việt Nam where nothing is said."""
    return "VN" if fold(typed) in ("", "viet nam", "vietnam", "vn") else typed.strip().upper()


def _identifiers(cells: PersonCells) -> list[NewIdentifier]:
    found: dict[str, NewIdentifier] = {}
    for key in ("number", "old_number"):
        typed = cells.number(key)
        if not typed:
            continue
        try:
            kind = rules.kind_of_number(typed) if key == "number" else IdentifierKind.OLD_CARD
            number = rules.number_of(kind, typed)
        except RuleViolation as violation:
            cells.problems.append((key, violation))
            continue
        issued = {"issued_on": cells.day("issued_on"), "issued_by": cells.text("issued_by")} if not found else {}
        found.setdefault(number, NewIdentifier(kind=kind, number=number, **issued))  # type: ignore[arg-type]
    return list(found.values())


def traits_of_new(new: NewPerson) -> Traits:
    """What somebody about to be registered is compared by."""
    identity = new.identity
    numbers = {selectors.number_index(one.kind, one.number): one.kind for one in new.identifiers}
    return Traits(
        names=(identity.name, *new.other_names),
        sex=identity.sex,
        birth_year=identity.birth_year,
        birth_on=identity.birth_on,
        numbers=frozenset(numbers),
        cards=frozenset(index for index, kind in numbers.items() if kind == IdentifierKind.CITIZEN_CARD),
        phones=frozenset(selectors.contact_index(ContactKind.PHONE, one.value) for one in new.contacts),
        places=frozenset({new.lives_in.pk}),
    )


def column_notes() -> list[dict[str, object]]:
    """What the import page says of each column: its title, whether it is needed, how else it may be called, and what
    may stand in it."""
    return [
        {
            "title": column.title,
            "required": column.required,
            # Titles in English are taken too, but tell a reader of Vietnamese nothing.
            "words": ", ".join([word for word in column.aliases if word.isupper() or not word.isascii()][:3]),
            "example": column.example,
        }
        for column in taken_columns()
    ]


def template_sheet() -> Sheet:
    """An empty list, always in Vietnamese. The examples stand above its titles, so that nobody imports them."""
    return Sheet(
        what="people.template",
        title="Danh sách người",
        columns=[SheetColumn(title=column.title, width=20, example=column.example) for column in taken_columns()],
        rows=[],
        source="Bắt buộc: Họ và tên, Giới tính, Ngày sinh hoặc Năm sinh. Ngày viết dd/mm/yyyy. "
        "Dòng ngay trên tiêu đề là ví dụ, không được nhập.",
    )
