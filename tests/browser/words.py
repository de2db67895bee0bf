"""What people do and see in a browser, in small words: found by labels and roles, as a person finds it."""

import re
from collections.abc import Callable

from django.conf import settings
from playwright.sync_api import Download, Locator, Page, expect

Visit = Callable[[str, int], Page]
NewWindow = Callable[..., Page]
DESK = 1280
expect.set_options(timeout=15_000)


def at_the_desk(visit: Visit, who: str) -> Page:
    """Somebody of the cast sits down at the first page; "" is a visitor."""
    page = visit(who, DESK)
    page.goto("/")
    return page


def go_to(page: Page, name: str) -> None:
    """A room of the main navigation."""
    page.get_by_role("navigation", name="Điều hướng chính").get_by_role("link", name=name, exact=True).click()


def follow(page: Page, words: str | re.Pattern[str]) -> None:
    """The first link of the page's content that says so."""
    page.get_by_role("main").get_by_role("link", name=words).first.click()


def press(page: Page, words: str) -> None:
    """A button of the page's content."""
    page.get_by_role("main").get_by_role("button", name=words, exact=True).click()


def write(page: Page, answers: dict[str, str]) -> None:
    """Fill in a form, label by label; labels may carry "(không bắt buộc)"."""
    for label, words in answers.items():
        page.get_by_role("textbox", name=re.compile(rf"^{re.escape(label)}( \(|$)")).fill(words)


def choose(page: Page, words: str) -> None:
    """One of several answers that stand open."""
    page.get_by_role("radio", name=words, exact=True).check()


def reads(page: Page, words: str | re.Pattern[str]) -> None:
    """The page's finding."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def sees(page: Page, *words: str) -> None:
    """Somewhere in the content."""
    for some in words:
        expect(page.get_by_role("main").get_by_text(some).first).to_be_visible()


def sees_no_button(page: Page, *names: str) -> None:
    """Neither a button nor a link of that name."""
    for name in names:
        for role in ("button", "link"):
            expect(page.get_by_role(role, name=name, exact=True)).to_have_count(0)  # type: ignore[arg-type]


def rows(page: Page) -> Locator:
    """The rows of the page's table, without its head."""
    return page.get_by_role("row").filter(has=page.get_by_role("cell"))


def downloads(page: Page, act: Callable[[], None]) -> Download:
    """What the browser saves."""
    with page.expect_download() as saved:
        act()
    return saved.value


def hands_in(page: Page, *lines: str) -> None:
    """A list as a file."""
    follow(page, "Nhập từ tệp")
    head = 'Mã xã,"Xã, phường, thị trấn",Mô hình,Số quyết định,Ngày quyết định,Hoạt động từ'
    file = {"name": "danh-sach.csv", "mimeType": "text/csv", "buffer": "\n".join((head, *lines)).encode()}
    page.get_by_label("Tệp Excel hoặc CSV").set_input_files([file])  # type: ignore[list-item]
    press(page, "Đọc tệp")


def signs_in(page: Page, name: str, password: str) -> None:
    """By name and password."""
    page.goto("/account/sign-in/")
    write(page, {"Tên đăng nhập": name})
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def confirms(page: Page) -> None:
    """What gives rights asks for the password again."""
    if "Xác nhận chính bạn" in page.get_by_role("heading", level=1).inner_text():
        page.get_by_label("Mật khẩu").fill(settings.DEMO_PASSWORD)
        press(page, "Xác nhận")


def goes_to_record_in(page: Page, commune: str) -> None:
    """From the list of models to the form for one commune."""
    go_to(page, "Mô hình")
    follow(page, "Ghi mô hình")
    page.get_by_role("searchbox", name="Tìm").fill(commune)
    page.keyboard.press("Enter")
    follow(page, commune)
