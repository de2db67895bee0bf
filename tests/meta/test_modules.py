"""A module over 400 lines is split by noun."""

from tests.meta import checks

LONGER: dict[str, str] = {}
"""Longer modules, each with its reason."""


def too_long(name: str, text: str) -> bool:
    """Whether a module is over the limit and has no reason to be."""
    return text.count("\n") > checks.LONGEST_MODULE and name not in LONGER


def test_no_module_is_too_long() -> None:
    long = [
        path.relative_to(checks.ROOT).as_posix()
        for path in checks.tracked(".py")
        if "migrations" not in path.parts
        and too_long(path.relative_to(checks.ROOT).as_posix(), path.read_text(encoding="utf-8"))
    ]
    checks.nothing(long)


def test_a_long_module_is_noticed() -> None:
    assert too_long("planted.py", "x = 1\n" * 401)
    assert not too_long("planted.py", "x = 1\n" * 400)
