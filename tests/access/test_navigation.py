"""The frame of every page: entries by permission, the acting post in words."""

import pytest
from django.urls import reverse

from hoanhap.ground.access import navigation
from hoanhap.ground.access.policy import rule_for
from hoanhap.ground.kernel.permissions import NOBODY
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def addresses(cast_actor: object) -> list[str]:
    return [entry.url for entry in navigation.entries(cast_actor, here="")]  # type: ignore[arg-type]


def test_every_entry_has_an_address_and_a_rule() -> None:
    for address, _words in navigation.MAIN:
        assert reverse(address)
        assert rule_for(address)


def test_a_role_sees_the_entries_it_may_open_and_no_other(cast: Cast) -> None:
    accounts, log = reverse("access:post_list"), reverse("audit:entry_list")
    assert accounts in addresses(cast.administrator.actor)
    assert log not in addresses(cast.administrator.actor)
    assert log in addresses(cast.auditor.actor)
    assert accounts not in addresses(cast.auditor.actor)
    for member in (cast.officer, cast.lead, cast.auditor, cast.administrator, cast.volunteer):
        for url in addresses(member.actor):
            assert member.client.get(url, follow=True).status_code == 200, url


def test_who_has_no_post_sees_none(cast: Cast) -> None:
    assert addresses(NOBODY) == addresses(cast.nobody.actor) == []


def test_a_page_below_an_entry_stands_under_it(cast: Cast) -> None:
    entries = navigation.entries(cast.administrator.actor, here="access:user_list")
    assert [entry.url for entry in entries if entry.current] == [reverse("access:post_list")]


def test_the_acting_post_is_written_at_the_top(cast: Cast) -> None:
    page = cast.lead.client.get(reverse("access:account")).content.decode()
    assert "Quản lý chương trình · Hà Nội" in page
    assert "Nguyễn Văn Mẫu" in cast.nobody.client.get(reverse("access:account")).content.decode()


def test_many_entries_stand_in_a_row_of_their_own(cast: Cast) -> None:
    few, many = (one.client.get(reverse("access:account")).content.decode() for one in (cast.auditor, cast.officer))
    assert len(addresses(cast.auditor.actor)) <= navigation.ONE_ROW < len(addresses(cast.officer.actor))
    assert "hn-header--crowded" in many
    assert "hn-header--crowded" not in few
