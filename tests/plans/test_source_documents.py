"""The shipped data against the published documents beside the checkout: figures, hashes, every quoted word.

Without that folder these are skipped; on a CI machine (``CI``) its absence is a failure.
"""

import os
from pathlib import Path

import pytest

from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import SYSTEM
from hoanhap.monitoring.plans import actions, reading, reference, rules
from hoanhap.monitoring.plans.models import Target

FOLDER = Path(os.environ.get("HOANHAP_SOURCE_DOCUMENTS", Path(__file__).parents[3] / "shared" / "source-documents"))

pytestmark = pytest.mark.source_documents


def document(name: str) -> str:
    """The text of a document, as it was published."""
    file = FOLDER / f"{name}.txt"
    if not file.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{file} is missing; set HOANHAP_SOURCE_DOCUMENTS")
        pytest.skip(f"{FOLDER} is not here")
    return reading.decode(file.read_bytes())


def test_plan_270_ships_exactly_as_its_text_reads() -> None:
    shipped = reference.plans()[0].text
    assert shipped is not None
    districts = [row.district for row in shipped.table]
    read = reading.read(document("hanoi-plan-270-2021-2025"), districts=districts)
    assert len(read.table) == 30
    assert sum(len(row.values) for row in read.table) == 150
    assert read == shipped


@pytest.mark.parametrize("plan", reference.plans(), ids=lambda plan: plan.slug)
def test_the_shipped_hash_is_that_of_the_document(plan: reference.ShippedPlan) -> None:
    assert rules.fingerprint(document(plan.document)) == plan.sha256


@pytest.mark.parametrize("target", reference.targets(), ids=lambda target: target.code)
def test_each_quoted_sentence_occurs_in_its_document(target: reference.ShippedTarget) -> None:
    assert target.quote in document(target.document)


@pytest.mark.parametrize("target", reference.targets(), ids=lambda target: target.code)
def test_each_quoted_sentence_holds_its_figure_where_the_review_says_so(target: reference.ShippedTarget) -> None:
    stated = {f"{target.value:,.0f}".replace(",", "."), f"{target.value:02.0f}"}
    counted = "không nêu con số" in target.remark_vi  # the figure counts the places that the sentence names
    assert counted or any(figure in target.quote for figure in stated)


def test_dates_and_remarks_quote_their_documents() -> None:
    quotes = [row for plan in reference.plans() for row in (*plan.dates, *plan.remarks) if row.quote]
    assert len(quotes) >= 8
    for row in quotes:
        assert row.quote in document(row.document), row


def test_titles_of_articles_stand_in_them() -> None:
    for name in ("hanoi-plan-2020", "hanoi-plan-2023", "hanoi-plan-2024"):
        assert reference.document_title(name) in document(name)


@pytest.mark.django_db
def test_the_published_text_of_plan_270_is_already_loaded() -> None:
    loaded = actions.load_plan_text(by=SYSTEM, text=document("hanoi-plan-270-2021-2025"), source="x")
    assert (loaded.created, loaded.edition.number) == (False, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["hanoi-plan-2020", "hanoi-plan-2023", "hanoi-plan-2024", "da-nang-2024"])
def test_articles_are_refused_as_plan_texts(name: str) -> None:
    with pytest.raises(RuleViolation, match="not_a_plan"):
        actions.load_plan_text(by=SYSTEM, text=document(name), source=name)


@pytest.mark.django_db
def test_every_stored_target_quotes_its_document() -> None:
    quotes = Target.objects.filter(reviewed=True).values_list("document", "quote", "code")
    assert len(quotes) == 190
    texts = {name: document(name) for name in {name for name, *_ in quotes}}
    assert [code for name, quote, code in quotes if quote not in texts[name]] == []
