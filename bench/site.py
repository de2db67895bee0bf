"""Requests as a server makes them: straight to a WSGI application, the whole body read."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults


@dataclass(frozen=True)
class Site:
    """A WSGI application and the cookies of one visitor."""

    application: Callable[..., Any]
    cookies: str = ""

    def get(self, address: str) -> str:
        """The body of the page at ``address`` (path and query). Raises RuntimeError unless it answers 200."""
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_LANGUAGE": "vi",
            "HTTP_COOKIE": self.cookies,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": BytesIO(),
        }
        setup_testing_defaults(environ)
        statuses: list[str] = []
        answer = self.application(environ, lambda status, headers, exc_info=None: statuses.append(status))
        try:
            body = b"".join(answer)
        finally:
            answer.close()
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{address} answered {statuses[0]}")
        return body.decode()
