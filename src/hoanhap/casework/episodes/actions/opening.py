"""Beginning a measure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from hoanhap.casework.episodes import rules
from hoanhap.casework.episodes.choices import REHABILITATION, EventKind, Measure, Stage
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.episodes.sight_rules import police_sees
from hoanhap.casework.episodes.writing import append, new_event
from hoanhap.casework.people.actions.ties import hold_many
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.locking import locked_many
from hoanhap.casework.people.models import Person
from hoanhap.ground.audit.actions import audited
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.law import terms
from hoanhap.ground.law.choices import Measure as LawMeasure
from hoanhap.ground.law.regimes import regime_on
from hoanhap.ground.places.models import Place


@dataclass(frozen=True, kw_only=True)
class NewEpisode:
    """A measure that begins. ``kind``: by which event; ``on``/``moment``: when that happened.

    For post-rehabilitation management: ``origin_measure``, and the event is either ``notice_received`` (with
    ``expected_on``) or ``completed``. For other measures ``opened``, with ``months`` where they are decided already.
    """

    person: Person
    measure: str
    place: Place
    kind: EventKind
    on: date
    moment: datetime | None = None
    origin: Episode | None = None
    origin_measure: str = ""
    expected_on: date | None = None
    months: int | None = None
    again: bool = False
    facility: str = ""
    paper_no: str = ""
    note: str = field(default="", repr=False)


def open_episode(*, by: Actor, new: NewEpisode) -> Episode:
    """Begin one measure. Raises what :func:`open_episodes` raises."""
    return open_episodes(by=by, new=[new])[0]


@audited
def open_episodes(*, by: Actor, new: Sequence[NewEpisode]) -> list[Episode]:
    """Begin many measures at once: the same rules, one event each, or none of them.

    Raises RuleViolation ``episodes.already_open`` (the measure runs already), ``episodes.origin_missing``,
    ``episodes.expected_missing``, ``episodes.not_possible``, what the law says about age and term, PermissionRefused.
    """
    today = clock.today()
    locked_many(by, [one.person for one in new], on=today)
    episodes, events = [], []
    for number, one in enumerate(new):
        by.require(Permission.EPISODES_RECORD, at=one.place.pk)
        try:
            _check(one, today)
        except RuleViolation as violation:
            violation.facts.setdefault("at", number)
            raise
        episode = Episode(
            pk=uuid4(),
            person=one.person,
            measure=one.measure,
            regime=regime_on(one.on).code.value,
            origin=one.origin,
            origin_measure=one.origin_measure,
            place=one.place,
            facility=one.facility,
            stage=Stage.EXPECTED if one.measure == Measure.POST_REHAB else Stage.PREPARED,
            recorded_at=clock.now(),
        )
        episodes.append(episode)
        details = {"expected_on": one.expected_on and one.expected_on.isoformat(), "months": _months(one)}
        events.append(
            new_event(
                episode,
                one.kind,
                on=one.on,
                moment=one.moment,
                place=one.place,
                paper_no=one.paper_no,
                details={name: value for name, value in details.items() if value is not None},
                note=one.note,
            )
        )
    _check_open(new)
    Episode.objects.bulk_create(episodes, batch_size=500)
    append(by=by, events=events)
    _tie(by, episodes, today)
    return episodes


def _check(one: NewEpisode, today: date) -> None:
    rules.check_not_ahead(one.on, on=today)
    if one.measure != Measure.POST_REHAB:
        return
    if one.origin_measure not in REHABILITATION:
        raise RuleViolation("episodes.origin_missing", field="origin_measure")
    completed = one.on
    if one.kind is EventKind.NOTICE_RECEIVED:
        if one.expected_on is None:
            raise RuleViolation("episodes.expected_missing", field="expected_on")
        completed = one.expected_on
    born = rules.born_on_or_likely(
        birth_on=one.person.birth_on, birth_year=one.person.birth_year, measure=one.origin_measure
    )
    terms.check_age(LawMeasure(one.origin_measure), born_on=born, completed_on=completed)


def _months(one: NewEpisode) -> int | None:
    if one.months is None:
        return None
    return rules.check_months(one.measure, one.months, on=one.on, again=one.again)


def _check_open(new: Sequence[NewEpisode]) -> None:
    """Nobody has the same measure open twice, the files merged into theirs included."""
    running = Episode.objects.open().values_list("person", "measure")
    whose = {one.person.pk: number for number, one in enumerate(new)}
    merged = Person.objects.filter(merged_into__in=list(whose)).values_list("pk", "merged_into")
    whose |= {key: whose[root] for key, root in merged if root}
    for person, measure in running.filter(person__in=whose):
        if new[whose[person]].measure == measure:
            raise RuleViolation("episodes.already_open", field="measure", at=whose[person])


def _tie(by: Actor, episodes: Sequence[Episode], today: date) -> None:
    """The police of the unit see those whose measure gives them something to do; a facility sees its residents.

    Of a facility it is the post that opens the measure alone: nothing says yet which posts belong to one facility, and
    ``Episode.facility`` is a name as typed, by which one facility might see the residents of another.
    """
    units = [(one.person, one.place) for one in episodes if police_sees(one.measure, one.regime)]
    hold_many(by=by, kind=TieKind.UNDER_DECISION, units=units, from_on=today)
    if by.post and not by.may(Permission.PEOPLE_OF_PLACE) and not by.may(Permission.PEOPLE_UNDER_DECISION):
        hold_many(by=by, kind=TieKind.RESIDENT, posts=[(one.person, by.post) for one in episodes], from_on=today)
