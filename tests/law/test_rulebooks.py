"""The rulebooks as data: nothing overlaps, everything has a source, every name exists."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.law import reading
from hoanhap.ground.law.alerts import alert_rules
from hoanhap.ground.law.authorities import authorities, authority_for, steps_of
from hoanhap.ground.law.choices import Measure, Party, RegimeCode, Step
from hoanhap.ground.law.deadlines import deadline_rules
from hoanhap.ground.law.forms import form, form_for, forms
from hoanhap.ground.law.messages import MEASURE_WORDS, OUTCOME_WORDS, PARTY_WORDS, REGIME_WORDS, STEP_WORDS
from hoanhap.ground.law.periods import Validity
from hoanhap.ground.law.reference import law_page
from hoanhap.ground.law.regimes import regime, regime_on, regimes
from hoanhap.ground.law.terms import effect_on, effect_rules, term_rule, term_rules
from hoanhap.ground.law.transitions import kept_rules, transitions
from hoanhap.ground.law.working_days import calendar_years, overlay

JUNE_30, JULY_1 = date(2026, 6, 30), date(2026, 7, 1)
BOOKS: dict[str, Callable[[], tuple[Any, ...]]] = {
    "regimes": regimes,
    "deadlines": deadline_rules,
    "terms": term_rules,
    "effects": effect_rules,
    "authorities": authorities,
    "forms": forms,
    "transitions": transitions,
    "alerts": alert_rules,
}
KEYS: dict[str, Callable[[Any], object]] = {
    "regimes": lambda row: "one after the other",
    "deadlines": lambda row: (row.code, row.variant),
    "terms": lambda row: (row.subject, row.measure, row.case),
    "effects": lambda row: row.event,
    "authorities": lambda row: (row.act, row.step),
    "forms": lambda row: row.act or row.code,
    "transitions": lambda row: row.code,
    "alerts": lambda row: row.case,
}


def overlapping(rows: Iterable[Validity]) -> list[tuple[Validity, Validity]]:
    """Pairs of rows that are in force on the same day."""
    return [(a, b) for a, b in combinations(rows, 2) if a.covers(b.valid_from) or b.covers(a.valid_from)]


@pytest.mark.parametrize("book", BOOKS)
def test_one_row_only_is_in_force_on_a_day(book: str) -> None:
    alike = defaultdict(list)
    for row in BOOKS[book]():
        alike[KEYS[book](row)].append(row)
    assert alike
    for rows in alike.values():
        assert overlapping(rows) == []


def test_an_overlap_is_noticed() -> None:
    first = Validity(valid_from=date(2022, 1, 1), valid_to=date(2025, 2, 28))
    assert overlapping([first, Validity(valid_from=date(2025, 2, 28), valid_to=None)])
    assert overlapping([first, Validity(valid_from=date(2025, 3, 1), valid_to=None)]) == []


@pytest.mark.parametrize("book", BOOKS)
def test_every_row_has_a_source_and_ends_after_it_begins(book: str) -> None:
    for row in BOOKS[book]():
        assert row.source.strip()
        assert isinstance(row.verified, bool)
        assert row.valid_to is None or row.valid_from <= row.valid_to


@pytest.mark.parametrize("book", [*BOOKS, "calendar"])
def test_a_row_that_is_not_verified_says_why(book: str) -> None:
    rows = [*calendar_years().values(), *overlay().values()] if book == "calendar" else BOOKS[book]()
    assert all(row.note for row in rows if not row.verified)


@pytest.mark.parametrize("book", [book for book in BOOKS if book != "regimes"])
def test_rows_stay_inside_the_days_of_the_regimes(book: str) -> None:
    assert all(row.valid_from >= regimes()[0].valid_from for row in BOOKS[book]())


def test_columns_are_the_same_in_every_row_and_nothing_stands_beside_them() -> None:
    for path in sorted(reading.FOLDER.glob("*.csv")):
        rows = reading.table(path.stem)
        assert rows
        for row in rows:
            assert None not in row
            assert all(cell == cell.strip() for cell in row.values())


# ── regimes ─────────────────────────────────────────────────────────────────────────────────────────────


def test_regimes_follow_one_another_without_a_gap() -> None:
    for before, after in pairwise(regimes()):
        assert before.valid_to is not None
        assert before.valid_to + timedelta(days=1) == after.valid_from
    assert regimes()[-1].valid_to is None
    assert [one.code for one in regimes()] == list(RegimeCode)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2022-01-01", "A"),
        ("2025-02-28", "A"),
        ("2025-03-01", "A2"),
        ("2026-06-30", "A2"),
        ("2026-07-01", "B"),
        ("2040-01-01", "B"),
    ],
)
def test_every_day_has_its_regime(day: str, code: str) -> None:
    assert regime_on(date.fromisoformat(day)) is regime(RegimeCode(code))


def test_before_the_first_regime_there_is_none() -> None:
    with pytest.raises(Refusal, match="no_regime"):
        regime_on(date(2021, 12, 31))


# ── deadlines, terms, transitions ───────────────────────────────────────────────────────────────────────


def test_what_succeeds_a_rule_exists_and_begins_later() -> None:
    first = {rule.code: rule.valid_from for rule in reversed(deadline_rules())}
    for rule in deadline_rules():
        assert all(rule.valid_from < first[code] for code in rule.succeeded_by)


def test_codes_begin_with_their_regime() -> None:
    for rule in [*deadline_rules(), *term_rules(), *effect_rules()]:
        old = rule.code.startswith("A-")
        assert old or rule.code.startswith("B-")
        assert old == (rule.valid_from < JULY_1)


def test_every_rule_tells_trigger_and_duty_in_both_languages() -> None:
    for rule in deadline_rules():
        assert rule.trigger
        assert rule.trigger_vi
        assert rule.duty
        assert rule.duty_vi
        assert rule.limit > 0


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("on", [date(2022, 1, 1), date(2025, 3, 1), JUNE_30, JULY_1])
def test_every_measure_has_a_post_rehabilitation_term(measure: Measure, on: date) -> None:
    rule = term_rule("post_rehab", measure, on=on)
    assert rule.maximum == rule.minimum == (2 if measure is Measure.COMPULSORY else 1)
    assert (rule.unit, rule.counted_from) == ("years", "completion")


def test_prison_removes_before_july_2026_and_suspends_after() -> None:
    assert effect_on("prison", on=JUNE_30).effect == "removes"
    assert effect_on("prison", on=JULY_1).effect == "suspends"
    assert effect_on("absence", on=JUNE_30).effect == effect_on("absence", on=JULY_1).effect == "not_counted"


def test_transitions_keep_rules_that_exist_and_ended() -> None:
    assert [row.code for row in transitions()] == ["TR-1", "TR-2", "TR-3", "TR-4", "TR-5"]
    last = {rule.code: rule.valid_to for rule in deadline_rules()}
    for row in transitions():
        assert all(last[code] == row.valid_from - timedelta(days=1) for code in row.keeps_rules)
    assert kept_rules(rehabilitation_began_on=JUNE_30) == {"A-COMP-END", "A-PROVIDER"}
    assert kept_rules(rehabilitation_began_on=JULY_1) == frozenset()


# ── authorities and forms ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("act", "step", "day", "party"),
    [
        ("user_management_decision", Step.DECIDES, "2024-05-01", Party.CHAIR),
        ("user_management_decision", Step.DECIDES, "2026-07-01", Party.COMMUNE_POLICE_CHIEF),
        ("voluntary_home_decision", Step.DECIDES, "2024-05-01", Party.CHAIR),
        ("voluntary_home_decision", Step.SIGNS, "2026-07-01", Party.COMMUNE_POLICE_CHIEF),
        ("voluntary_facility_decision", Step.DECIDES, "2026-07-01", Party.PROVINCIAL_POLICE_DIRECTOR),
        ("compulsory_dossier", Step.RECEIVES, "2025-02-28", Party.DISTRICT_LABOUR),
        ("compulsory_dossier", Step.RECEIVES, "2025-06-30", Party.DISTRICT_COURT),
        ("compulsory_dossier", Step.RECEIVES, "2025-07-01", Party.REGIONAL_COURT),
        ("compulsory_dossier", Step.PREPARES, "2025-03-01", Party.COMMUNE_POLICE_CHIEF),
        ("post_rehab_decision", Step.PREPARES, "2025-09-19", Party.COMMUNE_POLICE_CHIEF),
        ("post_rehab_decision", Step.DECIDES, "2024-05-01", Party.CHAIR),
        ("post_rehab_decision", Step.DECIDES, "2026-07-01", Party.CHAIR),
        ("post_rehab_certificate", Step.SIGNS, "2026-09-15", Party.CHAIR),
        ("post_rehab_removal", Step.SIGNS, "2026-09-15", Party.COMMUNE_POLICE_CHIEF),
        ("lists", Step.KEEPS, "2026-06-30", Party.COMMUNE_PC),
        ("lists", Step.KEEPS, "2026-07-01", Party.COMMUNE_POLICE),
        ("electronic_monitoring_decision", Step.DECIDES, "2026-07-01", Party.COMMUNE_POLICE_CHIEF),
        ("private_facility_licence", Step.DECIDES, "2025-02-28", Party.PROVINCIAL_LABOUR),
        ("private_facility_licence", Step.DECIDES, "2026-07-01", Party.PROVINCIAL_POLICE_DIRECTOR),
    ],
)
def test_who_acts_follows_the_day_of_the_act(act: str, step: Step, day: str, party: Party) -> None:
    assert authority_for(act, step, on=date.fromisoformat(day)).party is party


def test_an_act_of_the_new_law_has_nobody_before_it() -> None:
    assert steps_of("electronic_monitoring_decision", on=JUNE_30) == ()
    with pytest.raises(Refusal, match="nobody_acts"):
        authority_for("electronic_monitoring_decision", Step.DECIDES, on=JUNE_30)
    with pytest.raises(NotFound, match="unknown_act"):
        steps_of("planted", on=JUNE_30)


def test_forms_are_unique_by_regime_annex_and_number() -> None:
    assert len({one.code for one in forms()}) == len(forms())


@pytest.mark.parametrize(
    ("regime_code", "annex", "number"),
    [("A", "D105", 8), ("A", "D109", 5), ("A", "II", 57), ("B", "I", 18), ("B", "III", 10), ("B", "V", 60)],
)
def test_the_catalogue_is_complete(regime_code: str, annex: str, number: int) -> None:
    """Annex II: 54 numbers, of which 02, 26 and 42 are two forms each."""
    found = [one for one in forms() if (one.regime, one.annex) == (regime_code, annex)]
    assert len(found) == number
    assert all(one.title and one.title_vi for one in found)


def test_the_same_number_is_another_form_in_another_regime() -> None:
    assert form("A-II-53").act == "post_rehab_transfer"
    assert form("B-V-53").act == "post_rehab_decision"
    with pytest.raises(NotFound, match="unknown_form"):
        form("53")


@pytest.mark.parametrize(
    ("act", "day", "code"),
    [
        ("post_rehab_decision", "2025-09-19", "A-II-51"),
        ("post_rehab_certificate", "2026-09-15", "B-V-56"),
        ("post_rehab_removal", "2026-09-15", "B-V-57"),
        ("post_rehab_proposal", "2026-06-30", "A-II-50"),
        ("post_rehab_proposal", "2026-07-01", "B-V-52"),
        ("user_management_decision", "2026-06-30", "A-D105-07"),
        ("user_management_decision", "2026-07-01", "B-III-04"),
    ],
)
def test_the_form_of_an_act_follows_its_day(act: str, day: str, code: str) -> None:
    assert form_for(act, on=date.fromisoformat(day)).code == code


def test_an_act_without_a_form_on_a_day_is_refused() -> None:
    with pytest.raises(Refusal, match="no_form"):
        form_for("post_rehab_removal", on=JUNE_30)
    with pytest.raises(NotFound, match="unknown_act"):
        form_for("", on=JUNE_30)


def test_who_signs_a_form_signs_the_act() -> None:
    for one in forms():
        steps = steps_of(one.act, on=one.valid_from) if one.act in {row.act for row in authorities()} else ()
        signing = {row.party for row in steps if row.step is Step.SIGNS}
        if one.signer and signing and one.act != "post_rehab_proposal":
            assert one.signer in signing, one.code


# ── reading, words, page ────────────────────────────────────────────────────────────────────────────────


def test_every_name_of_a_closed_list_has_words() -> None:
    assert set(PARTY_WORDS) == set(Party)
    assert set(STEP_WORDS) == set(Step)
    assert set(REGIME_WORDS) == set(RegimeCode)
    assert set(MEASURE_WORDS) == set(Measure)
    assert len(OUTCOME_WORDS) == 3


def test_a_slip_of_the_pen_in_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "planted.csv").write_text("a,b\n1,yess\n", encoding="utf-8")
    row = reading.table("planted", tmp_path)[0]
    with pytest.raises(ValueError, match="yess"):
        reading.yes(row["b"])
    assert reading.number("") is None
    assert reading.number(row["a"]) == 1


def test_the_reference_page_is_the_one_that_the_rulebooks_print() -> None:
    from django.utils import translation

    with translation.override("en"):
        page = law_page()
    root = Path(__file__).resolve().parents[2]
    assert (root / "docs/reference/law.md").read_text(encoding="utf-8") == page
    for rule in deadline_rules():
        assert f"`{rule.code}`" in page
