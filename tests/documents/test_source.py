"""Templates are read strictly: only declared names, only filling in and conditions."""

import pytest

from hoanhap.ground.documents import shipped
from hoanhap.ground.documents.fields import checked_content, fields
from hoanhap.ground.documents.source import read
from hoanhap.ground.documents.wording import day, long_day
from hoanhap.ground.kernel.errors import RuleViolation

HEAD = """title = "QUYẾT ĐỊNH"
abstract = ""
series = "QĐ-UBND"
bodies = ["committee"]
required = ["person_name"]
optional = ["people", "support", "occupation"]
---
"""

OWN_LAYOUT = {
    "O-A-HELPER", "O-A-REMOVAL", "O-B-LIST", "O-BOOK", "O-EXTENSION", "O-MINUTES", "O-REVIEW", "O-TEST-DRAW",
    "O-TEST-MINUTES",
}  # fmt: skip
FORMS = {
    *(f"A-II-{number}" for number in range(50, 55)),
    *(f"B-V-{number}" for number in (51, 52, 53, 54, 55, 56, 57, 59, 60)),
    *OWN_LAYOUT,
}

STATED = {
    "A-II-51": [
        "person_name",
        "occupation",
        "current_residence",
        "term_words",
        "place_of_management",
        "executing_body",
    ],
    "B-V-53": ["person_name", "occupation", "current_residence", "term_words", "place_of_management", "helper"],
    "B-V-54": ["decision_no", "new_residence", "receiving_body"],
    "B-V-56": ["decision_no", "from_on", "to_on"],
    "B-V-57": ["decision_no", "reason", "removed_on"],
}
"""Mandatory statements: domain reference §1.9."""


def test_every_form_of_the_programme_has_a_template_and_none_claims_to_be_verified() -> None:
    found = {one.form: read(one.source) for one in shipped.templates()}
    assert set(found) == FORMS
    assert {form for form, template in found.items() if template.own_layout} == OWN_LAYOUT
    for form, names in STATED.items():
        assert set(names) <= set(found[form].required), form


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ person_name.__class__ }}",
        "{{ person_name|attr('__class__') }}",
        "{{ person_name.format }}",
        "{{ self }}",
        "{{ self._TemplateReference__context }}",
        "{{ config }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lipsum() }}",
        "{{ range(10**9) }}",
        "{{ 'a' * 10**9 }}",
        "{{ person_name[0] }}",
        "{{ [1] }}",
        "{% for x in people %}x{% endfor %}",
        "{% set x = 1 %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% macro x() %}{% endmacro %}",
        "{% if person_name is defined %}x{% endif %}",
        "{{ item.note.__class__ }}",
        "{{ person_name|map('x') }}",
        "{% raw %}{{ x }}{% endraw %}{{ y }}",
    ],
)
def test_an_attempt_to_get_out_of_the_sandbox_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        read(f"{HEAD}Một dòng.\n{line}\n")
    assert refused.value.code.startswith("documents.template_")
    assert refused.value.facts["line"] == 9


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("title = 'x'", "template_without_line"),
        (HEAD.replace('title = "', "title = "), "template_front"),
        (HEAD.replace('series = "QĐ-UBND"\n', ""), "template_key_missing"),
        (HEAD.replace('"committee"', '"ministry"'), "template_key"),
        (HEAD.replace('"committee"', "1"), "template_key"),
        ("shell = true\n" + HEAD, "template_key"),
        (HEAD.replace("person_name", "person_nam"), "template_field"),
        (HEAD + "{{ person_nam }}", "template_field"),
        (HEAD + "?helper x", "template_field"),
        (HEAD + "@person_name x", "template_field"),
        (HEAD + "{{ person_name", "template_syntax"),
        (HEAD + "| a | b\n| c", "template_table"),
        (HEAD + "@people | a", "template_table"),
        (HEAD + "|% 1 2\n| a", "template_table"),
        (HEAD + "x" * 60_001, "template_too_long"),
    ],
)
def test_what_cannot_be_read_is_refused(source: str, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        read(source)


def test_content_is_brought_to_its_form() -> None:
    content = {"person_name": " Nguyễn\u0000 Văn \t Mẫu ", "support": ["a", 1], "people": [{"sex": "nam", "x": "y"}]}
    found = checked_content(content, required=["person_name"], optional=["support", "people", "occupation"])
    assert found["person_name"] == "Nguyễn Văn Mẫu"
    assert found["support"] == ["a", "1"]
    assert found["people"][0]["sex"] == "nam"  # type: ignore[index]
    assert "x" not in found["people"][0]
    assert found["occupation"] == ""


@pytest.mark.parametrize(
    "content",
    [
        {"person_name": ["x"]},
        {"person_name": "x" * 4001},
        {"person_name": "x", "support": "a"},
        {"person_name": "x", "people": ["a"]},
        {"person_name": "x", "people": [{}] * 20_001},
    ],
)
def test_content_of_another_form_is_refused(content: dict[str, object]) -> None:
    with pytest.raises(RuleViolation, match="field_form"):
        checked_content(content, required=["person_name"], optional=["support", "people"])


def test_an_empty_list_of_people_may_be_printed_but_not_forgotten() -> None:
    assert checked_content({"people": []}, required=["people"], optional=[]) == {"people": []}
    with pytest.raises(RuleViolation, match="field_missing"):
        checked_content({}, required=["people"], optional=[])


def test_days_are_written_as_decree_30_says() -> None:
    assert day("2026-02-01") == "01/02/2026"
    assert day("1990") == "1990"
    assert long_day("2026-02-01") == "ngày 01 tháng 02 năm 2026"
    assert long_day("2026-12-11") == "ngày 11 tháng 12 năm 2026"
    assert long_day("2026-03-09") == "ngày 09 tháng 3 năm 2026"


def test_columns_of_lists_are_fields() -> None:
    assert all(column in fields() for field in fields().values() for column in field.columns)
