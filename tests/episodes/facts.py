"""Tests, findings and determinations on file, written as rows."""

from datetime import date

from hoanhap.casework.episodes import models
from hoanhap.casework.episodes.choices import (
    DeterminationResult,
    FindingSource,
)
from hoanhap.casework.episodes.models import (
    Determination,
    Episode,
    UseFinding,
)
from hoanhap.ground.kernel.clock import now


def add_test(episode: Episode, day: date, *, positive: bool = False) -> None:
    """A test on file."""
    models.DrugTest.objects.create(
        episode=episode, tested_on=day, positive=positive, paper_no="12/PXN", place=episode.place, recorded_at=now()
    )


def found(episode: Episode, day: date, *, confirmed: bool) -> UseFinding:
    """A finding of use: a strip, or a police record that was confirmed."""
    return UseFinding.objects.create(
        episode=episode, found_on=day, source=FindingSource.POLICE_RECORD if confirmed else FindingSource.STRIP,
        substance="", recorded_at=now(), recorded_by="cong-an", recorded_body="police",
        confirmation_by="tram-y-te" if confirmed else "", paper_no="34/KQ" if confirmed else "",
        confirmed_by="Trung tâm Thử Nghiệm" if confirmed else "", confirmed_on=day if confirmed else None,
    )  # fmt: skip


def determined(episode: Episode, day: date, result: str = DeterminationResult.ADDICTED) -> Determination:
    """A determination on file."""
    return Determination.objects.create(
        episode=episode, asked_on=day, result=result, result_on=day, substances="", facility="Trạm Y tế Ví Dụ",
        paper_no="56/XĐTTN", recorded_at=now(),
    )  # fmt: skip
