"""What a row of a list of people says of a measure: that a rehabilitation was completed, and what was decided since.

Only what happened before is taken: nobody is put under management by a list. A list that is read again changes nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from hoanhap.casework.episodes import rules, state
from hoanhap.casework.episodes.choices import REHABILITATION, EventKind, Measure, Outcome, Stage
from hoanhap.casework.episodes.listed_cells import FACILITY, HELPER, MeasureCells, checked_number
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.people.choices import ResidenceKind
from hoanhap.casework.people.import_parts import Finding, ListedPerson
from hoanhap.casework.people.models import Residence, open_on
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.law import terms
from hoanhap.ground.law.choices import Measure as LawMeasure
from hoanhap.ground.law.periods import add_months
from hoanhap.ground.law.regimes import regimes
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.words import day_words


@dataclass(frozen=True, kw_only=True)
class ListedDecision:
    """A signed decision as a list has it; the printed term is None where it prints that of the law."""

    number: str
    on: date
    signatory: str = field(default="", repr=False)
    printed_from: date | None = None
    printed_to: date | None = None
    served_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ListedMeasure:
    """A completed rehabilitation, and the decision on management where there is one."""

    origin: Measure
    completed_on: date
    certificate_no: str
    decision: ListedDecision | None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be written: in ``place`` a measure is begun, unless ``episode`` has it already; its decision."""

    measure: ListedMeasure
    place: Place | None
    episode: UUID | None


@dataclass(frozen=True)
class _OnFile:
    """The measures of one person, and the numbers of their signed decisions."""

    episodes: list[Episode]
    decisions: Mapping[UUID, list[str]]
    home: Place | None


def check_listed(by: Actor, rows: Sequence[ListedPerson], on: date) -> list[Finding]:
    """What each row says of a measure, against the law and what is on file. A few queries, however many rows.

    Raises PermissionRefused where a row begins a measure and the actor may record none.
    """
    files = _on_file(rows, on)
    found = [_finding(by, row, files.get(row.person.pk) if row.person else None, on) for row in rows]
    if any(finding.plan for finding in found):
        by.require(Permission.EPISODES_RECORD)
    return found


def _on_file(rows: Sequence[ListedPerson], on: date) -> dict[UUID, _OnFile]:
    known = {row.person.pk for row in rows if row.person}
    of = Q(person__in=known) | Q(person__merged_into__in=known)
    measures = Episode.objects.filter(of, measure__in=[Measure.POST_REHAB, *REHABILITATION])
    standing = measures.exclude(outcome__in=[Outcome.DUPLICATE, Outcome.MISTAKE]).select_related("person")
    whose: dict[UUID, list[Episode]] = defaultdict(list)
    for episode in standing.order_by("recorded_at", "pk") if known else ():
        whose[episode.person.merged_into_id or episode.person_id].append(episode)
    numbers = {
        key: [event.paper_no for event in facts.events if event.kind in (EventKind.DECIDED, EventKind.CORRECTED)]
        for key, facts in state.facts_of(one.pk for some in whose.values() for one in some).items()
    }
    lives = Residence.objects.filter(of, open_on(on), kind=ResidenceKind.CURRENT).select_related("person", "place")
    homes = {one.person.merged_into_id or one.person_id: one.place for one in lives.order_by("from_on")}
    return {key: _OnFile(whose[key], numbers, homes.get(key)) for key in known}


def _finding(by: Actor, row: ListedPerson, file: _OnFile | None, on: date) -> Finding:
    cells = MeasureCells(row.values)
    told = [_("“%(column)s” is left out: assign the helper once the list is written.") % {"column": HELPER.title}
            for _one in [0] if cells.text(HELPER.key)]  # fmt: skip
    told += [_("“%(column)s” is left out.") % {"column": FACILITY.title} for _one in [0] if cells.text(FACILITY.key)]
    measure = _read(cells, row, on) if cells.told() else None
    plan = _against(cells, measure, row, file) if measure and not cells.problems else None
    if plan and plan.episode is None and plan.place and not by.may(Permission.EPISODES_RECORD, at=plan.place.pk):
        cells.refuse("place", "episodes.lives_in_another_unit")
    if cells.problems or plan is None:
        return Finding(told=told, problems=cells.problems)
    return Finding(plan=plan, told=[*_words(plan, row, on), *told])


def _words(plan: Plan, row: ListedPerson, on: date) -> list[str]:
    """What is written, without what stands in the cells."""
    said = []
    if plan.episode is None:
        _months, ends_on = _term(plan.measure.origin, plan.measure.completed_on, row)
        said.append(_("Post-rehabilitation management is begun; by law it runs to %(day)s.") % _day_fact(ends_on))
        if ends_on and ends_on < on:
            said.append(_("The term is over: certificate and removal come next."))
    if plan.measure.decision:
        served = plan.measure.decision.served_on
        said.append(_("The decision is recorded as signed and served.") if served else
                    _("The decision is recorded as signed."))  # fmt: skip
    return said


def _day_fact(day: date | None) -> dict[str, str]:
    return {"day": day_words(day) if day else "–"}


def _read(cells: MeasureCells, row: ListedPerson, on: date) -> ListedMeasure | None:
    """The measure that the cells describe; what is wrong with them is noted, all of it at once."""
    cells.needed("episodes_origin", "episodes_completed_on")
    origin, completed_on = cells.origin(), cells.day("episodes_completed_on")
    certificate_no = cells.paper_number("episodes_certificate_no")
    number, decided_on = cells.decision()
    served_on = cells.served_on(decided_on)
    first, last, months = cells.term()
    if completed_on:
        cells.check("episodes_completed_on", partial(_check_completed, completed_on, on))
    if number or decided_on or served_on or cells.text("episodes_signatory"):
        cells.needed(*(key for key in ("episodes_decision_no",) if not number))
        cells.needed(*(key for key in ("episodes_decision_on",) if not decided_on))
    if decided_on:
        cells.check("episodes_decision_on", partial(_check_decided, decided_on, completed_on, on))
    if served_on:
        cells.check("episodes_served", partial(_check_served, served_on, decided_on, on))
    if cells.problems or origin is None or completed_on is None:
        return None
    if row.birth_year:
        cells.check("episodes_origin", partial(_check_age, origin, completed_on, row))
        if not cells.problems:
            printed = (first or completed_on, last)
            _check_term(cells, origin, completed_on, row, printed, months)
    if cells.problems:
        return None
    decision = ListedDecision(
        number=number, on=decided_on, signatory=tidy(cells.text("episodes_signatory")), served_on=served_on,
        printed_from=first, printed_to=last,
    ) if number and decided_on else None  # fmt: skip
    return ListedMeasure(
        origin=origin, completed_on=completed_on, certificate_no=certificate_no, decision=decision
    )  # fmt: skip


def _check_completed(completed_on: date, on: date) -> None:
    rules.check_not_ahead(completed_on, on=on)
    first = regimes()[0].valid_from
    if completed_on < first:
        raise RuleViolation("episodes.before_the_rulebooks", first=first)


def _check_decided(decided_on: date, completed_on: date | None, on: date) -> None:
    rules.check_not_ahead(decided_on, on=on)
    if completed_on and decided_on < completed_on:
        raise RuleViolation("episodes.decided_before_completion")


def _check_served(served_on: date, decided_on: date | None, on: date) -> None:
    rules.check_not_ahead(served_on, on=on)
    if decided_on and served_on < decided_on:
        raise RuleViolation("episodes.served_before_decision")


def _check_age(origin: Measure, completed_on: date, row: ListedPerson) -> None:
    """The age against the measure; the sentence of the law would tell the birthday."""
    try:
        terms.check_age(LawMeasure(origin), born_on=_born(origin, row), completed_on=completed_on)
    except RuleViolation:
        code = "episodes.too_young_for" if origin is Measure.COMPULSORY else "episodes.age_of_another_measure"
        raise RuleViolation(code) from None


def _born(origin: Measure, row: ListedPerson) -> date:
    return rules.born_on_or_likely(birth_on=row.birth_on, birth_year=row.birth_year, measure=origin)


def _term(origin: Measure, completed_on: date, row: ListedPerson) -> tuple[int, date | None]:
    """Months and last day of the term by law, without interruption."""
    months, ends_on, _outcome = rules.post_rehab_end(
        origin_measure=origin, completed_on=completed_on, born_on=_born(origin, row), breaks=()
    )
    return months, ends_on


def _check_term(
    cells: MeasureCells, origin: Measure, completed_on: date, row: ListedPerson,
    printed: tuple[date, date | None], told: int | None,
) -> None:  # fmt: skip
    """The printed term against the law: it begins with the completion or later, and lasts as long as the law asks.

    Papers count the last day of a term, or leave it out.
    """
    (first, last), (months, ends_on) = printed, _term(origin, completed_on, row)
    whole = "episodes_term" if cells.text("episodes_term") else ""
    decided_on = cells.day("episodes_decision_on")
    if first < completed_on:
        cells.refuse(whole or "episodes_term_from", "episodes.term_before_completion")
    elif told is not None and told != months:
        cells.refuse("episodes_term", "episodes.term_not_of_law", months=months)
    elif last and abs((last - add_months(first, months)).days) > 1:
        cells.refuse(whole or "episodes_term_to", "episodes.term_not_of_law", months=months)
    elif ends_on and decided_on and decided_on > max(ends_on, last or ends_on):
        cells.refuse("episodes_decision_on", "episodes.decided_after_term")


def _against(
    cells: MeasureCells, measure: ListedMeasure, row: ListedPerson, file: _OnFile | None
) -> Plan | None:  # fmt: skip
    """What is to be written of it, given what is on file; None where all of it is there."""
    if file is None:
        return Plan(measure=measure, place=row.place, episode=None)
    for episode in file.episodes:
        if episode.measure != Measure.POST_REHAB:
            if episode.stage != Stage.ENDED:
                cells.refuse("episodes_origin", "episodes.rehabilitation_in_course")
                return None
        elif (episode.started_on, episode.origin_measure) == (measure.completed_on, measure.origin):
            return _decision_only(cells, measure, episode, file.decisions[episode.pk])
        elif episode.stage != Stage.ENDED or (episode.ended_on and episode.ended_on >= measure.completed_on):
            same_day = episode.started_on == measure.completed_on
            cells.refuse("episodes_origin" if same_day else "episodes_completed_on", "episodes.another_on_file")
            return None
    return Plan(measure=measure, place=file.home or row.place, episode=None)


def _decision_only(
    cells: MeasureCells, measure: ListedMeasure, episode: Episode, signed: Sequence[str]
) -> Plan | None:  # fmt: skip
    """The measure is on file: only a decision that is missing there is taken."""
    decision = measure.decision
    if decision is None or checked_number(decision.number) in {checked_number(one) for one in signed}:
        return None
    if signed or episode.stage == Stage.ENDED:
        cells.refuse("episodes_decision_no", "episodes.another_decision")
    elif decision.on > episode.recorded_at.astimezone(LOCAL).date():
        cells.refuse("episodes_decision_on", "episodes.decide_here")
    return None if cells.problems else Plan(measure=measure, place=None, episode=episode.pk)
