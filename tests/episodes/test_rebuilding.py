"""Everything derived can be derived again, and a second time nothing changes."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from hoanhap.casework.episodes.actions import rebuilding
from hoanhap.casework.episodes.actions.rebuilding import rebuild_states
from hoanhap.casework.episodes.models import Duty, Episode
from hoanhap.casework.people.models import Person
from hoanhap.ground.kernel.errors import PermissionRefused
from hoanhap.ground.kernel.permissions import SYSTEM
from tests.cast import Cast
from tests.episodes import handing


def told() -> dict[str, int]:
    out = StringIO()
    call_command("duties", "--json", stdout=out)
    answer: dict[str, int] = json.loads(out.getvalue())
    return answer


def test_what_was_lost_or_bent_comes_back(mau: Person, cast: Cast) -> None:
    home = handing.home(cast, mau)
    assert told() == {"episodes": 1, "changed": 0, "ends_moved": 0, "duties": 1}
    Episode.objects.filter(pk=home.pk).update(ends_on=date(2030, 1, 1))
    Duty.objects.all().delete()
    assert told() == {"episodes": 1, "changed": 1, "ends_moved": 1, "duties": 1}
    home.refresh_from_db()
    assert home.ends_on == date(2028, 5, 10)
    assert told()["changed"] == 0


def test_batches_go_on_where_the_last_one_ended(mau: Person, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    handing.rehabilitation(cast.officer.actor, cast, mau)
    handing.home(cast, mau)
    first = rebuild_states(by=SYSTEM)
    second = rebuild_states(by=SYSTEM, after=first.last)
    assert (first.episodes, second.episodes, rebuild_states(by=SYSTEM, after=second.last).last) == (1, 1, None)
    assert told()["episodes"] == 2


def test_only_the_system_does_it(cast: Cast) -> None:
    with pytest.raises(PermissionRefused):
        rebuild_states(by=cast.officer.actor)
