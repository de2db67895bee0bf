"""The tables of drug tests: planning and draws, sessions, the path of a positive, consent."""

from hoanhap.casework.screening.models.consent import ResultConsent
from hoanhap.casework.screening.models.drawing import Draw, DrawCandidate, DrawPick
from hoanhap.casework.screening.models.path import Conclusion, Confirmation, Contest, CounterSignature, Notice
from hoanhap.casework.screening.models.planning import LocalSetting, RiskLevel
from hoanhap.casework.screening.models.sessions import SessionMinutes, SheetLine, StripReading, StripTest, TestSession

__all__ = [
    "Conclusion",
    "Confirmation",
    "Contest",
    "CounterSignature",
    "Draw",
    "DrawCandidate",
    "DrawPick",
    "LocalSetting",
    "Notice",
    "ResultConsent",
    "RiskLevel",
    "SessionMinutes",
    "SheetLine",
    "StripReading",
    "StripTest",
    "TestSession",
]
