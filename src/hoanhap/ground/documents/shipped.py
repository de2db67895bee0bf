"""The templates that come with the product: ``editions/<form>.txt``, one text each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hoanhap.ground.law.forms import form as law_form

FOLDER = Path(__file__).parent / "editions"

OWN_LAYOUTS = {
    "O-A-HELPER": ("Giấy phân công người giúp đỡ người sau cai nghiện", date(2022, 1, 1)),
    "O-A-REMOVAL": ("Giấy xác nhận đưa ra khỏi danh sách quản lý sau cai nghiện", date(2022, 1, 1)),
    "O-B-LIST": ("Danh sách người đang được quản lý sau cai nghiện", date(2026, 7, 1)),
    "O-EXTENSION": ("Quyết định gia hạn việc mở hồ sơ sau khi hết thời hạn quản lý", date(2022, 1, 1)),
    "O-REVIEW": ("Biên bản họp nhận xét quý người sau cai nghiện", date(2021, 1, 1)),
    "O-MINUTES": ("Biên bản họp Đội công tác xã hội tình nguyện, Tổ quản lý, hỗ trợ xã hội", date(2021, 1, 1)),
    "O-TEST-DRAW": ("Danh sách chọn ngẫu nhiên xét nghiệm đột xuất", date(2021, 1, 1)),
    "O-TEST-MINUTES": ("Biên bản buổi xét nghiệm ma túy", date(2021, 1, 1)),
    "O-BOOK": ("Sổ quản lý sau cai nghiện", date(2021, 1, 1)),
}
"""Papers for which the sources show no form: title and first day."""


@dataclass(frozen=True)
class Shipped:
    """One shipped template."""

    form: str
    valid_from: date
    source: str


def templates() -> Iterator[Shipped]:
    """Every shipped template, by form."""
    for path in sorted(FOLDER.glob("*.txt")):
        yield Shipped(path.stem, first_day(path.stem), path.read_text(encoding="utf-8"))


def first_day(form: str) -> date:
    """The first day on which a form is used. Raises NotFound for an unknown form."""
    if form in OWN_LAYOUTS:
        return OWN_LAYOUTS[form][1]
    return law_form(form).valid_from


def form_title(form: str) -> str:
    """What the form is called, for finding it. Raises NotFound for an unknown form."""
    return OWN_LAYOUTS[form][0] if form in OWN_LAYOUTS else law_form(form).title_vi
