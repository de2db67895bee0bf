"""Proving again to be there: a fresh second factor or, where none is set up, the password.

Source: access-and-privacy.md §3.5. Which addresses need it stands in the policy file, ``[step_up]``. What was typed is
kept while the holder confirms (in the session, which is sealed).
"""

import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.http import HttpRequest, HttpResponse


def has_confirmed(request: HttpRequest) -> bool:
    """Whether this session's holder has proved to be there within the last five minutes. Signing in does not count.

    Reads the session alone; which proof counts was decided when it was given (``AccountAdapter``).
    """
    records = get_authentication_records(request, request.user)
    moments = [record["at"] for record in records if record.get("reauthenticated")]
    return bool(moments) and time.time() - moments[-1] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def ask(request: HttpRequest) -> HttpResponse:
    """The page that asks; afterwards the request goes on where it stood."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    response: HttpResponse = suspend_request(request, methods[0]["url"])
    return response
