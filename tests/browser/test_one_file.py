"""One file, from the search that finds nobody to the day on which nobody opens it any more.

It has a city of its own, in which the clock is turned forward: two years pass.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from hoanhap.ground.kernel.clock import LOCAL
from tests.browser.conftest import demo, serving, signed_in
from tests.browser.file_words import Desk
from tests.browser.words import reads, sees, sees_no_button

NAME = "Vũ Văn Minh Họa"
Sits = Callable[[str], Desk]
TurnTo = Callable[[str], None]


@pytest.fixture(scope="module")
def clock_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the clock of this city stands."""
    return tmp_path_factory.mktemp("one_file") / "clock"


@pytest.fixture
def it_is(clock_file: Path) -> TurnTo:
    """``it_is("18/11/2026")``: nine o'clock in the morning of that day."""

    def turn(day: str) -> None:
        clock_file.write_text(datetime.strptime(f"{day} 09", "%d/%m/%Y %H").replace(tzinfo=LOCAL).isoformat())

    turn("18/11/2026")
    return turn


@pytest.fixture
def at_desk(clock_file: Path, it_is: TurnTo, browser: Browser) -> Iterator[Sits]:
    """``at_desk("can-bo")``: somebody of the cast at a desk in this city."""
    env = demo(clock_file.parent, people=0) | {"STORY_CLOCK": str(clock_file)}
    with serving("tests.browser.turned_clock:application", env) as address:
        windows = []

        def sit(who: str) -> Desk:
            windows.append(signed_in(browser, address, who))
            page = windows[-1].new_page()
            page.goto("/")
            return Desk(page, NAME)

        yield sit
        for window in windows:
            window.close()


def test_one_file_from_the_first_search_until_nobody_opens_it_any_more(at_desk: Sits, it_is: TurnTo) -> None:
    officer, police, chief, chair = map(at_desk, ("can-bo", "cong-an", "truong-cong-an", "chu-tich"))
    volunteer, neighbour = at_desk("tinh-nguyen"), at_desk("can-bo-ngoc-ha")

    # Somebody is home since Monday; nobody knows the name yet.
    officer.looks_for(name=NAME, year="1991")
    reads(officer.page, "Không có ai khớp trong địa bàn của bạn")
    officer.enters(
        {"Ngày sinh": "12/03/1991"},
        {"Số giấy tờ tùy thân": "001091012345"},
        {"Địa chỉ nơi ở": "Số 5 phố Giả Định", "Ở đó từ ngày": "05/01/2026"},
        sex="nam",
    )
    file = officer.page.url
    officer.records(
        "Đã hoàn thành, về nơi cư trú",
        "16/11/2028",
        after="cai nghiện bắt buộc",
        answers={"Hoàn thành cai nghiện ngày": "16/11/2026", "Số giấy tờ": "12/GCN-CSCN"},
    )
    sees(officer.page, "Thời hạn 24 tháng")
    officer.asks_why("Luật Phòng, chống ma túy 2025")
    neighbour.finds_nothing_at(file)

    # The police proposes, the Chairman decides; nobody signs what they prepared.
    police.prepares("Soạn đề nghị quản lý", {"Nghề nghiệp": "lao động tự do"})
    sees_no_button(police.page, "Ký")
    chair.reads_paper("Đề nghị")
    sees_no_button(chair.page, "Ký")
    chief.signs("Đề nghị", "đã đề nghị, chưa quyết định")
    officer.prepares(
        "Soạn quyết định quản lý",
        {"Nghề nghiệp": "lao động tự do", "Tổ chức, cá nhân được giao giúp đỡ, hỗ trợ": "Thái Thị Ví Dụ"},
    )
    chair.signs("Quyết định", "đã quyết định, chưa thi hành")
    officer.opens()
    officer.records("Giao quyết định", "đang quản lý sau cai nghiện", choosing="người được quản lý")

    # A volunteer helps, and sees the file from then on.
    volunteer.finds_nothing_at(file)
    officer.prepares("Soạn phân công người giúp đỡ", helper="Thái Thị Ví Dụ · Tình nguyện viên")
    chair.signs("Phân công người giúp đỡ")
    volunteer.opens()
    sees(volunteer.page, "Thời hạn 24 tháng")

    # Thirty days away, of which nobody was told, do not count: the end moves by as many.
    it_is("10/03/2027")
    officer.opens()
    officer.records(
        "Những ngày vắng mặt",
        "16/11/2028 → 16/12/2028",
        choosing="vắng mặt",
        answers={"Ngày đầu vắng mặt": "01/02/2027", "Ngày cuối vắng mặt": "02/03/2027"},
    )
    sees(officer.page, "vì 30 ngày không được tính (vắng mặt không khai báo)")

    # The term is over: reviewed, certified, taken off the list.
    it_is("16/12/2028")
    officer.opens()
    officer.records("Rà soát kết thúc")
    officer.prepares("Soạn giấy xác nhận hoàn thành")
    chair.signs("Giấy xác nhận hoàn thành")
    police.prepares("Soạn văn bản đưa ra khỏi danh sách")
    chief.signs("Đưa ra khỏi danh sách")

    # The next morning nobody opens it; who searches learns that there was a file, and no more.
    it_is("17/12/2028")
    for desk in (officer, police, chief, chair, volunteer):
        desk.finds_nothing_at(file)
    officer.looks_for(number="001091012345")
    sees(officer.page, "Hồ sơ đã đóng của đơn vị bạn")
    expect(officer.page.get_by_role("main")).not_to_contain_text(NAME)
