"""Coming home from rehabilitation: the notice to the commune, and the completion that ends one measure and begins the
next."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from hoanhap.casework.episodes import handovers, rules
from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episode, open_episodes
from hoanhap.casework.episodes.actions.transfers import FACILITY_SIGHT, announce, sign_notice
from hoanhap.casework.episodes.choices import (
    REHABILITATION,
    EventKind,
    Measure,
    Outcome,
    PaperKind,
    TransferAct,
    TransferKind,
)
from hoanhap.casework.episodes.duty_rules import END
from hoanhap.casework.episodes.models import Episode, EpisodeEvent, EpisodePaper, Transfer, TransferStep
from hoanhap.casework.episodes.notice_content import completion_content
from hoanhap.casework.episodes.tying import release_ties
from hoanhap.casework.episodes.units import standing_unit
from hoanhap.casework.episodes.writing import append, entry, locked, locked_many, new_event
from hoanhap.casework.people.choices import ResidenceKind, TieKind
from hoanhap.casework.people.models import Person, Residence, Tie, open_on
from hoanhap.ground.access.models import Post
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.documents.actions import prepare_document
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission, Role
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.law.forms import form_for
from hoanhap.ground.places.models import Place

NOTICE = "completion_notice"
AWAY = (Measure.VOLUNTARY_FACILITY, Measure.COMPULSORY, Measure.COMPULSORY_MINOR)
"""Measures served away from home: their end is a hand-over. Treatment in a clinic moves nobody."""


@audited
def prepare_completion_notice(
    *,
    by: Actor,
    episode: UUID,
    to_place: Place,
    expected_on: date,
    on: date,
    content: Mapping[str, object] | None = None,
) -> EpisodePaper:
    """Prepare the notice of approaching completion (B-V-51) of the facility, or of the police for a measure at home.

    ``content`` completes or replaces what the file says, by field name. Raises Refusal ``law.no_form`` on a day whose
    law has no such form (A: send it with the number of the letter), what ``documents`` raises of missing fields.
    """
    held = _rehabilitation(by, episode)
    by.require(Permission.DECISIONS_PREPARE, at=held.place_id)
    stated = completion_content(held, to_place, on=on, expected_on=expected_on) | dict(content or {})
    facility = by.role is Role.FACILITY_STAFF
    place = Post.objects.select_related("place").get(pk=by.post).place if facility else standing_unit(held.place, on)
    document = prepare_document(
        by=by,
        form=form_for(NOTICE, on=on).code,
        body="facility" if facility else "police",
        place=place,
        content=stated,
        on=on,
    )
    paper = EpisodePaper.objects.create(
        episode=held,
        document=document,
        kind=PaperKind.NOTICE,
        brings={"to_place": to_place.pk, "expected_on": expected_on.isoformat()},
        recorded_at=clock.now(),
    )
    record_many([entry("episodes.completion_notice_prepared", held, document=document.reference)], by=by)
    return paper


@dataclass(frozen=True, kw_only=True)
class NewNotice:
    """That a rehabilitation is about to be completed on ``expected_on``, told to ``to_place`` on ``on``: by a prepared
    ``paper`` that is signed now, or by a letter with a number."""

    to_place: Place
    expected_on: date
    on: date
    moment: datetime | None = None
    paper: UUID | None = None
    paper_no: str = ""
    series: str = ""


@audited
def send_completion_notice(*, by: Actor, episode: UUID, new: NewNotice) -> Transfer:
    """Tell the commune: post-rehabilitation management is expected there, and the commune sees the person.

    By the facility (at least 30 days before, B-END-NOTICE; 15 under A), or by who received its letter. Late is late,
    not refused. Returns the hand-over that the commune accepts. Raises RuleViolation ``episodes.not_rehabilitation``,
    ``episodes.expected_missing`` (a day before the notice), ``episodes.paper_missing``, ``episodes.already_open``.
    """
    held = _rehabilitation(by, episode)
    rules.check_not_ahead(new.on, on=clock.today())
    if new.expected_on < new.on:
        raise RuleViolation("episodes.expected_missing", field="expected_on")
    if new.paper is None:
        number = tidy(new.paper_no)
        if not number:
            raise RuleViolation("episodes.paper_missing", field="paper_no")
    else:
        number = sign_notice(by=by, episode=held, paper=new.paper, kind=PaperKind.NOTICE, on=new.on, series=new.series)
    told = new_event(held, EventKind.NOTICE_SENT, on=new.on, moment=new.moment, paper_no=number, details={"about": END})
    append(by=by, events=[told])
    home = NewEpisode(
        person=held.person,
        measure=Measure.POST_REHAB,
        origin=held,
        origin_measure=held.measure,
        place=new.to_place,
        kind=EventKind.NOTICE_RECEIVED,
        on=new.on,
        moment=new.moment,
        expected_on=new.expected_on,
        paper_no=number,
    )
    expected = open_episode(by=by, new=home)
    return announce(
        by=by,
        episode=expected,
        kind=TransferKind.FACILITY,
        from_place=None,
        to_place=new.to_place,
        left_on=new.expected_on,
        on=new.on,
    )


def _rehabilitation(by: Actor, episode: UUID) -> Episode:
    by.require(Permission.TRANSFERS_HANDLE)
    held = locked(by, episode, Permission.EPISODES_RECORD)
    if held.measure not in REHABILITATION:
        raise RuleViolation("episodes.not_rehabilitation")
    return held


@dataclass(frozen=True, kw_only=True)
class Completion:
    """A rehabilitation completed on ``on``, by a certificate. ``place``: where post-rehabilitation management begins
    if no notice has said so; else where the person lives."""

    episode: UUID
    on: date
    certificate_no: str
    place: Place | None = None


@audited
def complete_rehabilitation(*, by: Actor, completions: Sequence[Completion]) -> list[Episode]:
    """End rehabilitations as completed, and begin or continue the post-rehabilitation management of each, set-wise.

    Returns the latter in the same order. All or none: a refusal says ``at`` which number it arose. The facility sees
    the people until thirty days after hand-over. Raises RuleViolation ``episodes.not_rehabilitation``,
    ``episodes.paper_missing``, ``episodes.no_home``, ``episodes.not_possible``, NotFound.
    """
    held = locked_many(by, [one.episode for one in completions], Permission.EPISODES_RECORD)
    for number, one in enumerate(completions):
        _check(by, held, one, number)
    going = _post_rehabs(held.values())
    homes = _homes([held[one.episode].person for one in completions])
    events: list[EpisodeEvent] = []
    new: list[NewEpisode] = []
    for number, one in enumerate(completions):
        rehab, paper_no = held[one.episode], tidy(one.certificate_no)
        events.append(new_event(rehab, EventKind.COMPLETED, on=one.on, outcome=Outcome.COMPLETED, paper_no=paper_no))
        post = going.get(_root(rehab.person))
        if post is not None:
            by.require(Permission.EPISODES_RECORD, at=post.place_id)
            events.append(new_event(post, EventKind.COMPLETED, on=one.on, paper_no=paper_no))
            continue
        place = one.place or homes.get(_root(rehab.person))
        if place is None:
            raise RuleViolation("episodes.no_home", field="place", at=number)
        new.append(
            NewEpisode(
                person=rehab.person,
                measure=Measure.POST_REHAB,
                origin=rehab,
                origin_measure=rehab.measure,
                place=place,
                kind=EventKind.COMPLETED,
                on=one.on,
                paper_no=paper_no,
            )
        )
    if new:  # before the rehabilitation ends: a file without a measure in course is closed
        going |= {_root(one.person): one for one in open_episodes(by=by, new=new)}
    append(by=by, events=events)
    answer = [going[_root(held[one.episode].person)] for one in completions]
    stays = set(Tie.objects.filter(kind=TieKind.RESIDENT, person__in=[one.person_id for one in held.values()])
                .values_list("person", flat=True))  # fmt: skip
    for rehab, post in zip([held[one.episode] for one in completions], answer, strict=True):
        if rehab.person_id in stays or by.role is Role.FACILITY_STAFF:
            _leave_facility(by, rehab, post)
    return answer


def _check(by: Actor, held: Mapping[UUID, Episode], one: Completion, number: int) -> None:
    if one.episode not in held:
        raise NotFound("episodes.unknown_episode")
    by.require(Permission.EPISODES_RECORD, at=held[one.episode].place_id)
    if held[one.episode].measure not in REHABILITATION:
        raise RuleViolation("episodes.not_rehabilitation", at=number)
    if not tidy(one.certificate_no):
        raise RuleViolation("episodes.paper_missing", field="certificate_no", at=number)


def _root(person: Person) -> UUID:
    return person.merged_into_id or person.pk


def _of(roots: Collection[UUID]) -> Q:
    return Q(person__in=roots) | Q(person__merged_into__in=roots)


def _post_rehabs(rehabs: Iterable[Episode]) -> dict[UUID, Episode]:
    """The open post-rehabilitation management of each person, locked."""
    roots = {_root(one.person) for one in rehabs}
    found = Episode.objects.open().post_rehab().filter(_of(roots)).select_related("person", "place")
    return {_root(one.person): one for one in found.select_for_update(of=("self",)).order_by("pk")}


def _homes(people: Sequence[Person]) -> dict[UUID, Place]:
    """Where each of them lives today, as far as is recorded."""
    roots = {_root(person) for person in people}
    lives = Residence.objects.filter(_of(roots), open_on(clock.today()), kind=ResidenceKind.CURRENT)
    return {_root(one.person): one.place for one in lives.select_related("person", "place").order_by("from_on")}


def _leave_facility(by: Actor, rehab: Episode, post: Episode) -> None:
    """Hand over who was away; end the facility's sight thirty days after both completion and acceptance."""
    transfers = Transfer.objects.filter(episode=post, kind=TransferKind.FACILITY)
    if transfers.filter(state__in=handovers.PENDING).exists():
        return
    accepted = TransferStep.objects.filter(transfer__in=transfers, act=TransferAct.ACCEPTED).order_by("-on").first()
    if accepted is None and rehab.measure in AWAY and by.role is Role.FACILITY_STAFF:
        announce(
            by=by,
            episode=post,
            kind=TransferKind.FACILITY,
            from_place=None,
            to_place=post.place,
            left_on=rehab.ended_on or clock.today(),
            on=clock.today(),
        )
        return
    others = Episode.objects.open().filter(_of({_root(rehab.person)}), measure__in=REHABILITATION)
    if not others.exists():
        last = max(day for day in (rehab.ended_on, accepted and accepted.on) if day) + FACILITY_SIGHT
        release_ties(by=by, person=rehab.person, kinds=[TieKind.RESIDENT], to_on=last)
