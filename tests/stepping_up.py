"""Step-up in tests: the password asked again, now or some time ago."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Member

RECORDS = "account_authentication_methods"


def confirm(member: Member, seconds_ago: int = 0) -> Client:
    """The member's browser after the password has been asked again, so long ago."""
    answer = member.client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302
    if seconds_ago:
        session = member.client.session
        session[RECORDS] = [{**record, "at": record["at"] - seconds_ago} for record in session[RECORDS]]
        session.save()
        member.client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return member.client
