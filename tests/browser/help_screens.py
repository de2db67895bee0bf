"""The screens of personal help, of the month and of the quarter. A volunteer opens one file here, always the same."""

from tests.browser.screens import Screen

PERSON = 'main a[href$="/help/"]'


def helper(name: str, *links: str) -> Screen:
    """A page of the helper, on the way from their people."""
    return Screen(name, f"desk:{name}", "tinh-nguyen", "/my-people/", links)


HELP = (
    helper("my_people"),
    helper("help", PERSON),
    helper("help_step", PERSON, 'main a[href$="/help/visit/"]'),
    helper("help_notes", PERSON, 'main a[href$="/help/notes/"]'),
    Screen("help_talk", "desk:help_step", "tinh-nguyen", "/my-people/", (PERSON, 'main a[href$="/help/talk/"]')),
    Screen("help_plan", "desk:help_step", "tinh-nguyen", "/my-people/", (PERSON, 'main a[href*="/help/plan/"]')),
    Screen("month", "desk:month", "can-bo", "/month/"),
    Screen("roll_call", "desk:roll_call", "can-bo", "/month/roll-call/"),
    Screen("reviews", "desk:reviews", "chu-tich", "/reviews/"),
    Screen("review_meeting", "desk:review_meeting", "can-bo", "/reviews/meeting/"),
    Screen("fidelity", "desk:fidelity", "quan-ly", "/fidelity/"),
)
