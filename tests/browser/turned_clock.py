"""The product on another day: for each request the clock stands where a file says, and runs on from there.

``STORY_CLOCK`` names the file: one moment in it, to which the clock was turned when the file was written.
"""

import os
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hoanhap.ground.kernel import clock
from hoanhap.project.wsgi import application as product


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The product's own application, at the moment of the story."""
    file = Path(os.environ["STORY_CLOCK"])
    since = time.time() - file.stat().st_mtime
    with clock.standing_at(datetime.fromisoformat(file.read_text()) + timedelta(seconds=since)):
        answer: Iterable[bytes] = product(environ, start_response)
        return answer
