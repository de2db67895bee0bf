"""Who helps whom in a unit, who has nobody, who is to be handed over: for the leader of its volunteers.

The leader assigns for everybody of the unit, and opens the files of those alone whom its volunteers help. So what
stands here of others is what choosing needs: name, year of birth, sex, since when. Of somebody who may be a minor, a
post without the right to see minors gets the reference only. No address, no telephone, no result of any test.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hoanhap.casework.episodes.choices import EventKind, Stage
from hoanhap.casework.episodes.models import Episode, EpisodeEvent, HelperAssignment
from hoanhap.casework.people.choices import Purpose, ResidenceKind
from hoanhap.casework.people.models import Person, Residence, open_on
from hoanhap.casework.people.rules import may_be_minor
from hoanhap.casework.programmes.choices import TeamKind
from hoanhap.casework.programmes.models import Appointment, ChangeWish, HelperChoice
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.documents.models import DocumentStep
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission

HANDOVER_AHEAD = timedelta(days=14)
"""So many days before a volunteer's last one, the people they help are listed for hand-over."""


@dataclass(frozen=True, kw_only=True)
class Helped:
    """One person of the unit, as far as choosing a helper needs: see the module."""

    episode: Episode
    reference: str
    name: str = field(repr=False)
    birth_year: int | None
    sex: str
    since: date | None
    proposed: bool = False
    """A helper is proposed, and the Chairman has not signed yet."""


def may_read_people(by: Actor) -> bool:
    """Whether the post works with the people of its unit by name: who assigns, and the officer and the Chairman."""
    return by.may(Permission.HELPERS_ASSIGN) or (
        by.may(Permission.TEAMS_VIEW) and by.may(Permission.PEOPLE_OF_PLACE) and by.may(Permission.HELP_VIEW)
    )


def team_people(*, by: Actor) -> QuerySet[Episode]:
    """The running post-rehabilitation managements for which the actor's units answer, from completion on."""
    found = Episode.objects.post_rehab().open().exclude(stage=Stage.EXPECTED).select_related("person", "place")
    if not may_read_people(by):
        return found.none()
    return found.answered_for_by(by)


def running(on: date) -> QuerySet[HelperAssignment]:
    """Assignments that run on a day, or begin after it. One that another took the place of on its first day keeps that
    day on record, and runs no more."""
    later = HelperAssignment.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")) | Q(recorded_at__gt=OuterRef("recorded_at")),
        episode=OuterRef("episode"),
        from_on=OuterRef("from_on"),
    )
    return HelperAssignment.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=on), ~Q(to_on=F("from_on")) | ~Exists(later)
    )


def pending_choices() -> QuerySet[HelperChoice]:
    """Proposals that wait for the Chairman's signature: the newest of each measure, neither signed nor returned."""
    later = HelperChoice.objects.filter(episode=OuterRef("episode"), recorded_at__gt=OuterRef("recorded_at"))
    done = DocumentStep.objects.filter(document=OuterRef("paper__document"))
    return HelperChoice.objects.filter(~Exists(later), ~Exists(done), paper__isnull=False).exclude(
        episode__stage=Stage.ENDED
    )


def unassigned(*, by: Actor, on: date) -> list[Helped]:
    """Who has no helper today, the longest waiting first; whose proposal waits for a signature stands last."""
    helped = running(on).filter(episode=OuterRef("pk"))
    home = team_people(by=by).filter(~Exists(helped), started_on__lte=on)
    found = list(home.order_by("started_on", "pk"))
    waiting = set(pending_choices().filter(episode__in=found).values_list("episode", flat=True))
    rows = [_told(by, one, on, proposed=one.pk in waiting) for one in found]
    return sorted(rows, key=lambda one: one.proposed)


def one_of_team(*, by: Actor, reference: str, on: date) -> Helped:
    """One person of the actor's units, by public reference; the look is logged. Raises NotFound."""
    by.require(Permission.HELPERS_ASSIGN)
    whole = Q(person__reference=reference) | Q(person__merged_into__reference=reference)
    found = team_people(by=by).filter(whole).first()
    if found is None:
        raise NotFound("programmes.not_of_team")
    waiting = pending_choices().filter(episode=found).exists()
    subject = f"people.person:{found.person.merged_into_id or found.person_id}"
    record_read("programmes.helper_page_read", subject, by=by, purpose=Purpose.HELP.value, chain=found.place.chain)
    return _told(by, found, on, proposed=waiting)


def _told(by: Actor, episode: Episode, on: date, *, proposed: bool = False) -> Helped:
    person = episode.person
    hidden = not by.may(Permission.PEOPLE_VIEW_MINORS) and may_be_minor(
        birth_on=person.birth_on, birth_year=person.birth_year, on=on
    )
    return Helped(
        episode=episode,
        reference=person.reference,
        name="" if hidden else person.name,
        birth_year=None if hidden else person.birth_year,
        sex=person.sex,
        since=episode.started_on,
        proposed=proposed,
    )


def completed_at(episodes: Iterable[Episode]) -> dict[UUID, datetime]:
    """The moment from which the hours of each count: of completion where it is known, else that day's midnight."""
    keys = {one.pk: one.started_on for one in episodes}
    known = EpisodeEvent.objects.filter(
        episode__in=keys, kind=EventKind.COMPLETED, replaced_by__isnull=True, happened_at__isnull=False
    )
    found = {key: datetime.combine(day, time.min, LOCAL) for key, day in keys.items() if day}
    return found | {key: at for key, at in known.values_list("episode", "happened_at") if at}


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody of the volunteers, and how many people they help today, proposals counted."""

    appointment: Appointment
    load: int
    leaves_on: date | None
    """The last day, where an end of the appointment or of the post is known."""


def members(*, by: Actor, on: date) -> list[Member]:
    """Who stands in the volunteer teams of the actor's units today, leader first, with their load."""
    by.require(Permission.TEAMS_VIEW)
    found = Appointment.objects.filter(open_on(on), team__kind=TeamKind.VOLUNTEER_TEAM)
    if not by.everywhere:
        found = found.filter(team__place__in=by.units)
    rows = list(found.select_related("post__user", "team__place").order_by("team", "role", "from_on", "pk"))
    loads = loads_of(rows, on)
    ordered = sorted(rows, key=lambda one: ("leader", "deputy", "member").index(one.role))
    return [Member(appointment=one, load=loads[one.pk], leaves_on=_leaves(one)) for one in ordered]


def _leaves(one: Appointment) -> date | None:
    days = [day for day in (one.to_on, one.post.to_on if one.post else None, one.team.to_on) if day]
    return min(days) if days else None


def loads_of(rows: Iterable[Appointment], on: date) -> dict[UUID, int]:
    """How many people each helps today, by appointment; who is proposed to them counts."""
    known = {one.pk: one for one in rows}
    helped = running(on).exclude(episode__stage=Stage.ENDED)
    posts = [one.post_id for one in known.values() if one.post_id]
    agencies = [one.helper_name for one in known.values() if not one.post_id]
    whose: dict[object, set[UUID]] = defaultdict(set)
    pairs = helped.filter(Q(post__in=posts) | Q(agency__in=agencies) & ~Q(agency=""))
    for episode, post, agency in pairs.values_list("episode", "post", "agency"):
        whose[post or agency].add(episode)
    for episode, appointment in pending_choices().filter(appointment__in=known).values_list("episode", "appointment"):
        one = known[appointment]
        whose[one.post_id or one.helper_name].add(episode)
    return {key: len(whose[one.post_id or one.helper_name]) for key, one in known.items()}


@dataclass(frozen=True, kw_only=True)
class HandoverRow:
    """Somebody whose helper leaves, or has left: to be given to another."""

    person: Helped
    helper: HelperAssignment
    helper_name: str
    leaves_on: date


def handovers(*, by: Actor, on: date) -> list[HandoverRow]:
    """Whose helper's post or appointment ends within 14 days or has ended; the earliest first."""
    people = {one.pk: one for one in team_people(by=by)}
    runs = running(on).filter(episode__in=people, post__isnull=False)
    rows = list(runs.select_related("post__user"))
    last = _last_days([row.post_id for row in rows if row.post_id], on)
    waiting = set(pending_choices().filter(episode__in=people).values_list("episode", flat=True))
    found = []
    for row in rows:
        assert row.post is not None  # noqa: S101 - filtered
        days = [day for day in (row.post.to_on, last.get(row.post.pk)) if day]
        if days and min(days) <= on + HANDOVER_AHEAD:
            person = _told(by, people[row.episode_id], on, proposed=row.episode_id in waiting)
            found.append(
                HandoverRow(person=person, helper=row, helper_name=row.post.user.full_name, leaves_on=min(days))
            )
    return sorted(found, key=lambda one: (one.leaves_on, one.helper_name, one.person.reference))


def _last_days(posts: list[UUID], on: date) -> dict[UUID, date]:
    """Of the posts that stand, or stood, in a team of volunteers: the last day there; none while no end is known."""
    lasts: dict[UUID, date] = {}
    for post, last in Appointment.objects.filter(post__in=posts, team__kind=TeamKind.VOLUNTEER_TEAM).values_list(
        "post", "to_on"
    ):
        assert post is not None  # noqa: S101 - filtered
        lasts[post] = max(last or date.max, lasts.get(post, date.min))
    return {post: day for post, day in lasts.items() if day != date.max}


@dataclass(frozen=True, kw_only=True)
class HelpedRow:
    """Somebody who has a helper, and since when."""

    person: Helped
    helper_name: str
    since: date
    in_reach: bool
    """Whether the post may open the file: the leader those whom the unit's volunteers help."""


def helped(*, by: Actor, on: date) -> list[HelpedRow]:
    """Who has a helper of the volunteers, or another one, by name."""
    people = {one.pk: one for one in team_people(by=by)}
    rows = running(on).filter(episode__in=people).select_related("post__user").order_by("from_on", "pk")
    roots = {one.person.merged_into_id or one.person_id for one in people.values()}
    open_to = set(Person.objects.visible_to(by, on).filter(pk__in=roots).values_list("pk", flat=True))
    found = [
        HelpedRow(
            person=_told(by, people[row.episode_id], on),
            helper_name=row.post.user.full_name if row.post else row.agency,
            since=row.from_on,
            in_reach=(people[row.episode_id].person.merged_into_id or people[row.episode_id].person_id) in open_to,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.person.episode.person.sort_key, one.person.reference))


@dataclass(frozen=True, kw_only=True)
class WishRow:
    """Somebody who asked for another helper and has the same one still. No reason stands here."""

    person: Helped
    wish: ChangeWish
    helper_name: str


def open_wishes(*, by: Actor, on: date) -> list[WishRow]:
    """Wishes that no other helper has answered yet, the oldest first."""
    people = {one.pk: one for one in team_people(by=by)}
    still = running(on).filter(episode__in=people).values("pk")
    rows = ChangeWish.objects.filter(helper__in=still).select_related("helper__post__user").defer("reason")
    waiting = set(pending_choices().filter(episode__in=people).values_list("episode", flat=True))
    return [
        WishRow(
            person=_told(by, people[row.helper.episode_id], on, proposed=row.helper.episode_id in waiting),
            wish=row,
            helper_name=row.helper.post.user.full_name if row.helper.post else row.helper.agency,
        )
        for row in rows.order_by("asked_on", "pk")
    ]


def present_helper(episode: Episode, on: date) -> HelperAssignment | None:
    """Who helps a person today or from a later day on."""
    found = running(on).filter(episode=episode).select_related("post__user")
    return found.order_by("-from_on", "-recorded_at").first()


def avoided(episodes: Iterable[UUID]) -> dict[UUID, set[UUID | str]]:
    """The posts (or organisations) instead of which each person asked for another."""
    found: dict[UUID, set[UUID | str]] = defaultdict(set)
    wishes = ChangeWish.objects.filter(helper__episode__in=list(episodes))
    for episode, post, agency in wishes.values_list("helper__episode", "helper__post", "helper__agency"):
        found[episode].add(post or agency)
    return found


def wanted_sex(episodes: Iterable[UUID]) -> dict[UUID, str]:
    """The sex of the helper whom each person wished for, where one was named; the latest wish counts."""
    wishes = ChangeWish.objects.filter(helper__episode__in=list(episodes)).exclude(wants_sex="").order_by("recorded_at")
    return dict(wishes.values_list("helper__episode", "wants_sex"))


def areas_of(people: Iterable[Person], on: date) -> dict[UUID, str]:
    """Where each lives, as far as no address is opened: the name of the unit of the residence, of the residence's own
    day. After a merger that is the old ward, which is what volunteers call their neighbourhood."""
    lives = Residence.objects.filter(
        open_on(on), kind=ResidenceKind.CURRENT, person__in=[one.pk for one in people]
    ).order_by("from_on")
    return dict(lives.values_list("person", "place__name"))


def people_counts(rows: Iterable[Appointment], first: date, last: date) -> Counter[UUID]:
    """How many people each member helped on some day of a span, by appointment."""
    known = list(rows)
    inside = HelperAssignment.objects.filter(
        Q(post__in=[one.post_id for one in known if one.post_id])
        | Q(agency__in=[one.helper_name for one in known if not one.post_id]) & ~Q(agency=""),
        Q(to_on__isnull=True) | Q(to_on__gte=first),
        from_on__lte=last,
    )
    posts: dict[object, set[UUID]] = defaultdict(set)
    for episode, post, agency in inside.values_list("episode", "post", "agency"):
        posts[post or agency].add(episode)
    return Counter({one.pk: len(posts[one.post_id or one.helper_name]) for one in known})
