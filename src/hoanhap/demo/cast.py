"""The demo cast: who signs in, in which posts. Pure description; ``actions.make_cast`` brings it into the database.

No name belongs to anybody: each ends in words that mean "example", "sample", "trial" or "imagined".
"""

from dataclasses import dataclass
from datetime import date

from hoanhap.ground.kernel.permissions import Role

PROVINCE = ("01", date(2008, 8, 1))
"""Hà Nội."""
DISTRICT = ("001", date(2021, 1, 1))
"""Quận Ba Đình, as it stood until 30/06/2025."""
COMMUNE = ("00004", date(2025, 7, 1))
"""Phường Ba Đình: the commune where most of the cast stands."""
NEXT_COMMUNE = ("00008", date(2025, 7, 1))
"""Phường Ngọc Hà, the commune next to it."""

DISTRICTS_END = date(2025, 6, 30)
"""The last day of district-level units."""

DECISION = "DEMO"
"""Decision number of every demo post: it is visible at once that no authority gave it."""


@dataclass(frozen=True)
class Holding:
    """One post of the cast. The unit by code and first day, as everywhere."""

    role: Role
    place: tuple[str, date]
    from_on: date = date(2025, 7, 1)
    to_on: date | None = None


@dataclass(frozen=True)
class Member:
    """One account of the cast."""

    sign_in: str
    full_name: str
    holdings: tuple[Holding, ...] = ()
    language: str = "vi"


_SINCE_PLAN = date(2021, 12, 1)
"""City posts begin with plan 270 (December 2021), so that whoever recorded something in the demo held a post."""


def _city(sign_in: str, full_name: str, role: Role) -> Member:
    return Member(sign_in, full_name, (Holding(role, PROVINCE, _SINCE_PLAN),))


def _commune(sign_in: str, full_name: str, role: Role, place: tuple[str, date] = COMMUNE) -> Member:
    return Member(sign_in, full_name, (Holding(role, place),))


CAST: tuple[Member, ...] = (
    _city("quan-ly", "Trần Thị Ví Dụ", Role.CITY_PROGRAMME_LEAD),
    _city("cong-an-tp", "Nguyễn Văn Mẫu", Role.CITY_POLICE),
    _city("so-y-te", "Lê Thị Thử Nghiệm", Role.CITY_HEALTH),
    _city("so-tu-phap", "Phạm Văn Minh Họa", Role.JUSTICE_LEGAL_AID),
    _city("so-tai-chinh", "Hoàng Thị Giả Định", Role.FINANCE),
    _city("so-thong-tin", "Vũ Văn Ví Dụ", Role.INFORMATION),
    _city("ngan-hang", "Đặng Thị Mẫu", Role.SOCIAL_POLICY_BANK),
    _city("mat-tran", "Bùi Văn Thử Nghiệm", Role.FATHERLAND_FRONT),
    _city("co-so", "Đỗ Thị Minh Họa", Role.FACILITY_STAFF),
    _city("thanh-tra", "Hồ Văn Giả Định", Role.INSPECTOR),
    _city("kiem-nhat-ky", "Ngô Thị Ví Dụ", Role.LOG_AUDITOR),
    _city("quan-tri", "Dương Văn Mẫu", Role.SYSTEM_ADMINISTRATOR),
    # The desk ended with its district: the account shows what an ended post looks like, and may do nothing today.
    Member(
        "quan-ba-dinh",
        "Lý Thị Thử Nghiệm",
        (Holding(Role.DISTRICT_DESK, DISTRICT, _SINCE_PLAN, DISTRICTS_END),),
    ),
    _commune("chu-tich", "Trịnh Văn Minh Họa", Role.COMMUNE_CHAIR),
    _commune("can-bo", "Đinh Thị Giả Định", Role.SOCIAL_AFFAIRS_OFFICER),
    _commune("cong-an", "Mai Văn Ví Dụ", Role.COMMUNE_POLICE),
    _commune("truong-cong-an", "Tô Thị Mẫu", Role.COMMUNE_POLICE_CHIEF),
    _commune("tram-y-te", "Đoàn Văn Thử Nghiệm", Role.HEALTH_STATION),
    _commune("y-te-hiv", "Lương Thị Minh Họa", Role.HIV_HEALTH_WORKER),
    _commune("to-truong", "Cao Văn Giả Định", Role.TEAM_LEADER),
    _commune("tinh-nguyen", "Thái Thị Ví Dụ", Role.VOLUNTEER),
    _commune("clb-b93", "Tạ Văn Mẫu", Role.CLUB_BOARD),
    _commune("tu-van", "Hà Thị Thử Nghiệm", Role.COUNSELLING_POINT),
    _commune("nguoi-dan", "Phùng Văn Minh Họa", Role.PERSON),
    _commune("can-bo-ngoc-ha", "Quách Thị Giả Định", Role.SOCIAL_AFFAIRS_OFFICER, NEXT_COMMUNE),
    # Two posts: chair of the club's board here, volunteer in the next commune. Each sign-in chooses one.
    Member(
        "hai-vi-tri",
        "Chu Văn Ví Dụ",
        (Holding(Role.CLUB_BOARD, COMMUNE), Holding(Role.VOLUNTEER, NEXT_COMMUNE)),
    ),
    # Investigating is no purpose of this system: the account exists and is refused everywhere.
    Member("dieu-tra-vien", "Kiều Thị Mẫu"),
)
