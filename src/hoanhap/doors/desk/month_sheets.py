"""Sheets of the month and the quarter: a row a person, cells to be filled with the keyboard, written whole or not at
all. What was typed stays where one row is wrong, with the reason at its cell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.people.choices import Purpose
from hoanhap.casework.people.purposes import purpose_of
from hoanhap.casework.programmes import review_selectors as reviews
from hoanhap.casework.programmes.actions import reviewing
from hoanhap.casework.programmes.actions.reviewing import NewMeeting
from hoanhap.casework.programmes.help_choices import Family, Grade, Presence, Work
from hoanhap.casework.programmes.help_rules import quarter_of
from hoanhap.casework.programmes.models import ReviewMeeting
from hoanhap.casework.programmes.review_rules import Called, Reviewed, SheetRefused, Wrong
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.kernel.text import capital, tidy
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.forms import Form
from hoanhap.ground.web.refusals import on_form, words

MOST = 200
"""People in one sheet; the rest come once these are done."""


@dataclass(frozen=True)
class Column:
    """One column: a choice, short words, or a tick."""

    name: str
    label: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Cell:
    """One cell as it was typed, and why it cannot be."""

    id: str
    column: Column
    value: str = field(repr=False)
    error: str = ""


@dataclass(frozen=True)
class Row:
    """One person of a sheet."""

    key: UUID
    ref: str
    name: str = field(repr=False)
    born: int
    told: str
    cells: list[Cell] = field(repr=False)


@dataclass(frozen=True)
class Sheet:
    """The columns, and a row a person; ``wrong`` leads from the top to every cell that cannot be."""

    columns: list[Column]
    rows: list[Row]
    more: int

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """The id of each wrong cell, and what to say of it."""
        return [(cell.id, f"{row.name}: {cell.error}") for row in self.rows for cell in row.cells if cell.error]


def _options(choices: type[Presence] | type[Work] | type[Family] | type[Grade]) -> tuple[tuple[str, str], ...]:
    return tuple((one.value, capital(one.label)) for one in choices)


def roll_call_columns() -> list[Column]:
    """Present or not, and short words."""
    return [
        Column("presence", _("How they answered"), "choice", _options(Presence)),
        Column("words", _("Short words"), "words"),
    ]


def review_columns() -> list[Column]:
    """Work, family, health, grade and comments."""
    return [
        Column("work", _("Work"), "choice", _options(Work)),
        Column("family", _("Family"), "choice", _options(Family)),
        Column("health_appointment", _("Health appointment"), "tick"),
        Column("grade", _("Grade"), "choice", _options(Grade)),
        Column("comments", _("Comments"), "words"),
    ]


def sheet_of(
    *, columns: list[Column], people: Sequence[Episode], number: int, told: Mapping[UUID, str],
    typed: QueryDict | None, wrong: Sequence[Wrong] = (),
) -> Sheet:  # fmt: skip
    """The sheet with what was typed, and what is wrong with it."""
    errors = {(one.episode, one.column): words(one.why) for one in wrong}
    rows = [
        Row(
            one.pk, one.person.reference, one.person.name, one.person.birth_year, told.get(one.pk, ""),
            [
                Cell(
                    f"{column.name}-{one.pk}", column, str(typed.get(f"{column.name}-{one.pk}", "")) if typed else "",
                    errors.get((one.pk, column.name), ""),
                )
                for column in columns
            ],
        )
        for one in people
    ]  # fmt: skip
    return Sheet(columns, rows, number - len(people))


def typed_rows(typed: QueryDict, columns: Sequence[Column]) -> list[tuple[UUID, dict[str, str]]]:
    """What was typed, row by row. Raises NotFound for a key that is none."""
    try:
        keys = [UUID(key) for key in typed.getlist("row")]
    except ValueError:
        raise NotFound("episodes.unknown_episode") from None
    return [(key, {one.name: tidy(typed.get(f"{one.name}-{key}", "")) for one in columns}) for key in keys]


@dataclass(frozen=True)
class Outcome:
    """What became of a sheet that was sent."""

    done: object | None
    wrong: list[Wrong]


def send(form: Form, act: Callable[[], object]) -> Outcome:
    """Do it; where some cells are wrong nothing is written, and the form says so."""
    wrong: list[Wrong] = []
    if form.is_valid():
        with on_form(form):
            try:
                return Outcome(act(), [])
            except SheetRefused as refused:
                wrong = refused.wrong
                raise
    return Outcome(None, wrong)


def roll_call(*, by: Actor, on: date, form: Form, typed: QueryDict | None) -> tuple[Sheet, object | None]:
    """The month's roll-call: the sheet, and the answers once they are recorded."""
    columns = roll_call_columns()
    outcome = Outcome(None, [])
    if typed is not None:
        rows = [Called(episode=key, **told) for key, told in typed_rows(typed, columns)]
        outcome = send(
            form, lambda: reviewing.hold_roll_call(by=by, held_on=form.cleaned_data["held_on"], rows=rows)
        )  # fmt: skip
    found = reviews.to_be_called(by=by, on=on)
    sheet = sheet_of(
        columns=columns, people=list(found[:MOST]), number=found.count(), told={}, typed=typed, wrong=outcome.wrong
    )  # fmt: skip
    _note(by, "desk.roll_call_opened", len(sheet.rows))
    return sheet, outcome.done


def review(*, by: Actor, on: date, form: Form, typed: QueryDict | None) -> tuple[Sheet, ReviewMeeting | None]:
    """The quarter's review: the sheet with what the quarter held, and the meeting once it is recorded."""
    columns = review_columns()
    outcome = Outcome(None, [])
    if typed is not None:
        rows = [
            Reviewed(episode=key, **{**told, "health_appointment": bool(told["health_appointment"])})  # type: ignore[arg-type]
            for key, told in typed_rows(typed, columns)
        ]
        outcome = send(form, lambda: _hold(by, form, rows, on))
    found = reviews.to_be_reviewed(by=by, on=on)
    people = list(found[:MOST])
    first, last = quarter_of(on)
    counts = reviews.counts_of(people, first=first, last=last)
    told = {key: counts_words(one) for key, one in counts.items()}
    sheet = sheet_of(
        columns=columns, people=people, number=found.count(), told=told, typed=typed, wrong=outcome.wrong
    )  # fmt: skip
    _note(by, "desk.review_opened", len(sheet.rows))
    done = outcome.done
    return sheet, done if isinstance(done, ReviewMeeting) else None


def counts_words(one: reviews.Counts) -> str:
    """What the quarter held, in a line."""
    return _("roll-calls %(answered)s/%(called)s · tests %(tests)s · open needs %(needs)s") % {
        "answered": one.answered, "called": one.called, "tests": one.tests, "needs": one.open_needs,
    }  # fmt: skip


def _hold(by: Actor, form: Form, rows: Sequence[Reviewed], on: date) -> ReviewMeeting:
    meeting = NewMeeting(place=unit_of(by, on), **form.cleaned_data)
    return reviewing.hold_review(by=by, meeting=meeting, rows=rows)


def unit_of(by: Actor, on: date) -> Place:
    """The commune of the acting post. Raises NotFound for a post above the communes."""
    found = Place.objects.valid_on(on).commune_level().reached_by(by).in_order()[:2]
    if len(found) != 1:
        raise NotFound("episodes.unknown_episode")
    return found[0]


def _note(by: Actor, screen: str, people: int) -> None:
    purpose = purpose_of(by.role) or Purpose.AFTERCARE.value
    record_read(screen, "desk.list:people", by=by, purpose=purpose, facts={"people": people})
