"""Lists search, sort, page and export exactly what they show, in a fixed number of queries."""

import io
from datetime import date, timedelta
from typing import Any

import django_filters
import pytest
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.template import engines
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from hoanhap.ground.exchange.models import ExportRun
from hoanhap.ground.kernel.errors import PermissionRefused, Refusal
from hoanhap.ground.kernel.permissions import NOBODY, SYSTEM, Actor, Permission
from hoanhap.ground.places.models import Place
from hoanhap.ground.web import lists
from hoanhap.ground.web.lists import Column, DayColumn, ListFilter, ListTable, NumberColumn

pytestmark = pytest.mark.django_db


class PlaceFilter(ListFilter):
    code = django_filters.CharFilter(label="Mã", lookup_expr="startswith")


class PlaceTable(ListTable):
    name = Column(verbose_name="Tên", order_by="sort_key")
    code = Column(verbose_name="Mã")
    wide = NumberColumn(verbose_name="Số", accessor="pk", places=1)
    valid_from = DayColumn(verbose_name="Từ ngày")


@pytest.fixture
def places() -> QuerySet[Place]:
    """At least two pages of units."""
    if Place.objects.count() < 120:
        pytest.skip("reference data is not loaded")
    return Place.objects.order_by("code")


def show(queryset: Any, query: str = "", actor: Actor = SYSTEM, **more: Any) -> HttpResponse:
    request = RequestFactory().get(f"/x/{query}")
    request.actor = actor  # type: ignore[attr-defined]
    more = {"filter_class": PlaceFilter, "table_class": PlaceTable, "export": True, "title": "Địa bàn", **more}
    return lists.show_list(request, queryset=queryset, template="list_for_tests.html", **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def template(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is the list and nothing else."""
    page = engines["django"].from_string('{% include "_components/list.html" %}')

    def render(request: Any, name: str, context: dict[str, Any]) -> HttpResponse:
        answer = HttpResponse(page.template.render(_context(request, context)))
        answer.shown = context  # type: ignore[attr-defined]
        return answer

    monkeypatch.setattr(lists, "render", render)


def _context(request: Any, context: dict[str, Any]) -> Any:
    from django.template import Context

    return Context({"request": request, **context})


def rows(answer: Any) -> list[str]:
    return [row.record.name for row in answer.shown["table"].paginated_rows]


def test_a_page_has_fifty_rows_and_the_count_of_all(places: QuerySet[Place]) -> None:
    answer = show(places)
    assert len(rows(answer)) == 50
    total = Place.objects.count()
    assert answer.shown["total"] == total  # type: ignore[attr-defined]
    assert f"Dòng 1–50 trong {total:,}".replace(",", ".") in answer.content.decode()


def test_pages_do_not_share_rows_even_where_the_order_ties(places: QuerySet[Place]) -> None:
    first, second = show(places, "?sort=valid_from"), show(places, "?sort=valid_from&page=2")
    keys = [[row.record.pk for row in answer.shown["table"].paginated_rows] for answer in (first, second)]  # type: ignore[attr-defined]
    assert not set(keys[0]) & set(keys[1])


@pytest.mark.parametrize("page", ["9999", "0", "abc", "-1"])
def test_a_page_that_is_not_there_shows_the_nearest(places: QuerySet[Place], page: str) -> None:
    assert rows(show(places, f"?page={page}"))


def test_the_size_of_a_page_cannot_be_asked_for(places: QuerySet[Place]) -> None:
    assert len(rows(show(places, "?per_page=100000"))) == 50


def test_sorting_follows_the_vietnamese_alphabet_and_turns_round(places: QuerySet[Place]) -> None:
    names = [Place.objects.order_by("sort_key", "pk").first(), Place.objects.order_by("-sort_key", "pk").first()]
    for query, place in zip(("?sort=name", "?sort=-name"), names, strict=True):
        assert place is not None
        assert rows(show(places, query))[0] == place.name
    html = show(places, "?sort=-name").content.decode()
    assert 'aria-sort="descending"' in html
    assert "đang xếp giảm dần" in html


def test_an_unknown_column_to_sort_by_is_no_accident(places: QuerySet[Place]) -> None:
    assert rows(show(places, "?sort=password"))


def test_search_knows_no_marks_and_takes_every_word(places: QuerySet[Place]) -> None:
    found = rows(show(places, "?q=thuong+TIN"))
    assert found
    assert set(found) == {"Thường Tín"}
    assert rows(show(places, "?q=khong-co-noi-nay")) == []


def test_an_empty_list_says_what_being_empty_means(places: QuerySet[Place]) -> None:
    html = show(places, "?q=khong-co-noi-nay").content.decode()
    assert "Chưa có gì ở đây" in html
    assert "Bỏ lọc" in html


def test_filters_stay_in_the_links_and_the_page_does_not(places: QuerySet[Place]) -> None:
    html = show(places, "?code=0&page=2").content.decode()
    assert "?code=0&amp;sort=name" in html
    assert "?code=0&amp;export=xlsx" in html


def test_the_number_of_queries_does_not_grow(
    places: QuerySet[Place], django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in (10, 50):
        monkeypatch.setattr(lists, "PAGE", size)
        with django_assert_num_queries(2):
            show(places)


def test_who_looks_is_told_the_filters_and_the_rows_and_counts_once(
    places: QuerySet[Place], django_assert_num_queries: Any
) -> None:
    told: list[tuple[list[str], int]] = []
    noted = lambda filters, rows: told.append((list(filters), rows))  # noqa: E731
    with django_assert_num_queries(2):  # the count and the rows, as without it
        show(places, "?q=thuong+tin&page=2&sort=code", noted=noted)
    show(places, noted=noted)
    show(places, "?q=thuong+tin&export=xlsx", noted=noted)
    found = Place.objects.filter(search_key__contains="thuong tin").count()
    assert told == [(["q"], found), ([], Place.objects.count()), (["q"], found)]


def test_an_export_that_is_refused_is_not_told_as_a_look(places: QuerySet[Place]) -> None:
    told: list[int] = []
    with pytest.raises(Refusal):
        show(places, "?export=xlsx", most=5, noted=lambda _filters, rows: told.append(rows))
    assert told == []


def test_the_export_has_exactly_the_rows_and_columns_shown(places: QuerySet[Place]) -> None:
    answer = show(places, "?q=thuong+tin&sort=code&export=xlsx", file_name="Địa bàn")
    assert isinstance(answer, FileResponse)
    content = b"".join(answer)  # type: ignore[arg-type]
    lines: list[list[Any]] = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    header = lines.index(["Tên", "Mã", "Số", "Từ ngày"])
    expected = Place.objects.filter(search_key__contains="thuong tin").order_by("code", "pk")
    assert [line[0] for line in lines[header + 1 :]] == [place.name for place in expected]
    assert all(isinstance(line[3], date) for line in lines[header + 1 :])
    run = ExportRun.objects.get()
    assert run.row_count == expected.count()
    assert "thuong" not in run.filters, "what was searched may be a name"


def test_who_may_not_export_is_refused_and_sees_no_button(places: QuerySet[Place]) -> None:
    needs = Permission.DEPLOYMENTS_EXPORT
    with pytest.raises(PermissionRefused):
        show(places, "?export=xlsx", actor=NOBODY, export=needs)
    assert "export=xlsx" not in show(places, actor=NOBODY, export=needs).content.decode()
    assert "export=xlsx" in show(places, actor=SYSTEM, export=needs).content.decode()


def test_a_table_of_plain_rows_works_without_filters() -> None:
    start = date(2021, 1, 1)
    table = PlaceTable([{"name": f"n{n}", "code": n, "pk": n, "valid_from": start + timedelta(n)} for n in range(60)])
    request = RequestFactory().get("/x/?page=2")
    table.settle(request)  # type: ignore[arg-type]
    assert len(table.paginated_rows) == 10
    assert next(table.sheet_rows()) == ["n0", 0, 0, start]
