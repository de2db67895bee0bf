"""Sessions whose content nobody reads who takes the database away."""

from base64 import b64decode, b64encode
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.web.sealed import seal, unseal

_BOUND_TO = "sessions.session.session_data"


class SessionStore(DatabaseStore):
    """The database's sessions, sealed: what was typed waits in them while somebody confirms who they are."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Sealed."""
        return b64encode(seal(super().encode(session_dict), bound_to=_BOUND_TO)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Open; nothing where it was sealed with another key, so that its holder signs in again."""
        try:
            text = unseal(b64decode(session_data), bound_to=_BOUND_TO)
        except (Refusal, ValueError):
            return {}
        opened: dict[str, Any] = super().decode(text)
        return opened
