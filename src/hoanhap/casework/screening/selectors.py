"""Reads of schedules, draws, sessions, paths and appointments, each within the actor's reach."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.people.choices import ResidenceKind
from hoanhap.casework.people.models import Residence, open_on
from hoanhap.casework.screening import rules
from hoanhap.casework.screening.choices import SessionKind, SettingKind, Verdict
from hoanhap.casework.screening.holding import tests_in_reach
from hoanhap.casework.screening.models import (
    Draw,
    DrawPick,
    LocalSetting,
    ResultConsent,
    SessionMinutes,
    SheetLine,
    StripTest,
    TestSession,
)
from hoanhap.casework.screening.paths import PathRows, paths_of
from hoanhap.casework.screening.planned import Due, plan_of
from hoanhap.casework.screening.standing import managed_everywhere, managed_in, settings_on, units_of
from hoanhap.ground.access.models import Post
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place


def own_place(*, by: Actor, on: date) -> Place:
    """The commune of the acting post as it stands on a day. Raises NotFound."""
    by.require(Permission.TESTS_VIEW)
    found = Place.objects.valid_on(on).commune_level().reached_by(by).select_related("parent").in_order().first()
    if found is None:
        raise NotFound("screening.unknown")
    return found


def schedule(*, by: Actor, month: date, on: date) -> list[Due]:
    """Everybody under management in the actor's units and reach, by the day the next test is due: the overdue first.

    Six queries however many they are."""
    by.require(Permission.TESTS_VIEW)
    units = units_of(own_place(by=by, on=on)) if by.everywhere else list(by.units)
    mine = managed_in(units).filter(pk__in=Episode.objects.visible_to(by, on).values("pk"))
    return plan_of(mine, on=rules.last_day(month))


def due_episode(*, by: Actor, ref: UUID, on: date, permission: Permission) -> Episode:
    """Somebody's management in the actor's reach and units. Raises NotFound."""
    by.require(permission)
    found = Episode.objects.visible_to(by, on).answered_for_by(by).post_rehab().open()
    episode = found.select_related("person", "place").filter(pk=ref).first()
    if episode is None:
        raise NotFound("screening.unknown")
    return episode


def settings_of(*, by: Actor) -> QuerySet[LocalSetting]:
    """What the actor's units have set, the latest first; replaced rows too."""
    by.require(Permission.TESTS_VIEW)
    found = LocalSetting.objects.select_related("place", "replaced_by").order_by("-from_on", "-recorded_at")
    return found if by.everywhere else found.filter(place__in=by.units)


def draws(*, by: Actor) -> QuerySet[Draw]:
    """The draws of the actor's units, with ``made`` and ``held``: whether drawn, and whether a session was opened."""
    by.require(Permission.TESTS_VIEW)
    picks = DrawPick.objects.filter(draw=OuterRef("pk"))
    used = TestSession.objects.filter(draw=OuterRef("pk"))
    found = Draw.objects.visible_to(by).select_related("place").annotate(made=Exists(picks), held=Exists(used))
    return found.order_by("-month", "-number", "pk")


@dataclass(frozen=True)
class DrawRow:
    """One candidate as it is printed: no name."""

    reference: str
    weight: int
    key: float
    rank: int | None


@dataclass(frozen=True)
class DrawPage:
    """A draw with everything that is needed to compute it again, and whether that comes to the same."""

    draw: Draw
    rows: list[DrawRow]
    made: bool
    same: bool
    session: TestSession | None


def draw(*, by: Actor, ref: UUID) -> DrawPage:
    """One draw, computed anew from what was frozen. Raises NotFound."""
    found = draws(by=by).filter(pk=ref).first()
    if found is None:
        raise NotFound("screening.unknown")
    ranks = dict(DrawPick.objects.filter(draw=found).values_list("candidate_id", "rank"))
    listed = list(found.listed.all())
    rows = [
        DrawRow(one.reference, one.weight, rules.priority(found.seed, one.reference, one.weight), ranks.get(one.pk))
        for one in listed
    ]
    rows.sort(key=lambda row: (row.key, row.reference))
    candidates = [rules.Candidate(reference=one.reference, weight=one.weight) for one in listed]
    again = rules.drawn(found.seed, candidates, found.how_many)
    kept = [row.reference for row in sorted((row for row in rows if row.rank), key=lambda row: row.rank or 0)]
    same = rules.digest(candidates) == found.digest and (not ranks or again == kept)
    session = TestSession.objects.filter(draw=found).first()
    return DrawPage(found, rows, bool(ranks), same, session)


def sessions(*, by: Actor) -> QuerySet[TestSession]:
    """The sessions of the actor's units, the latest first, with ``people``, ``answered`` and ``minutes_no``."""
    by.require(Permission.TESTS_VIEW)
    minutes = SessionMinutes.objects.filter(session=OuterRef("pk")).values("paper_no")
    answered = Count("lines", filter=Exists(StripTest.objects.filter(line=OuterRef("lines__pk"))), distinct=True)
    found = TestSession.objects.visible_to(by).select_related("place")
    found = found.annotate(people=Count("lines", distinct=True), answered=answered, minutes_no=Subquery(minutes[:1]))
    return found.order_by("-held_on", "-recorded_at", "pk")


@dataclass(frozen=True)
class SheetRow:
    """Somebody on the sheet: the line, the standing answer, and how many others of the unit bear the name."""

    line: SheetLine
    test: StripTest | None
    namesakes: int
    path: PathRows | None

    @property
    def key(self) -> UUID:
        """Of the line."""
        return self.line.pk


@dataclass(frozen=True)
class SheetPage:
    """A session and its sheet."""

    session: TestSession
    rows: list[SheetRow]
    minutes: SessionMinutes | None

    @property
    def open_rows(self) -> list[SheetRow]:
        """Lines without an answer."""
        return [row for row in self.rows if row.test is None]


def session(*, by: Actor, ref: UUID) -> TestSession:
    """One session of the actor's units. Raises NotFound."""
    by.require(Permission.TESTS_VIEW)
    found = TestSession.objects.visible_to(by).select_related("place__parent", "police__user", "health__user", "draw")
    one = found.filter(pk=ref).first()
    if one is None:
        raise NotFound("screening.unknown")
    return one


def sheet(*, by: Actor, ref: UUID) -> SheetPage:
    """The sheet of a session: everybody on it, for police and health station of the unit alike, because they test
    together. The number of queries does not grow with the lines. Raises NotFound."""
    one = session(by=by, ref=ref)
    lines = list(
        SheetLine.objects.filter(session=one)
        .select_related("episode__person")
        .order_by("episode__person__sort_key", "pk")
    )
    standing = StripTest.objects.filter(line__session=one, replaced_by__isnull=True).prefetch_related("readings")
    tests = {test.line_id: test for test in standing.defer("told")}
    minutes = SessionMinutes.objects.filter(session=one).first()
    paths = paths_of(test.pk for test in tests.values() if test.verdict == Verdict.POSITIVE) if minutes else {}
    same = _namesakes(one, lines)
    rows = []
    for line in lines:
        test = tests.get(line.pk)
        rows.append(SheetRow(line, test, same[line.pk], paths.get(test.pk) if test else None))
    return SheetPage(one, rows, minutes)


def _namesakes(one: TestSession, lines: Iterable[SheetLine]) -> dict[UUID, int]:
    """How many other people of the unit, or of the sheet, have the same name: two identifiers tell them apart."""
    rows = list(lines)
    bearers: dict[str, set[UUID]] = defaultdict(set)
    for line in rows:
        bearers[line.episode.person.sort_key].add(line.episode.person_id)
    lives = Residence.objects.filter(
        open_on(one.held_on), kind=ResidenceKind.CURRENT, place__in=units_of(one.place),
        person__sort_key__in=list(bearers), person__merged_into__isnull=True,
    )  # fmt: skip
    for key, person in lives.values_list("person__sort_key", "person_id"):
        bearers[key].add(person)
    return {line.pk: len(bearers[line.episode.person.sort_key]) - 1 for line in rows}


def posts_present(*, by: Actor, place: Place, roles: Iterable[str], on: date) -> list[Post]:
    """The posts of a unit in these roles on a day, with their holders."""
    by.require(Permission.TESTS_VIEW, at=place.pk)
    found = Post.objects.open_on(on).filter(place__in=units_of(place), role__in=list(roles))
    return list(found.select_related("user", "place").order_by("user__sort_key", "pk"))


def candidates_to_add(*, by: Actor, one: TestSession) -> list[Episode]:
    """Who may still be put on a sheet. Only of people in the actor's own reach."""
    by.require(Permission.TESTS_RECORD, at=one.place_id)
    found = managed_in(units_of(one.place)).filter(pk__in=Episode.objects.visible_to(by, one.held_on).values("pk"))
    return list(found.exclude(test_lines__session=one))


@dataclass(frozen=True)
class PositivePage:
    """One positive and its path."""

    test: StripTest
    rows: PathRows


def positives(*, by: Actor) -> list[PositivePage]:
    """The positives of closed minutes whose path has not ended, the oldest first."""
    by.require(Permission.TESTS_VIEW)
    found = tests_in_reach(by).filter(
        Q(conclusion__isnull=True), verdict=Verdict.POSITIVE, replaced_by__isnull=True,
        line__session__minutes__isnull=False,
    )  # fmt: skip
    tests = list(found.defer("told").order_by("line__session__held_on", "pk"))
    rows = paths_of(one.pk for one in tests)
    return [PositivePage(one, rows[one.pk]) for one in tests]


def positive(*, by: Actor, ref: UUID) -> PositivePage:
    """One positive of closed minutes, ended or not. Raises NotFound."""
    by.require(Permission.TESTS_VIEW)
    found = tests_in_reach(by).filter(pk=ref, verdict=Verdict.POSITIVE, replaced_by__isnull=True)
    test = found.filter(line__session__minutes__isnull=False).prefetch_related("readings").first()
    if test is None:
        raise NotFound("screening.unknown")
    return PositivePage(test, paths_of([test.pk])[test.pk])


def answered_test(*, by: Actor, ref: UUID) -> StripTest:
    """One standing answer in the actor's reach. Raises NotFound."""
    by.require(Permission.TESTS_RECORD)
    test = tests_in_reach(by).filter(pk=ref, replaced_by__isnull=True).prefetch_related("readings").first()
    if test is None:
        raise NotFound("screening.unknown")
    return test


@dataclass(frozen=True)
class Appointment:
    """When and where somebody is to come next, if that is planned; results only where the person agrees."""

    episode: Episode
    session: TestSession | None
    agreed: bool
    results: list[StripTest]


def agreed(episodes: Iterable[UUID]) -> set[UUID]:
    """Whose last word is that helpers may see results."""
    rows = ResultConsent.objects.filter(episode__in=list(episodes)).order_by("recorded_at")
    return {key for key, given in dict(rows.values_list("episode", "given")).items() if given}


def consents(*, by: Actor, episode: Episode) -> list[ResultConsent]:
    """What the person said on results, the latest first."""
    by.require(Permission.TESTS_CONSENT, at=episode.place_id)
    return list(ResultConsent.objects.filter(episode=episode).order_by("-recorded_at"))


def appointments(*, by: Actor, on: date, of: UUID | None = None) -> list[Appointment]:
    """The people in the actor's reach with the next scheduled test: the appointment alone. Whoever was drawn is not
    told before, so a drawn session is none. With the person's consent, asked at every request, the results of closed
    minutes. Five queries. ``of``: of this measure alone."""
    by.require(Permission.TESTS_APPOINTMENTS)
    mine = Episode.objects.visible_to(by, on).filter(pk__in=managed_everywhere())
    if of is not None:
        mine = mine.filter(pk=of)
    people = list(mine.select_related("person").order_by("person__sort_key", "pk"))
    keys = [one.pk for one in people]
    planned = SheetLine.objects.filter(
        episode__in=keys, session__kind=SessionKind.SCHEDULED, session__held_on__gte=on, session__minutes__isnull=True
    )
    sessions_of: dict[UUID, TestSession] = {}
    for line in planned.select_related("session").order_by("-session__held_on", "pk"):
        sessions_of[line.episode_id] = line.session
    willing = agreed(keys)
    shown = StripTest.objects.filter(
        line__episode__in=willing, replaced_by__isnull=True, line__session__minutes__isnull=False
    )
    results: dict[UUID, list[StripTest]] = defaultdict(list)
    for test in shown.select_related("line__session", "conclusion").order_by("-line__session__held_on").defer("told"):
        results[test.line.episode_id].append(test)
    return [Appointment(one, sessions_of.get(one.pk), one.pk in willing, results[one.pk]) for one in people]


def settings_now(*, by: Actor, place: Place, on: date) -> list[tuple[str, int]]:
    """What holds in a unit today, by the words of each kind; the usual where nothing is set."""
    by.require(Permission.TESTS_VIEW, at=place.pk)
    found = settings_on([place.pk], on)
    return [(str(kind.label), found[(place.pk, kind.value)]) for kind in SettingKind]
