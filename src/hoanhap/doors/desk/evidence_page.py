"""Tests and findings: what the file holds, with its papers, and what is still missing. Nothing here judges."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hoanhap.casework.episodes import evidence_reads
from hoanhap.casework.episodes.choices import Act, DeterminationResult, EvidenceKind, FindingSource
from hoanhap.casework.episodes.evidence_rules import Alert, Missing, Relapse, body_of
from hoanhap.casework.episodes.models import Episode, recorded_late
from hoanhap.doors.desk.evidence_forms import FORMS
from hoanhap.doors.desk.file import Head
from hoanhap.doors.desk.steps import Entry as MenuEntry
from hoanhap.doors.desk.timeline import Chip, Entry
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import capital
from hoanhap.ground.web.words import day_words

LOOKS = {
    EvidenceKind.TEST.value: ("target", "grey"),
    EvidenceKind.REVIEW.value: ("eye", "grey"),
    EvidenceKind.FINDING.value: ("flag", "amber"),
    EvidenceKind.DETERMINATION.value: ("paper", "blue"),
}
"""Icon and tone by kind."""
HISTORY = "history"


@dataclass(frozen=True)
class Need:
    """One thing that a relapse rests on in law: there, with its day, or missing."""

    label: str
    words: str
    there: bool


@dataclass(frozen=True)
class Page:
    """The part of the file that shows evidence."""

    entries: list[Entry]
    chips: list[Chip]
    needs: list[Need]
    missing: int
    proven: bool
    alerts: list[str]
    menu: list[MenuEntry]
    hidden: bool
    """Whether the law keeps the evidence from this post for now."""


def page_of(*, by: Actor, head: Head, show: str, on: date) -> Page:
    """The evidence of an opened file, for who may see it. Raises PermissionRefused."""
    found = evidence_reads.evidence_of_all(by=by, of=head.episodes, history=show == HISTORY)
    entries = [
        *_entries(by, head, EvidenceKind.FINDING, found.findings),
        *_entries(by, head, EvidenceKind.DETERMINATION, found.determinations),
        *_entries(by, head, EvidenceKind.TEST, found.tests),
        *_entries(by, head, EvidenceKind.REVIEW, found.reviews),
    ]
    entries.sort(key=lambda one: (one.on, one.order), reverse=True)
    kept = show if show in LOOKS else ""
    main = head.main
    hidden = any(evidence_reads.hidden_from(by, one) for one in head.episodes)
    relapse = evidence_reads.relapse_of(by=by, episode=main, on=on) if main and not hidden else None
    return Page(
        entries=[one for one in entries if not kept or kept in one.group],
        chips=_chips(head.ref, entries, show),
        needs=_needs(relapse) if relapse else [],
        missing=len(relapse.missing) if relapse else 0,
        proven=bool(relapse and relapse.proven),
        alerts=[_alert_words(one) for one in evidence_reads.alerts_256a(by=by, episode=main, on=on)] if main else [],
        menu=_menu(by, head.ref, main) if main else [],
        hidden=hidden,
    )


def kind_words(kind: str) -> str:
    """A kind of fact, beginning with a capital."""
    return capital(EvidenceKind(kind).label)


def _menu(by: Actor, ref: str, main: Episode) -> list[MenuEntry]:
    if not by.may(Permission.EVIDENCE_RECORD, at=main.place_id) or evidence_reads.hidden_from(by, main):
        return []
    return [
        MenuEntry(kind_words(kind), reverse("desk:evidence_record", args=[ref, main.pk, kind]), LOOKS[kind][0])
        for kind in FORMS
    ]


def _chips(ref: str, entries: Iterable[Entry], show: str) -> list[Chip]:
    url = reverse("desk:evidence", args=[ref])
    found = [one for one in entries if not one.replaced]
    chips = [Chip(_("Everything"), url, len(found), show not in LOOKS and show != HISTORY)]
    for kind in FORMS:
        number = sum(1 for one in found if kind in one.group)
        if number:
            chips.append(Chip(kind_words(kind), f"{url}?show={kind}", number, show == kind))
    chips.append(Chip(_("With what was corrected"), f"{url}?show={HISTORY}", None, show == HISTORY))
    return chips


def _entries(by: Actor, head: Head, kind: EvidenceKind, facts: Iterable[Any]) -> list[Entry]:
    found = []
    for fact in facts:
        on, title, note = _said(kind, fact)
        gone = fact.act == Act.WITHDRAWN or hasattr(fact, "replaced_by")
        icon, tone = LOOKS[kind.value]
        found.append(
            Entry(
                on=on,
                order=(fact.recorded_at,),
                title=title,
                note=note,
                icon=icon,
                tone="grey" if gone else tone,
                group=frozenset({kind.value}),
                heavy=kind in (EvidenceKind.FINDING, EvidenceKind.DETERMINATION),
                late=recorded_late(on, fact.recorded_at),
                replaced=gone,
                reason=_reason(fact),
                links=[] if gone else _links(by, head, kind, fact),
            )
        )
    return found


def _said(kind: EvidenceKind, fact: Any) -> tuple[date, str, str]:
    """The day, what was found, and on which paper."""
    paper = _("paper %(number)s") % {"number": fact.paper_no}
    match kind:
        case EvidenceKind.TEST:
            result = _("Test: positive") if fact.positive else _("Test: negative")
            how = _("unannounced") if fact.unannounced else ""
            return fact.tested_on, result, _joined(how, paper, fact.place.full_name)
        case EvidenceKind.REVIEW:
            return fact.reviewed_on, _("Quarterly review"), _joined(fact.grade, paper, fact.place.full_name)
        case EvidenceKind.FINDING:
            rests = _("Use found: %(source)s") % {"source": FindingSource(fact.source).label}
            return fact.found_on, rests, _joined(paper, _confirmation(fact))
        case EvidenceKind.DETERMINATION:
            result = _("Determination: %(result)s") % {"result": DeterminationResult(fact.result).label}
            asked = _("asked for on %(day)s") % {"day": day_words(fact.asked_on)}
            until = _("valid until %(day)s") % {"day": day_words(fact.valid_to)} if fact.valid_to else ""
            return fact.result_on, result, _joined(fact.facility, asked, paper, until)


def _confirmation(fact: Any) -> str:
    if fact.confirmed_on is None:
        return _("not confirmed: alone it changes nothing")
    return _("confirmed on %(day)s by %(body)s") % {"day": day_words(fact.confirmed_on), "body": fact.confirmed_by}


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _reason(fact: Any) -> str:
    if fact.act == Act.RECORDED:
        return ""
    words = _("Taken back") if fact.act == Act.WITHDRAWN else _("Corrected")
    return f"{words}: {fact.reason}"


def _links(by: Actor, head: Head, kind: EvidenceKind, fact: Any) -> list[tuple[str, str]]:
    if not by.may(Permission.EVIDENCE_RECORD, at=_place(head, fact)):
        return []
    args = [head.ref, kind.value, fact.pk]
    links = [
        (_("Correct"), reverse("desk:evidence_correct", args=args)),
        (_("Take back"), reverse("desk:evidence_withdraw", args=args)),
    ]
    if kind is EvidenceKind.FINDING and fact.confirmed_on is None and _may_confirm(by, fact):
        links.insert(0, (_("Record the confirmation"), reverse("desk:finding_confirm", args=[head.ref, fact.pk])))
    return links


def _may_confirm(by: Actor, finding: Any) -> bool:
    """Another person of another body."""
    return bool(finding.recorded_by != by.user and finding.recorded_body != body_of(by.role))


def _place(head: Head, fact: Any) -> int:
    return next(one.place_id for one in head.episodes if one.pk == fact.episode_id)


def _needs(found: Relapse) -> list[Need]:
    """The four things in the order in which the law needs them."""
    told = (
        (Missing.COMPLETION, _("Rehabilitation completed"), found.completed_on),
        (Missing.FINDING, _("Use found after it"), found.found and found.found.on),
        (Missing.CONFIRMATION, _("Confirmed by another body"), found.found and found.found.confirmed_on),
        (Missing.DETERMINATION, _("Determined addicted after that"), found.determined and found.determined.result_on),
    )
    return [
        Need(label, day_words(day) if day and part not in found.missing else _("missing"), part not in found.missing)
        for part, label, day in told
    ]


def _alert_words(one: Alert) -> str:
    until = day_words(one.last) if one.last else _("the end of the measure")
    told = {"first": day_words(one.first), "last": until}
    return _("From %(first)s to %(last)s (Penal Code Art. 256a)") % told
