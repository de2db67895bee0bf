"""Words instead of codes."""

import pytest
from django.utils import translation

from hoanhap.ground.audit import presenters
from hoanhap.ground.audit.messages import REASONS
from hoanhap.ground.audit.rules import Bad, Reason, Verdict


def test_a_known_event_has_a_sentence() -> None:
    with translation.override("en"):
        assert presenters.sentence_for("audit.checkpointed") == "A checkpoint of the audit log was made"


def test_an_unknown_event_is_noticed() -> None:
    with pytest.raises(presenters.UnknownEvent):
        presenters.sentence_for("audit.never_happened")


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(Reason)


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (None, "The audit log is whole: 1,234 entries in 5 chains."),
        (Bad("a", 1000, Reason.GAP), "damaged at entry 1,000 of chain a: entries are missing here"),
        (Bad(None, None, Reason.CHECKPOINT_SIGNATURE), "The checkpoint cannot be relied on: it is not signed"),
    ],
)
def test_a_verdict_is_a_sentence(bad: Bad | None, sentence: str) -> None:
    with translation.override("en"):
        assert sentence in presenters.finding(Verdict(1234, 5, bad))
