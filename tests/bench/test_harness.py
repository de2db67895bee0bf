"""The bench measures fairly: in turns, by medians, never from an unsteady reference, never unequal answers."""

import json
from collections.abc import Callable, Iterator

import pytest

from bench import harness, printing
from bench.harness import Direction, Goal, Measure, Proof, Statistic, Tally, Times, Verdict

SAME = Proof(equal=True, counts={"rows": 3})


class Machine:
    """A clock that stands still except while a side runs; each side takes its times in turn, again and again."""

    def __init__(self, reference: list[float], ours: list[float]) -> None:
        self.now = 0.0
        self.log: list[str] = []
        self.times = {"reference": self._endless(reference), "ours": self._endless(ours)}

    @staticmethod
    def _endless(times: list[float]) -> Iterator[float]:
        while True:
            yield from times

    def side(self, name: str) -> Callable[[], None]:
        def run() -> None:
            self.log.append(name)
            self.now += next(self.times[name])

        return run

    def measure(self, goal: Goal | None = None, *, runs: int = 1, proof: Proof = SAME, work: int = 1) -> Measure:
        return Measure(
            goal=goal or Goal(number="P4", title="Report", must=2, stretch=1.3),
            reference=self.side("reference"),
            ours=self.side("ours"),
            proof=lambda: proof,
            runs=runs,
            work=work,
        )

    def compare(self, measure: Measure, rounds: int = 5, attempts: int = 3) -> harness.Result:
        loads = iter([0.5, 1.5])
        return harness.compare(
            measure, rounds=rounds, attempts=attempts, clock=lambda: self.now, load=lambda: next(loads)
        )


def test_reference_and_ours_take_turns_after_one_warm_up_each():
    machine = Machine([1], [2])
    machine.compare(machine.measure(runs=2))
    assert machine.log[:2] == ["reference", "ours"]
    assert machine.log[2:] == ["reference", "reference", "ours", "ours"] * 5


def test_fewer_than_five_rounds_are_refused():
    machine = Machine([1], [1])
    with pytest.raises(ValueError, match="5 rounds"):
        machine.compare(machine.measure(), rounds=4)
    with pytest.raises(ValueError, match="one attempt"):
        machine.compare(machine.measure(), attempts=0)


def test_the_ratio_compares_medians_so_that_one_hiccup_counts_nothing():
    machine = Machine([1], [9, 1.5, 1.5, 60, 1.5, 1.5])  # the first is the warm-up
    result = machine.compare(machine.measure())
    assert result.value == result.ratio == 1.5
    assert result.verdict is Verdict.MUST


def test_a_round_is_the_median_of_its_runs():
    machine = Machine([1], [0, 1, 1.2, 50])
    result = machine.compare(machine.measure(runs=4))
    assert result.ours is not None
    assert max(result.ours.rounds) < 2


def test_a_goal_about_p95_compares_the_slow_runs():
    goal = Goal(number="P7", title="List", must=4, stretch=2, statistic=Statistic.P95)
    machine = Machine([1], [1] + [1] * 17 + [7, 7, 7])
    result = machine.compare(machine.measure(goal, runs=20))
    assert (result.ratio, result.value) == (1, 7)
    assert result.verdict is Verdict.MISSED


@pytest.mark.parametrize(("share", "found"), [(50, 2), (95, 4), (100, 4), (1, 1)])
def test_percentiles_are_values_that_were_measured(share: int, found: int):
    assert harness.percentile([4, 2, 1, 3], share) == found


@pytest.mark.parametrize(("slowest", "void"), [(1.25, False), (1.26, True)])
def test_a_run_is_void_when_the_reference_varies_by_more_than_a_quarter(slowest: float, void: bool):
    machine = Machine([1, 1, 1, slowest, 1, 1], [1])
    result = machine.compare(machine.measure(), attempts=1)
    assert (result.verdict is Verdict.VOID) is void
    assert result.void_attempts == int(void)


def test_a_void_run_is_taken_again_and_the_quiet_one_counts():
    machine = Machine([1, 1, 1, 1, 1, 2] + [1] * 100, [1])
    result = machine.compare(machine.measure())
    assert result.void_attempts == 1
    assert result.verdict is Verdict.STRETCH
    assert len(machine.log) == 2 + 2 * 10


def test_unsteadiness_of_ours_alone_voids_nothing():
    machine = Machine([1], [1, 1, 3, 1, 2, 1])
    assert machine.compare(machine.measure()).verdict is Verdict.STRETCH


def test_unequal_answers_are_shown_as_such_however_fast():
    machine = Machine([1], [0.1])
    differs = Proof(equal=False, counts={"reference": 579, "ours": 578}, difference="Ba Đình 2022: 7 and 6")
    result = machine.compare(machine.measure(proof=differs))
    assert result.verdict is Verdict.UNEQUAL
    assert "ANSWERS DIFFER: reference 579, ours 578: Ba Đình 2022: 7 and 6" in printing.as_table([result])


def test_a_rate_is_our_own_work_a_second():
    goal = Goal(
        number="audit",
        title="Verification",
        must=50_000,
        direction=Direction.AT_LEAST,
        statistic=Statistic.RATE,
        unit="entries/s",
    )
    fast, slow = Machine([1], [2]), Machine([1], [2])
    reached = fast.compare(fast.measure(goal, work=100_000))
    missed = slow.compare(slow.measure(goal, work=99_999))
    assert (reached.value, reached.ratio, reached.verdict) == (50_000, 2, Verdict.MUST)
    assert missed.verdict is Verdict.MISSED


def test_preparing_a_run_is_not_timed():
    machine = Machine([1], [1])

    def prepare() -> None:
        machine.now += 1000

    measure = machine.measure()
    measure = Measure(
        goal=measure.goal, reference=measure.reference, ours=measure.ours, proof=measure.proof, before_each=prepare
    )
    result = machine.compare(measure)
    assert result.reference is not None
    assert result.reference.p50 == 1


@pytest.mark.parametrize(
    ("equal", "value", "verdict"), [(True, 12, Verdict.STRETCH), (True, 13, Verdict.MUST), (False, 5, Verdict.UNEQUAL)]
)
def test_a_tally_without_a_bound_asks_for_equal_answers_only(equal: bool, value: float, verdict: Verdict):
    goal = Goal(number="P10", title="Queries", must=None, stretch=12, statistic=Statistic.COUNT, unit="queries")
    proof = Proof(equal=equal, counts={"10 rows": 7})
    result = harness.tally(Tally(goal=goal, count=lambda: (value, proof)), load=lambda: 0.0)
    assert (result.verdict, result.value) == (verdict, value)


def test_only_chooses_by_number_in_the_order_of_measuring():
    numbers = ["progress", "P12", "P7"]
    assert harness.chosen("", numbers) == numbers
    assert harness.chosen("p7, PROGRESS", numbers) == ["progress", "P7"]
    with pytest.raises(ValueError, match="unknown: p99; there are progress, P12, P7"):
        harness.chosen("P7,P99", numbers)


def test_json_holds_everything_and_is_json():
    machine = Machine([1], [2.5])
    told = printing.as_json([machine.compare(machine.measure(work=4))], {"engine": "sqlite", "communes": 579})
    assert json.loads(json.dumps(told)) == told
    assert told["run"] == {"engine": "sqlite", "communes": 579}
    [one] = told["results"]
    assert set(one) == {
        *("number", "title", "about", "statistic", "unit", "direction", "must", "stretch", "verdict"),
        *("value", "ratio", "reference", "ours", "work", "void_attempts", "load", "proof", "error"),
    }
    assert (one["number"], one["value"], one["verdict"], one["load"]) == ("P4", 2.5, "missed", [0.5, 1.5])
    assert one["reference"] == {"p50": 1, "p95": 1, "spread": 0, "rounds": [1] * 5, "runs": 5}
    assert one["proof"] == {"equal": True, "counts": {"rows": 3}, "difference": ""}


def test_no_time_at_all_is_no_number_in_json():
    machine = Machine([0], [1])
    result = machine.compare(machine.measure())
    assert printing.as_json([result], {})["results"][0]["value"] is None


def test_a_broken_measurement_is_told_and_the_table_goes_on():
    goal = Goal(number="P16", title="Cold start", must=3)
    machine = Machine([1], [1])
    table = printing.as_table([harness.failed(goal, RuntimeError("no page")), machine.compare(machine.measure())])
    assert "failed" in table
    assert "RuntimeError: no page" in table
    assert "equal answers: rows 3" in table


def test_the_table_shows_times_bounds_and_load():
    machine = Machine([0.010], [0.0125])
    table = printing.as_table([machine.compare(machine.measure())])
    for shown in ("P4", "10.00 ms", "12.50 ms", "1.25 ×", "≤ 2", "≤ 1.3", "stretch", "0.5–1.5"):
        assert shown in table


def test_spread_of_nothing_is_nothing():
    assert Times(rounds=[0.0] * 5, runs=[0.0] * 5).spread == 0
