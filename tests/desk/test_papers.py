"""From the end of rehabilitation to the end of management, on the screens: prepared by one, signed by another."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from hoanhap.casework.episodes.choices import EventKind, Measure, Stage
from hoanhap.casework.episodes.models import Episode, EpisodePaper
from hoanhap.ground.documents.models import DocumentStep
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast, Member
from tests.episodes.builders import home as at_home
from tests.episodes.builders import somebody
from tests.stepping_up import confirm

pytestmark = pytest.mark.django_db


@pytest.fixture
def on() -> Iterator[date]:
    """Two days after somebody came home, under the third regime."""
    with standing_at(datetime(2026, 11, 20, 5, tzinfo=UTC)):
        yield date(2026, 11, 20)


@pytest.fixture
def police(on: date, cast: Cast) -> Member:
    """A police officer of this commune."""
    return cast.in_role(Role.COMMUNE_POLICE)


@pytest.fixture
def chief(on: date, cast: Cast) -> Member:
    """The head of the police of this commune."""
    return cast.in_role(Role.COMMUNE_POLICE_CHIEF)


@pytest.fixture
def chair(on: date, cast: Cast) -> Member:
    """The Chairman of this commune."""
    return cast.in_role(Role.COMMUNE_CHAIR)


@pytest.fixture
def home(on: date, cast: Cast) -> Episode:
    """Somebody who completed compulsory rehabilitation two days ago."""
    person = somebody(cast.officer.actor, cast.here, date(2026, 1, 5))
    return at_home(cast.officer.actor, person, cast.here, date(2026, 11, 18), Measure.COMPULSORY)


def today() -> str:
    """The day on which the clock stands, as it is typed."""
    return f"{clock.today():%d/%m/%Y}"


def prepare(client: Client, one: Episode, what: str, **typed: str) -> str:
    """Prepare a paper as a user does: read the form, fill in what is asked for, send it. The address of the draft."""
    address = reverse("desk:paper_prepare", args=[one.person.reference, one.pk, what])
    form = client.get(address).context["form"]
    sent = {"asked": form.initial.get("asked", "")} | {
        name: typed.get(name, "chưa rõ") for name in form.fields if name.startswith("content_")
    }
    answer = client.post(address, sent | typed)
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer.headers["Location"])


def sign(member: Member, address: str) -> None:
    """Sign the draft: the day, what it changes, then the signature."""
    client = confirm(member)
    page = client.get(address).context["paper"]
    assert page.sign_url
    review = client.post(page.sign_url, {"on": today()})
    assert review.status_code == 200
    assert "lines" in review.context, review.context["form"].errors
    assert client.post(page.sign_url, {"on": today(), "confirmed": "yes"}).status_code == 302


def step(client: Client, one: Episode, what: str, route: str = "desk:measure_step", **typed: str) -> None:
    """A step without a paper of its own, confirmed."""
    address = reverse(route, args=[one.person.reference, one.pk, what])
    answer = client.post(address, {"on": today(), **typed, "confirmed": "yes"})
    assert answer.status_code == 302, answer.context["form"].errors


def test_one_person_is_proposed_decided_told_and_helped(
    home: Episode, cast: Cast, police: Member, chief: Member, chair: Member
) -> None:
    sign(chief, prepare(police.client, home, "proposal"))
    home.refresh_from_db()
    assert home.stage == Stage.PROPOSED
    sign(chair, prepare(cast.officer.client, home, "decision"))
    home.refresh_from_db()
    assert (home.stage, home.printed_from, home.printed_to) == (Stage.DECIDED, date(2026, 11, 18), date(2028, 11, 18))
    step(cast.officer.client, home, "serve", to="person")
    home.refresh_from_db()
    assert home.stage == Stage.MANAGED
    volunteer = cast.volunteer
    assert volunteer.post
    draft = prepare(cast.officer.client, home, "helper", post=str(volunteer.post.pk), from_on="20/11/2026")
    assert volunteer.client.get(reverse("desk:person", args=[home.person.reference])).status_code == 404
    sign(chair, draft)
    assert volunteer.client.get(reverse("desk:person", args=[home.person.reference])).status_code == 200
    numbers = DocumentStep.objects.filter(number__isnull=False).values_list("number", flat=True)
    assert sorted(numbers) == [
        1,
        1,
        2,
    ]  # the police's register, and the committee's


def test_nobody_signs_what_they_prepared_nor_what_the_law_gives_to_another(
    home: Episode, cast: Cast, police: Member, chief: Member, chair: Member
) -> None:
    draft = prepare(chief.client, home, "proposal")
    assert chief.client.get(draft).context["paper"].sign_url == ""
    assert chair.client.get(draft).context["paper"].sign_url == ""
    key = EpisodePaper.objects.get().document_id
    address = reverse("desk:paper_sign", args=[home.person.reference, key])
    answer = confirm(chief).post(address, {"on": "20/11/2026", "confirmed": "yes"})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert police.client.post(address, {"on": "20/11/2026", "confirmed": "yes"}).status_code == 403
    home.refresh_from_db()
    assert home.stage == Stage.LISTED


def test_signing_asks_who_it_is_again(home: Episode, police: Member, chief: Member) -> None:
    draft = prepare(police.client, home, "proposal")
    key = EpisodePaper.objects.get().document_id
    address = reverse("desk:paper_sign", args=[home.person.reference, key])
    assert confirm(chief, seconds_ago=301).get(address).status_code == 302
    assert confirm(chief).get(address).status_code == 200
    assert chief.client.get(draft).status_code == 200


def test_a_paper_that_lacks_a_statement_says_which(home: Episode, police: Member) -> None:
    address = reverse("desk:paper_prepare", args=[home.person.reference, home.pk, "proposal"])
    form = police.client.get(address).context["form"]
    asked = [name for name in form.fields if name.startswith("content_")]
    answer = police.client.post(address, {"asked": form.initial["asked"]})
    if asked:
        assert set(asked) <= set(answer.context["form"].errors)
        assert {str(words[0]) for words in answer.context["form"].errors.values()} == {gettext("Please fill this in.")}
    else:
        assert answer.status_code == 302


def test_a_returned_draft_is_prepared_anew(home: Episode, police: Member, chief: Member) -> None:
    draft = prepare(police.client, home, "proposal")
    address = confirm(chief).get(draft).context["paper"].return_url
    typed = {"on": "20/11/2026", "reason": "thiếu quê quán", "confirmed": "yes"}
    assert chief.client.post(address, typed).status_code == 302
    assert "thiếu quê quán" in police.client.get(draft).content.decode()
    sign(chief, prepare(police.client, home, "proposal"))


def test_the_file_of_a_draft_is_marked(home: Episode, police: Member) -> None:
    prepare(police.client, home, "proposal")
    key = EpisodePaper.objects.get().document_id
    answer = police.client.get(reverse("desk:paper_file", args=[home.person.reference, key, "pdf"]))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert home.person.reference in answer.headers["Content-Disposition"]


def test_many_are_proposed_and_signed_in_one_sheet(
    on: date, cast: Cast, police: Member, chief: Member, chair: Member
) -> None:
    people = [somebody(cast.officer.actor, cast.here, date(2026, 1, 5), number) for number in range(3)]
    episodes = [at_home(cast.officer.actor, one, cast.here, date(2026, 11, 18)) for one in people]
    address = reverse("desk:monthly_review")
    sections = {one.key: one for one in police.client.get(address).context["sheet"].sections}
    assert {line.ref for line in sections["propose"].lines} == {one.reference for one in people}
    chosen = [str(one.pk) for one in episodes[:2]]
    answer = police.client.post(address, {"section": "propose", "line": chosen})
    refused = [one.refused for one in answer.context["answers"] if one.refused]
    assert len(answer.context["answers"]) == 2
    if refused:  # the file of these people lacks what the proposal has to state: the sheet says so, line by line
        assert all(refused)
        return
    signing = reverse("desk:sheet_sign", args=["proposals"])
    lines = confirm(chief).get(signing).context["section"].lines
    assert len(lines) == 2
    done = chief.client.post(signing, {"section": "proposals", "line": [str(line.key) for line in lines]})
    assert [one.refused for one in done.context["answers"]] == ["", ""]
    assert Episode.objects.filter(stage=Stage.PROPOSED).count() == 2
    sheet = chair.client.get(address).context["sheet"]
    assert len(next(one for one in sheet.sections if one.key == "decide").lines) == 2


def test_a_sheet_without_a_tick_says_so_and_changes_nothing(home: Episode, police: Member) -> None:
    answer = police.client.post(reverse("desk:monthly_review"), {"section": "propose"})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not EpisodePaper.objects.exists()


def test_the_end_is_reviewed_certified_and_signed_off(
    on: date, cast: Cast, police: Member, chief: Member, chair: Member
) -> None:
    person = somebody(cast.officer.actor, cast.here, date(2025, 7, 5))
    with standing_at(datetime(2025, 11, 22, 5, tzinfo=UTC)):
        one = at_home(cast.officer.actor, person, cast.here, date(2025, 11, 20), Measure.VOLUNTARY_FACILITY)
    with standing_at(datetime(2025, 11, 24, 5, tzinfo=UTC)):
        sign(chief, prepare(police.client, one, "proposal"))
        sign(chair, prepare(cast.officer.client, one, "decision"))
        step(cast.officer.client, one, "serve", to="person")
    answer = cast.officer.client.post(reverse("desk:removal_sheet"), {"section": "review", "line": [str(one.pk)]})
    assert [row.refused for row in answer.context["answers"]] == [""]
    sign(chair, prepare(cast.officer.client, one, "certificate"))
    sign(chief, prepare(police.client, one, "removal"))
    one.refresh_from_db()
    assert (one.stage, one.ended_on) == (Stage.ENDED, date(2026, 11, 20))
    with standing_at(datetime(2026, 11, 21, 5, tzinfo=UTC)):
        assert cast.officer.client.get(reverse("desk:person", args=[person.reference])).status_code == 404


@pytest.mark.parametrize("what", ["book", "list"])
def test_the_book_is_printed_whole(home: Episode, cast: Cast, what: str) -> None:
    period = "?from_on=2026-01-01&to_on=2026-11-20"
    assert cast.officer.client.get(reverse("desk:book") + period).status_code == 200
    answer = confirm(cast.officer).get(reverse("desk:book_file", args=[what, "pdf"]) + period)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_others_do_not_come_in(home: Episode, cast: Cast) -> None:
    prepare_address = reverse("desk:paper_prepare", args=[home.person.reference, home.pk, "decision"])
    assert cast.neighbour.client.get(prepare_address).status_code == 404
    assert cast.volunteer.client.get(prepare_address).status_code == 403
    for name in ("desk:monthly_review", "desk:removal_sheet", "desk:book"):
        assert cast.volunteer.client.get(reverse(name)).status_code == 403
        assert cast.lead.client.get(reverse(name)).status_code == 403
    assert EventKind.DECIDED not in set(home.events.values_list("kind", flat=True))
