"""Every address is in the access policy, and refuses whoever the policy does not let in."""

import tomllib
from functools import cache

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, path, reverse

from hoanhap.ground.kernel.permissions import Permission, Role
from tests.cast import Cast
from tests.meta import checks
from tests.meta.crawling import sample_path

POLICY = tomllib.loads((checks.SOURCE / "ground/access/policy.toml").read_text(encoding="utf-8"))
LISTED: dict[str, str] = POLICY["addresses"]


@cache
def found() -> list[tuple[str, str]]:
    """Every address of the product with its route."""
    return list(checks.addresses(get_resolver().url_patterns))


def guarded() -> list[tuple[str, str, str]]:
    """The addresses that need a permission: name, permission and a path that matches."""
    routes = dict(found())
    return [
        (name, rule, sample_path(routes[name]))
        for name, rule in LISTED.items()
        if rule in set(Permission) and name in routes
    ]


def closed() -> list[tuple[str, str]]:
    """The addresses that are not for everybody: name and path."""
    routes = dict(found())
    return [(name, sample_path(routes[name])) for name, rule in LISTED.items() if rule != "public" and name in routes]


def without(permission: str) -> Role | None:
    """A role that does not have a permission; none where every role has it."""
    lacking = (Role(name) for name, role in POLICY["roles"].items() if permission not in role["permissions"])
    return next(lacking, None)


def let_in(client: Client, name: str, address: str, refusal: tuple[int, str]) -> list[str]:
    """The methods with which an address does not refuse as it should: status, and where it sends."""
    faults = []
    for method in ("get", "post", "head"):
        answer: HttpResponse = getattr(client, method)(address)
        if (answer.status_code, answer.headers.get("Location", "").partition("?")[0]) != refusal:
            faults.append(f"{name}: {method} answers {answer.status_code}")
    return faults


def test_every_address_is_in_the_policy_and_the_policy_names_no_other() -> None:
    checks.nothing(checks.address_faults(found(), LISTED))


def test_unnamed_unlisted_and_vanished_addresses_are_noticed() -> None:
    def view(request: object) -> None:
        """Never called."""

    planted = list(checks.addresses([path("a/", view), path("b/<int:n>/", view, name="b"), path("c/", view, name="c")]))
    assert checks.address_faults(planted, {"c": "public", "d": "public"}) == [
        "a/: has no name",
        "b: not in the policy",
        "d: in the policy, but there is no such address",
    ]


@pytest.mark.django_db
def test_a_visitor_is_sent_to_sign_in() -> None:
    refusal = (302, reverse("account_login"))
    checks.nothing(fault for name, address in closed() for fault in let_in(Client(), name, address, refusal))


def test_the_wrong_role_is_refused_everywhere(cast: Cast) -> None:
    wrong = {name: role for name, rule, _path in guarded() if (role := without(rule))}
    clients = {role: cast.in_role(role).client for role in set(wrong.values())}
    checks.nothing(
        fault
        for name, _rule, address in guarded()
        if name in wrong
        for fault in let_in(clients[wrong[name]], name, address, (403, ""))
    )


def test_somebody_without_a_post_is_let_in_nowhere(cast: Cast) -> None:
    refusal = (302, reverse("access:post_choose"))
    client = cast.nobody.client
    checks.nothing(fault for name, _rule, address in guarded() for fault in let_in(client, name, address, refusal))


def test_an_address_that_lets_the_wrong_role_in_is_noticed(cast: Cast) -> None:
    assert let_in(cast.nobody.client, "planted", reverse("account_login"), (403, ""))
