"""The management book and the list of a unit: one row a person, printed whole from the files."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from hoanhap.casework.episodes import papers, state
from hoanhap.casework.episodes.choices import EventKind, Outcome, Stage
from hoanhap.casework.episodes.models import DrugTest, Episode, EpisodeQuerySet, HelperAssignment, Interruption
from hoanhap.casework.episodes.overview import MANAGED
from hoanhap.casework.people.choices import ResidenceKind
from hoanhap.casework.people.models import Residence, open_on
from hoanhap.casework.people.purposes import purpose_of
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.documents.files import MEDIA_TYPES, RenderedFile, unsigned_file
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.law.forms import form_for
from hoanhap.ground.law.regimes import regime_on
from hoanhap.ground.places.models import Place

MOST = 2_000
"""People in one book; a commune has some dozens."""


@dataclass(frozen=True)
class Book:
    """What is printed: the form, whose paper it is, and who stands in it."""

    form: str
    body: str
    episodes: EpisodeQuerySet


def _book(by: Actor, what: str, from_on: date, to_on: date) -> Book:
    found = Episode.objects.visible_to(by, clock.today()).post_rehab().exclude(
        outcome__in=[Outcome.DUPLICATE, Outcome.MISTAKE]
    )  # fmt: skip
    if not by.everywhere:
        inside = Q(charges__place__in=by.units) & Q(charges__from_on__lte=to_on)
        found = found.filter(inside & (Q(charges__to_on__isnull=True) | Q(charges__to_on__gte=from_on)))
    if what == "book":
        return Book("O-BOOK", "committee", found.distinct())
    if what != "list":
        raise NotFound("desk.unknown_book")
    managed = found.filter(stage__in=[*MANAGED, Stage.DECIDED]).distinct()
    if regime_on(to_on).code.value == "B":  # no form of the law there
        return Book("O-B-LIST", "police", managed)
    return Book(form_for("post_rehab_list", on=to_on).code, "committee", managed)


def book_file(*, by: Actor, what: str, form: str, from_on: date, to_on: date) -> RenderedFile:
    """The book (``book``) or the list (``list``) of the actor's unit as a file; one entry in the log.

    Raises NotFound for another word or format, RuleViolation ``desk.book_too_long``, PermissionRefused.
    """
    by.require(Permission.DECISIONS_PREPARE)
    if form not in MEDIA_TYPES:
        raise NotFound("desk.unknown_book")
    book = _book(by, what, from_on, to_on)
    found = list(book.episodes.select_related("person", "place").order_by("person__sort_key", "pk")[: MOST + 1])
    if len(found) > MOST:
        raise RuleViolation("desk.book_too_long", most=MOST)
    place = _unit(by, to_on)
    rows = _rows(found, to_on)
    content = {
        "people": rows,
        "as_of": to_on,
        "period_words": f"{from_on:%d/%m/%Y} – {to_on:%d/%m/%Y}",
        "total_words": f"{len(rows)} người",
        "totals": _totals(found),
    }
    facts = {"book": what, "format": form, "people": len(rows), "from_on": str(from_on), "to_on": str(to_on)}
    record_read(
        "desk.book_taken", f"desk.book:{what}", by=by, purpose=purpose_of(by.role), chain=place.chain, facts=facts
    )
    return unsigned_file(book.form, form, body=book.body, place=place, content=content, on=to_on)


def _unit(by: Actor, on: date) -> Place:
    """The unit whose book it is: the post's own commune as it stood then."""
    found = (
        Place.objects.valid_on(on).commune_level().reached_by(by).select_related("parent__parent").in_order().first()
    )
    if found is None:
        raise NotFound("desk.unknown_book")
    return found


def _totals(found: Iterable[Episode]) -> list[str]:
    """How many by stage, in the order of the law."""
    numbers: dict[str, int] = defaultdict(int)
    for one in found:
        numbers[str(Outcome(one.outcome).label if one.outcome else Stage(one.stage).label)] += 1
    return [_("%(what)s: %(number)s") % {"what": words, "number": number} for words, number in numbers.items()]


def _rows(found: list[Episode], on: date) -> list[dict[str, object]]:
    keys = [one.pk for one in found]
    people = [one.person_id for one in found]
    known = state.facts_of(keys)
    lives: dict[UUID, str] = {}
    residences = Residence.objects.filter(open_on(on), person__in=people, kind=ResidenceKind.CURRENT)
    for row in residences.select_related("place", "fact"):
        unit = f"{row.place.short_label} {row.place.name}"
        lives[row.person_id] = f"{row.fact.address}, {unit}" if row.fact.address else unit
    helpers: dict[UUID, str] = {}
    for helper in HelperAssignment.objects.filter(open_on(on), episode__in=keys).select_related("post__user"):
        helpers[helper.episode_id] = helper.post.user.full_name if helper.post else helper.agency
    tests = DrugTest.objects.filter(episode__in=keys, replaced_by__isnull=True).exclude(act="withdrawn")
    counted = {
        key: (number, positive)
        for key, number, positive in tests.values_list("episode").annotate(
            number=Count("pk"), positive=Count("pk", filter=Q(positive=True))
        )
    }
    return [
        {
            "file_reference": one.person.reference,
            "person_name": one.person.name,
            "birth_on": one.person.birth_on or str(one.person.birth_year),
            "sex": papers.SEX_WORDS[one.person.sex],
            "current_residence": lives.get(one.person_id, ""),
            "measure": papers.MEASURE_WORDS.get(one.origin_measure, ""),
            "completed_on": one.started_on or one.expected_on,
            **_decision(one, known[one.pk]),
            "term_words": papers.term_words(one.months) if one.months else "",
            "from_on": one.printed_from or one.started_on,
            "to_on": one.ends_on or one.printed_to,
            "helper": helpers.get(one.pk, ""),
            "tests_words": _tests(*counted.get(one.pk, (0, 0))),
            "absence_words": _away(known[one.pk].interruptions),
            "result_words": str(Outcome(one.outcome).label if one.outcome else Stage(one.stage).label),
            "removed_on": one.ended_on,
        }
        for one in found
    ]


def _decision(one: Episode, facts: state.Facts) -> dict[str, object]:
    signed = [event for event in facts.events if event.kind in (EventKind.DECIDED, EventKind.CORRECTED)]
    if not signed or one.printed_to is None:
        return {}
    return {"decision_no": signed[-1].paper_no, "decision_on": signed[-1].happened_on}


def _tests(number: int, positive: int) -> str:
    if not number:
        return ""
    return _("tests: %(number)s, positive: %(positive)s") % {"number": number, "positive": positive}


def _away(breaks: Iterable[Interruption]) -> str:
    told = [
        f"{one.from_on:%d/%m/%Y} – {one.to_on:%d/%m/%Y}" if one.to_on else f"{one.from_on:%d/%m/%Y} –"
        for one in breaks
        if not one.reported
    ]
    return "; ".join(told)
