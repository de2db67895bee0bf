"""One clock, in the kernel; below a view or a command the day is a parameter."""

from tests.meta import checks


def test_nobody_else_asks_what_time_it_is() -> None:
    faults = [
        fault
        for path in checks.modules()
        for fault in checks.clock_faults(checks.dotted(path), path.read_text(encoding="utf-8"))
    ]
    checks.nothing(faults)


def test_other_clocks_are_noticed() -> None:
    text = "date.today()\ndatetime.datetime.now(UTC)\ntimezone.now()\nfile.now()\n"
    assert len(checks.clock_faults("hoanhap.ground.places.views", text)) == 3


def test_the_clock_in_a_rule_is_noticed_and_in_a_view_is_not() -> None:
    assert checks.clock_faults("hoanhap.ground.places.rules", "clock.today()")
    assert checks.clock_faults("hoanhap.ground.places.views", "clock.today()") == []
