"""The tables of measures: measures and their facts, their papers, and the evidence they rest on."""

from hoanhap.casework.episodes.models.evidence import Determination, DrugTest, RemovalEvidence, ReviewResult, UseFinding
from hoanhap.casework.episodes.models.facts import LATE_AFTER_HOURS, FactColumns, recorded_late
from hoanhap.casework.episodes.models.measures import (
    Charge,
    Duty,
    DutyQuerySet,
    Episode,
    EpisodeEvent,
    EpisodeQuerySet,
    Interruption,
    works_by_place,
)
from hoanhap.casework.episodes.models.papers import EpisodePaper, HelperAssignment, Transfer, TransferStep

__all__ = [
    "LATE_AFTER_HOURS",
    "Charge",
    "Determination",
    "DrugTest",
    "Duty",
    "DutyQuerySet",
    "Episode",
    "EpisodeEvent",
    "EpisodePaper",
    "EpisodeQuerySet",
    "FactColumns",
    "HelperAssignment",
    "Interruption",
    "RemovalEvidence",
    "ReviewResult",
    "Transfer",
    "TransferStep",
    "UseFinding",
    "recorded_late",
    "works_by_place",
]
