"""Work as people do it, told step by step. Everything is found by what a person sees or hears: words, labels, roles.

A story that writes works where no other story does: Ba Đình, Ngọc Hà, an account of its own.
"""

import re
import time
from pathlib import Path

from django.conf import settings
from playwright.sync_api import expect

from tests.browser.words import (
    NewWindow,
    Visit,
    at_the_desk,
    choose,
    confirms,
    downloads,
    follow,
    go_to,
    goes_to_record_in,
    hands_in,
    press,
    reads,
    rows,
    sees,
    sees_no_button,
    signs_in,
    write,
)


def test_the_lead_goes_from_the_finding_to_the_communes_behind_it_and_takes_them_along(visit: Visit) -> None:
    page = at_the_desk(visit, "quan-ly")
    go_to(page, "Tiến độ")
    reads(page, "381 trong 579")
    tile = page.get_by_role("link", name=re.compile(r"^Phú Xuyên.*12.16"))
    tile.click()
    reads(page, "12 xã")
    expect(rows(page)).to_have_count(12)
    file = downloads(page, lambda: follow(page, "Xuất Excel"))
    assert file.suggested_filename.endswith(".xlsx")
    assert Path(file.path()).read_bytes().startswith(b"PK")


def test_an_officer_records_a_model_corrects_it_and_ends_it_and_all_three_stay_in_sight(visit: Visit) -> None:
    page = at_the_desk(visit, "can-bo")
    goes_to_record_in(page, "Phường Ba Đình")
    choose(page, "Câu lạc bộ B93")
    write(page, {"Số quyết định": "15/QĐ-UBND", "Ngày quyết định": "1.8.2025", "Hoạt động từ": "5/8/2025"})
    press(page, "Ghi")
    reads(page, "Phường Ba Đình: Câu lạc bộ B93 từ 05/08/2025")

    follow(page, "Đính chính")
    write(page, {"Số quyết định": "51/QĐ-UBND", "Vì sao đính chính": "gõ nhầm số"})
    press(page, "Đính chính")
    sees(page, "51/QĐ-UBND", "gõ nhầm số")

    follow(page, "Kết thúc")
    write(page, {"Đến hết ngày": "31/10/2025"})
    page.get_by_label("Vì sao kết thúc").select_option(label="không còn người cần giúp đỡ")
    press(page, "Ghi kết thúc")
    reads(page, "đến 31/10/2025")
    expect(page.get_by_role("listitem").filter(has=page.get_by_role("time"))).to_have_count(3)


def test_what_was_typed_wrongly_is_named_beside_its_field_and_stays_there(visit: Visit) -> None:
    page = at_the_desk(visit, "can-bo-ngoc-ha")
    goes_to_record_in(page, "Phường Ngọc Hà")
    choose(page, "Điểm tư vấn")
    write(page, {"Số quyết định": "9/QĐ-UBND", "Ngày quyết định": "31/02/2026", "Hoạt động từ": "05/03/2026"})
    press(page, "Ghi")
    sees(page, "Chưa lưu: xin xem lại các mục sau")
    day = page.get_by_role("textbox", name="Ngày quyết định")
    expect(day).to_have_value("31/02/2026")
    expect(day).to_have_accessible_description(re.compile("không phải"))
    expect(page.get_by_role("textbox", name="Số quyết định")).to_have_value("9/QĐ-UBND")
    expect(page.get_by_role("radio", name="Điểm tư vấn")).to_be_checked()


def test_a_list_with_one_wrong_cell_is_mended_and_read_twice_changes_nothing(visit: Visit) -> None:
    right = "00008,Phường Ngọc Hà,Điểm tư vấn,21/QĐ-UBND,01/09/2025,08/09/2025"
    page = at_the_desk(visit, "quan-ly")
    go_to(page, "Mô hình")
    hands_in(page, right, "00008,Phường Ngọc Hà,Câu lạc bộ cờ,22/QĐ-UBND,01/09/2025,08/09/2025")
    reads(page, "1 dòng có lỗi; chưa thể ghi")
    wrong = rows(page).filter(has_text="C3")
    expect(wrong).to_contain_text("Câu lạc bộ cờ")
    expect(wrong).to_contain_text("Hãy ghi một trong các từ")

    go_to(page, "Mô hình")
    mended = (right, "00008,Phường Ngọc Hà,Câu lạc bộ B93,22/QĐ-UBND,01/09/2025,08/09/2025")
    hands_in(page, *mended)
    reads(page, "Mọi dòng đều ghi được")
    press(page, "Ghi tất cả các dòng")
    reads(page, "Đã ghi 2 dòng")

    go_to(page, "Mô hình")
    hands_in(page, *mended)
    reads(page, "Không có gì thay đổi: mọi dòng đã được ghi")


def test_an_inspector_reads_the_history_and_is_offered_no_change(visit: Visit) -> None:
    page = at_the_desk(visit, "thanh-tra")
    go_to(page, "Mô hình")
    sees_no_button(page, "Ghi mô hình", "Nhập từ tệp", "Xuất Excel")
    rows(page).first.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Quá trình")).to_be_visible()
    sees(page, "Triển khai")
    sees_no_button(page, "Đính chính", "Kết thúc", "Rút lại")


def test_an_account_gets_a_post_and_its_holder_a_password_of_their_own(visit: Visit, new_window: NewWindow) -> None:
    page, name = at_the_desk(visit, "quan-tri"), f"nguoi-moi-{time.time_ns()}"
    go_to(page, "Tài khoản")
    follow(page, "Lập tài khoản")
    confirms(page)
    write(page, {"Tên đăng nhập": name, "Họ và tên": "Nguyễn Văn Mẫu"})
    press(page, "Lập tài khoản")
    reads(page, "Hãy trao mật khẩu này ngay")
    password = page.get_by_role("definition").nth(1).inner_text()

    follow(page, "Giao vị trí công tác")
    page.get_by_label("Vai trò").select_option(label="Tình nguyện viên")
    write(page, {"Địa bàn": "ngoc ha", "Số quyết định": "7/QĐ-UBND"})
    press(page, "Tìm địa bàn và giao")
    choose(page, "Phường Ngọc Hà, Hà Nội")
    press(page, "Tìm địa bàn và giao")
    sees(page, "Đã giao vị trí công tác.", "còn hiệu lực")

    stranger = new_window()
    signs_in(stranger, name, password)
    reads(stranger, "đặt mật khẩu của riêng bạn")
    stranger.goto("/places/")
    reads(stranger, "đặt mật khẩu của riêng bạn")
    own = "con cá rô đồng kho tộ"
    for label, words in (
        ("Mật khẩu hiện tại", password),
        ("Mật khẩu mới", own),
        ("Nhập lại mật khẩu mới", own),
    ):
        stranger.get_by_label(label, exact=True).fill(words)
    press(stranger, "Đổi mật khẩu")
    reads(stranger, "Nguyễn Văn Mẫu")
    go_to(stranger, "Địa bàn")
    reads(stranger, "đơn vị cấp xã")


def test_what_a_page_offers_follows_the_post_in_which_one_acts(visit: Visit) -> None:
    page = at_the_desk(visit, "hai-vi-tri")
    reads(page, "Bạn đang làm việc ở vị trí nào?")
    press(page, "Ban chủ nhiệm câu lạc bộ B93 · Phường Ba Đình")
    go_to(page, "Mô hình")
    reads(page, "lượt triển khai mô hình")

    page.get_by_text("Ban chủ nhiệm câu lạc bộ B93 · Ba Đình").click()
    page.get_by_role("link", name="Đổi vị trí công tác").click()
    press(page, "Tình nguyện viên · Phường Ngọc Hà")
    sees_no_button(page, "Mô hình")
    page.goto("/deployments/")
    reads(page, "Ngoài phạm vi vị trí của bạn")


def test_a_visitor_reads_the_first_page_in_two_languages(new_window: NewWindow) -> None:
    stranger = new_window()
    stranger.goto("/")
    reads(stranger, "381 trong 579 xã, phường, thị trấn đã áp dụng mô hình")
    stranger.get_by_role("button", name="EN, English").click()
    reads(stranger, "381 of 579 communes apply a model")
    stranger.get_by_role("button", name="VI, Tiếng Việt").click()
    reads(stranger, "381 trong 579")
    expect(stranger.get_by_role("navigation", name="Điều hướng chính")).to_have_count(0)


def test_an_auditor_takes_a_checkpoint_away_and_finds_the_log_whole_against_it(visit: Visit, tmp_path: Path) -> None:
    page = at_the_desk(visit, "kiem-nhat-ky")
    go_to(page, "Nhật ký")
    file = downloads(page, lambda: press(page, "Lập mốc niêm phong"))
    kept = tmp_path / file.suggested_filename
    file.save_as(kept)
    follow(page, "Kiểm tra")
    page.get_by_label("Tệp mốc niêm phong").set_input_files(kept)
    press(page, "Kiểm tra")
    reads(page, "Nhật ký còn nguyên vẹn")
    sees(page, "vẫn còn đủ")


def test_somebody_looks_for_a_ward_of_the_past_and_learns_where_it_went(visit: Visit) -> None:
    page = at_the_desk(visit, "can-bo")
    go_to(page, "Địa bàn")
    page.get_by_role("searchbox").fill("trung tu")
    page.keyboard.press("Enter")
    sees(page, "Không tìm thấy đơn vị nào")
    follow(page, "Tìm trong mọi thời kỳ")
    follow(page, re.compile("^Phường Trung Tự$"))
    reads(page, "Phường Trung Tự, quận Đống Đa: nhập vào 2 đơn vị từ ngày 01/01/2025")
    sees(page, "Phường Kim Liên", "Phường Phương Liên - Trung Tự")


def test_who_may_not_is_told_so_in_words(visit: Visit) -> None:
    volunteer = at_the_desk(visit, "tinh-nguyen")
    sees_no_button(volunteer, "Tài khoản", "Mô hình")
    volunteer.goto("/account/users/")
    reads(volunteer, "Ngoài phạm vi vị trí của bạn")

    investigator = at_the_desk(visit, "dieu-tra-vien")
    reads(investigator, "Hôm nay bạn không giữ vị trí nào")
    investigator.goto("/plans/progress/")
    reads(investigator, "Hôm nay bạn không có vị trí công tác nào còn hiệu lực")


def test_without_scripts_the_figures_the_filters_and_the_forms_all_work(new_window: NewWindow) -> None:
    page = new_window(java_script_enabled=False)
    signs_in(page, "can-bo-ngoc-ha", settings.DEMO_PASSWORD)
    go_to(page, "Tiến độ")
    page.get_by_text("Xem dưới dạng bảng").click()
    chart = page.get_by_role("figure").get_by_role("table")
    expect(chart.get_by_role("row").filter(has_text="2023")).to_contain_text("381")

    page.get_by_label("Năm").select_option(label="2022")
    press(page, "Xem")
    reads(page, "278 trong 579")

    goes_to_record_in(page, "Phường Ngọc Hà")
    choose(page, "Mô hình khác")
    write(page, {"Tên gọi của mô hình khác": "Nhóm bạn giúp bạn", "Số quyết định": "33/QĐ-UBND"})
    write(page, {"Ngày quyết định": "02/02/2026", "Hoạt động từ": "09/02/2026"})
    press(page, "Ghi")
    reads(page, "Phường Ngọc Hà: Mô hình khác từ 09/02/2026")


def test_the_check_of_the_plan_names_its_two_cells_and_its_two_dates(visit: Visit) -> None:
    page = at_the_desk(visit, "quan-ly")
    go_to(page, "Kế hoạch")
    follow(page, "270/KH-UBND")
    follow(page, "Kiểm tra bảng")
    cells = page.get_by_role("region", name="Các ô khác với cách làm tròn lên từ 0,5")
    for place, year, printed, half_up in (("Sơn Tây", "2021", "4", "5"), ("Ba Vì", "2023", "18", "19")):
        row = cells.get_by_role("row", name=place)
        assert row.get_by_role("cell").all_inner_texts() == [year, printed, half_up]
    sees(page, "01/12/2021", "04/12/2021")
