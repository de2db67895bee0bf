"""What can be asked of the bench, and what is refused."""

import pytest

from bench import goals
from bench.__main__ import arguments, measures


def test_without_arguments_everything_is_measured_at_the_sizes_of_the_goals():
    asked = arguments([])
    assert asked.numbers == [goal.number for goal in goals.ALL]
    assert (asked.communes, asked.entries, asked.rounds, asked.json, asked.database) == (579, 100_000, 5, None, "")


def test_only_and_sizes_are_taken():
    asked = arguments(["--only", "p9,P7", "--communes", "126", "--rows", "2000", "--entries", "10", "--json"])
    assert asked.numbers == ["P7", "P9"]
    assert (asked.communes, asked.rows, asked.entries, asked.json) == (126, 2000, 10, "-")


@pytest.mark.parametrize("wrong", [["--only", "P99"], ["--rounds", "4"], ["--attempts", "0"], ["--entries", "-1"]])
def test_nonsense_is_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as refused:
        arguments(wrong)
    assert refused.value.code == 2
    assert capsys.readouterr().err


def test_every_goal_has_a_measure():
    assert set(measures()) == {goal.number for goal in goals.ALL}
