"""The screens of the product: who looks, where each begins, and what leads to it. ``test_screens`` looks at them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Page

NO_SCREEN = {
    "access:language": "takes a choice and goes back",
    "audit:checkpoint_create": "hands a file over",
    "desk:help_row": "the same page as desk:help_step, for one need, item or visit",
    "desk:review_minutes": "hands a file over",
    "desk:paper_file": "hands a file over",
    "desk:book_file": "hands a file over",
    "documents:template_sample": "hands a file over",
    "documents:template_source": "hands a file over",
    "mfa_download_recovery_codes": "hands a file over",
    "mfa_login_webauthn": "answers scripts",
    "plans:progress": "leads to the plan's own progress",
    "people:import_template": "hands a file over",
    "people:intake_start": "takes the words of a search and goes on",
    "programmes:import_template": "hands a file over",
    "programmes:meeting_file": "hands a file over",
    "screening:home": "leads to the schedule, helpers to their appointments",
    "screening:draw_file": "hands a file over",
    "screening:draw_make": "draws and goes back",
    "screening:session_minutes": "hands a file over",
    "screening:setting_correct": "the same form as screening:settings; needs a decision of a unit",
    "screening:draw_detail": "needs a draw; tests/screening looks at it",
    "screening:session_detail": "needs a session; tests/screening looks at it",
    "screening:session_sheet": "needs a session; tests/screening looks at it",
    "screening:session_close": "needs a session; tests/screening looks at it",
    "screening:line_add": "needs a session; tests/screening looks at it",
    "screening:line_correct": "needs a session; tests/screening looks at it",
    "screening:positive_detail": "needs a positive of closed minutes; tests/screening looks at it",
    "screening:positive_record": "needs a positive of closed minutes; tests/screening looks at it",
    "screening:positive_sign": "needs a positive of closed minutes; tests/screening looks at it",
    "screening:positive_conclude": "needs a positive of closed minutes; tests/screening looks at it",
}
"""Addresses at which nothing is to be seen, and why."""

FRESH = "*"
"""A sign-in in a window of its own, which nothing before has touched."""
WITH_SECOND_FACTOR = "with a second factor"
KEY_HOLDER = "ngan-hang"


@dataclass(frozen=True)
class Screen:
    """One screen: its name, the policy's name of its address, who looks, where it begins, and what leads to it.

    ``follow``: links, one after another. ``do``: what is done there, until the screen stands.
    """

    name: str
    address: str
    sign_in: str
    path: str
    follow: tuple[str, ...] = ()
    do: Callable[[Page], None] | None = None
    status: int = 200
    language: str = "vi"


# ── what leads to a screen ──


def press(words: str) -> Callable[[Page], None]:
    """Press a button."""

    def act(page: Page) -> None:
        page.get_by_role("main").get_by_role("button", name=words, exact=True).first.click()
        page.wait_for_load_state()

    return act


def confirm_if_asked(page: Page) -> None:
    """What changes rights or keys asks for the password again, every five minutes."""
    if urlsplit(page.url).path == "/account/confirm/":
        page.locator("main input[type=password]").fill(settings.DEMO_PASSWORD)
        page.locator("main form button").click()
        page.wait_for_url(lambda url: "/account/confirm/" not in url)


def try_password(page: Page, name: str = "khong-co-ai") -> None:
    """Sign in with a wrong password."""
    page.get_by_label("Tên đăng nhập", exact=True).fill(name)
    page.get_by_label("Mật khẩu", exact=True).fill("khong-phai-mat-khau")
    page.locator("form", has=page.get_by_label("Mật khẩu", exact=True)).get_by_role("button").first.click()
    page.wait_for_load_state()


def try_too_often(page: Page) -> None:
    """Until the sign-in closes."""
    name = f"khong-co-ai-{time.time_ns()}"
    for _ in range(5):
        try_password(page, name)


def sign_in_half(page: Page) -> None:
    """The password is given, the second factor is not."""
    page.locator(f'button[name="login"][value="{KEY_HOLDER}"]').click()
    page.wait_for_url("**/second-factor/sign-in/")


def send_old_form(page: Page) -> None:
    """A form whose page has grown too old."""
    page.context.clear_cookies(name="csrftoken")
    page.locator(f'button[name="login"][value="{KEY_HOLDER}"]').click()
    page.wait_for_load_state()


def make_account(page: Page) -> None:
    """An account of which nobody has heard yet."""
    page.get_by_label("Tên đăng nhập").fill(f"man-hinh-{time.time_ns() % 10**9}")
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Ví Dụ")
    press("Lập tài khoản")(page)


def look_for_place(page: Page) -> None:
    """A role and a part of a name: the form comes back with what was found."""
    page.get_by_label("Vai trò").select_option("volunteer")
    page.get_by_label("Địa bàn", exact=True).fill("ba dinh")
    page.get_by_label("Số quyết định").fill("12/QĐ-UBND")
    page.locator("main form button").click()
    page.wait_for_load_state()


def upload_bad_list(page: Page) -> None:
    """A list with cells that cannot be."""
    rows = (
        "Mã xã,Mô hình,Số quyết định,Ngày quyết định,Hoạt động từ",
        "99999,Tình nguyện viên,51/QĐ-UBND,01/03/2022,08/03/2022",
        "00004,Câu lạc bộ cờ,,30/02/2022,08/03/2022",
    )
    file = {"name": "danh-sach.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    page.get_by_label("Tệp Excel hoặc CSV").set_input_files([file])  # type: ignore[list-item]
    page.locator("main form button").click()
    page.get_by_role("heading", name="chưa thể ghi").wait_for()


def upload_bad_template(page: Page) -> None:
    """A text with a place to fill in that nobody knows."""
    head = 'title = "X"\nabstract = ""\nseries = "QĐ-UBND"\nbodies = ["committee"]\nrequired = []\noptional = []'
    text = f"{head}\n---\n{{{{ x }}}}\n"
    file = {"name": "mau.txt", "mimeType": "text/plain", "buffer": text.encode()}
    page.get_by_label("Nội dung mẫu").set_input_files([file])  # type: ignore[list-item]
    page.get_by_label("Áp dụng từ").fill("01/12/2026")
    page.locator("main form button").click()
    page.wait_for_load_state()


FIRST_TEMPLATE = 'main td a[href^="/documents/templates/"]'


FIRST_UNIT = 'main td a[href^="/places/"]'
FIRST_MODEL = 'main td a[href^="/deployments/"]'
ONE_USER = 'main td a:has-text("Đinh Thị Giả Định")'
PROGRESS = "/plans/270-KH-UBND/progress/"

SCREENS = (
    # doors, refusals
    Screen("first_page_visitor", "desk:home", "", "/"),
    Screen("first_page_lead", "desk:home", "quan-ly", "/"),
    Screen("first_page_officer", "desk:home", "can-bo", "/"),
    Screen("first_page_volunteer", "desk:home", "tinh-nguyen", "/"),
    Screen("first_page_auditor", "desk:home", "kiem-nhat-ky", "/"),
    Screen("first_page_facility", "desk:home", "co-so", "/"),
    Screen("first_page_two_posts", "desk:home", "hai-vi-tri", "/"),
    Screen("first_page_no_post", "desk:home", "dieu-tra-vien", "/"),
    Screen("not_found", "", "quan-ly", "/no-such-page/", status=404),
    Screen("refused", "access:user_list", "tinh-nguyen", "/account/users/", status=403),
    Screen("broken", "web:shelf_refusal", "quan-ly", "/shelf/refusals/500/", status=500),
    Screen("conflict", "web:shelf_refusal", "quan-ly", "/shelf/refusals/409/", status=409),
    Screen("bad_request", "web:shelf_refusal", "quan-ly", "/shelf/refusals/400/", status=400),
    Screen("old_form", "account_login", FRESH, "/account/sign-in/", do=send_old_form, status=403),
    Screen("shelf", "web:shelf", "quan-ly", "/shelf/"),
    # the desk
    Screen("first_page_chief", "desk:home", "truong-cong-an", "/"),
    Screen("today", "desk:today", "can-bo", "/today/"),
    Screen("people_of_unit", "desk:people", "can-bo", "/files/"),
    Screen("people_of_volunteer", "desk:people", "tinh-nguyen", "/files/?state=all"),
    Screen("handovers", "desk:handovers", "can-bo", "/handovers/"),
    Screen("handovers_all", "desk:handovers", "cong-an", "/handovers/?state=all"),
    Screen("handovers_out", "desk:handovers_out", "co-so", "/handovers/sent/"),
    Screen("reassignment", "desk:reassignment", "chu-tich", "/reassignment/"),
    Screen("duties", "desk:duty_list", "truong-cong-an", "/duties/"),
    Screen("duties_by_unit", "desk:duty_units", "quan-ly", "/duties/units/"),
    # sign-in and one's own account
    Screen("sign_in", "account_login", "", "/account/sign-in/"),
    Screen("sign_in_wrong", "account_login", FRESH, "/account/sign-in/", do=try_password),
    Screen("sign_in_locked", "account_login", FRESH, "/account/sign-in/", do=try_too_often, status=429),
    Screen("sign_out", "account_logout", "can-bo", "/account/sign-out/"),
    Screen("confirm", "account_reauthenticate", "can-bo", "/account/confirm/"),
    Screen("account", "access:account", "can-bo", "/account/"),
    Screen("password", "account_change_password", "can-bo", "/account/password/"),
    Screen("post_choose", "access:post_choose", "hai-vi-tri", "/account/post/"),
    Screen("post_none", "access:post_choose", "dieu-tra-vien", "/account/post/"),
    Screen("second_factor_none", "mfa_index", "can-bo", "/account/second-factor/"),
    Screen("second_factor_app", "mfa_activate_totp", "can-bo", "/account/second-factor/app/add/"),
    Screen("second_factor_sign_in", "mfa_authenticate", FRESH, "/account/sign-in/", do=sign_in_half),
    Screen("second_factor", "mfa_index", WITH_SECOND_FACTOR, "/account/second-factor/"),
    Screen("second_factor_app_remove", "mfa_deactivate_totp", WITH_SECOND_FACTOR, "/account/second-factor/app/remove/"),
    Screen("second_factor_confirm", "mfa_reauthenticate", WITH_SECOND_FACTOR, "/account/second-factor/confirm/"),
    Screen("codes", "mfa_view_recovery_codes", WITH_SECOND_FACTOR, "/account/second-factor/codes/"),
    Screen("codes_new", "mfa_generate_recovery_codes", WITH_SECOND_FACTOR, "/account/second-factor/codes/new/"),
    Screen("passkeys", "mfa_list_webauthn", WITH_SECOND_FACTOR, "/account/second-factor/passkeys/"),
    Screen("passkey_add", "mfa_add_webauthn", WITH_SECOND_FACTOR, "/account/second-factor/passkeys/add/"),
    Screen(
        "passkey_confirm",
        "mfa_reauthenticate_webauthn",
        WITH_SECOND_FACTOR,
        "/account/second-factor/passkeys/confirm/",
    ),
    Screen(
        "passkey_remove",
        "mfa_remove_webauthn",
        WITH_SECOND_FACTOR,
        "/account/second-factor/passkeys/",
        ('main a[href$="/remove/"]',),
    ),
    Screen(
        "passkey_name",
        "mfa_edit_webauthn",
        WITH_SECOND_FACTOR,
        "/account/second-factor/passkeys/",
        ('main a[href$="/name/"]',),
    ),
    # accounts and posts
    Screen("users", "access:user_list", "quan-tri", "/account/users/"),
    Screen("users_none", "access:user_list", "quan-tri", "/account/users/?q=khong+co+ai"),
    Screen("user_create", "access:user_create", "quan-tri", "/account/users/create/"),
    Screen("user_create_wrong", "access:user_create", "quan-tri", "/account/users/create/", do=press("Lập tài khoản")),
    Screen("password_shown", "access:user_create", "quan-tri", "/account/users/create/", do=make_account),
    Screen("user", "access:user_detail", "quan-tri", "/account/users/", (ONE_USER,)),
    Screen("user_switch", "access:user_switch", "quan-tri", "/account/users/", (ONE_USER, 'main a[href$="/switch/"]')),
    Screen(
        "sign_in_renew", "access:sign_in_renew", "quan-tri", "/account/users/", (ONE_USER, 'main a[href$="/sign-in/"]')
    ),
    Screen("post_grant", "access:post_grant", "quan-tri", "/account/users/", (ONE_USER, 'main a[href$="/grant/"]')),
    Screen(
        "post_grant_places",
        "access:post_grant",
        "quan-tri",
        "/account/users/",
        (ONE_USER, 'main a[href$="/grant/"]'),
        look_for_place,
    ),
    Screen("post_end", "access:post_end", "quan-tri", "/account/users/", (ONE_USER, 'main a[href$="/end/"]')),
    Screen("posts", "access:post_list", "quan-tri", "/account/posts/"),
    # places
    Screen("places", "places:unit_list", "can-bo", "/places/"),
    Screen("places_found", "places:unit_list", "can-bo", "/places/?q=trung+tu"),
    Screen("place", "places:unit_detail", "can-bo", "/places/", (FIRST_UNIT,)),
    Screen("place_merged", "places:unit_detail", "can-bo", "/places/00229/2021-01-01/"),
    Screen("place_ward", "places:unit_detail", "can-bo", "/places/00004/2025-07-01/"),
    # templates of papers
    Screen("templates", "documents:template_list", "quan-tri", "/documents/templates/"),
    Screen("template", "documents:template_detail", "quan-tri", "/documents/templates/", (FIRST_TEMPLATE,)),
    Screen(
        "template_verify",
        "documents:template_verify",
        "quan-tri",
        "/documents/templates/",
        (FIRST_TEMPLATE, 'main a[href$="/verify/"]'),
    ),
    Screen(
        "template_replace_wrong",
        "documents:template_replace",
        "quan-tri",
        "/documents/templates/",
        (FIRST_TEMPLATE, 'main a[href$="/replace/"]'),
        upload_bad_template,
    ),
    Screen("signatories", "documents:signatory_list", "quan-tri", "/documents/signatories/"),
    Screen(
        "signatory_add",
        "documents:signatory_add",
        "quan-tri",
        "/documents/signatories/",
        ('main td a[href^="/documents/signatories/"]',),
    ),
    # audit
    Screen("audit", "audit:entry_list", "kiem-nhat-ky", "/audit/"),
    Screen("verification", "audit:verification", "kiem-nhat-ky", "/audit/verification/"),
    Screen("verified", "audit:verification", "kiem-nhat-ky", "/audit/verification/", do=press("Kiểm tra")),
    # plans and progress
    Screen("plans", "plans:plan_list", "quan-ly", "/plans/"),
    Screen("plan", "plans:plan_detail", "quan-ly", "/plans/270-KH-UBND/"),
    Screen("plan_targets", "plans:plan_detail", "quan-ly", "/plans/", ('main tbody tr:last-child a[href^="/plans/"]',)),
    Screen("plan_check", "plans:plan_check", "quan-ly", "/plans/270-KH-UBND/check/"),
    Screen("targets", "plans:target_list", "quan-ly", "/plans/targets/"),
    Screen("target", "plans:target_detail", "quan-ly", "/plans/targets/", ('main td a[href^="/plans/targets/"]',)),
    Screen("progress", "plans:progress_plan", "quan-ly", PROGRESS),
    Screen("progress_2025_01", "plans:progress_plan", "quan-ly", f"{PROGRESS}?vintage=2025-01-01"),
    Screen("progress_2025_07", "plans:progress_plan", "quan-ly", f"{PROGRESS}?vintage=2025-07-01"),
    Screen("progress_2022", "plans:progress_plan", "quan-ly", f"{PROGRESS}?year=2022&kind=b93_club"),
    Screen("progress_wrong", "plans:progress_plan", "quan-ly", f"{PROGRESS}?as_of=31/02/2023"),
    Screen("progress_volunteer", "plans:progress_plan", "tinh-nguyen", PROGRESS),
    Screen("progress_units", "plans:progress_units", "quan-ly", f"{PROGRESS}units/?as_of=2023-12-31&applies=yes"),
    Screen(
        "progress_units_estimate",
        "plans:progress_units",
        "quan-ly",
        f"{PROGRESS}units/?as_of=2023-12-31&vintage=2025-07-01&applies=estimate",
    ),
    # models in the communes
    Screen("deployments", "programmes:deployment_list", "quan-ly", "/deployments/"),
    Screen("deployments_none", "programmes:deployment_list", "can-bo-ngoc-ha", "/deployments/?q=khong+co+xa+nao"),
    Screen("deployment", "programmes:deployment_detail", "quan-ly", "/deployments/", (FIRST_MODEL,)),
    Screen("commune_choose", "programmes:commune_choose", "quan-ly", "/deployments/start/"),
    Screen("deployment_start", "programmes:deployment_start", "can-bo", "/deployments/start/00004/2025-07-01/"),
    Screen(
        "deployment_start_wrong",
        "programmes:deployment_start",
        "can-bo",
        "/deployments/start/00004/2025-07-01/",
        do=press("Ghi"),
    ),
    Screen(
        "deployment_correct",
        "programmes:deployment_correct",
        "quan-ly",
        "/deployments/",
        (FIRST_MODEL, 'main a[href$="/correct/"]'),
    ),
    Screen(
        "deployment_end",
        "programmes:deployment_end",
        "quan-ly",
        "/deployments/",
        (FIRST_MODEL, 'main a[href$="/end/"]'),
    ),
    Screen(
        "deployment_withdraw",
        "programmes:deployment_withdraw",
        "quan-ly",
        "/deployments/",
        (FIRST_MODEL, 'main a[href$="/withdraw/"]'),
    ),
    Screen("import_start", "programmes:import_start", "quan-ly", "/deployments/import/"),
    Screen("import_wrong", "programmes:import_detail", "quan-ly", "/deployments/import/", do=upload_bad_list),
)
IN_ENGLISH = (
    "first_page_visitor",
    "first_page_officer",
    "sign_in",
    "account",
    "user",
    "place_merged",
    "audit",
    "plan",
    "plan_check",
    "progress",
    "progress_units",
    "deployment",
    "deployment_start",
    "import_start",
)
ENGLISH = tuple(replace(one, name=f"{one.name}_en", language="en") for one in SCREENS if one.name in IN_ENGLISH)
