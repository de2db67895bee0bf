"""What the tests of access share."""

from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.cache import cache

from hoanhap.ground.access.sign_in import SECOND_FACTOR_KEY


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Limits by address count anew in every test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def second_factor_key() -> None:
    """The key that seals secrets, as ``hoanhap init`` makes it."""
    path = settings.KEYS / SECOND_FACTOR_KEY
    if not path.exists():
        path.write_bytes(Fernet.generate_key())
