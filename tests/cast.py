"""The cast: the same few people in every test, so that a reader knows at once who may do what.

``officer`` records for *this* commune, ``neighbour`` for the *next* one; ``lead`` sees the whole city;
``volunteer``, ``inspector``, ``auditor`` and ``administrator`` do what their names say; ``nobody`` has signed
in but holds no post; ``visitor`` has not signed in. Everybody is made when first asked for. The cast stands
in the days of the clock: let it stand (fixture ``clock``) before the cast is asked for where a test lives
in 2023.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.test import Client

from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import NOBODY, SYSTEM, Actor, Role

if TYPE_CHECKING:
    from hoanhap.ground.access.models import Post, User
    from hoanhap.ground.places.models import Place

PASSWORD = "một mật khẩu chỉ để thử"
HANOI = "01"


@dataclass(frozen=True)
class Member:
    """One person of the cast: the account, the post (if any), who they are to actions, and their browser."""

    user: "User | None"
    post: "Post | None"
    actor: Actor
    client: Client


class Cast:
    """Everybody, made when first asked for."""

    @cached_property
    def city(self) -> "Place":
        """Hà Nội, as it stands today."""
        from hoanhap.ground.places.models import Place

        return Place.objects.valid_on(clock.today()).get(code=HANOI, parent=None)

    @cached_property
    def communes(self) -> "list[Place]":
        """The first two communes of the city by name: this one and the next."""
        from hoanhap.ground.places.models import Place

        units = Place.objects.of_province(HANOI).commune_level().valid_on(clock.today())
        return list(units.in_order()[:2])

    @property
    def here(self) -> "Place":
        """The officer's own commune."""
        return self.communes[0]

    @property
    def next_door(self) -> "Place":
        """The commune of the neighbour."""
        return self.communes[1]

    @cached_property
    def officer(self) -> Member:
        """Social affairs officer of this commune."""
        return self.member("can-bo", Role.SOCIAL_AFFAIRS_OFFICER, self.here)

    @cached_property
    def neighbour(self) -> Member:
        """Social affairs officer of the next commune."""
        return self.member("lang-gieng", Role.SOCIAL_AFFAIRS_OFFICER, self.next_door)

    @cached_property
    def lead(self) -> Member:
        """Programme lead of the city."""
        return self.member("thanh-pho", Role.CITY_PROGRAMME_LEAD, self.city)

    @cached_property
    def volunteer(self) -> Member:
        """Volunteer in this commune."""
        return self.member("tinh-nguyen", Role.VOLUNTEER, self.here)

    @cached_property
    def inspector(self) -> Member:
        """Inspector of the city."""
        return self.member("thanh-tra", Role.INSPECTOR, self.city)

    @cached_property
    def auditor(self) -> Member:
        """Auditor of the log."""
        return self.member("kiem-toan", Role.LOG_AUDITOR, self.city)

    @cached_property
    def administrator(self) -> Member:
        """System administrator."""
        return self.member("quan-tri", Role.SYSTEM_ADMINISTRATOR, self.city)

    @cached_property
    def nobody(self) -> Member:
        """Somebody with an account and no post."""
        return self.member("khong-ai", None, None)

    @cached_property
    def visitor(self) -> Member:
        """Somebody who has not signed in."""
        return Member(None, None, NOBODY, Client())

    def in_role(self, role: Role) -> Member:
        """Somebody in any other role, at a unit where the policy lets that role stand."""
        from hoanhap.ground.access import policy

        kinds = policy.stands_at(role)
        place = self.city if "province" in kinds else self.here
        return self.member(role.value.replace("_", "-"), role, place)

    def member(self, sign_in: str, role: Role | None, place: "Place | None") -> Member:
        """A new account, signed in, with one post from the day on which its place began."""
        from hoanhap.ground.access import actions, selectors

        user = actions.create_user(
            by=SYSTEM, sign_in=sign_in, full_name="Nguyễn Văn Mẫu", password=PASSWORD, initial=False
        )
        post = None
        if role is not None and place is not None:
            post = actions.grant_post(
                by=SYSTEM,
                user=user,
                role=role,
                place=place,
                from_on=place.valid_from,
                decision_no="01/QĐ-UBND",
            )
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return Member(user, post, selectors.actor_for(user, None, clock.today()), client)
