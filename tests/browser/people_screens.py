"""The screens of people: search, intake, particulars, duplicates, requests between units, imports."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.prepare_files import GONE_NUMBER
from tests.browser.screens import Screen, confirm_if_asked, press

DUPLICATES = "/people/duplicates/"
NAMESAKES = 'main td a[href^="/people/namesakes/"]'
PAIR = 'main td a[href*="/duplicates/"]'
PERSON = (PAIR, 'main thead a[href$="/particulars/"]')


def look_for(**words: str) -> Callable[[Page], None]:
    """Search for a person by these labels."""

    def do(page: Page) -> None:
        for label, typed in words.items():
            page.get_by_label(LABELS[label]).fill(typed)
        press("Tìm")(page)
        page.wait_for_load_state()

    return do


LABELS = {"name": "Tên", "year": "Năm sinh", "number": "Số giấy tờ", "phone": "Điện thoại"}


def begin_intake(page: Page) -> None:
    """Nobody is found: a new file, with the name carried over."""
    look_for(name="Hoàng Văn Giả Định", year="1990")(page)
    press("Không phải ai ở trên: lập hồ sơ mới")(page)
    page.wait_for_url("**/identity/")


def send_wrong_page(page: Page) -> None:
    """The first page of an intake with mistakes."""
    begin_intake(page)
    page.get_by_label("Ngày sinh").fill("31/02/1990")
    press("Tiếp tục")(page)
    page.wait_for_load_state()


def fill_intake(page: Page, name: str = "Hoàng Văn Giả Định", year: str = "1990") -> None:
    """All pages, up to the review."""
    begin_intake(page)
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Ngày sinh").fill(year)
    page.get_by_label("nam", exact=True).check()
    for step in ("papers", "residence", "family", "review"):
        press("Tiếp tục")(page)
        page.wait_for_url(f"**/{step}/")


def fill_twin(page: Page) -> None:
    """An intake of somebody who looks like people on file."""
    fill_intake(page, "Nguyễn Văn Mẫu", "04/05/1990")


def review_empty(page: Page) -> None:
    """The review of an intake that has hardly begun."""
    begin_intake(page)
    press("Đến trang xem lại")(page)
    page.goto(page.url.replace("/identity/", "/review/"))


def look_for_unit(page: Page) -> None:
    """A unit of which several have the name."""
    page.get_by_label("thường trú", exact=True).check()
    page.get_by_label("Đơn vị", exact=False).first.fill("dong")
    press("Ghi")(page)
    page.wait_for_load_state()


def upload_people(*rows: str) -> Callable[[Page], None]:
    """A list of people, read by the worker."""

    def do(page: Page) -> None:
        text = "\n".join(("Họ và tên,Giới tính,Năm sinh,Số căn cước,Nơi ở hiện tại", *rows))
        file = {"name": "danh-sach.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.get_by_label("Tệp Excel hoặc CSV").set_input_files([file])  # type: ignore[list-item]
        press("Đọc tệp")(page)
        page.get_by_text("Người mới", exact=True).wait_for()

    return do


NEW_ROW = "Bùi Thị Giả Định,Nữ,1979,001179012345,Số 9 phố Giả Định"
TWIN_ROW = "Nguyễn Văn Mẫu,Nam,1990,,Số 12 ngõ 34 phố Thử Nghiệm"
WRONG_ROW = "Lê Văn Thử,không rõ,1985,12,"
KNOWN_ROW = "Trần Thị Ví Dụ,Nữ,1985,001185012346,Số 5 phố Giả Định"
ELSEWHERE_ROW = "Phạm Văn Minh Họa,Nam,1992,001092012347,Số 1"


def upload_all(page: Page) -> None:
    """Rows of every outcome."""
    upload_people(NEW_ROW, TWIN_ROW, WRONG_ROW, KNOWN_ROW, ELSEWHERE_ROW)(page)


def to_import(words: str) -> Callable[[Page], None]:
    """A list that can be written, and the next step of it."""

    def do(page: Page) -> None:
        upload_people(NEW_ROW, TWIN_ROW)(page)
        page.get_by_role("main").get_by_role("link", name=words).click()
        page.wait_for_load_state()
        confirm_if_asked(page)

    return do


def to_draft(page: Page) -> None:
    """The list of drafts, with one in it."""
    page.goto("/people/search/")
    begin_intake(page)
    press("Lưu và thoát")(page)
    page.wait_for_url("**/people/new/")


def drop_draft(page: Page) -> None:
    """Asked whether a draft is to go."""
    to_draft(page)
    page.get_by_role("main").get_by_role("link", name="Bỏ", exact=True).first.click()
    page.wait_for_url("**/drop/")


def to_relation(page: Page) -> None:
    """Asked whether a guardian is to leave the file."""
    look_for(name="Lê Thị Mẫu Ba")(page)
    page.locator('main a[href$="/particulars/"]').first.click()
    page.locator('main a[href*="/relations/"][href$="/withdraw/"]').click()
    page.wait_for_load_state()


def to_residence(words: str) -> Callable[[Page], None]:
    """A permanent residence of this person, made where there is none, and the link beside it that says so."""

    def do(page: Page) -> None:
        box = page.locator("section", has=page.locator("#residences"))
        if not box.get_by_role("link", name=words, exact=True).count():
            page.locator('main a[href$="/residences/add/"]').click()
            page.get_by_label("thường trú", exact=True).check()
            page.get_by_label("Đơn vị", exact=False).first.fill("phuong ngoc ha")
            press("Ghi")(page)
            page.wait_for_url("**/particulars/")
        box.get_by_role("link", name=words, exact=True).first.click()
        page.wait_for_load_state()

    return do


def to_number(page: Page) -> None:
    """The question before a whole number is shown; the police know the file by its code."""
    officer = page.context.browser.new_page(base_url=urlsplit(page.url)._replace(path="/").geturl())  # type: ignore[union-attr]
    officer.goto("/account/sign-in/")
    officer.locator('button[name="login"][value="can-bo"]').first.click()
    officer.wait_for_url(lambda url: "sign-in" not in url)
    officer.goto("/people/search/")
    look_for(number="001090012345")(officer)
    href = officer.locator('main a[href$="/particulars/"]').first.get_attribute("href")
    officer.context.close()
    page.goto(str(href))
    page.locator('main a[href$="/show/"]').first.click()
    page.wait_for_load_state()
    confirm_if_asked(page)


def to_closed_file(page: Page) -> None:
    """A closed file found by its number, and the question for which measure it is opened again."""
    look_for(number=GONE_NUMBER)(page)
    page.get_by_role("main").get_by_role("link", name="Mở lại hồ sơ").click()
    page.wait_for_load_state()
    confirm_if_asked(page)


def to_shown_number(page: Page) -> None:
    """A whole number, shown."""
    to_number(page)
    press("Xem số đầy đủ")(page)
    page.get_by_role("heading", name="Số đầy đủ").wait_for()


def to_undo(page: Page) -> None:
    """Two files of an own pair merged, and the question whether to part them; parted again by nobody."""
    page.goto("/people/import/")
    rows = ("Vu Thi Thu,Nữ,1971,,Số 2 phố Thử", "Vũ Thị Thử,Nữ,1971,001171012345,Số 4 phố Thử")
    if not merged_before(page):
        upload_people(*rows)(page)
        page.get_by_role("main").get_by_role("link", name="Tiếp tục để ghi").click()
        confirm_if_asked(page)
        page.get_by_role("checkbox").check()
        press("Ghi tất cả các dòng")(page)
        page.goto(DUPLICATES)
        page.locator("main tr", has_text="Vũ Thị Thử").locator("a.btn").first.click()
        page.locator('main a[href$="/merge/"]').click()
        confirm_if_asked(page)
        page.get_by_label("Vì sao là cùng một người").fill("thử gộp")
        press("Gộp")(page)
        page.wait_for_url("**/particulars/")
    page.locator('main a[href$="/undo/"]').click()
    page.wait_for_load_state()
    confirm_if_asked(page)


def merged_before(page: Page) -> bool:
    """Whether the pair is one file already."""
    page.goto("/people/search/")
    look_for(name="Vũ Thị Thử")(page)
    link = page.locator('main a[href$="/particulars/"]').first
    found = link.count() > 0
    if found:
        link.click()
        page.wait_for_load_state()
    else:
        page.goto("/people/import/")
    return found


def of_person(name: str, end: str, do: Callable[[Page], None] | None = None) -> Screen:
    """A page that changes a file, one link from its particulars."""
    return Screen(f"person_{name}", f"people:{name}", "can-bo", DUPLICATES, (*PERSON, f"main a[href{end}]"), do)


PEOPLE = (
    Screen("person_search", "people:person_search", "can-bo", "/people/search/"),
    Screen("person_found", "people:person_search", "can-bo", "/people/search/", do=look_for(name="mau")),
    Screen("person_nobody", "people:person_search", "can-bo", "/people/search/", do=look_for(name="khong co")),
    Screen("person_elsewhere", "people:person_search", "can-bo", "/people/search/", do=look_for(number="001092012347")),
    Screen("person_closed", "people:person_search", "can-bo", "/people/search/", do=look_for(number=GONE_NUMBER)),
    Screen("file_reopen", "people:file_reopen", "can-bo", "/people/search/", do=to_closed_file),
    Screen("person_search_wrong", "people:person_search", "can-bo", "/people/search/", do=look_for(number="12")),
    Screen("intake_step", "people:intake_step", "can-bo", "/people/search/", do=begin_intake),
    Screen("intake_wrong", "people:intake_step", "can-bo", "/people/search/", do=send_wrong_page),
    Screen("intake_review", "people:intake_review", "can-bo", "/people/search/", do=fill_intake),
    Screen("intake_twin", "people:intake_review", "can-bo", "/people/search/", do=fill_twin),
    Screen("intake_missing", "people:intake_review", "can-bo", "/people/search/", do=review_empty),
    Screen("intake_list", "people:intake_list", "can-bo", "/people/new/", do=to_draft),
    Screen("intake_drop", "people:intake_drop", "can-bo", "/people/new/", do=drop_draft),
    Screen("person_particulars", "people:person_particulars", "can-bo", DUPLICATES, PERSON),
    Screen("who_looked", "people:who_looked", "can-bo", DUPLICATES, (*PERSON, 'main a[href$="/who-looked/"]')),
    Screen(
        "person_identity_correct",
        "people:identity_correct",
        "can-bo",
        DUPLICATES,
        (*PERSON, 'main a[href$="/identity/"]'),
    ),
    of_person("name_add", '$="/names/add/"'),
    Screen(
        "person_identifier_add",
        "people:identifier_add",
        "can-bo",
        DUPLICATES,
        (*PERSON, 'main a[href$="/papers/add/"]'),
    ),
    Screen(
        "person_contact_add", "people:contact_add", "can-bo", DUPLICATES, (*PERSON, 'main a[href$="/contacts/add/"]')
    ),
    Screen(
        "person_contact_withdraw",
        "people:contact_withdraw",
        "can-bo",
        DUPLICATES,
        (*PERSON, 'main a[href*="/contacts/"][href$="/withdraw/"]'),
    ),
    Screen(
        "person_relation_add", "people:relation_add", "can-bo", DUPLICATES, (*PERSON, 'main a[href$="/relations/add/"]')
    ),
    Screen(
        "person_residence_add",
        "people:residence_add",
        "can-bo",
        DUPLICATES,
        (*PERSON, 'main a[href$="/residences/add/"]'),
    ),
    Screen(
        "person_residence_correct",
        "people:residence_correct",
        "can-bo",
        DUPLICATES,
        (*PERSON, 'main a[href$="/correct/"]'),
    ),
    Screen(
        "person_namesake_send", "people:namesake_send", "can-bo", DUPLICATES, (*PERSON, 'main a[href$="/namesakes/"]')
    ),
    Screen(
        "person_residence_units",
        "people:residence_add",
        "can-bo",
        DUPLICATES,
        (*PERSON, 'main a[href$="/residences/add/"]'),
        look_for_unit,
    ),
    Screen(
        "person_identifier_withdraw",
        "people:identifier_withdraw",
        "can-bo",
        DUPLICATES,
        (*PERSON, 'main a[href*="/papers/"][href$="/withdraw/"]'),
    ),
    Screen("person_relation_withdraw", "people:relation_withdraw", "can-bo", "/people/search/", do=to_relation),
    Screen("person_residence_end", "people:residence_end", "can-bo", DUPLICATES, PERSON, to_residence("Kết thúc")),
    Screen(
        "person_residence_withdraw", "people:residence_withdraw", "can-bo", DUPLICATES, PERSON, to_residence("Rút lại")
    ),
    Screen("identifier_show", "people:identifier_show", "cong-an", "/", do=to_number),
    Screen("identifier_shown", "people:identifier_show", "cong-an", "/", do=to_shown_number),
    Screen("duplicates", "people:duplicate_list", "can-bo", DUPLICATES),
    Screen("duplicates_none", "people:duplicate_list", "can-bo-ngoc-ha", DUPLICATES),
    Screen("duplicate_pair", "people:duplicate_pair", "can-bo", DUPLICATES, (PAIR,)),
    Screen("duplicate_part", "people:duplicate_part", "can-bo", DUPLICATES, (PAIR, 'main a[href$="/apart/"]')),
    Screen("person_merge", "people:person_merge", "can-bo", DUPLICATES, (PAIR, 'main a[href$="/merge/"]')),
    Screen("merge_undo", "people:merge_undo", "can-bo", DUPLICATES, do=to_undo),
    Screen("transfers", "people:transfer_list", "can-bo-ngoc-ha", "/people/transfers/"),
    Screen("transfers_asked", "people:transfer_list", "can-bo", "/people/transfers/"),
    Screen("transfer_ask", "people:transfer_ask", "can-bo", "/people/transfers/ask/"),
    Screen(
        "transfer_answer",
        "people:transfer_answer",
        "can-bo-ngoc-ha",
        "/people/transfers/",
        ('main .hn-rows__tail a[href^="/people/transfers/"]',),
    ),
    Screen("namesakes", "people:namesake_list", "quan-ly", "/people/namesakes/"),
    Screen(
        "namesake", "people:namesake_answer", "quan-ly", "/people/namesakes/", ('main td a[href^="/people/names"]',)
    ),
    Screen("people_import", "people:import_start", "can-bo", "/people/import/"),
    Screen("people_import_rows", "people:import_detail", "can-bo", "/people/import/", do=upload_all),
    Screen("people_import_write", "people:import_write", "can-bo", "/people/import/", do=to_import("Tiếp tục để ghi")),
    Screen(
        "people_import_withdraw",
        "people:import_withdraw",
        "can-bo",
        "/people/import/",
        do=to_import("Bỏ lượt nhập này"),
    ),
)
