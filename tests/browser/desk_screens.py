"""The screens of the desk: a person's file and what is recorded in it, hand-overs, papers, sheets, the book."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page

from hoanhap.ground.kernel import clock
from tests.browser.prepare_files import ACKNOWLEDGED, COMING, FOUND, LEAVING, SENT
from tests.browser.screens import Screen, confirm_if_asked, press

RUNNING = "/files/?stage=managed"
PERSON = 'main td a[href^="/files/"]'
HANDOVER = 'main td a[href^="/handovers/"]'
MANAGED = "Trần Thị Ví Dụ"
"""Whom ``prepare`` put under management."""
EVIDENCE = 'main a[href$="/evidence/"]'
FACT = 'main a[href^="/files/"][href*="/evidence/"]'
MOVING = "/files/?rule=B-MOVE"
NOTICE = 'main a[href$="/notice/"]'
EVENT = 'main a[href*="/events/"]'


def in_file(part: str = "", *links: str, whose: str = MANAGED, stage: str = "listed") -> Callable[[Page], None]:
    """A part of the file of somebody whom ``prepare`` brought that far, and the links from there."""

    def do(page: Page) -> None:
        page.goto(f"/files/?stage={stage}")
        href = page.locator(f'{PERSON}:has-text("{whose}")').first.get_attribute("href")
        assert href
        page.goto(f"{href}{part}")
        for link in links:
            to = page.locator(link).first.get_attribute("href")
            assert to
            page.goto(to)
        confirm_if_asked(page)

    return do


def proposal(page: Page) -> None:
    """The proposal that waits for its signature; the sheet of files names its key."""
    in_file("papers/")(page)
    href = page.locator('main a[href$=".pdf"]').first.get_attribute("href")
    assert href
    page.goto(href.removesuffix(".pdf") + "/")


def at_proposal(step: str) -> Callable[[Page], None]:
    """What the head of the police does with the proposal."""

    def do(page: Page) -> None:
        proposal(page)
        page.goto(f"{page.url}{step}/")
        confirm_if_asked(page)

    return do


def of(sign_in: str, name: str, path: str, *follow: str) -> Screen:
    """A screen named after its address."""
    return Screen(name, f"desk:{name}", sign_in, path, follow)


def of_file(sign_in: str, name: str, part: str = "", *links: str, whose: str = MANAGED) -> Screen:
    """A screen in the file of somebody whom ``prepare`` brought that far."""
    return Screen(name, f"desk:{name}", sign_in, "/", do=in_file(part, *links, whose=whose))


def reads_over(page: Page) -> None:
    """The form is sent: what it would change is read over, and nothing is recorded yet."""
    press("Tiếp tục")(page)
    page.locator('main button[name="confirmed"]').wait_for()


def days_away(page: Page) -> None:
    """Days that somebody was away, read over."""
    in_file("", 'main a[href$="/away/"]')(page)
    page.get_by_label("vắng mặt", exact=True).check()
    page.get_by_label("Ngày đầu vắng mặt").fill(f"{clock.today() - timedelta(days=20):%d/%m/%Y}")
    page.get_by_label("Ngày cuối vắng mặt").fill(f"{clock.today() - timedelta(days=12):%d/%m/%Y}")
    reads_over(page)


def signature(page: Page) -> None:
    """What the signature of the proposal would change, read over."""
    at_proposal("sign")(page)
    reads_over(page)


def handing(whose: str, act: str) -> tuple[str, str]:
    """The links from the hand-overs to what is done with one."""
    return f'{HANDOVER}:has-text("{whose}")', f'main a[href$="/{act}/"]'


def accepted(page: Page) -> None:
    """What taking somebody over from another commune would change, read over."""
    page.get_by_label("Ngày", exact=True).first.wait_for()
    reads_over(page)


DESK = (
    # a person's file
    of("cong-an", "person", RUNNING, PERSON),
    of("cong-an", "timeline", RUNNING, PERSON, 'main a[href$="/timeline/"]'),
    of("cong-an", "measures", RUNNING, PERSON, 'main a[href$="/measures/"]'),
    of("cong-an", "papers", RUNNING, PERSON, 'main a[href$="/papers/"]'),
    of("cong-an", "evidence", RUNNING, PERSON, 'main a[href$="/evidence/"]'),
    # what is recorded
    of("cong-an", "measure_open", RUNNING, PERSON, 'main a[href*="/open/"]'),
    of("cong-an", "measure_close", RUNNING, PERSON, 'main a[href$="/close/"]'),
    of("cong-an", "event_record", RUNNING, PERSON, 'main a[href*="/record/"]'),
    of_file("can-bo", "event_correct", "timeline/", f'{EVENT}[href$="/correct/"]'),
    of_file("can-bo", "event_withdraw", "timeline/", f'{EVENT}[href$="/withdraw/"]'),
    of("cong-an", "days_record", RUNNING, PERSON, 'main a[href$="/away/"]'),
    of_file("can-bo", "days_end", "timeline/", 'main a[href*="/away/"][href$="/end/"]'),
    of_file("can-bo", "days_correct", "timeline/", 'main a[href*="/away/"][href$="/correct/"]'),
    of_file("can-bo", "days_withdraw", "timeline/", 'main a[href*="/away/"][href$="/withdraw/"]'),
    of("cong-an", "evidence_record", RUNNING, PERSON, EVIDENCE, 'main a[href*="/measures/"][href$="/evidence/test/"]'),
    of("cong-an", "evidence_correct", RUNNING, PERSON, EVIDENCE, f'{FACT}[href$="/correct/"]'),
    of("cong-an", "evidence_withdraw", RUNNING, PERSON, EVIDENCE, f'{FACT}[href$="/withdraw/"]'),
    Screen(
        "finding_confirm", "desk:finding_confirm", "cong-an", "/",
        do=in_file("evidence/", 'main a[href$="/confirm/"]', whose=FOUND, stage="proposed"),
    ),
    Screen("evidence_hidden", "desk:evidence", "truong-cong-an", "/", do=in_file("evidence/")),
    Screen("days_over", "desk:days_record", "can-bo", "/", do=days_away),
    # hand-overs
    of("chu-tich", "handover", "/handovers/", HANDOVER),
    of("chu-tich", "handover_step", "/handovers/", HANDOVER, 'main a[href$="/refuse/"]'),
    Screen("handover_acknowledge", "desk:handover_step", "cong-an", "/handovers/", handing(COMING, "acknowledge")),
    Screen("handover_accept", "desk:handover_step", "can-bo", "/handovers/", handing(ACKNOWLEDGED, "accept")),
    Screen("handover_over", "desk:handover_step", "can-bo", "/handovers/", handing(ACKNOWLEDGED, "accept"), accepted),
    Screen("handover_withdraw", "desk:handover_step", "cong-an", "/handovers/sent/", handing(SENT, "withdraw")),
    of("can-bo", "reassignment_address", "/reassignment/", 'main td a[href$="/address/"]'),
    Screen(
        "reassignment_shown", "desk:reassignment_address", "can-bo", "/reassignment/",
        ('main td a[href$="/address/"]',), press("Xem địa chỉ"),
    ),
    of("chu-tich", "take_over", "/reassignment/", 'main td a[href$="/take-over/"]'),
    of_file("truong-cong-an", "notice_sign", "", NOTICE, 'main a[href$="/sign/"]', whose=LEAVING),
    Screen("notice_out", "desk:transfer_send", "cong-an", "/", do=in_file("", NOTICE, whose=SENT)),
    Screen("person_waiting", "desk:person", "cong-an", "/", do=in_file(whose=SENT)),
    of("cong-an", "left_record", RUNNING, PERSON, 'main a[href$="/left/"]'),
    of("cong-an", "transfer_send", RUNNING, PERSON, 'main a[href$="/notice/"]'),
    of("cong-an", "notice_prepare", MOVING, PERSON, NOTICE, 'main a[href$="/prepare/"]'),
    of("cong-an", "notice_letter", MOVING, PERSON, NOTICE, 'main a[href$="/letter/"]'),
    of(
        "can-bo", "completion", "/files/?measure=voluntary_home&stage=running", PERSON,
        'main a[href$="/completion/"]',
    ),
    # papers
    of("cong-an", "paper_prepare", RUNNING, PERSON, 'main a[href*="/prepare/"]'),
    Screen("paper", "desk:paper", "cong-an", "/", do=proposal),
    Screen("paper_sign", "desk:paper_sign", "truong-cong-an", "/", do=at_proposal("sign")),
    Screen("paper_sign_over", "desk:paper_sign", "truong-cong-an", "/", do=signature),
    Screen("paper_return", "desk:paper_return", "truong-cong-an", "/", do=at_proposal("return")),
    of("cong-an", "measure_step", "/files/?helper=yes&stage=managed", PERSON, 'main a[href*="/step/"]'),
    of("chu-tich", "measure_ruling", RUNNING, PERSON, 'main a[href*="/ruling/"]'),
    # sheets
    of("truong-cong-an", "monthly_review", "/sheets/monthly/"),
    of("chu-tich", "removal_sheet", "/sheets/removal/"),
    of("truong-cong-an", "sheet_sign", "/sheets/sign/proposals/"),
    of("can-bo", "book", "/sheets/book/"),
)  # fmt: skip
