"""The request as our views see it, and the answer that is a file."""

from django.http import HttpRequest, HttpResponse

from hoanhap.ground.kernel.permissions import Actor


class ActorRequest(HttpRequest):
    """A request with its actor: set by the access middleware, on every request, ``NOBODY`` for visitors.

    Never built; it is the type that views declare.
    """

    actor: Actor


def file_response(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """A file to be kept by whoever asked for it, and by nothing on the way. ``name`` says nothing of a person."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
