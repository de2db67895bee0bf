"""Measures that never were: begun, decided and interrupted through the actions."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hoanhap.casework.episodes import writing
from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episode
from hoanhap.casework.episodes.actions.recording import (
    NewEvent,
    NewInterruption,
    record_event,
    record_interruption,
)
from hoanhap.casework.episodes.choices import EventKind, InterruptionKind, Measure
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.people.models import Person
from hoanhap.ground.audit.actions import audited
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place
from tests.people import builders as people

NAMES = (
    "Nguyễn Văn Mẫu", "Trần Thị Ví Dụ", "Lê Thị Mẫu Ba", "Phạm Văn Mẫu Tư", "Hoàng Văn Thử", "Vũ Thị Giả Định",
    "Đặng Văn Minh Họa", "Bùi Thị Mẫu Tám", "Đỗ Văn Ví Dụ", "Ngô Thị Thử Nghiệm",
)  # fmt: skip


def noon(day: date) -> datetime:
    """Noon in Viet Nam."""
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def somebody(by: Actor, place: Place, on: date, number: int = 0, **changes: Any) -> Person:
    """Person number so-and-so: another name, number and year for each."""
    year = changes.pop("birth_year", 1970 + number % 30)
    told = {"birth_year": year, "birth_on": date(year, 3, 1 + number % 27), "name": NAMES[number % len(NAMES)]}
    card = f"001{0 if year < 2000 else 2}{year % 100:02d}{number:06d}"
    return people.register(by, place, on, number=card, phone="", **(told | changes))


def home(
    by: Actor, person: Person, place: Place, on: date, origin: Measure = Measure.COMPULSORY, paper_no: str = ""
) -> Episode:
    """Home from rehabilitation, completed on a day."""
    new = NewEpisode(
        person=person, measure=Measure.POST_REHAB, origin_measure=origin, place=place, kind=EventKind.COMPLETED, on=on,
        paper_no=paper_no,
    )  # fmt: skip
    return open_episode(by=by, new=new)


def expected(by: Actor, person: Person, place: Place, on: date, expected_on: date) -> Episode:
    """A notice says that somebody will be home."""
    new = NewEpisode(
        person=person, measure=Measure.POST_REHAB, origin_measure=Measure.COMPULSORY, place=place,
        kind=EventKind.NOTICE_RECEIVED, on=on, expected_on=expected_on,
    )  # fmt: skip
    return open_episode(by=by, new=new)


def happens(
    by: Actor, episode: Episode, kind: EventKind, on: date, hour: int | None = None, paper_no: str = ""
) -> None:
    """A step that the plain form records."""
    moment = datetime(on.year, on.month, on.day, hour, tzinfo=LOCAL) if hour is not None else None
    record_event(by=by, episode=episode.pk, new=NewEvent(kind=kind, on=on, moment=moment, paper_no=paper_no))


def away(
    by: Actor,
    episode: Episode,
    first: date,
    last: date | None,
    kind: InterruptionKind = InterruptionKind.ABSENCE,
    *,
    reported: bool = False,
) -> None:
    """Days away."""
    new = NewInterruption(kind=kind, from_on=first, to_on=last, reported=reported)
    record_interruption(by=by, episode=episode.pk, new=new)


@audited
def acted(
    *, by: Actor, episode: Episode, kind: EventKind, on: date, paper_no: str = "",
    details: Mapping[str, object] | None = None,
) -> None:  # fmt: skip
    """A step that has an action of its own elsewhere: only its event, to bring a measure to a stage."""
    held = writing.locked(by, episode.pk, Permission.EPISODES_VIEW)
    moment = clock.now() if clock.today() == on else datetime(on.year, on.month, on.day, 9, tzinfo=LOCAL)
    event = writing.new_event(held, kind, on=on, moment=moment, paper_no=paper_no, details=details)
    writing.append(by=by, events=[event])


def managed(by: Actor, episode: Episode, on: date, printed_to: date | None = None) -> None:
    """Proposed, decided and served on one day: under management from then on."""
    assert episode.started_on
    episode.refresh_from_db()
    last = printed_to or episode.ends_on
    assert last
    details = {"printed_from": episode.started_on.isoformat(), "printed_to": last.isoformat()}
    steps: tuple[tuple[EventKind, str, dict[str, str]], ...] = (
        (EventKind.PROPOSED, "12/TTr-CAX", {}),
        (EventKind.DECIDED, "51/QĐ-UBND", details),
        (EventKind.SERVED, "", {}),
    )
    for number, (kind, paper_no, told) in enumerate(steps, start=1):
        with clock.standing_at(clock.now() + timedelta(minutes=number)):  # the order within a day
            acted(by=by, episode=episode, kind=kind, on=on, paper_no=paper_no, details=told)
