"""The rules of tests: schedule, draw, strips, and the order of the path."""

import pathlib
import random
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.casework.screening import rules
from hoanhap.casework.screening.rules import Candidate, Confirmed, Path, Strip
from hoanhap.ground.kernel.errors import RuleViolation

ROOT = pathlib.Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 6)
UNTIL = date(2026, 11, 13)


@pytest.mark.parametrize(
    ("last", "months", "due"),
    [
        (None, 1, date(2026, 3, 31)),
        (date(2026, 1, 31), 1, date(2026, 3, 28)),  # a test before completion counts from completion
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 3, 31), 3, date(2026, 6, 30)),
    ],
)
def test_a_test_is_due_so_many_months_after_the_last(last: date | None, months: int, due: date) -> None:
    started = date(2026, 2, 28)
    expected = rules.add_months(started, months) if last is None or last < started else due
    assert rules.due_on(last=last, started_on=started, months=months) == expected


def test_a_unit_may_give_more_time_to_contest_never_less() -> None:
    rules.check_setting(kind="contest_days", value=10, from_on=DAY, decided_on=DAY)
    with pytest.raises(RuleViolation, match="setting_outside"):
        rules.check_setting(kind="contest_days", value=4, from_on=DAY, decided_on=DAY)
    with pytest.raises(RuleViolation, match="before_decision"):
        rules.check_setting(kind="months_other", value=3, from_on=DAY, decided_on=DAY + timedelta(days=1))


references = st.lists(st.text("23456789ABCDEFGH", min_size=3, max_size=6), min_size=1, max_size=30, unique=True)


@given(references, st.randoms(use_true_random=False), st.data())
def test_the_same_seed_and_list_draw_the_same_in_whatever_order(
    found: list[str], chance: random.Random, data: st.DataObject
) -> None:
    candidates = [Candidate(reference=one, weight=data.draw(st.integers(1, 5))) for one in found]
    number = data.draw(st.integers(1, len(found)))
    first = rules.drawn("a3" * 16, candidates, number)
    shuffled = chance.sample(candidates, len(candidates))
    assert rules.drawn("a3" * 16, shuffled, number) == first
    assert rules.digest(shuffled) == rules.digest(candidates)
    assert len(set(first)) == number


def test_a_changed_weight_or_reference_changes_what_the_list_comes_to() -> None:
    one, two = Candidate(reference="HS-A", weight=1), Candidate(reference="HS-B", weight=3)
    assert rules.digest([one, two]) != rules.digest([one, Candidate(reference="HS-B", weight=1)])


def test_weights_are_respected() -> None:
    heavy, light = Candidate(reference="HS-A", weight=3), Candidate(reference="HS-B", weight=1)
    chance = random.Random(270)
    first = Counter(rules.drawn(f"{chance.getrandbits(128):032x}", [heavy, light], 1)[0] for _ in range(4000))
    assert abs(first["HS-A"] / 4000 - 0.75) < 0.03


def strip(reading: str, substance: str = "morphine", attempt: int = 1) -> Strip:
    return Strip(substance=substance, reading=reading, attempt=attempt)


@pytest.mark.parametrize(
    ("strips", "said"),
    [
        ([strip("negative")], "negative"),
        ([strip("negative"), strip("positive", "thc")], "positive"),
        ([strip("invalid"), strip("negative", attempt=2)], "negative"),
        ([strip("invalid"), strip("positive", attempt=2)], "positive"),
        ([strip("invalid"), strip("invalid", attempt=2)], "invalid"),
        ([strip("invalid"), strip("invalid", attempt=2), strip("positive", "thc")], "positive"),
    ],
)
def test_what_strips_come_to(strips: list[Strip], said: str) -> None:
    assert rules.verdict(strips) == said


@pytest.mark.parametrize(
    ("strips", "code"),
    [
        ([], "no_strip"),
        ([strip("negative"), strip("positive")], "strip_twice"),
        ([strip("positive", attempt=2)], "strip_twice"),
        ([strip("negative"), strip("positive", attempt=2)], "repeat_of_valid"),
        ([strip("invalid")], "repeat_missing"),
    ],
)
def test_strips_that_say_nothing_are_refused(strips: list[Strip], code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        rules.verdict(strips)


YES, NO = Confirmed(positive=True, result_on=DAY), Confirmed(positive=False, result_on=DAY)
YES_SIGNED = Confirmed(positive=True, result_on=DAY, signed_on=DAY)
NO_SIGNED = Confirmed(positive=False, result_on=DAY, signed_on=DAY)
TOLD = {"first": YES_SIGNED, "given_on": DAY, "until": UNTIL}


@pytest.mark.parametrize(
    ("path", "on", "step"),
    [
        (Path(), DAY, "confirm"),
        (Path(first=YES), DAY, "sign"),
        (Path(first=NO), DAY, "sign"),
        (Path(first=NO_SIGNED), DAY, "dismiss"),
        (Path(first=YES_SIGNED), DAY, "notify"),
        (Path(**TOLD), UNTIL, "wait"),
        (Path(**TOLD), UNTIL + timedelta(days=1), "conclude"),
        (Path(**TOLD, contested_on=DAY), UNTIL + timedelta(days=9), "confirm_again"),
        (Path(**TOLD, contested_on=DAY, second=YES), UNTIL + timedelta(days=9), "sign_again"),
        (Path(**TOLD, contested_on=DAY, second=NO_SIGNED), DAY, "dismiss"),
        (Path(**TOLD, contested_on=DAY, second=YES_SIGNED), UNTIL, "wait"),
        (Path(**TOLD, contested_on=DAY, second=YES_SIGNED), UNTIL + timedelta(days=1), "conclude"),
        (Path(**TOLD, ended=True), UNTIL + timedelta(days=1), "ended"),
    ],
)
def test_the_path_waits_for_one_step_at_a_time(path: Path, on: date, step: str) -> None:
    assert rules.next_step(path, on=on) == step


def test_the_time_to_contest_counts_working_days() -> None:
    assert rules.contest_until(DAY, 5) == UNTIL
    assert rules.contest_until(date(2026, 8, 31), 5) == date(2026, 9, 9)  # the days off of 2 September do not count
    rules.check_contest(Path(**TOLD), UNTIL)
    for day in (DAY - timedelta(days=1), UNTIL + timedelta(days=1)):
        with pytest.raises(RuleViolation, match="outside_window"):
            rules.check_contest(Path(**TOLD), day)


def test_two_different_things_identify_somebody() -> None:
    rules.check_identified("card", "birth")
    for first, second in (("card", "card"), ("card", ""), ("", "birth")):
        with pytest.raises(RuleViolation, match="two_identifiers"):
            rules.check_identified(first, second)


def test_the_script_of_the_how_to_draws_the_same(tmp_path: pathlib.Path) -> None:
    text = (ROOT / "docs/how-to/recompute-a-draw.md").read_text(encoding="utf-8")
    script = tmp_path / "draw.py"
    script.write_text(text.partition("```python\n")[2].partition("```")[0], encoding="utf-8")
    seed, listed = "5f" * 16, [Candidate(reference=f"HS-{n:04}", weight=1 + n % 3) for n in range(40)]
    lines = "\n".join(f"{one.reference} {one.weight}" for one in listed)
    done = subprocess.run(
        [sys.executable, str(script), seed, "7"], input=lines, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == rules.drawn(seed, listed, 7)
