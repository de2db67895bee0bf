"""The screens of the desk: a person's file and what is recorded in it, hand-overs, papers, sheets, the book."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.screens import Screen, confirm_if_asked

RUNNING = "/files/?stage=managed"
PERSON = 'main td a[href^="/files/"]'
HANDOVER = 'main td a[href^="/handovers/"]'
MANAGED = f'{PERSON}:has-text("Trần Thị Ví Dụ")'
"""Whom ``prepare`` put under management."""
EVIDENCE = 'main a[href$="/evidence/"]'
FACT = 'main a[href^="/files/"][href*="/evidence/"]'
MOVING = "/files/?rule=B-MOVE"
NOTICE = 'main a[href$="/notice/"]'
EVENT = 'main a[href*="/events/"]'


def in_file(part: str = "", *links: str) -> Callable[[Page], None]:
    """A part of the file of whom ``prepare`` put under management, and the links from there."""

    def do(page: Page) -> None:
        page.goto("/files/?stage=listed")
        href = page.locator(MANAGED).first.get_attribute("href")
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


def of_file(sign_in: str, name: str, part: str = "", *links: str) -> Screen:
    """A screen in the file of whom ``prepare`` put under management."""
    return Screen(name, f"desk:{name}", sign_in, "/", do=in_file(part, *links))


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
    # hand-overs
    of("chu-tich", "handover", "/handovers/", HANDOVER),
    of("chu-tich", "handover_step", "/handovers/", HANDOVER, 'main a[href$="/refuse/"]'),
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
    Screen("paper_return", "desk:paper_return", "truong-cong-an", "/", do=at_proposal("return")),
    of("cong-an", "measure_step", "/files/?helper=yes&stage=managed", PERSON, 'main a[href*="/step/"]'),
    of("chu-tich", "measure_ruling", RUNNING, PERSON, 'main a[href*="/ruling/"]'),
    # sheets
    of("truong-cong-an", "monthly_review", "/sheets/monthly/"),
    of("chu-tich", "removal_sheet", "/sheets/removal/"),
    of("truong-cong-an", "sheet_sign", "/sheets/sign/proposals/"),
    of("can-bo", "book", "/sheets/book/"),
)  # fmt: skip
