"""What Python does about memory by itself, and when it had better not."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def circles_kept() -> Iterator[None]:
    """While a list is worked on: no search for objects that only refer to each other.

    Python begins one each time that so many objects were made, and looks through all there are: for a long list again
    and again, a third of the time, and in vain. Whatever nobody refers to goes at once, as ever; circles go later.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
