"""Looking changes nothing but the log of looks; and no link of the product leads nowhere."""

import pytest

from tests.cast import Cast
from tests.meta import checks
from tests.meta.conftest import Rows, Walk, rows, watched

pytestmark = pytest.mark.xdist_group("walk")


def differences(before: Rows, after: Rows) -> list[str]:
    """The models whose rows are not what they were."""
    return [label for label in before if before[label] != after[label]]


@pytest.mark.slow
def test_a_walk_through_every_page_changes_no_row(walk: Walk) -> None:
    checks.nothing(differences(walk.before, walk.after))


@pytest.mark.slow
def test_every_link_leads_to_a_page(walk: Walk) -> None:
    broken = [f"{page.url}: {page.status}" for found in walk.pages.values() for page in found if page.status != 200]
    checks.nothing(broken)


@pytest.mark.slow
def test_the_walk_sees_more_than_the_first_page(walk: Walk) -> None:
    assert len({page.url for page in walk.pages["vi"]}) > 10


def test_a_changed_row_is_noticed(cast: Cast) -> None:
    before = rows(watched())
    assert cast.officer.post
    assert differences(before, rows(watched())) == ["access.User", "access.Post"]
