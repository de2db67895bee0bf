"""What the reference says changes only when it is loaded anew; until then its answers are kept in the process."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from django.db.models import Max

from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Reach

P = ParamSpec("P")
T = TypeVar("T")

MOST = 500
"""Answers kept at a time; beyond that all are forgotten and gathered again."""

_kept: dict[tuple[object, ...], object] = {}


def forget() -> None:
    """Forget everything: called by who loads the reference."""
    _kept.clear()


def remembered(read: Callable[P, T]) -> Callable[P, T]:
    """Keep a selector's answers. It takes hashable keywords, ``by`` among them, and needs the right to view places.

    Every process asks, in one look at an index, whether another has loaded the reference since: Reach is built anew
    by each load that changed something, so its newest key tells.
    """

    @wraps(read)
    def read_once(*args: P.args, **kwargs: P.kwargs) -> T:
        cast(Actor, kwargs["by"]).require(Permission.PLACES_VIEW)
        asked = tuple(sorted((name, value) for name, value in kwargs.items() if name != "by"))
        key = (read.__qualname__, Reach.objects.aggregate(newest=Max("pk"))["newest"], *asked)
        if key not in _kept:
            if len(_kept) >= MOST:
                forget()
            _kept[key] = read(*args, **kwargs)
        return cast(T, _kept[key])

    return read_once
