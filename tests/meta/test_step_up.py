"""Every address that the policy lists for step-up refuses an old proof and lets a fresh one through (C9)."""

from functools import cache

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from hoanhap.ground.access.policy import PolicyError, policy, read
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast
from tests.meta import checks
from tests.meta.crawling import sample_path
from tests.stepping_up import confirm

LISTED = sorted(policy().step_up | policy().step_up_to_export)
TOO_LONG = 5 * 60 + 1


@cache
def routes() -> dict[str, str]:
    return dict(checks.addresses(get_resolver().url_patterns))


def path_of(name: str) -> str:
    return sample_path(routes()[name]) + ("?export=xlsx" if name in policy().step_up_to_export else "")


def role_for(name: str) -> Role:
    """A role that may open the address."""
    needed = policy().addresses[name]
    return next(role for role, rule in policy().roles.items() if needed in rule.permissions)


def is_asked(answer: HttpResponse) -> bool:
    asked = answer.headers.get("Location", "").startswith(reverse("account_reauthenticate"))
    return answer.status_code == 302 and asked


def asked(client: Client, name: str) -> dict[str, bool]:
    client.raise_request_exception = False
    return {method: is_asked(getattr(client, method)(path_of(name))) for method in ("get", "head", "post")}


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTED)
def test_an_old_proof_is_refused_and_a_fresh_one_is_not(cast: Cast, name: str) -> None:
    member = cast.in_role(role_for(name))
    everywhere, nowhere = dict.fromkeys(("get", "head", "post"), True), dict.fromkeys(("get", "head", "post"), False)
    assert asked(member.client, name) == everywhere, "signing in is no proof"
    confirm(member, seconds_ago=TOO_LONG)
    assert asked(member.client, name) == everywhere
    confirm(member, seconds_ago=TOO_LONG - 31)
    assert asked(member.client, name) == nowhere


@pytest.mark.django_db
def test_an_address_that_is_not_listed_asks_nobody(cast: Cast) -> None:
    assert not any(asked(cast.administrator.client, "access:user_list").values())


def test_the_list_is_not_empty_and_names_guarded_addresses_alone() -> None:
    assert "people:identifier_show" in LISTED
    for wrong in ('addresses = ["desk:home"]', 'exports = ["nowhere:at_all"]', 'other = ["x"]'):
        with pytest.raises(PolicyError, match="step_up"):
            read(f'[addresses]\n"desk:home" = "public"\n[step_up]\n{wrong}\n')
