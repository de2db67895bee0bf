"""A refusal becomes a sentence, never an accident."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, Refusal, RuleViolation
from hoanhap.ground.web import refusals


@pytest.fixture
def sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"t.day": _("until %(on)s"), "t.plain": "simply not", "t.many": "%(count)s of %(list)s at %(at)s, %(ok)s"}
    monkeypatch.setattr(refusals, "_sentences", lambda: known)


@pytest.mark.usefixtures("sentences")
def test_facts_are_shown_as_people_write_them() -> None:
    assert refusals.words(Refusal("t.day", on=date(2021, 12, 1))) == "until 01/12/2021"
    facts = {"count": 1234, "list": [Decimal(5), "x"], "at": datetime(2021, 12, 1, tzinfo=UTC), "ok": True}
    assert refusals.words(Refusal("t.many", **facts)) == "1.234 of 5, x at 07:00 01/12/2021, True"


@pytest.mark.usefixtures("sentences")
def test_an_unknown_code_or_a_missing_fact_still_makes_a_sentence() -> None:
    for refusal in (Refusal("t.unknown"), Refusal("t.day")):
        with translation.override("en"):
            assert refusals.words(refusal) == f"This cannot be done (code {refusal.code})."


def test_every_app_s_sentences_are_found() -> None:
    assert refusals.words(Refusal("exchange.no_rows")) == "Dưới dòng tên cột không có dòng nào."


class DayForm(forms.Form):
    on = forms.DateField()


@pytest.mark.usefixtures("sentences")
@pytest.mark.parametrize(("field", "where"), [("on", "on"), ("nowhere", "__all__"), (None, "__all__")])
def test_a_refusal_becomes_an_error_of_its_field_or_of_the_form(field: str | None, where: str) -> None:
    form = DayForm({"on": "01/12/2021"})
    assert form.is_valid()
    with refusals.on_form(form):
        raise RuleViolation("t.plain", **({"field": field} if field else {}))
    assert form.errors[where] == ["simply not"]


@pytest.mark.parametrize("kind", [NotFound, PermissionRefused])
def test_not_found_and_not_allowed_are_no_form_errors(kind: type[Refusal]) -> None:
    with pytest.raises(kind), refusals.on_form(DayForm({})):
        raise kind("t.plain")
