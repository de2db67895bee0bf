"""The screens of plans and targets, tried with the cast."""

from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hoanhap.ground.kernel.permissions import SYSTEM
from hoanhap.monitoring.plans import actions
from tests.cast import Cast
from tests.plans.builders import PlanText, text_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ADDRESSES = [
    ("plan_list",),
    ("plan_detail", "270-KH-UBND"),
    ("plan_detail", "khong-ro-so-2023"),
    ("plan_check", "270-KH-UBND"),
    ("target_list",),
    ("target_detail", "khong-ro-so-2023", 1, "T23-06"),
    ("target_detail", "270-KH-UBND", 1, "T21-25-2021-269"),
]


def address_of(name: str, *arguments: object) -> str:
    return reverse(f"plans:{name}", args=arguments)


def page(cast: Cast, address: str, language: str = "vi") -> str:
    cast.lead.client.cookies["language"] = language
    answer = cast.lead.client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_screen_opens_in_both_languages(cast: Cast, address: tuple[str, ...], language: str) -> None:
    assert "<h1>" in page(cast, address_of(*address), language)


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_may_not_read_plans_is_refused(cast: Cast, address: tuple[str, ...]) -> None:
    assert cast.visitor.client.get(address_of(*address)).status_code in (302, 403)
    assert cast.administrator.client.get(address_of(*address)).status_code == 403


def test_the_plan_shows_both_dates_the_table_and_the_two_marks(cast: Cast) -> None:
    shown = page(cast, reverse("plans:plan_detail", args=["270-KH-UBND"]))
    assert "01/12/2021" in shown
    assert "04/12/2021" in shown
    assert shown.count('scope="row"') == 31
    assert shown.count("hn-pill--amber") == 2


def test_the_check_says_that_the_totals_add_up_and_two_cells_differ(cast: Cast) -> None:
    shown = page(cast, reverse("plans:plan_check", args=["270-KH-UBND"]))
    for words in ("Sơn Tây", "Ba Vì", "171", "172", "348", "349", "60,1"):
        assert words in shown


def test_a_plan_without_a_table_cannot_be_checked(cast: Cast) -> None:
    answer = cast.lead.client.get(reverse("plans:plan_check", args=["96-KH-UBND"]))
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("name", ["plan_detail", "plan_check"])
def test_an_unknown_plan_is_not_found(cast: Cast, name: str) -> None:
    assert cast.lead.client.get(reverse(f"plans:{name}", args=["1-KH-UBND"])).status_code == 404


def test_an_unknown_target_is_not_found(cast: Cast) -> None:
    address = reverse("plans:target_detail", args=["270-KH-UBND", 1, "T99"])
    assert cast.lead.client.get(address).status_code == 404


def test_a_target_shows_the_sentence_it_comes_from(cast: Cast) -> None:
    shown = page(cast, reverse("plans:target_detail", args=["khong-ro-so-2023", 1, "T23-06"]))
    assert "278 xã, phường, thị trấn đã triển khai năm 2021, 2022" in shown
    assert "Hỗ trợ vay vốn, tìm việc làm cho người đã cai nghiện ma túy" in shown


def test_targets_are_found_without_diacritics_and_narrowed_by_filters(cast: Cast) -> None:
    address = reverse("plans:target_list")
    found = cast.lead.client.get(address, {"q": "son tay"}).context["table"]
    assert found.page.paginator.count == 5
    found = cast.lead.client.get(address, {"plan": "khong-ro-so-2023", "comparison": "maintain"}).context["table"]
    assert [row.record.code for row in found.page] == ["T23-06"]
    found = cast.lead.client.get(address, {"year": "2024", "indicator": "models_registered"}).context["table"]
    assert [row.record.code for row in found.page] == ["T24-07"]
    assert cast.lead.client.get(address, {"q": "t23-07"}).context["table"].page.paginator.count == 1
    assert cast.lead.client.get(address, {"state": "superseded"}).context["table"].page.paginator.count == 0


@pytest.mark.parametrize("column", ["code", "indicator", "figure", "year", "measure", "place", "plan", "state"])
def test_targets_sort_by_every_column(cast: Cast, column: str) -> None:
    for sort in (column, f"-{column}"):
        assert cast.lead.client.get(reverse("plans:target_list"), {"sort": sort}).status_code == 200


def test_the_export_has_exactly_the_rows_and_columns_shown(cast: Cast) -> None:
    answer = cast.lead.client.get(
        reverse("plans:target_list"), {"plan": "96-KH-UBND", "comparison": "more_than", "export": "xlsx"}
    )
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    cells = [str(cell) for row in sheet for cell in row]
    assert sum(cell.startswith("T24-") for cell in cells) == 1
    assert "T24-03" in cells
    assert not any("<" in cell for cell in cells)


def test_after_a_changed_text_both_editions_stay_visible(cast: Cast) -> None:
    def raise_ba_dinh(text: PlanText) -> None:
        text.rows[0][3] = "5"

    actions.load_plan_text(by=SYSTEM, text=str(PlanText()), source="mau")
    actions.load_plan_text(by=SYSTEM, text=str(text_with(raise_ba_dinh)), source="mau-2")
    shown = page(cast, reverse("plans:plan_detail", args=["999-KH-UBND"]))
    assert "<code>mau</code>" in shown
    assert "<code>mau-2</code>" in shown
    first = reverse("plans:target_detail", args=["999-KH-UBND", 1, "T21-25-2021-001"])
    second = reverse("plans:target_detail", args=["999-KH-UBND", 2, "T21-25-2021-001"])
    assert second in page(cast, first)
    assert first in page(cast, second)
    superseded = cast.lead.client.get(reverse("plans:target_list"), {"plan": "999-KH-UBND", "state": "superseded"})
    assert superseded.context["table"].page.paginator.count == 160
