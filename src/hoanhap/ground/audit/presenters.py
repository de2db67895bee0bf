"""What is shown instead of codes."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoanhap.ground.audit.messages import REASONS
from hoanhap.ground.audit.rules import Verdict
from hoanhap.ground.web.words import number_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class UnknownEvent(LookupError):
    """An event, or a screen that is read, of which no app's ``messages.EVENTS`` says what it means."""


@cache
def events() -> dict[str, "StrPromise"]:
    """The ``EVENTS`` of every app's ``messages`` module."""
    known: dict[str, StrPromise] = {}
    for app in apps.get_app_configs():
        module = f"{app.name}.messages"
        if app.name.startswith("hoanhap.") and find_spec(module):
            known |= getattr(import_module(module), "EVENTS", {})
    return known


def sentence_for(name: str) -> str:
    """What happened or was looked at, in words. Raises :class:`UnknownEvent`; screens then show the name."""
    try:
        return str(events()[name])
    except KeyError:
        raise UnknownEvent(name) from None


def finding(verdict: Verdict) -> str:
    """The result of a verification in one sentence."""
    if verdict.bad is None:
        return ngettext(
            "The audit log is whole: %(entries)s entry in %(chains)s chains.",
            "The audit log is whole: %(entries)s entries in %(chains)s chains.",
            verdict.entries,
        ) % {"entries": number_words(verdict.entries), "chains": number_words(verdict.chains)}
    why = {"reason": REASONS[verdict.bad.reason]}
    if verdict.bad.chain is None:
        return _("The checkpoint cannot be relied on: %(reason)s.") % why
    return _("The audit log is damaged at entry %(seq)s of chain %(chain)s: %(reason)s.") % {
        "seq": number_words(verdict.bad.seq or 0),
        "chain": verdict.bad.chain,
        **why,
    }
