"""Every number of the desk that can be opened opens exactly what it counts."""

import re
from datetime import date
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.utils.html import strip_tags

from hoanhap.casework.episodes.actions.recording import NewEvent, record_event
from hoanhap.casework.episodes.choices import EventKind, Measure, Outcome
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.permissions import SYSTEM, Role
from tests.cast import Cast, Member
from tests.episodes import builders, handing

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
NUMBER = re.compile(r"\d[\d.]*")
LISTS = {"/files/", "/duties/", "/duties/units/", "/handovers/", "/handovers/sent/", "/reassignment/"}


def numbers_of(member: Member, path: str) -> dict[str, int]:
    """The numbers that a page links to a list, by the address of the list."""
    answer = member.client.get(path)
    assert answer.status_code == 200
    found = {}
    for address, inside in LINK.findall(answer.content.decode()):
        url, number = unescape(address), NUMBER.search(strip_tags(inside))
        if urlsplit(url).path in LISTS and number and "sort=" not in url:
            found[url] = int(number[0].replace(".", ""))
    return found


def rows_behind(member: Member, url: str) -> int:
    """How many rows the list holds, on all its pages."""
    answer = member.client.get(url)
    assert answer.status_code == 200, url
    context = answer.context
    return int(context["total"] if "total" in context else context["found"].number)


@pytest.fixture
def unit(cast: Cast, on: date) -> None:
    """A commune in which every two numbers differ: people before, under and after management; duties of this week, of
    next year, late ones, of the committee, the police, the people themselves and a facility; hand-overs both ways."""
    by, number = cast.officer.actor, iter(range(100))

    def home(completed: date, origin: Measure = Measure.COMPULSORY) -> Episode:
        person = builders.somebody(by, cast.here, date(2025, 7, 1), next(number))
        return builders.home(by, person, cast.here, completed, origin)

    for completed in [date(2024, 11, 23)] * 4 + [date(2025, 6, 10)] * 2:  # six terms: four end now, two next year
        episode = home(completed)
        builders.happens(by, episode, EventKind.REPORTED, date(2026, 11, 2))
        builders.managed(by, episode, date(2026, 11, 3))
    builders.acted(by=by, episode=episode, kind=EventKind.REVIEWED, on=on)
    builders.happens(by, episode, EventKind.LEFT, date(2026, 11, 18), hour=9)
    for _ in range(10):  # at home and silent: late duties of the people themselves
        home(date(2026, 5, 10))
    for day in (date(2026, 11, 12), on, on, on, on):  # announced: one late, four in these days
        person = builders.somebody(by, cast.here, date(2025, 7, 1), next(number))
        builders.expected(by, person, cast.here, day, date(2026, 12, 20))
    inside = builders.somebody(by, cast.here, date(2025, 7, 1), next(number))
    handing.rehabilitation(by, cast, inside)
    facility = handing.post(cast, Role.FACILITY_STAFF, "city").post
    assert facility is not None
    open_tie(by=SYSTEM, person=inside, kind=TieKind.RESIDENT, post=str(facility.pk), from_on=date(2026, 1, 1))
    with standing_at(builders.noon(date(2026, 11, 10))):
        moving = home(date(2026, 5, 10))
    handing.sent(cast, moving)
    twice = handing.rehabilitation(by, cast, moving.person, Measure.VOLUNTARY_HOME)
    ended = NewEvent(kind=EventKind.CLOSED, on=on, outcome=Outcome.DUPLICATE)
    record_event(by=by, episode=twice.pk, new=ended)


def member_of(cast: Cast, role: Role) -> Member:
    return handing.post(cast, role, "city" if role is Role.FACILITY_STAFF else "here")


MANAGED, OWN, OTHERS = "/files/?stage=under", "/duties/?whose=own", "/duties/?whose=others&due=shown"
ENDING, PROPOSING = "/files/?rule=B-PR-END&due=shown", "/files/?rule=B-PR-PROPOSE&due=shown"
IN, OUT = "/handovers/", "/handovers/sent/"
TODAY = {
    Role.SOCIAL_AFFAIRS_OFFICER: {MANAGED: 6, OWN: 6, ENDING: 4, OTHERS: 24, IN: 0, OUT: 1},
    Role.COMMUNE_CHAIR: {MANAGED: 6, OWN: 6, ENDING: 4, OTHERS: 24, IN: 0, OUT: 1},
    Role.COMMUNE_POLICE: {MANAGED: 6, OWN: 8, ENDING: 4, OTHERS: 23, IN: 0, OUT: 1},
    Role.COMMUNE_POLICE_CHIEF: {MANAGED: 6, OWN: 19, ENDING: 4, PROPOSING: 5, OTHERS: 12, IN: 0, OUT: 1},
    Role.FACILITY_STAFF: {MANAGED: 0, OWN: 2, IN: 0, OUT: 0},
}


@pytest.mark.parametrize("role", TODAY, ids=str)
def test_every_number_of_today_opens_as_many_rows(role: Role, unit: None, cast: Cast) -> None:
    member = member_of(cast, role)
    numbers = numbers_of(member, "/")
    assert numbers == TODAY[role]
    assert {url: rows_behind(member, url) for url in numbers} == numbers


def test_the_whole_lists_are_longer_than_what_today_counts(unit: None, cast: Cast) -> None:
    """Else the test above could not fail: each filter of its links leaves something out."""
    officer = member_of(cast, Role.SOCIAL_AFFAIRS_OFFICER)
    for wider, narrower in [
        ("/files/", MANAGED),
        ("/files/?stage=managed&state=all", "/files/?stage=managed&rule=B-MOVE"),
        ("/files/?rule=B-PR-END", ENDING),
        ("/files/?due=shown", ENDING),
        ("/duties/", OWN),
        ("/duties/?whose=others", OTHERS),
        ("/duties/?due=shown", OTHERS),
        ("/files/?state=all", "/files/"),
    ]:
        assert rows_behind(officer, wider) > rows_behind(officer, narrower), narrower
    assert rows_behind(officer, "/files/?stage=managed") < rows_behind(officer, MANAGED), "reviewed ones are managed"


@pytest.mark.parametrize("path", [IN, OUT])
def test_the_tabs_of_hand_overs_count_their_lists(path: str, unit: None, cast: Cast) -> None:
    for member, numbers in ((cast.officer, {IN: 0, OUT: 1}), (cast.neighbour, {IN: 1, OUT: 0})):
        assert numbers_of(member, path) == numbers
        assert {url: rows_behind(member, url) for url in numbers} == numbers


@pytest.mark.parametrize("path", ["/", "/duties/units/"])
def test_every_number_of_a_unit_opens_its_duties(path: str, unit: None, cast: Cast) -> None:
    here = f"/duties/?unit={cast.here.code}@{cast.here.valid_from}"
    for member in (cast.lead, cast.inspector):
        numbers = numbers_of(member, path)
        assert set(numbers) == {here, f"{here}&due=late", f"{here}&due=soon"}
        assert len(set(numbers.values())) == 3
        assert {url: rows_behind(member, url) for url in numbers} == numbers


def test_who_supervises_is_not_asked_whose_duties(unit: None, cast: Cast) -> None:
    assert "whose" in cast.officer.client.get("/duties/").context["filter"].form.fields
    assert "whose" not in cast.lead.client.get("/duties/").context["filter"].form.fields


def test_a_duty_opens_the_file_where_the_post_may(unit: None, cast: Cast) -> None:
    file = re.compile(r'href="/files/[^"?/]+/"')
    assert file.search(cast.officer.client.get("/duties/").content.decode())
    assert not file.search(cast.lead.client.get("/duties/").content.decode())
