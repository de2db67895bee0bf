"""The only writers of official papers and their templates. Rooms above import the first from here."""

from hoanhap.ground.documents.actions.papers import (
    prepare_document,
    return_document,
    revoke_document,
    serve_document,
    sign_document,
)
from hoanhap.ground.documents.actions.templates import load_reference

__all__ = [
    "load_reference",
    "prepare_document",
    "return_document",
    "revoke_document",
    "serve_document",
    "sign_document",
]
