"""``hoanhap plan``: what it prints, what it refuses, and with which sentence."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.web.refusals import words
from hoanhap.monitoring.plans.messages import MESSAGES, REMARKS
from hoanhap.monitoring.plans.models import Plan, PlanEdition
from tests.plans.builders import PlanText, text_with

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("plan", *arguments, stdout=out)
    return out.getvalue()


def file_with(folder: Path, text: object) -> str:
    file = folder / "ke-hoach-mau.txt"
    file.write_text(str(text), encoding="utf-8")
    return str(file)


def test_check_prints_the_figures_that_the_customer_asked_for() -> None:
    document: dict[str, Any] = json.loads(run("check", "270/KH-UBND", "--json"))
    assert list(document) == ["rows", "totals", "rounding", "remarks"]
    assert document["rows"] == 30
    assert document["totals"] == {
        "2021": {"printed": 171, "summed": 171},
        "2022": {"printed": 230, "summed": 230},
        "2023": {"printed": 348, "summed": 348},
        "2024": {"printed": 463, "summed": 463},
        "2025": {"printed": 579, "summed": 579},
    }
    assert document["rounding"] == [
        {"place": "Sơn Tây", "year": 2021, "printed": 4, "computed": 5},
        {"place": "Ba Vì", "year": 2023, "printed": 18, "computed": 19},
    ]
    dates = next(remark for remark in document["remarks"] if remark["code"] == "several_dates")
    assert "01/12/2021" in dates["text"]
    assert "04/12/2021" in dates["text"]
    assert [one["on"] for one in dates["dates"]] == ["2021-12-01", "2021-12-04"]
    assert all(remark["text"] for remark in document["remarks"])
    assert "communes_differ_from_places" not in {remark["code"] for remark in document["remarks"]}


def test_check_in_words_names_the_two_cells() -> None:
    printed = run("check", "270-KH-UBND")
    assert "Sơn Tây 2021" in printed
    assert "Ba Vì 2023" in printed


def test_check_of_an_unknown_plan_is_refused() -> None:
    with pytest.raises(NotFound, match="plan_not_found"):
        run("check", "1/KH-UBND")


def test_check_of_a_plan_without_a_table_is_refused() -> None:
    with pytest.raises(Refusal, match="no_table"):
        run("check", "96/KH-UBND")


def test_an_identical_text_is_already_loaded_and_a_changed_one_a_new_edition(tmp_path: Path) -> None:
    assert "already loaded" not in run("load", file_with(tmp_path, PlanText()))
    assert "already loaded" in run("load", file_with(tmp_path, PlanText()))
    changed = text_with(lambda text: text.rows[0].__setitem__(3, "5"))
    assert "2" in run("load", file_with(tmp_path, changed))
    assert list(PlanEdition.objects.filter(plan__number="999/KH-UBND").values_list("number", flat=True)) == [1, 2]


def test_a_refused_text_names_the_line_and_stores_nothing(tmp_path: Path) -> None:
    broken = text_with(lambda text: text.rows[9].__setitem__(3, "1O"))
    line = next(at for at, one in enumerate(str(broken).split("\n"), 1) if "1O" in one)
    with pytest.raises(Refusal) as refused:
        run("load", file_with(tmp_path, broken))
    for language in ("vi", "en"):
        with translation.override(language):
            assert str(line) in words(refused.value)
            assert "1O" in words(refused.value)
    assert not Plan.objects.filter(number="999/KH-UBND").exists()


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="file_unreadable"):
        run("load", str(tmp_path / "nothing.txt"))
    with pytest.raises(Refusal, match="file_unreadable"):
        run("load", str(tmp_path))


def test_list_names_every_plan() -> None:
    plans = json.loads(run("list", "--json"))
    assert [plan["slug"] for plan in plans] == ["96-KH-UBND", "khong-ro-so-2023", "270-KH-UBND", "55-KH-UBND"]
    assert "270/KH-UBND" in run("list")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sentence_takes_its_facts_in_both_languages(language: str) -> None:
    import re

    with translation.override("en"):
        names = {code: set(re.findall(r"%\((\w+)\)s", str(text))) for code, text in {**MESSAGES, **REMARKS}.items()}
    with translation.override(language):
        for code, text in {**MESSAGES, **REMARKS}.items():
            assert set(re.findall(r"%\((\w+)\)s", str(text))) == names[code], code
