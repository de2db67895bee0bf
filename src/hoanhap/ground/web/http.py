"""The request as our views see it."""

from django.http import HttpRequest

from hoanhap.ground.kernel.permissions import Actor


class ActorRequest(HttpRequest):
    """A request with its actor: set by the access middleware, on every request, ``NOBODY`` for visitors.

    Never built; it is the type that views declare.
    """

    actor: Actor
