"""The policy file: what it says, and that a planted mistake is refused."""

from datetime import date

import pytest
from django.core.management import call_command

from hoanhap.ground.access import policy
from hoanhap.ground.access.choices import PERMISSION_WORDS, ROLE_WORDS
from hoanhap.ground.access.policy import FILE, PolicyError, read
from hoanhap.ground.kernel.permissions import Permission, Role

TEXT = FILE.read_text(encoding="utf-8")


def test_the_shipped_policy_is_whole() -> None:
    found = read(TEXT)
    assert set(found.roles) == set(Role) - {Role.SYSTEM}
    assert policy.rule_for("access:post_grant") == "posts.grant"
    assert policy.rule_for("account_login") == "public"


def test_what_is_not_listed_has_no_rule() -> None:
    assert policy.rule_for("admin:index") is None
    assert policy.rule_for(None) is None


def test_only_the_administrator_grants_and_only_the_auditor_reads_the_log() -> None:
    def holders(permission: Permission) -> set[Role]:
        return {role for role in policy.policy().roles if permission in policy.permissions_of(role)}

    assert holders(Permission.POSTS_GRANT) == {Role.SYSTEM_ADMINISTRATOR}
    assert holders(Permission.AUDIT_VIEW) == {Role.LOG_AUDITOR}


def test_fields_have_the_class_of_their_model_unless_named() -> None:
    assert policy.data_class("access.User", "full_name") == "D11"
    assert policy.data_class("access.User", "password") == "technical"
    assert policy.data_class("access.Nothing", "x") is None


def test_every_role_and_permission_has_words() -> None:
    assert set(ROLE_WORDS) == set(Role) - {Role.SYSTEM}
    assert set(PERMISSION_WORDS) == set(Permission)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[roles.volunteer]", "[roles.volunteers]", "no such role: volunteers"),
        ("[roles.volunteer]", "[roles.volunteers]", "role without a section: volunteer"),
        ("[roles.volunteer]\n", "[roles.volunteer]\nsees = []\n", "unknown key sees"),
        ('stands_at = ["district"]', 'stands_at = ["county"]', "no such kind of unit: county"),
        ('stands_at = ["district"]', "stands_at = []", "stands nowhere"),
        ('"audit.checkpoint"', '"audit.erase"', "no such permission: audit.erase"),
        ('"account_login" = "public"', '"account_login" = "everybody"', "no such rule: everybody"),
        ('class = "D11"', 'class = "D13"', "no such data class: D13"),
        ('id = "technical"', 'id = "secret"', "id: no such data class: secret"),
        ('purpose = "know who signs in"', "", "purpose is missing"),
        ('exports = ["desk:people"]', 'exports = ["plans:nothing"]', "plans:nothing: no such guarded address"),
        ('exports = ["desk:people"]', "other = []", "step_up: unknown key other"),
        ("volunteer = [{ from = 2021-01-01, files = 3 }]", "", "volunteer: sees people without a limit"),
        ("volunteer = [{", "volunteers = [{", "no such role: volunteers"),
        ("\n[addresses]\n", "\n[adresses]\n", "unknown section: adresses"),
        ("\n[addresses]\n", "\n[addresses\n", "policy.toml"),
    ],
)
def test_a_mistake_in_the_file_is_refused_by_name(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(PolicyError, match=said):
        read(TEXT.replace(old, new, 1))


def test_the_reference_page_is_printed_from_the_policy(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("reference", "access")
    printed = capsys.readouterr().out
    assert "| Volunteer (`volunteer`) |" in printed
    assert "| `access:post_grant` | `posts.grant` |" in printed
    assert "| `access.Post` | D11 |" in printed


def test_the_limit_of_files_is_that_of_the_day() -> None:
    assert policy.files_an_hour(Role.VOLUNTEER, date(2026, 1, 1)) == 3
    assert policy.files_an_hour(Role.VOLUNTEER, date(2020, 12, 31)) is None
    assert policy.files_an_hour(Role.CITY_PROGRAMME_LEAD, date(2026, 1, 1)) is None
    later = "volunteer = [{ from = 2030-01-01, files = 5 }, { from = 2021-01-01, files = 3 }]"
    found = read(TEXT.replace("volunteer = [{ from = 2021-01-01, files = 3 }]", later, 1))
    assert found.files_an_hour[Role.VOLUNTEER] == [(date(2021, 1, 1), 3), (date(2030, 1, 1), 5)]


def test_step_up_is_asked_by_address() -> None:
    assert policy.needs_step_up("access:post_grant")
    assert not policy.needs_step_up("access:post_list")
    assert not policy.needs_step_up("")
