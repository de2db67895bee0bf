"""Counselling notes: for who wrote them and who follows in the same work, and for nobody else."""

from datetime import date
from uuid import UUID

from hoanhap.casework.episodes.choices import Act
from hoanhap.casework.episodes.rules import check_reason
from hoanhap.casework.episodes.writing import entry, locked
from hoanhap.casework.programmes import help_rules as rules
from hoanhap.casework.programmes.models import CounsellingNote
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission


@audited
def write_note(*, by: Actor, episode: UUID, words: str, on: date) -> CounsellingNote:
    """Write a counselling note. Raises RuleViolation ``programmes.words_missing``, ``programmes.words_of_health``,
    ``programmes.day_ahead``, ``programmes.before_measure``, ``programmes.measure_over``."""
    held = locked(by, episode, Permission.NOTES_WRITE)
    rules.check_running(held.measure, held.stage)
    rules.check_happened(on, since=held.started_on, on=clock.today(), field="on")
    made = CounsellingNote.objects.create(
        episode=held, noted_on=on, author=by.user, author_post=by.post, recorded_at=clock.now(),
        words=rules.check_words(words, field="words", most=rules.LONGEST_NOTE, needed=True),
    )  # fmt: skip
    record_many([entry("programmes.note_written", held, on=on)], by=by)
    return made


@audited
def correct_note(*, by: Actor, note: UUID, words: str, reason: str) -> CounsellingNote:
    """Replace one's own note, with the reason; the first stays. Raises NotFound for a note of somebody else."""
    by.require(Permission.NOTES_WRITE)
    old = CounsellingNote.objects.filter(pk=note, author=by.user, replaced_by__isnull=True).first()
    if old is None:
        raise NotFound("programmes.unknown_help")
    held = locked(by, old.episode_id, Permission.NOTES_WRITE)
    made = CounsellingNote.objects.create(
        episode=held, noted_on=old.noted_on, author=by.user, author_post=by.post, act=Act.CORRECTED, replaces=old,
        words=rules.check_words(words, field="words", most=rules.LONGEST_NOTE, needed=True),
        reason=check_reason(reason), recorded_at=clock.now(),
    )  # fmt: skip
    record_many([entry("programmes.note_corrected", held, on=old.noted_on)], by=by)
    return made
