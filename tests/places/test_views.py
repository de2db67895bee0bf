"""The screens: a province on a day, one unit through time; for whoever may see them, and nobody else."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast, Member

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
LIST = "/places/"
UNIT = "/places/00226/2025-01-01/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """The screens are looked at on 21/11/2026."""
    with standing_at(NOW):
        yield


def words(response: HttpResponse) -> str:
    """What stands on the page, without marks, blanks collapsed."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def heading(response: HttpResponse) -> str:
    (found,) = re.findall(r"<h1>(.*?)</h1>", response.content.decode(), re.S)
    return " ".join(re.sub(r"<[^>]+>", "", found).split())


NOT_HELD = {Role.SYSTEM, Role.DISTRICT_DESK}
"""Nobody signs in as the system, and there are no districts today."""


@pytest.mark.parametrize("role", [role for role in Role if role not in NOT_HELD])
def test_every_role_sees_the_units(cast: Cast, role: Role) -> None:
    client = cast.in_role(role).client
    assert client.get(LIST).status_code == 200
    assert client.get(UNIT).status_code == 200


@pytest.mark.parametrize("address", [LIST, UNIT, f"{LIST}?export=xlsx"])
@pytest.mark.parametrize("who", ["nobody", "visitor"])
def test_who_has_no_post_sees_none(cast: Cast, who: str, address: str) -> None:
    member: Member = getattr(cast, who)
    response = member.client.get(address)
    assert response.status_code in (302, 403)
    assert "Hà Nội" not in response.content.decode()


def test_the_screens_are_read_only(cast: Cast) -> None:
    assert cast.lead.client.post(LIST).status_code == 405
    assert cast.lead.client.post(UNIT).status_code == 405


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "Ngày 21/11/2026, Hà Nội có 126 đơn vị cấp xã; không còn cấp huyện từ 01/07/2025"),
        ("?on=2021-01-01", "Ngày 01/01/2021, Hà Nội có 579 đơn vị cấp xã thuộc 30 đơn vị cấp huyện"),
        ("?on=01/01/2025", "Ngày 01/01/2025, Hà Nội có 526 đơn vị cấp xã thuộc 30 đơn vị cấp huyện"),
        (
            "?province=48",
            "Ngày 21/11/2026, Đà Nẵng có 94 đơn vị cấp xã; không còn cấp huyện từ 01/07/2025",
        ),
        ("?province=49&on=2021-01-01", "Ngày 01/01/2021, Quảng Nam có 241 đơn vị cấp xã thuộc 18 đơn vị cấp huyện"),
        ("?times=all", "Đơn vị hành chính của Hà Nội qua mọi thời kỳ đã biết, từ 01/01/2021"),
    ],
)
def test_the_title_is_the_finding(cast: Cast, query: str, title: str) -> None:
    assert heading(cast.lead.client.get(LIST + query)) == title


def test_an_english_page_is_english_and_marks_names_as_vietnamese(cast: Cast) -> None:
    cast.lead.client.cookies["language"] = "en"
    response = cast.lead.client.get(LIST)
    assert heading(response) == "126 units of commune level in Hà Nội on 21/11/2026; no districts since 01/07/2025"
    assert '<span lang="vi">Hà Nội</span>' in response.content.decode()


def rows(response: HttpResponse) -> list[str]:
    return [record.record.full_name for record in response.context["table"].rows]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?on=2021-01-01&q=trung tu", ["Xã Trung Tú", "Phường Trung Tự"]),
        ("?q=phường trung tự", []),
        ("?q=phường trung tự&times=all", ["Phường Phương Liên - Trung Tự", "Phường Trung Tự"]),
        (
            "?q=00226&times=all",
            ["Phường Phương Liên - Trung Tự", "Phường Trung Tự", "Phường Văn Miếu - Quốc Tử Giám"],
        ),
        ("?on=2021-01-01&kind=district&q=dong da", ["Quận Đống Đa"]),
        ("?on=2021-01-01&kind=township&district=271", ["Thị trấn Tây Đằng"]),
        ("?province=48&kind=special_zone", ["Đặc khu Hoàng Sa"]),
    ],
)
def test_filters_stand_in_the_address(cast: Cast, query: str, found: list[str]) -> None:
    assert sorted(rows(cast.lead.client.get(LIST + query))) == sorted(found)


def test_a_filter_by_district_shows_its_units_and_is_dropped_where_there_are_no_districts(cast: Cast) -> None:
    then = cast.lead.client.get(f"{LIST}?on=2021-01-01&district=006")
    assert then.context["total"] == 21
    now = cast.lead.client.get(f"{LIST}?district=006")
    assert now.context["total"] == 126


def test_the_list_stands_in_vietnamese_order_fifty_on_a_page(cast: Cast) -> None:
    first = rows(cast.lead.client.get(LIST))
    assert len(first) == 126  # rows of the table; the page shows fifty
    page = cast.lead.client.get(LIST).context["table"].page
    assert (len(page.object_list), page.paginator.num_pages) == (50, 3)
    names = [name.partition(" ")[2] for name in first]
    assert names.index("Dương Nội") < names.index("Đan Phượng")
    assert names.index("Bát Tràng") < names.index("Bất Bạt")


@pytest.mark.parametrize("column", ["full_name", "code", "above", "valid_from", "valid_to", "came_from", "went_to"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_column_sorts(cast: Cast, column: str, sign: str) -> None:
    assert cast.lead.client.get(f"{LIST}?on=2021-01-01&sort={sign}{column}").status_code == 200


def test_a_row_says_where_a_unit_went(cast: Cast) -> None:
    text = words(cast.lead.client.get(f"{LIST}?on=2021-01-01&q=phuong trung tu"))
    assert "→ 2 đơn vị" in text
    assert "đã đối chiếu" in text


def test_the_tabs_lead_to_the_days_of_change(cast: Cast) -> None:
    days = cast.lead.client.get(f"{LIST}?q=ba&district=006").context["days"]
    assert [(day["label"], day["count"]) for day in days] == [
        ("01/01/2021", 579),
        ("01/01/2025", 526),
        ("01/07/2025", 126),
        ("hôm nay", 126),
    ]
    assert days[0]["url"] == "?q=ba&on=2021-01-01"
    assert [day["active"] for day in days] == [False, False, False, True]


@pytest.mark.parametrize(
    ("query", "sentence", "way_on"),
    [
        ("?on=2005-01-01", "Các nguồn chỉ cho biết đơn vị hành chính từ ngày 01/01/2021", "on=2021-01-01"),
        ("?province=48&on=1997-01-01", "Các nguồn chỉ cho biết đơn vị hành chính từ ngày 01/01/2021", "on=2021-01-01"),
        (
            "?province=49",
            "Tỉnh Quảng Nam tồn tại đến hết ngày 30/06/2025 rồi nhập vào Thành phố Đà Nẵng",
            "on=2025-06-30",
        ),
    ],
)
def test_a_day_of_which_nothing_is_known_is_said_so_with_a_way_on(
    cast: Cast, query: str, sentence: str, way_on: str
) -> None:
    response = cast.lead.client.get(LIST + query)
    assert response.status_code == 200
    assert sentence in words(response)
    assert way_on in response.context["link_url"]
    assert cast.lead.client.get(response.context["link_url"]).status_code == 200


@pytest.mark.parametrize("text", ["99/99/2021", "2021-13-01", "gestern", "1/1/0001", "'; --"])
@pytest.mark.parametrize("address", [LIST, UNIT])
def test_what_is_no_day_is_said_beside_the_field(cast: Cast, address: str, text: str) -> None:
    response = cast.lead.client.get(address, {"on": text})
    assert response.status_code == 200
    assert "hn-field__error" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        f"{LIST}?province=99",
        "/places/00226/2022-01-01/",
        "/places/99999/2021-01-01/",
        "/places/00226/2021-13-01/",
        "/places/00226/today/",
    ],
)
def test_what_does_not_exist_is_not_found(cast: Cast, address: str) -> None:
    assert cast.lead.client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["?kind=village", "?sort=nothing", "?page=99", "?page=x", "?times=x&kind=all", "?province=x%00y"]
)
def test_an_address_with_slips_still_answers(cast: Cast, query: str) -> None:
    assert cast.lead.client.get(LIST + query).status_code == 200


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("00226/2021-01-01", "Phường Trung Tự, quận Đống Đa: nhập vào 2 đơn vị từ ngày 01/01/2025"),
        ("00226/2025-07-01", "Phường Văn Miếu - Quốc Tử Giám, thành phố Hà Nội: lập từ 11 đơn vị vào ngày 01/07/2025"),
        ("49/1997-01-01", "Tỉnh Quảng Nam: nhập vào Thành phố Đà Nẵng từ ngày 01/07/2025"),
        ("48/2025-07-01", "Thành phố Đà Nẵng: lập từ 2 đơn vị vào ngày 01/07/2025"),
        ("01/2008-08-01", "Thành phố Hà Nội: giữ địa giới hiện nay từ ngày 01/08/2008"),
        (
            "006/2021-01-01",
            "Quận Đống Đa, thành phố Hà Nội: tồn tại đến hết ngày 30/06/2025; "
            "các đơn vị cấp xã của nơi này nay thuộc 7 đơn vị",
        ),
        ("20644/2021-01-01", "Xã Quế Xuân 1, huyện Quế Sơn: tiếp tục với tên cũ từ ngày 01/01/2025"),
    ],
)
def test_the_title_of_a_unit_says_what_became_of_it(cast: Cast, address: str, title: str) -> None:
    assert heading(cast.lead.client.get(f"/places/{address}/")) == title


def test_a_unit_warns_of_a_code_that_named_others(cast: Cast) -> None:
    text = words(cast.lead.client.get(UNIT))
    assert "Mã 00226 còn từng là mã của đơn vị khác" in text
    assert "Phường Trung Tự (01/01/2021–31/12/2024)" in text


@pytest.mark.parametrize(
    ("day", "holders"),
    [
        ("2021-06-01", ["Phường Phương Liên", "Phường Trung Tự"]),
        ("2025-03-01", ["Phường Phương Liên - Trung Tự"]),
        ("", ["Phường Kim Liên", "Phường Văn Miếu - Quốc Tử Giám"]),
    ],
)
def test_a_unit_shows_who_holds_its_territory_on_a_day(cast: Cast, day: str, holders: list[str]) -> None:
    then = cast.lead.client.get(UNIT, {"on": day}).context["then"]
    assert [holder.unit.full_name for holder in then.holders] == holders


def test_a_day_before_the_sources_is_said_to_be_unknown(cast: Cast) -> None:
    response = cast.lead.client.get(UNIT, {"on": "2010-01-01"})
    assert "Các nguồn chỉ ghi về địa bàn này từ ngày 01/01/2021; trước đó chưa rõ." in words(response)


def test_a_unit_shows_its_source_in_the_language_of_the_page(cast: Cast) -> None:
    text = words(cast.lead.client.get("/places/00226/2021-01-01/"))
    assert "NQ 1286/NQ-UBTVQH15 (theo hiểu biết chung, cần đối chiếu Công báo)" in text
    assert "chưa đối chiếu" in text
    assert "một phần; ước tính" in text
    assert "gazette" not in text.lower()


def test_a_district_lists_its_communes_of_the_day(cast: Cast) -> None:
    then = cast.lead.client.get("/places/006/2021-01-01/", {"on": "2021-01-01"})
    assert len(then.context["below"]) == 21
    assert cast.lead.client.get(then.context["list_url"]).context["total"] == 21


@pytest.mark.parametrize(
    ("few", "many"),
    [
        (f"{LIST}?on=2021-01-01&q=phuong trung", f"{LIST}?on=2021-01-01&kind=all"),
        (f"{LIST}?on=2021-01-01&export=xlsx&q=phuong trung", f"{LIST}?on=2021-01-01&export=xlsx"),
        ("/places/00226/2025-01-01/", "/places/00226/2025-07-01/"),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, few: str, many: str) -> None:
    client = cast.lead.client
    client.get(few)
    numbers = []
    for address in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 25


def test_every_page_of_a_unit_stays_within_its_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = cast.lead.client
    for address in ("01/2008-08-01", "48/2025-07-01", "006/2021-01-01", "511/2021-01-01"):
        with django_assert_max_num_queries(25):
            assert client.get(f"/places/{address}/").status_code in (200, 404)


def test_an_old_name_that_is_not_found_today_is_offered_among_all_times(cast: Cast) -> None:
    response = cast.lead.client.get(f"{LIST}?q=phuong trung tu")
    assert "Không tìm thấy đơn vị nào" in words(response)
    way_on = response.context["table"].empty_url
    assert len(rows(cast.lead.client.get(LIST + way_on))) == 2


def test_the_workbook_holds_exactly_what_is_shown(cast: Cast) -> None:
    query = f"{LIST}?on=2021-01-01&district=006&sort=-full_name"
    shown = rows(cast.lead.client.get(query))
    response = cast.lead.client.get(f"{query}&export=xlsx")
    assert response.status_code == 200
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    (top,) = [place for place, row in enumerate(cells) if "Mã" in row]
    body = [row for row in cells[top + 1 :] if any(row)]
    assert [row[0] for row in body] == shown
    trung_tu = next(row for row in body if row[0] == "Phường Trung Tự")
    assert trung_tu[1:3] == ["00226", "Quận Đống Đa"]
    assert trung_tu[6:] == ["2 đơn vị", "đã đối chiếu"]
