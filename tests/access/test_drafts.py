"""Drafts: sealed, of one post alone, gone when they are old."""

from datetime import timedelta

import pytest

from hoanhap.ground.access import actions, selectors
from hoanhap.ground.access.models import Draft
from hoanhap.ground.kernel.clock import now, standing_at
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused
from tests.cast import Cast

pytestmark = pytest.mark.django_db
KIND = "people.intake"


def save(cast: Cast, name: str = "Lê Thị Mẫu", draft: Draft | None = None) -> Draft:
    return actions.save_draft(by=cast.officer.actor, kind=KIND, content={"name": name}, draft=draft)


def test_a_draft_is_kept_and_goes_on(cast: Cast) -> None:
    first = save(cast)
    again = save(cast, "Lê Thị Mẫu Ba", first)
    assert again.pk == first.pk
    assert selectors.draft(by=cast.officer.actor, ref=first.pk, kind=KIND).opened() == {"name": "Lê Thị Mẫu Ba"}
    assert "Lê".encode() not in bytes(Draft.objects.values_list("content", flat=True).get())


def test_nobody_else_has_it(cast: Cast) -> None:
    draft = save(cast)
    for by in (cast.neighbour.actor, cast.administrator.actor, cast.nobody.actor):
        assert not selectors.drafts(by=by, kind=KIND).exists()
        with pytest.raises(NotFound):
            selectors.draft(by=by, ref=draft.pk, kind=KIND)
        with pytest.raises(NotFound):
            actions.drop_draft(by=by, draft=draft)
    with pytest.raises(NotFound):
        actions.save_draft(by=cast.neighbour.actor, kind=KIND, content={}, draft=draft)
    with pytest.raises(NotFound):
        selectors.draft(by=cast.officer.actor, ref=draft.pk, kind="another.kind")
    with pytest.raises(PermissionRefused):
        actions.save_draft(by=cast.nobody.actor, kind=KIND, content={})


def test_it_goes_when_dropped_and_when_old(cast: Cast) -> None:
    draft = save(cast)
    actions.drop_draft(by=cast.officer.actor, draft=draft)
    assert not Draft.objects.exists()
    old = save(cast)
    with standing_at(now() + timedelta(days=31)):
        fresh = save(cast, "khác")
    assert list(Draft.objects.all()) == [fresh]
    assert old != fresh
