"""What the bench measures on: the shipped reference, deployments in every commune, a long audit log, accounts.

Made through the product's own actions, many at a time, the same on every run. Nobody in it is a real person.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench import people
from bench.site import Site
from hoanhap.casework.programmes.actions.deployments import NewDeployment, start_deployments
from hoanhap.casework.programmes.choices import Basis, EndReason, ModelKind
from hoanhap.ground.access.actions import create_user, grant_post
from hoanhap.ground.access.models import Post, User
from hoanhap.ground.access.selectors import actor_for
from hoanhap.ground.audit.actions import Entry, audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import SYSTEM, Actor, Role
from hoanhap.ground.kernel.text import fold, sort_key
from hoanhap.ground.places.models import Place

CITY = "01"
PLAN = "270-KH-UBND"
FIRST_DAY = date(2021, 1, 1)
"""The first day of the plan: its 579 communes are those that are given models."""
YEARS = range(2021, 2026)
KINDS = (ModelKind.VOLUNTEERS, ModelKind.B93_CLUB, ModelKind.COUNSELLING_POINT)
PASSWORD = "một mật khẩu chỉ để đo"  # noqa: S105 - of accounts that live as long as the run
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CHUNK = 10_000


@dataclass(frozen=True)
class Sizes:
    """How large the measured database is."""

    communes: int = 579
    """Communes that run models, each all three of them."""
    rows: int = 0
    """Deployments altogether; the three models of every commune are the least."""
    entries: int = 100_000
    """Entries of the audit log, at least."""
    accounts: int = 250
    people: int = 0
    """People on file, each with a measure."""


@dataclass(frozen=True)
class Member:
    """Somebody signed in."""

    user: User
    post: Post
    actor: Actor
    site: Site


def fill(sizes: Sizes) -> None:
    """Reference data, static files, deployments, accounts, audit entries; the database must be new."""
    with open("/dev/null", "w", encoding="utf-8") as quiet:
        call_command("init", stdout=quiet)
        call_command("collectstatic", interactive=False, verbosity=0, stdout=quiet)
    communes = commune_units()[: sizes.communes]
    new = [*_three_models(communes), *_further(communes, sizes.rows - len(communes) * len(KINDS))]
    for start in range(0, len(new), CHUNK):
        start_deployments(by=SYSTEM, new=new[start : start + CHUNK])
    _add_accounts(sizes.accounts)
    if sizes.people:
        today = clock.today()
        units = Place.objects.of_province(CITY).commune_level().valid_on(today).in_order()
        people.fill(sizes.people, list(units), on=today)
    _lengthen_log(sizes.entries, communes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does in life; without it, plans rest on guesses


def commune_units() -> list[Place]:
    """The communes of the plan's first day, in order."""
    return list(Place.objects.of_province(CITY).commune_level().valid_on(FIRST_DAY).in_order())


def _three_models(communes: Sequence[Place]) -> list[NewDeployment]:
    chance = random.Random(270)
    return [
        _deployment(chance, place, kind, number * len(KINDS) + offset)
        for number, place in enumerate(communes, start=1)
        for offset, kind in enumerate(KINDS)
    ]


def _further(communes: Sequence[Place], number: int) -> list[NewDeployment]:
    chance = random.Random(579)
    return [
        _deployment(chance, communes[i % len(communes)], ModelKind.OTHER, 100_000 + i, name=f"Mô hình đo {i}")
        for i in range(number)
    ]


def _deployment(chance: random.Random, place: Place, kind: ModelKind, number: int, name: str = "") -> NewDeployment:
    """One that starts in some year of the plan while its unit stood; a tenth have ended, a fifth are assumed."""
    last = min(place.valid_to or date(2025, 12, 1), date(2025, 12, 1))
    start = FIRST_DAY + timedelta(days=60 + chance.randrange((last - FIRST_DAY).days - 60))
    ended = chance.random() < 0.1
    return NewDeployment(
        place=place,
        kind=kind,
        name=name,
        decision_no=f"{number}/QĐ-UBND",
        decision_on=start - timedelta(days=7),
        from_on=start,
        to_on=start + timedelta(days=200) if ended else None,
        end_reason=EndReason.NO_NEED if ended else "",
        basis=Basis.ASSUMED if chance.random() < 0.2 else Basis.REPORTED,
    )


def _add_accounts(number: int) -> None:
    """Accounts with a post each, for the lists of accounts and posts. They cannot sign in: no password is set."""
    units = list(Place.objects.of_province(CITY).commune_level().valid_on(clock.today()).in_order())
    users = [
        User(
            sign_in=f"do-{i}",
            full_name=f"Nguyễn Văn Mẫu {i}",
            search_key=fold(f"Nguyễn Văn Mẫu {i} do-{i}"),
            sort_key=sort_key(f"Nguyễn Văn Mẫu {i}"),
            password="!",  # noqa: S106 - no password fits
        )
        for i in range(number)
    ]
    User.objects.bulk_create(users)
    Post.objects.bulk_create(
        Post(
            user=user,
            role=Role.SOCIAL_AFFAIRS_OFFICER.value,
            place=units[i % len(units)],
            from_on=units[i % len(units)].valid_from,
            decision_no="1/QĐ-UBND",
        )
        for i, user in enumerate(users)
    )


def _lengthen_log(number: int, communes: Sequence[Place]) -> None:
    from hoanhap.ground.audit.models import AuditEntry

    missing = number - AuditEntry.objects.count()
    chains = [place.chain for place in communes]
    for start in range(0, missing, CHUNK):
        _record(by=SYSTEM, numbers=range(start, min(start + CHUNK, missing)), chains=chains)


@audited
def _record(*, by: Actor, numbers: range, chains: Sequence[str]) -> None:
    record_many(
        [
            Entry(
                event="programmes.deployment_started",
                subject=f"programmes.deployment:{i:032x}",
                chain=chains[i % len(chains)],
                facts={"place": chains[i % len(chains)], "kind": "volunteers", "from_on": FIRST_DAY, "to_on": None},
            )
            for i in numbers
        ],
        by=by,
    )


def member(sign_in: str, role: Role, place: Place) -> Member:
    """An account with one post, signed in."""
    from hoanhap.project.wsgi import application  # not before the static files are there: it looks for them once

    user = create_user(by=SYSTEM, sign_in=sign_in, full_name="Trần Thị Ví Dụ", password=PASSWORD, initial=False)
    post = grant_post(by=SYSTEM, user=user, role=role, place=place, from_on=place.valid_from, decision_no="01/QĐ-UBND")
    client = Client()
    client.force_login(user, backend=BACKEND)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return Member(user, post, actor_for(user, None, clock.today()), Site(application, cookies))


def city() -> Place:
    """Hà Nội, as it stands today."""
    return Place.objects.valid_on(clock.today()).get(code=CITY, parent=None)
