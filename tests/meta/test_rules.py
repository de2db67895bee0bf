"""Rules, law and kernel import no Django: they can be read and tried without a database."""

from tests.meta import checks


def test_rules_import_no_django() -> None:
    faults = [
        fault
        for path in checks.modules()
        for fault in checks.django_in_rules(checks.dotted(path), path.read_text(encoding="utf-8"))
    ]
    checks.nothing(faults)


def test_django_in_a_rule_is_noticed() -> None:
    text = "def rule() -> None:\n    from django.db.models import Q\n"
    assert checks.django_in_rules("hoanhap.ground.places.rules", text)
    assert checks.django_in_rules("hoanhap.ground.kernel.clock", text)
    assert checks.django_in_rules("hoanhap.ground.places.models", text) == []
