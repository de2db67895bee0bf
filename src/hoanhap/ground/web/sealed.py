"""Columns that are useless to whoever steals the database: sealed text, and blind indexes to find it by.

Sealed text is AES-256-GCM; the associated data is "app.model.field:key of the row", so a value copied into another
row or column does not open. Primary keys are UUIDs for that: the key exists before the insert. A blind index is an
HMAC-SHA-256 of the normalised value under a key of its own: equal values are found, nothing else can be.
Both keys stand in files that ``hoanhap init`` makes, outside the database. Without them sealed text is lost.
"""

import hmac
import os
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from hoanhap.ground.kernel.errors import Refusal

SEALING, INDEXING = "sealing_key", "blind_index_key"
KEY_BYTES = 32
VERSION = b"\x01"
NONCE = 12


@cache
def _read(directory: Path, name: str) -> bytes:
    try:
        key = (directory / name).read_bytes()
    except OSError:
        raise Refusal("web.no_key", name=name) from None
    if len(key) != KEY_BYTES:
        raise Refusal("web.no_key", name=name)
    return key


def _key(name: str) -> bytes:
    return _read(settings.KEYS, name)


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def seal(text: str, *, bound_to: str) -> bytes:
    """The text, readable only together with ``bound_to``. Raises Refusal ``web.no_key``."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + _cipher(_key(SEALING)).encrypt(nonce, text.encode(), bound_to.encode())


def unseal(sealed: bytes, *, bound_to: str) -> str:
    """The text that was sealed for ``bound_to``. Raises Refusal ``web.seal_broken`` for any other place or key."""
    version, nonce, body = sealed[:1], sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    try:
        if version != VERSION:
            raise ValueError
        return _cipher(_key(SEALING)).decrypt(nonce, body, bound_to.encode()).decode()
    except (InvalidTag, ValueError):
        raise Refusal("web.seal_broken") from None


def blind_index(kind: str, value: str) -> str:
    """What equal values of one kind share, and nobody without the key can compute. Raises Refusal ``web.no_key``."""
    return hmac.digest(_key(INDEXING), f"{kind}\x1f{value}".encode(), "sha256").hex()


class SealedAttribute(DeferredAttribute):
    """Opens the column when it is looked at, and not before."""

    field: "SealedText"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        """The text; the attribute itself when asked of the class."""
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, bytes | memoryview):
            value = unseal(bytes(value), bound_to=self.field.bound_to(instance)) if value else ""
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: object) -> None:
        """Keep what is given. (Having this, the attribute stands in front of what the row holds.)"""
        instance.__dict__[self.field.attname] = value


class SealedText(models.BinaryField):  # type: ignore[type-arg]
    """Text that is sealed in the database. Empty text is stored empty; it cannot be filtered or sorted by."""

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def bound_to(self, instance: models.Model) -> str:
        """What the value of this row is sealed for."""
        return f"{instance._meta.label_lower}.{self.attname}:{instance.pk}"

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        """Seal for this row."""
        value = getattr(model_instance, self.attname)
        return seal(value, bound_to=self.bound_to(model_instance)) if value else b""

    def get_prep_value(self, value: Any) -> Any:
        """Sealed bytes only: plain text must never reach a statement."""
        if isinstance(value, str):
            if value:
                raise TypeError(f"{self.name} is sealed: it cannot be searched or set by a query")
            return b""
        return super().get_prep_value(value)
