"""The request as the views of this app see it: always signed in, always with the standing of today."""

from hoanhap.ground.access.models import Post, User
from hoanhap.ground.access.selectors import Standing
from hoanhap.ground.web.http import ActorRequest


class AccountRequest(ActorRequest):
    """A request that the policy let through as "account" or more: ``user`` is one of ours."""

    user: User
    post: Post | None
    standing: Standing
