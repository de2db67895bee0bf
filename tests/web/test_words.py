"""Numbers, days and shares in both languages; the template words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from hoanhap.ground.web import words
from hoanhap.ground.web.templatetags import shelf


@pytest.mark.parametrize(
    ("value", "places", "vi", "en"),
    [
        (1234, 0, "1.234", "1,234"),
        (Decimal("1234.55"), 1, "1.234,6", "1,234.6"),
        (-4, 0, "−4", "−4"),
        (Decimal("-0.01"), 1, "0,0", "0.0"),
        (0, 0, "0", "0"),
    ],
)
def test_numbers_follow_the_language(value: Decimal, places: int, vi: str, en: str) -> None:
    assert words.number_words(value, places) == vi
    with translation.override("en"):
        assert words.number_words(value, places) == en


def test_shares_days_and_moments() -> None:
    assert words.share_words(Decimal("0.334")) == "33,4\u00a0%"
    assert words.day_words(date(2021, 12, 1)) == "01/12/2021"
    assert words.moment_words(datetime(2021, 12, 31, 18, 5, tzinfo=UTC)) == "01:05 01/01/2022"
    with translation.override("en"):
        assert words.share_words(0.334) == "33.4%"


def test_a_gap_is_a_dash_and_a_zero_is_a_zero() -> None:
    assert [shelf.number(None), shelf.number(""), shelf.number(0)] == ["–", "–", "0"]
    assert [shelf.day(None), shelf.moment(None), shelf.share(None)] == ["–", "–", "–"]
    assert [shelf.signed(3), shelf.signed(-4), shelf.signed(0), shelf.signed(None)] == ["+3", "−4", "=", "–"]


def rendered(text: str, query: str = "", **context: object) -> str:
    request = RequestFactory().get(f"/x/{query}")
    return Template(text).render(Context({"request": request, **context}))


def test_a_pill_has_icon_word_and_colour_and_escapes_its_word() -> None:
    html = rendered('{% pill word "amber" %}', word="<b>hôm nay</b>")
    assert "hn-pill--amber" in html
    assert "<svg" in html
    assert "&lt;b&gt;hôm nay" in html


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "check" %}')
    spoken = rendered('{% icon "check" label %}', label='"><script>')
    assert 'role="img"' in spoken
    assert "<script>" not in spoken


def test_query_changes_the_address_and_keeps_the_rest() -> None:
    assert rendered("{% query page=2 %}", "?q=a&page=1") == "?q=a&amp;page=2"
    assert rendered("{% query page=None %}", "?q=a&page=1") == "?q=a"


def test_segments_of_a_bar_follow_one_another() -> None:
    placed = shelf.running([{"share": 35.5}, {"share": 10}])
    assert [(part["start"], part["wide"]) for part in placed] == [("0.000", "35.500"), ("35.500", "10.000")]
