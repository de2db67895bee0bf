"""Fields read what people write, and say what is wrong."""

import contextlib
from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.ground.web.forms import CountField, DayField, Form, UploadField, WordsField, read_day


@pytest.mark.parametrize(
    "text",
    [
        "01/12/2021",
        "1/12/2021",
        " 1 / 12 / 2021 ",
        "01-12-2021",
        "1.12.2021",
        "1 12 2021",
        "01122021",
        "2021-12-01",
        "1 tháng 12 năm 2021",
        "ngày 01 tháng 12 năm 2021",
        "Ngày 1 tháng 12, 2021",
    ],
)
def test_a_day_is_read_in_every_usual_spelling(text: str) -> None:
    assert read_day(text) == date(2021, 12, 1)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_back_as_it_is_shown(day: date) -> None:
    assert DayField().clean(day.strftime("%d/%m/%Y")) == day


@pytest.mark.parametrize("text", ["31/02/2021", "12/31/2021", "1/12/21", "hôm nay", "01/12/1021", "1"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(forms.ValidationError):
        DayField().clean(text)


@given(st.text(max_size=30))
def test_no_text_breaks_the_day_field(text: str) -> None:
    with contextlib.suppress(forms.ValidationError):
        DayField(required=False).clean(text)


def test_a_day_is_shown_day_first_and_a_slip_stays_as_typed() -> None:
    html = DayField().widget.render("on", date(2021, 12, 1))
    assert 'value="01/12/2021"' in html
    assert 'inputmode="numeric"' in html
    assert 'value="31/02/2021"' in DayField().widget.render("on", "31/02/2021")


@pytest.mark.parametrize(("text", "number"), [("1234", 1234), ("1.234", 1234), ("1 234 567", 1234567), ("0", 0)])
def test_a_count_is_read_with_and_without_points(text: str, number: int) -> None:
    assert CountField().clean(text) == number


@pytest.mark.parametrize("text", ["1.2", "-1", "mười", "1,5"])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(forms.ValidationError):
        CountField().clean(text)


def test_words_are_tidied_and_composed() -> None:
    assert WordsField().clean("  Thu\u031bo\u031b\u0300ng   Ti\u0301n ") == "Thường Tín"
    assert WordsField(lines=3).clean("một\nhai") == "một\nhai"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"x", None),
        ("A.XLSX", b"x", None),
        ("a.exe", b"x", "ending"),
        ("a.xlsx", b"", "empty"),
        ("a.csv", b"x" * 9, "size"),
    ],
)
def test_files_are_judged_by_ending_and_size(name: str, content: bytes, code: str | None) -> None:
    field = UploadField(endings=[".xlsx", ".csv"], limit=8)
    if code is None:
        assert field.clean(SimpleUploadedFile(name, content))
        return
    with pytest.raises(forms.ValidationError) as caught:
        field.clean(SimpleUploadedFile(name, content))
    assert caught.value.error_list[0].code == code


class SampleForm(Form):
    name = WordsField(label="Tên", help_text="như trong quyết định")
    kind = forms.ChoiceField(label="Loại", widget=forms.RadioSelect, choices=[("a", "A")])
    sure = forms.BooleanField(label="Đã đối chiếu")
    note = WordsField(label="Ghi chú", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_form_ties_labels_help_and_errors_to_their_fields() -> None:
    html = str(SampleForm({"name": "<x>"} | {"name": ""}, MultiValueDict()))
    assert 'role="alert"' in html
    assert '<a href="#id_name">Tên: Cần điền mục này.</a>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert '<a href="#id_kind">' in html
    assert 'id="id_kind"' in html
    assert "không bắt buộc" in html
    assert 'type="hidden"' in html
    assert " required" not in html


def test_what_was_typed_stays_and_is_escaped() -> None:
    html = str(SampleForm({"name": '"><script>'}))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_fresh_form_complains_of_nothing() -> None:
    html = str(SampleForm())
    assert "hn-errors" not in html
    assert "aria-invalid" not in html
