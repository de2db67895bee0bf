"""The columns of a list of people that tell of a measure, and what only they have in their cells."""

import re
from collections.abc import Iterable
from datetime import date

from hoanhap.casework.episodes.choices import Measure
from hoanhap.ground.exchange.cells import Cells
from hoanhap.ground.exchange.reading import Column
from hoanhap.ground.kernel.text import fold
from hoanhap.ground.web.forms import read_day

_DECISION = ("Quyết định quản lý sau cai", "Quyết định quản lý sau cai nghiện", "Quyết định")
_TERM = ("Thời hạn quản lý", "Thời hạn quản lý sau cai", "Thời hạn quản lý sau cai nghiện", "Thời gian quản lý",
         "Thời gian quản lý sau cai", "Thời gian quản lý sau cai nghiện", "Thời hạn", "Thời gian")  # fmt: skip


def _over(titles: Iterable[str], *below: str) -> tuple[str, ...]:
    """Headings of two lines, the upper over several columns."""
    return tuple(f"{title} {word}" for title in titles for word in below)


COLUMNS = (
    Column(
        key="episodes_origin", title="Hình thức cai nghiện", required=False, example="bắt buộc",
        aliases=("Hình thức cai", "Hình thức cai nghiện ma túy", "Biện pháp cai nghiện", "Loại hình cai nghiện",
                 "Hình thức cai nghiện đã hoàn thành", "Đã hoàn thành cai nghiện"),
    ),
    Column(
        key="episodes_completed_on", title="Ngày hoàn thành cai nghiện", required=False, example="15/03/2026",
        aliases=("Ngày hoàn thành", "Ngày hoàn thành cai", "Ngày cai xong", "Ngày chấp hành xong",
                 "Ngày kết thúc cai nghiện", "Ngày hoàn thành chương trình cai nghiện", "Hoàn thành cai nghiện ngày"),
    ),
    Column(
        key="episodes_certificate_no", title="Số giấy chứng nhận hoàn thành", required=False, example="45/GCN-CSCN",
        aliases=("Số giấy chứng nhận", "Số GCN", "GCN", "Giấy chứng nhận", "Số giấy xác nhận", "Giấy xác nhận",
                 "Số giấy chứng nhận hoàn thành cai nghiện", "Giấy chứng nhận hoàn thành cai nghiện",
                 "Giấy chứng nhận số"),
    ),
    Column(
        key="episodes_decision_no", title="Số quyết định quản lý sau cai", required=False, example="12/QĐ-UBND",
        aliases=("Số quyết định", "Số QĐ", "QĐ số", "Số QĐ quản lý sau cai", "Số, ngày quyết định", "Số, ngày QĐ",
                 "Số quyết định quản lý sau cai nghiện", "Số, ngày, tháng, năm quyết định", "Số và ngày quyết định",
                 *_DECISION, *_over(_DECISION, "Số")),
    ),
    Column(
        key="episodes_decision_on", title="Ngày quyết định quản lý sau cai", required=False, example="19/03/2026",
        aliases=("Ngày quyết định", "Ngày QĐ", "Ngày ra quyết định", "Ngày ký quyết định", "Ngày ký",
                 "Ngày quyết định quản lý sau cai nghiện",
                 *_over(_DECISION, "Ngày", "Ngày, tháng, năm", "Ngày ký", "Ngày tháng năm")),
    ),
    Column(key="episodes_signatory", title="Người ký quyết định", required=False, example="Phạm Văn Thử",
           aliases=("Người ký", "Người ký QĐ", "Họ tên người ký", *_over(_DECISION, "Người ký"))),
    Column(
        key="episodes_served", title="Ngày giao quyết định", required=False, example="20/03/2026",
        aliases=("Giao quyết định", "Đã giao quyết định", "Ngày nhận quyết định", "Ngày tống đạt",
                 "Ngày tống đạt quyết định", *_over(_DECISION, "Ngày giao")),
    ),
    Column(key="episodes_term", title=_TERM[0], aliases=_TERM[1:], required=False,
           example="15/03/2026 - 15/03/2028"),
    Column(key="episodes_term_from", title="Thời hạn quản lý từ ngày", required=False, example="15/03/2026",
           aliases=("Quản lý từ ngày", "Ngày bắt đầu quản lý", "Bắt đầu quản lý từ ngày",
                    *_over(_TERM, "Từ ngày", "Từ", "Từ ngày, tháng, năm", "Bắt đầu"))),
    Column(key="episodes_term_to", title="Thời hạn quản lý đến ngày", required=False, example="15/03/2028",
           aliases=("Quản lý đến ngày", "Ngày hết hạn quản lý", "Ngày kết thúc quản lý", "Ngày hết thời hạn quản lý",
                    *_over(_TERM, "Đến ngày", "Đến", "Đến ngày, tháng, năm", "Kết thúc"))),
)  # fmt: skip

_KEYS = frozenset(column.key for column in COLUMNS)

HELPER = Column(
    key="episodes_helper", title="Người giúp đỡ", required=False,
    aliases=("Họ tên người giúp đỡ", "Người được phân công giúp đỡ", "Người được giao giúp đỡ", "Cán bộ giúp đỡ",
             "Người quản lý, giúp đỡ", "Người theo dõi, giúp đỡ", "Tình nguyện viên", "Tình nguyện viên giúp đỡ",
             "Người phụ trách"),
)  # fmt: skip
FACILITY = Column(
    key="episodes_facility", title="Cơ sở cai nghiện", required=False,
    aliases=("Nơi cai nghiện", "Tên cơ sở cai nghiện", "Trung tâm cai nghiện", "Nơi cai"),
)  # fmt: skip

USUAL_ORIGINS = (
    "bắt buộc", "bắt buộc (từ 12 đến dưới 18 tuổi)", "tự nguyện tại cơ sở", "tự nguyện tại gia đình",
    "điều trị thay thế",
)  # fmt: skip
_YES = frozenset({"co", "x", "da giao", "da nhan", "da tong dat", "roi", "da", "yes"})
_NO = frozenset({"khong", "chua", "chua giao", "chua nhan", "no", "-", "0"})
_DAY = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}")
_LENGTH = re.compile(r"(\d{1,2}) (thang|nam)")
_NUMBER_AND_DAY = re.compile(r"(?P<number>.*?)[\s,;(]*(?:ng[aà]y|ng\.)\s*(?P<day>[\d\s/.\-]+)\)?", re.IGNORECASE)
LONGEST_NUMBER = 60


class MeasureCells(Cells):
    """The cells of one row that tell of a measure."""

    def told(self) -> bool:
        """Whether the row tells of a measure at all."""
        return any(self.text(key) for key in _KEYS & self.values.keys())

    def origin(self) -> Measure | None:
        """The rehabilitation that was completed; None where it is not clear which."""
        typed = re.sub(r"\W+", " ", fold(self.text("episodes_origin"))).strip()
        found = origin_of(typed) if typed else None
        if found is None and self.text("episodes_origin"):
            self.refuse("episodes_origin", "exchange.word_unknown", words=list(USUAL_ORIGINS))
        return found

    def paper_number(self, key: str) -> str:
        """The number of a paper as it is printed, without the word "số" before it."""
        typed = re.sub(r"^s[oố]\s*:?\s+", "", self.text(key), flags=re.IGNORECASE)
        if typed and (not re.search(r"\d", typed) or len(typed) > LONGEST_NUMBER):
            self.refuse(key, "episodes.not_a_number_of_a_paper")
            return ""
        return typed

    def decision(self) -> tuple[str, date | None]:
        """Number and day of the decision, from two cells or together in that of the number."""
        day = self.day("episodes_decision_on")
        together = _NUMBER_AND_DAY.fullmatch(self.text("episodes_decision_no"))
        if together and (found := self._day_in("episodes_decision_no", together["day"])):
            self.values = {**self.values, "episodes_decision_no": together["number"]}
            if day and day != found:
                self.refuse("episodes_decision_on", "episodes.days_disagree")
            day = day or found
        return self.paper_number("episodes_decision_no"), day

    def served_on(self, decided_on: date | None) -> date | None:
        """The day on which the decision was handed over; that of the decision where only "có" or "x" stands there."""
        typed = fold(self.text("episodes_served")).strip(" .")
        if typed in _NO:
            return None
        return decided_on if typed in _YES else self.day("episodes_served")

    def term(self) -> tuple[date | None, date | None, int | None]:
        """First and last day of the printed term, or its months, each as far as it is told."""
        first, last = self.day("episodes_term_from"), self.day("episodes_term_to")
        typed = self.text("episodes_term")
        days = [self._day_in("episodes_term", one) for one in _DAY.findall(typed)]
        if length := _LENGTH.search(re.sub(r"\W+", " ", fold(typed))):
            return first, last, int(length[1]) * (12 if length[2] == "nam" else 1)
        if len(days) == 2:
            return first or days[0], last or days[1], None
        if typed:
            self.refuse("episodes_term", "episodes.not_a_term")
        return first, last, None

    def _day_in(self, key: str, typed: str) -> date | None:
        try:
            return read_day(typed.replace(" ", "").rstrip(".-/"))
        except ValueError:
            self.refuse(key, "exchange.not_a_day")
            return None


def origin_of(words: str) -> Measure | None:
    """The rehabilitation that folded words mean; None where they mean none, or several.

    >>> origin_of("tu nguyen tai co so cai nghien bat buoc").value
    'voluntary_facility'
    """
    tokens = set(words.split())
    if "khong" in tokens or ("chua" in tokens and "thanh" not in tokens):
        return None
    if "thay the" in words or "methadone" in tokens:
        return Measure.SUBSTITUTION
    at_home = any(one in words for one in ("gia dinh", "cong dong", "tai nha"))
    in_facility = any(one in words for one in ("co so", "trung tam"))
    if "tu nguyen" in words or tokens & {"tn", "cntn"}:
        found = {(True, False): Measure.VOLUNTARY_HOME, (False, True): Measure.VOLUNTARY_FACILITY}
        return found.get((at_home, in_facility))
    if "bat buoc" in words or tokens & {"bb", "cnbb"}:
        young = "12" in tokens or "duoi 18" in words or "thanh nien" in words
        return Measure.COMPULSORY_MINOR if young else Measure.COMPULSORY
    return Measure.VOLUNTARY_HOME if at_home and not in_facility else None


def checked_number(value: str) -> str:
    """A number of a paper without what people write in different ways, to compare it by."""
    return re.sub(r"[\s.\-–/]+", "", fold(value)).lstrip("0")
