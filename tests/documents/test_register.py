"""The register of numbers has no gap and no number twice, however many sign at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from hoanhap.ground.documents.actions import prepare_document, sign_document
from hoanhap.ground.documents.models import Document, DocumentStep
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast
from tests.documents.conftest import NOW
from tests.documents.papers import CONTENT

DAY = date(2026, 9, 1)
AT_ONCE = 4


def test_signing_at_once_leaves_no_gap(database_copy: Callable[[], BaseDatabaseWrapper]) -> None:
    with standing_at(NOW):
        cast = Cast()
        chair = cast.member("chu-tich", Role.COMMUNE_CHAIR, cast.here)
        documents = [
            prepare_document(
                by=cast.officer.actor, form="B-V-53", body="committee", place=cast.here, content=CONTENT, on=DAY
            )
            for _ in range(AT_ONCE)
        ]
    # The first is signed twice at once: one of the two is refused, and takes no number with it.
    together = [documents[0], *documents]
    start = Barrier(len(together))
    own = [database_copy() for _ in together]

    def sign(document: Document, connection: BaseDatabaseWrapper) -> bool:
        connections["default"] = connection
        start.wait()
        try:
            with standing_at(NOW):
                sign_document(by=chair.actor, document=document, on=DAY, series="QĐ-UBND")
        except RuleViolation as refused:
            return refused.code != "documents.already_signed"
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(together)) as threads:
        signed = list(threads.map(sign, together, own))
    assert sorted(signed) == [False, *[True] * AT_ONCE]
    numbers = DocumentStep.objects.filter(act="signed").order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, AT_ONCE + 1))
