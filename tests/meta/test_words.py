"""Every refusal has a sentence, and so has every event of the log."""

import importlib
import importlib.util
from collections.abc import Iterable, Mapping

from django.apps import apps

from tests.meta import checks


def words(name: str) -> dict[str, object]:
    """The sentences of all apps: ``MESSAGES`` or ``EVENTS`` of their ``messages.py``."""
    found: dict[str, object] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("hoanhap.") and importlib.util.find_spec(f"{app.name}.messages"):
            found |= getattr(importlib.import_module(f"{app.name}.messages"), name, {})
    return found


def used(find: str) -> set[str]:
    """All codes or events that the source names."""
    find_in = getattr(checks, find)
    return {code for path in checks.modules() for code in find_in(path.read_text(encoding="utf-8"))}


def speechless(codes: Iterable[str], sentences: Mapping[str, object]) -> list[str]:
    """Codes without a sentence."""
    return sorted(set(codes) - set(sentences))


def test_every_refusal_has_a_sentence() -> None:
    checks.nothing(speechless(used("codes_in"), words("MESSAGES")))


def test_every_event_has_a_sentence() -> None:
    checks.nothing(speechless(used("events_in"), words("EVENTS")))


def test_codes_are_named_after_their_app() -> None:
    labels = {app.label for app in apps.get_app_configs()} | {"kernel"}
    odd = [code for code in used("codes_in") if code.partition(".")[0] not in labels or not checks.CODE.fullmatch(code)]
    checks.nothing(odd)


def test_a_refusal_without_a_sentence_is_noticed() -> None:
    text = 'raise RuleViolation("places.planted", day=on)\nrecord("places.event" if x else "places.other", s)\n'
    assert checks.codes_in(text) == {"places.planted"}
    assert checks.events_in(text) == {"places.event", "places.other"}
    assert speechless({"places.planted"}, {}) == ["places.planted"]
