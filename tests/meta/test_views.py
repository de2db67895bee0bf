"""A view makes one domain call: it never reaches for rows itself, and it fits on a screen."""

from tests.meta import checks


def is_view(name: str) -> bool:
    """Whether a module holds views."""
    return "views" in name.split(".")


def test_views_are_short_and_reach_for_no_rows() -> None:
    faults = [
        fault
        for path in checks.modules()
        if is_view(checks.dotted(path))
        for fault in checks.view_faults(checks.dotted(path), path.read_text(encoding="utf-8"))
    ]
    checks.nothing(faults)


def test_a_view_that_reaches_for_rows_is_noticed() -> None:
    assert checks.view_faults("v", "def show(request):\n    return Place.objects.all()\n") == ["v:2 uses .objects"]


def test_a_long_view_is_noticed() -> None:
    text = "def show(request):\n" + "    pass\n" * 30
    assert checks.view_faults("v", text) == ["v.show has 31 lines"]
