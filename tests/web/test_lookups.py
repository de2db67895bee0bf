"""``__among``: the answer of ``__in``, on either engine."""

from uuid import uuid4

import pytest
from django.db.models import Q

from hoanhap.ground.exchange.models import ImportRun
from hoanhap.ground.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs() -> list[ImportRun]:
    """Three imports, each of its kind."""
    return [
        ImportRun.objects.create(kind=f"kind {number}", file_sha256="", user="user:1", started_at=clock.now())
        for number in range(3)
    ]


def test_texts_and_keys_at_hand_are_found_and_no_others(runs: list[ImportRun]) -> None:
    among = ImportRun.objects.filter(kind__among={"kind 0", "kind 2", "no such kind", "100% 'odd' {\"kind\"}, \\"})
    assert set(among) == {runs[0], runs[2]}
    assert set(ImportRun.objects.filter(pk__among=[runs[1].pk, uuid4()])) == {runs[1]}
    assert set(ImportRun.objects.exclude(pk__among=[runs[1].pk])) == {runs[0], runs[2]}


def test_among_none_is_nobody_and_leaves_the_other_side_of_an_or(runs: list[ImportRun]) -> None:
    assert not ImportRun.objects.filter(pk__among=[]).exists()
    assert ImportRun.objects.get(Q(pk__among=set()) | Q(kind="kind 1")) == runs[1]
