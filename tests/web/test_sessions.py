"""Sessions are sealed in the database."""

import pytest
from django.contrib.sessions.models import Session

from hoanhap.ground.web.sessions import SessionStore

pytestmark = pytest.mark.django_db


def test_what_stands_in_a_session_is_sealed_and_read_back() -> None:
    store = SessionStore()
    store["typed"] = "Nguyễn Văn Mẫu"
    store.save()
    row = Session.objects.get(pk=store.session_key)
    assert "Mẫu" not in row.session_data
    assert b"typed".hex() not in row.session_data
    assert SessionStore(store.session_key)["typed"] == "Nguyễn Văn Mẫu"


@pytest.mark.parametrize("broken", ["", "???", "AAAA"])
def test_a_session_of_another_key_is_empty(broken: str) -> None:
    assert SessionStore().decode(broken) == {}
