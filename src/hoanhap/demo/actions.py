"""Brings the demo into the database, through the same actions as everything else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from hoanhap.casework.people.models import Person
from hoanhap.demo.cast import CAST, DECISION, Holding, Member
from hoanhap.demo.population import bulk, names
from hoanhap.demo.population.drawing import draw
from hoanhap.demo.population.playing import Player
from hoanhap.demo.population.rows import cast_posts
from hoanhap.demo.population.territory import load_territory
from hoanhap.ground.access import actions as access
from hoanhap.ground.access.models import Post, User
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.places.models import Place


@dataclass(frozen=True)
class CastMade:
    """How many accounts and posts the cast has, and how many of them were new."""

    accounts: int
    posts: int
    new_accounts: int
    new_posts: int


def make_cast(*, by: Actor) -> CastMade:
    """Make the accounts and posts of the cast that are missing. A second run makes none.

    Outside a demo (``HOANHAP_DEMO``) the accounts are made closed, since everybody knows their password.

    Raises Refusal in a database that has other accounts, and where the reference lacks a unit of the cast.
    """
    cast = [one.sign_in for one in CAST]
    if User.objects.exclude(sign_in__in=cast).exists():
        raise Refusal("demo.not_here")
    users = {user.sign_in: user for user in User.objects.filter(sign_in__in=[one.sign_in for one in CAST])}
    new = [one for one in CAST if one.sign_in not in users]
    for member in new:
        users[member.sign_in] = _make_account(by, member)
    held = set(Post.objects.values_list("user_id", "role", "place__code", "place__valid_from"))
    missing = [
        (one, holding)
        for one in CAST
        for holding in one.holdings
        if (users[one.sign_in].pk, holding.role.value, *holding.place) not in held
    ]
    for member, holding in missing:
        _grant(by, users[member.sign_in], holding)
    for user in users.values():
        if user.is_active != settings.DEMO:  # the demo's password is public: its accounts open in a demo only
            access.set_user_active(by=by, user=user, active=settings.DEMO, reason="HOANHAP_DEMO")
    return CastMade(len(CAST), sum(len(one.holdings) for one in CAST), len(new), len(missing))


def _make_account(by: Actor, member: Member) -> User:
    return access.create_user(
        by=by,
        sign_in=member.sign_in,
        full_name=member.full_name,
        password=settings.DEMO_PASSWORD,
        language=member.language,
        initial=False,  # the demo's password is shown beside the form; changing it would shut the next visitor out
    )


def _grant(by: Actor, user: User, holding: Holding) -> None:
    code, valid_from = holding.place
    place = Place.objects.filter(code=code, valid_from=valid_from).first()
    if place is None:
        raise Refusal("demo.unit_missing", unit=code, valid_from=valid_from)
    access.grant_post(
        by=by,
        user=user,
        role=holding.role,
        place=place,
        from_on=holding.from_on,
        to_on=holding.to_on,
        decision_no=DECISION,
    )


def make_population(
    *, people: int, seed: int, today: date, fast: bool = False, tell: Callable[[int, int], None] = lambda done, of: None
) -> int:
    """Fill the database with so many synthetic people and their histories up to yesterday; returns how many.

    All of them or none, and none where there are people already. ``fast``: set-wise, for numbers that would take hours
    through the actions. ``tell`` hears how much of how much is done. Raises Refusal for a number that cannot be.
    """
    if not 0 <= people <= names.MOST:
        raise Refusal("demo.people_out_of_range", most=names.MOST)
    if people == 0 or Person.objects.exists():
        return 0
    lives = draw(people=people, seed=seed, until=today - timedelta(days=1), territory=load_territory())
    with transaction.atomic():
        if fast:
            return bulk.write(lives, seed=seed, cast=cast_posts(), tell=lambda done: tell(done, people))
        Player(cast=cast_posts(), tell=tell).play(lives)
    return people
