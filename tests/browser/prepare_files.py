"""One person in each stage that a screen of the desk needs: on the way, found, told, divided from their unit, gone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from hoanhap.casework.episodes.actions.ending import Ground, end_undecided
from hoanhap.casework.episodes.actions.evidence import NewFinding, record_evidence
from hoanhap.casework.episodes.actions.transfers import (
    NewTransfer,
    acknowledge_transfer,
    prepare_transfer_notice,
    record_left,
    send_transfer,
)
from hoanhap.casework.episodes.choices import EventKind, FindingSource, Outcome
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.episodes.units import divided_into_units_of
from hoanhap.casework.people.choices import Sex
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import SYSTEM, Actor
from hoanhap.ground.places.models import Place
from tests.episodes.builders import acted, home
from tests.people.builders import register

LEAVING = "Hồ Thị Giả Định"
"""Left, and the notice to the new place waits for its signature."""
SENT = "Lý Văn Thử Nghiệm"
"""Left, and the notice is out."""
COMING = "Ngô Văn Minh Họa"
"""The notice came in; the police here have not acknowledged it."""
ACKNOWLEDGED = "Dương Thị Mẫu"
"""The notice came in, and the police have acknowledged it."""
FOUND = "Đỗ Văn Ví Dụ"
"""Proposed, and a finding of use that nobody has confirmed."""
GONE_NUMBER = "001090000099"
"""Moved out of the city: the file is closed."""


def put_in_stages(as_: Callable[[str], Actor], here: Place, there: Place) -> None:
    """All of them, in the ward of the cast (``here``) and the next one. ``as_``: who acts, by sign-in."""
    officer, police, chief, today = as_("can-bo"), as_("cong-an"), as_("truong-cong-an"), clock.today()
    since = today - timedelta(days=50)

    def came_home(number: int, name: str, place: Place = here) -> Episode:
        by = officer if place == here else SYSTEM
        person = register(by, place, since, number=f"0010900000{number}", phone="", name=name, sex=Sex.MALE)
        return home(by, person, place, since, paper_no="15/GCN-CSCN")

    for number, name in ((10, LEAVING), (11, SENT)):
        one = came_home(number, name)
        record_left(by=police, episode=one.pk, moment=clock.now() - timedelta(hours=5))
        if name == SENT:
            told = NewTransfer(to_place=there, moment=clock.now(), paper_no="21/TB-CA")
            send_transfer(by=police, episode=one.pk, new=told)
        else:
            stated = {"decision_no": "05/QĐ-UBND", "decision_on": since}
            prepare_transfer_notice(by=police, episode=one.pk, to_place=there, on=today, content=stated)
    for number, name in ((12, COMING), (13, ACKNOWLEDGED)):
        one = came_home(number, name, there)
        record_left(by=SYSTEM, episode=one.pk, moment=clock.now() - timedelta(hours=5))
        told = NewTransfer(to_place=here, moment=clock.now(), paper_no="22/TB-CA")
        made = send_transfer(by=SYSTEM, episode=one.pk, new=told)
        if name == ACKNOWLEDGED:
            acknowledge_transfer(by=police, transfer=made.pk, on=today)
    one = came_home(14, FOUND)
    acted(by=SYSTEM, episode=one, kind=EventKind.PROPOSED, on=since, paper_no="12/ĐN-CA")
    found = NewFinding(found_on=today - timedelta(days=3), source=FindingSource.STRIP, paper_no="3/BB-TYT")
    record_evidence(by=SYSTEM, episode=one.pk, new=found)
    with clock.standing_at(clock.now() - timedelta(days=10)):
        moved = Ground(
            outcome=Outcome.MOVED_AWAY, on=clock.today(), paper_no="9/TB-CA", paper_on=clock.today(),
            paper_by="Công an phường Ba Đình",
        )  # fmt: skip
        end_undecided(by=chief, episode=came_home(99, "Bùi Văn Ví Dụ").pk, ground=moved, on=clock.today())
    leave_in_divided_unit(officer)


def leave_in_divided_unit(officer: Actor) -> None:
    """Somebody home in a ward that was divided, of which a part came to the officer's unit; nobody answers yet."""
    old = divided_into_units_of(officer, clock.today()).order_by("code")[0]
    with clock.standing_at(datetime(2025, 6, 20, 5, tzinfo=UTC)):
        person = register(SYSTEM, old, date(2025, 1, 2), number="001090000098", phone="", name="Phan Văn Mẫu")
        home(SYSTEM, person, old, date(2025, 6, 10))
