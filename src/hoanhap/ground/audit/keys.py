"""The key that signs checkpoints: in files outside the database, made once by ``hoanhap init``."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from hoanhap.ground.kernel.errors import Refusal

SIGNING, PUBLIC = "audit_signing_key.pem", "audit_public_key.pem"


def ensure_signing_key(directory: Path | None = None) -> Path:
    """Make the key pair where there is none, and return the public half's path. A second run changes nothing.

    The signing half is readable by the service's account alone. A lost public half is written again.
    """
    directory = directory or settings.KEYS
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    signing, public = directory / SIGNING, directory / PUBLIC
    if not signing.exists():
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        # EXCL: of two that start together, the second one fails instead of replacing a key already in use.
        with open(os.open(signing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
    if not public.exists():
        key = signing_key(directory).public_key()
        public.write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return public


def signing_key(directory: Path | None = None) -> Ed25519PrivateKey:
    """The key that signs. Raises Refusal ``audit.no_signing_key`` where it is missing or unreadable."""
    path = (directory or settings.KEYS) / SIGNING
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise Refusal("audit.no_signing_key", file=str(path)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refusal("audit.no_signing_key", file=str(path))
    return key


def public_key(path: Path | None = None) -> Ed25519PublicKey:
    """The key that verifies. Raises Refusal ``audit.no_public_key`` where it is missing or unreadable."""
    path = path or settings.KEYS / PUBLIC
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Refusal("audit.no_public_key", file=str(path)) from error
    if not isinstance(key, Ed25519PublicKey):
        raise Refusal("audit.no_public_key", file=str(path))
    return key
