"""Turns a refusal's code into a sentence, a form error or a page. The sentences stand in each app's messages.py."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.apps import apps
from django.forms import BaseForm
from django.utils.translation import gettext as _

from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.web.words import day_words, moment_words, number_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@cache
def _sentences() -> dict[str, "StrPromise"]:
    """Every app's ``MESSAGES``, collected once."""
    found: dict[str, StrPromise] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.messages"
        if config.name.startswith("hoanhap.") and find_spec(name):
            found.update(getattr(import_module(name), "MESSAGES", {}))
    return found


def _fact_words(value: object) -> object:
    """A fact as a reader expects it: days dd/mm/yyyy, numbers grouped, everything else as it is."""
    match value:
        case bool() | None:
            return value
        case datetime():
            return moment_words(value)
        case date():
            return day_words(value)
        case int() | Decimal():
            return number_words(value)
        case float():
            return number_words(value, 1)
        case list() | tuple() | set() | frozenset():
            return ", ".join(str(_fact_words(item)) for item in value)
        case _:
            return value


def words(refusal: Refusal) -> str:
    """The sentence of a refusal in the language of this request.

    A code without a sentence, or a sentence that asks for a fact that was not given, answers with a general
    sentence and the code, which is enough to find it: a refusal must never become an accident.
    """
    sentence = _sentences().get(refusal.code)
    if sentence is None:
        return _("This cannot be done (code %(code)s).") % {"code": refusal.code}
    facts = {name: _fact_words(value) for name, value in refusal.facts.items()}
    try:
        return str(sentence) % facts
    except (KeyError, TypeError, ValueError):
        return _("This cannot be done (code %(code)s).") % {"code": refusal.code}


@contextmanager
def on_form(form: BaseForm) -> Iterator[None]:
    """Let a refusal inside the block become an error of ``form``; look at ``form.is_valid()`` or ``form.errors``.

    A fact ``field`` names the field the sentence belongs to (or what the form calls it, ``form.called``); without it
    the sentence stands above the form.
    Refused permission and "not found" are no form errors: they pass on to their pages.
    """
    from hoanhap.ground.kernel.errors import NotFound, PermissionRefused

    try:
        yield
    except (NotFound, PermissionRefused):
        raise
    except Refusal as refusal:
        field = refusal.facts.get("field")
        field = getattr(form, "called", {}).get(field, field)
        name = field if isinstance(field, str) and field in form.fields else None
        form.add_error(name, words(refusal))
