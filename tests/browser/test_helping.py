"""A volunteer with a cheap phone, and an officer who touches no mouse."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page, expect

Visit = Callable[[str, int], Page]
NewWindow = Callable[..., Page]
PHONE, DESK = 360, 1280
MOST_BYTES = 100_000


def focused(page: Page) -> str:
    """The name of what the keyboard speaks to."""
    return str(page.evaluate("document.activeElement.name || document.activeElement.tagName"))


def tab_to(page: Page, begins: str) -> None:
    """Tab until the keyboard speaks to it."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if focused(page).startswith(begins):
            return
    raise AssertionError(f"no way to {begins} by keyboard; at {focused(page)}")


def test_a_volunteer_logs_a_visit_on_a_phone_without_scripts(new_window: NewWindow) -> None:
    page = new_window(java_script_enabled=False, viewport={"width": PHONE, "height": 740}, has_touch=True)
    page.goto("/account/sign-in/")
    page.locator('button[name="login"][value="tinh-nguyen"]').first.click()
    page.get_by_role("main").get_by_role("link", name="Mở danh sách").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Người tôi giúp đỡ")
    page.get_by_role("link", name="Ghi lần gặp").first.click()
    page.get_by_role("radio", name="Tại nhà").check()
    page.get_by_role("textbox", name="Bao nhiêu phút").fill("30")
    page.get_by_role("checkbox", name="Trò chuyện, động viên").check()
    following = date.today() + timedelta(days=14)  # noqa: DTZ011 - the served demo lives today
    page.get_by_role("textbox", name="Hẹn gặp lần sau").fill(f"{following:%d/%m/%Y}")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("tại nhà · 30 phút · trò chuyện, động viên")
    expect(page.get_by_role("main")).to_contain_text(f"{following:%d/%m/%Y}")


def test_a_helper_s_first_page_weighs_less_than_100_kb(new_window: NewWindow) -> None:
    page = new_window(viewport={"width": PHONE, "height": 740})
    page.goto("/account/sign-in/")
    page.locator('button[name="login"][value="tinh-nguyen"]').first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    weights: list[float] = []

    def weigh(event: dict[str, Any]) -> None:
        weights.append(event["encodedDataLength"])

    network.on("Network.loadingFinished", weigh)
    page.goto("/my-people/", wait_until="networkidle")
    first = sum(weights)
    href = page.locator('main a[href$="/help/"]').first.get_attribute("href")
    assert href
    weights.clear()
    page.goto(href, wait_until="networkidle")
    assert 10_000 < first < MOST_BYTES
    assert 10_000 < sum(weights) < MOST_BYTES


def test_the_roll_is_called_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit("can-bo", DESK)
    page.goto("/month/roll-call/")
    number = page.locator('input[name="row"]').count()
    assert number >= 15
    tab_to(page, "held_on")
    for row in range(number):
        page.keyboard.press("Tab")
        assert focused(page).startswith("presence-")
        for _step in range(4 if row == 2 else 1):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        assert focused(page).startswith("words-")
        if row != 2:
            page.keyboard.type(f"dòng {row}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('[aria-invalid="true"]')).to_have_count(1)
    expect(page.get_by_role("textbox", name="Ghi vắn tắt").nth(5)).to_have_value("dòng 5")
    wrong = page.locator('[aria-invalid="true"]').get_attribute("name")
    assert wrong
    expect(page.locator(f'[name="{wrong.replace("words", "presence")}"]')).to_have_value("absent")
    tab_to(page, wrong)
    page.keyboard.type("đi làm xa")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Đã ghi điểm danh.")
    expect(page.get_by_role("heading", level=1)).to_contain_text("đã điểm danh đủ")
