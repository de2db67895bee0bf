"""Invented rows and figures for the component shelf, so that every part can be seen in every state."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.web.forms import CountField, DayField, Form, UploadField, WordsField
from hoanhap.ground.web.lists import Column, DayColumn, ListTable, NumberColumn, ShareColumn

TONES = ("green", "blue", "amber", "brick", "grey")

_TILES = (
    "Sóc Sơn 5 0 19 16|Ba Vì 0 1 20 18|Sơn Tây 1 1 9 9|Phúc Thọ 2 1 12 13|Mê Linh 4 1 12 11|Đông Anh 5 1 17 14|"
    "Thạch Thất 1 2 13 14|Đan Phượng 3 2 11 10|Bắc Từ Liêm 4 2 10 8|Tây Hồ 5 2 6 5|Long Biên 6 2 11 8|"
    "Gia Lâm 7 2 16 13|Quốc Oai 1 3 12 13|Hoài Đức 2 3 13 12|Nam Từ Liêm 3 3 8 6|Cầu Giấy 4 3 7 5|Ba Đình 5 3 10 8|"
    "Hoàn Kiếm 6 3 14 11|Hà Đông 3 4 12 10|Thanh Xuân 4 4 9 7|Đống Đa 5 4 15 13|Hai Bà Trưng 6 4 13 11|"
    "Chương Mỹ 2 5 18 19|Thanh Oai 3 5 14 13|Thanh Trì 4 5 12 10|Hoàng Mai 5 5 11 8|Mỹ Đức 2 6 11 13|"
    "Ứng Hòa 3 6 15 17|Thường Tín 4 6 19 17|Phú Xuyên 5 6 12 16"
)


def tone_of(ahead: int) -> str:
    """The tone of a tile that is so many ahead of its target."""
    if ahead >= 2:
        return "ahead2"
    if ahead == 1:
        return "ahead1"
    if ahead == 0:
        return "even"
    return "behind1" if ahead >= -2 else "behind3"


def _tile(line: str) -> dict[str, Any]:
    name, column, row, done, target = line.rsplit(" ", 4)
    ahead = int(done) - int(target)
    sign = "=" if ahead == 0 else f"+{ahead}" if ahead > 0 else f"−{-ahead}"
    return {
        "name": name,
        "column": column,
        "row": row,
        "tone": tone_of(ahead),
        "value": f"{done}/{target}",
        "delta": sign,
        "url": "#tiles",
        "done": int(done),
        "target": int(target),
        "ahead": ahead,
    }


TILES = [_tile(line) for line in _TILES.split("|")]

ROWS = [
    {
        "name": tile["name"],
        "target": tile["target"],
        "done": tile["done"],
        "share": Decimal(tile["done"]) / tile["target"],
        "on": date(2023, 1 + number % 12, 1 + number % 28),
    }
    for number, tile in enumerate(TILES)
]

CORRIDOR: dict[str, Any] = {
    "years": [2021, 2022, 2023, 2024, 2025],
    "from": [115, 174, 232, 347, 579],
    "to": [150, 232, 347, 463, 579],
    "actual": [150, 278, 381, None, None],
    "target": [],
    "total": 579,
    "unit": "xã",
    "labels": {"actual": "thực hiện", "corridor": "lộ trình", "target": "chỉ tiêu", "total": "100 %"},
    "description": "Số xã áp dụng mô hình: 150 năm 2021, 278 năm 2022, 381 năm 2023, cao hơn hành lang lộ trình "
    "từ năm 2022.",
}


class SampleTable(ListTable):
    """A table with every kind of column."""

    name = Column(verbose_name=_("Unit"))
    target = NumberColumn(verbose_name=_("Target"))
    done = NumberColumn(verbose_name=_("Done"))
    share = ShareColumn(verbose_name=_("Share"))
    on = DayColumn(verbose_name=_("Last change"))

    empty_title = _("No unit has started yet")
    empty_words = _("As soon as the first deployment is recorded, its unit stands here.")
    empty_url = "#tables"
    empty_link = _("Record a deployment")


class SampleForm(Form):
    """A form with every kind of field."""

    name = WordsField(label=_("Name of the unit"), help_text=_("As it stands in the decision."), max_length=80)
    happened_on = DayField(label=_("In force since"), help_text=_("The day written on the decision."))
    members = CountField(label=_("Members"), required=False)
    model = forms.ChoiceField(
        label=_("Model"), choices=[("", _("Choose…")), ("v", _("Volunteer team")), ("c", _("Club"))]
    )
    state = forms.ChoiceField(
        label=_("State"),
        widget=forms.RadioSelect,
        choices=[("new", _("Newly set up")), ("kept", _("Kept on")), ("ended", _("Ended"))],
    )
    note = WordsField(label=_("Note"), lines=3, required=False)
    paper = UploadField(label=_("Decision"), endings=[".pdf", ".docx"], required=False)
    checked = forms.BooleanField(label=_("I have compared this with the paper"))


def context() -> dict[str, Any]:
    """Everything else the shelf's template shows."""
    return {
        "tones": TONES,
        "tiles": TILES,
        "tiles_key": [
            ("ahead2", _("2 or more ahead")),
            ("ahead1", _("1 ahead")),
            ("even", _("on target")),
            ("behind1", _("1–2 behind")),
            ("behind3", _("3 or more behind")),
        ],
        "corridor": CORRIDOR,
        "parts": [
            {"share": 35.0, "tone": "green", "words": _("counted: 550 days")},
            {"share": 3.3, "tone": "amber", "words": _("not counted: 10 days of absence")},
            {"share": 22.0, "tone": "green", "words": ""},
            {"share": 39.7, "tone": "grey", "words": _("remaining: 180 days")},
        ],
        "work": _work(),
        "events": _events(),
        "facts": [
            {"label": _("Decision"), "words": "51/QĐ-UBND"},
            {"label": _("Signed by"), "words": _("Chair of the ward's People's Committee")},
            {"label": _("In force"), "words": "16/05/2025"},
            {"label": _("Ends"), "words": ""},
        ],
        "tabs": [
            {"label": _("Summary"), "url": "#", "active": True},
            {"label": _("Timeline"), "url": "#", "count": 12},
            {"label": _("Plan and visits"), "url": "#", "count": 3},
            {"label": _("Papers"), "url": "#"},
        ],
        "trail": [{"label": _("Places"), "url": "#"}, {"label": "Hà Nội", "url": "#"}],
        "icons": sorted(path.stem for path in _icon_files()),
    }


def _icon_files() -> list[Any]:
    from hoanhap.ground.web.templatetags.shelf import ICONS

    return list(ICONS.glob("*.svg"))


def _work() -> list[dict[str, Any]]:
    return [
        {
            "tone": "brick",
            "when": _("1 day overdue"),
            "whom": "Nguyễn Văn Mẫu",
            "whom_url": "#rows",
            "what": _("Tell the ward of the new residence"),
            "why": _("24 hours after the move · Law 120 Art. 48"),
            "url": "#rows",
            "button": _("Send the notice"),
            "primary": True,
        },
        {
            "tone": "amber",
            "when": _("today"),
            "whom": _("15 people"),
            "whom_url": "#rows",
            "what": _("Roll-call of November"),
            "why": _("plan 270 · one shared sheet"),
            "url": "#rows",
            "button": _("Open the sheet"),
            "primary": True,
        },
        {
            "tone": "grey",
            "when": "16/12",
            "whom": _("the whole ward"),
            "whom_url": "#rows",
            "what": _("Report of quarter IV, closes on 14/12"),
            "why": _("Decree 09/2019 Art. 12"),
            "url": "#rows",
            "button": _("See the draft"),
        },
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {
            "on": date(2026, 11, 12),
            "icon": "pencil",
            "tone": "green",
            "title": _("Visit to the family; work in the workshop was discussed"),
            "note": _("Volunteer · written on the same day"),
        },
        {
            "on": date(2026, 9, 30),
            "icon": "people",
            "tone": "grey",
            "title": _("Quarterly review: rated good"),
            "note": _("minutes no. 07"),
        },
        {
            "on": date(2026, 7, 1),
            "icon": "law",
            "tone": "blue",
            "title": _("Law 120/2025 comes into force: the term stays, the procedure follows the new law"),
            "note": _("Article 56"),
        },
        {
            "on": date(2025, 7, 1),
            "icon": "home",
            "tone": "amber",
            "title": _("The old ward was merged: the file moved with it"),
            "note": _("Resolution 1656"),
        },
    ]
