"""What the people around one file do, in small words: who opens it, prepares a paper, signs it, takes a step."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.words import choose, confirms, follow, go_to, press, reads, sees, write

PEOPLE = "Người được giúp"


@dataclass
class Desk:
    """Somebody at a desk; ``whose``: the name on the file that they work with."""

    page: Page
    whose: str

    def looks_for(self, **known: str) -> None:
        """Search by name and year, or by number."""
        go_to(self.page, PEOPLE)
        follow(self.page, "Tìm người")
        labels = {"name": "Tên", "year": "Năm sinh", "number": "Số giấy tờ"}
        write(self.page, {labels[word]: typed for word, typed in known.items()})
        press(self.page, "Tìm")

    def enters(self, *pages: dict[str, str], sex: str) -> None:
        """Enter somebody whom nobody found, page after page, and go on to the file."""
        press(self.page, "Không phải ai ở trên: lập hồ sơ mới")
        choose(self.page, sex)
        for answers in pages:
            write(self.page, answers)
            press(self.page, "Tiếp tục")
        press(self.page, "Đến trang xem lại")
        press(self.page, "Mở hồ sơ")
        sees(self.page, "Đã lập hồ sơ.")
        follow(self.page, "Biện pháp, thời hạn")
        sees(self.page, "Chưa ghi biện pháp nào")

    def opens(self) -> None:
        """The file, from the list of people."""
        go_to(self.page, PEOPLE)
        follow(self.page, self.whose)
        reads(self.page, self.whose)

    def asks_why(self, *reasons: str) -> None:
        """By which law and which days the end was computed."""
        self.page.get_by_role("main").get_by_text("vì sao?").first.click()
        sees(self.page, *reasons)

    def begins(self, step: str) -> None:
        """A step from the menu of the file that is open."""
        self.page.get_by_role("main").locator("summary", has_text="Ghi việc").click()
        self.page.get_by_role("main").get_by_role("link", name=step, exact=True).click()

    def records(
        self, step: str, *changes: str, answers: dict[str, str] | None = None, choosing: str = "", after: str = ""
    ) -> None:
        """Take a step of the file that is open: the form, what it will change, done."""
        self.begins(step)
        if after:
            self.page.get_by_label("Sau biện pháp nào").select_option(label=after)
        if choosing:
            choose(self.page, choosing)
        write(self.page, answers or {})
        self.reads_over(*changes)
        press(self.page, "Ghi")
        sees(self.page, "Đã ghi.")

    def reads_over(self, *changes: str) -> None:
        """What the form would change, before it is recorded."""
        press(self.page, "Tiếp tục")
        sees(self.page, *changes)

    def prepares(self, paper: str, answers: dict[str, str] | None = None, *, helper: str = "") -> None:
        """Prepare a paper; who prepared it is not asked to sign it."""
        self.opens()
        self.begins(paper)
        write(self.page, answers or {})
        if helper:
            self.page.get_by_label("Người giúp đỡ (").select_option(label=helper)
        press(self.page, "Soạn dự thảo")
        sees(self.page, "Bạn đã soạn văn bản này nên người khác ký.")

    def reads_paper(self, paper: str) -> None:
        """A paper from the list of the file."""
        self.opens()
        follow(self.page, "Giấy tờ")
        self.page.get_by_role("main").get_by_role("table").get_by_role("link", name=paper, exact=True).first.click()

    def signs(self, paper: str, *changes: str) -> None:
        """Sign a paper that somebody else prepared."""
        self.reads_paper(paper)
        self.page.get_by_role("main").get_by_role("link", name="Ký", exact=True).click()
        confirms(self.page)
        self.reads_over(*changes)
        press(self.page, "Ký")
        sees(self.page, "Đã ghi.")

    def finds_nothing_at(self, address: str) -> None:
        """An address of a file that is no longer, or never was, of one's concern."""
        answer = self.page.goto(address)
        assert answer
        assert answer.status == 404
        reads(self.page, "Không tìm thấy trang này")
