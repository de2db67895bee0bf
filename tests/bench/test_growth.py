"""How a time grows with the number of people, and how fast ours is beside the reference."""

import pytest

from bench import harness, printing
from bench.__main__ import arguments
from bench.harness import Direction, Goal, Statistic
from tests.bench.test_harness import Machine

GOAL = Goal(number="P7-list", title="List", must=4, growth=0.05)


def _run(p50: float, verdict: str = "must") -> list[dict[str, object]]:
    return [{"number": "P7-list", "ours": {"p50": p50}, "work": 1, "verdict": verdict}]


@pytest.mark.parametrize(
    ("times", "verdict", "expected"), [((0.010, 0.011), "must", "must"), ((0.010, 0.050), "must", "missed")]
)
def test_the_exponent_is_held_to_its_bound(times: tuple[float, float], verdict: str, expected: str):
    table = printing.as_growth([20_000, 250_000], [_run(time, verdict) for time in times], [GOAL])
    assert table.splitlines()[1].endswith(expected)
    assert "20,000 people" in table


def test_a_void_side_says_nothing_about_growth_and_a_missing_one_is_left_out():
    void = printing.as_growth([1, 2], [_run(1.0), _run(1.0, "void")], [GOAL])
    assert void.splitlines()[1].endswith("void")
    assert len(printing.as_growth([1, 2], [_run(1.0), []], [GOAL]).splitlines()) == 1


def test_a_time_that_grows_as_the_square_root_has_the_exponent_a_half():
    assert harness.exponent([100, 1_000, 10_000], [1.0, 5.0, 10.0]) == pytest.approx(0.5)


def test_speed_is_the_share_of_the_reference():
    goal = Goal(
        number="P1", title="Import", must=0.05, stretch=0.15, direction=Direction.AT_LEAST, statistic=Statistic.SPEED
    )
    machine = Machine([1.0], [10.0])
    result = harness.compare(machine.measure(goal, work=20), clock=lambda: machine.now, load=lambda: 0.0)
    assert (result.value, result.verdict.value) == (pytest.approx(0.1), "must")
    assert "2 a second" in printing.as_table([result])


def test_sizes_of_people_are_taken_smallest_first():
    assert arguments(["--people", "250000,20000"]).people == [20_000, 250_000]
