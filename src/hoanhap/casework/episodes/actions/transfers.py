"""Handing somebody over to another commune: the sender answers until the receiver accepts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from hoanhap.casework.episodes import handovers, rules
from hoanhap.casework.episodes.choices import (
    EventKind,
    Measure,
    Outcome,
    PaperKind,
    Stage,
    TransferAct,
    TransferKind,
)
from hoanhap.casework.episodes.duty_rules import MOVE
from hoanhap.casework.episodes.models import (
    Episode,
    EpisodeEvent,
    EpisodePaper,
    HelperAssignment,
    Transfer,
    TransferStep,
)
from hoanhap.casework.episodes.notice_content import transfer_content
from hoanhap.casework.episodes.tying import end_help, release_ties
from hoanhap.casework.episodes.units import province_code, standing_unit
from hoanhap.casework.episodes.writing import append, entry, locked, new_event
from hoanhap.casework.people.actions.residence import move_in
from hoanhap.casework.people.actions.ties import hold_many
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.locking import place_of
from hoanhap.casework.people.rows import NewResidence
from hoanhap.casework.people.selectors import whole
from hoanhap.ground.audit.actions import Entry, audited, record_many
from hoanhap.ground.documents.actions import prepare_document, sign_document
from hoanhap.ground.documents.rules import number_words
from hoanhap.ground.documents.source import read
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.law.authorities import authority_for
from hoanhap.ground.law.choices import Party, Step
from hoanhap.ground.law.forms import form_for
from hoanhap.ground.places.models import Place, Reach

NOTICE = "post_rehab_transfer"
FACILITY_SIGHT = timedelta(days=30)
"""How long a facility still sees whom it handed over (access matrix)."""
_DAY = timedelta(days=1)


@audited
def record_left(*, by: Actor, episode: UUID, moment: datetime) -> EpisodeEvent:
    """Record that the person left the commune for another: from this moment the police must tell the new place.

    ``moment``: aware; the law counts hours (B-MOVE) or working days (A-PR-MOVE) from it. Raises RuleViolation
    ``episodes.day_ahead``, ``episodes.not_possible``.
    """
    held = locked(by, episode, Permission.TRANSFERS_HANDLE)
    event = new_event(held, EventKind.LEFT, on=_day_of(moment), moment=moment)
    append(by=by, events=[event])
    return event


@audited
def prepare_transfer_notice(
    *, by: Actor, episode: UUID, to_place: Place, on: date, content: Mapping[str, object] | None = None
) -> EpisodePaper:
    """Prepare the police's notice to the new place (A-II-53, B-V-54) for the signature of their chief.

    ``content`` completes or replaces what the file says, by field name. Raises what :func:`send_transfer` raises of
    the new place, and what ``documents`` raises of missing fields.
    """
    held = locked(by, episode, Permission.TRANSFERS_HANDLE)
    by.require(Permission.DECISIONS_PREPARE, at=held.place_id)
    handovers.check_acts_for(by, authority_for(NOTICE, Step.SIGNS, on=on).party)
    sender = standing_unit(held.place, on)
    _check_place(sender, to_place, on)
    left = handovers.leaving_of(held)
    stated = transfer_content(held, to_place, on=on, moved_on=left.happened_on if left else None) | dict(content or {})
    document = prepare_document(
        by=by, form=form_for(NOTICE, on=on).code, body="police", place=sender, content=stated, on=on
    )
    paper = EpisodePaper.objects.create(
        episode=held, document=document, kind=PaperKind.TRANSFER_NOTICE, printed_from=held.printed_from,
        printed_to=held.printed_to, computed_to=held.ends_on, brings={"to_place": to_place.pk},
        recorded_at=clock.now(),
    )  # fmt: skip
    record_many([entry("episodes.transfer_prepared", held, document=document.reference)], by=by)
    return paper


@dataclass(frozen=True, kw_only=True)
class NewTransfer:
    """A notice to another commune, gone out at ``moment``: a prepared ``paper`` that is signed now, or the number of
    one written outside (``paper_no``: measures whose notice has no template here, and papers of earlier days)."""

    to_place: Place
    moment: datetime
    paper: UUID | None = None
    paper_no: str = ""
    series: str = ""


@audited
def send_transfer(*, by: Actor, episode: UUID, new: NewTransfer) -> Transfer:
    """Send the notice: the receiving unit sees the person from now on, and the sender until the receiver accepts.

    For post-rehabilitation management the police sends it (D116 79; L120 48); a prepared paper is signed by another
    person than who prepared it. Raises RuleViolation ``episodes.not_left``, ``episodes.same_unit``,
    ``episodes.outside_city`` (take the person off the list as moved away instead), ``episodes.unit_not_there``,
    ``episodes.transfer_pending``, ``episodes.paper_missing``, ``episodes.notice_before_leaving``.
    """
    held = locked(by, episode, Permission.TRANSFERS_HANDLE)
    on = _day_of(new.moment)
    rules.check_not_ahead(on, on=clock.today())
    if held.measure == Measure.POST_REHAB:
        handovers.check_acts_for(by, authority_for(NOTICE, Step.SIGNS, on=on).party)
    sender = standing_unit(held.place, on)
    _check_place(sender, new.to_place, on)
    left = handovers.leaving_of(held)
    if left is None:
        raise RuleViolation("episodes.not_left")
    if new.moment < (left.happened_at or new.moment) or on < left.happened_on:
        raise RuleViolation("episodes.notice_before_leaving", field="moment", day=left.happened_on)
    if Transfer.objects.filter(episode=held, state__in=handovers.PENDING).exists():
        raise RuleViolation("episodes.transfer_pending")
    _tell(by, held, "episodes.transfer_sent", [sender, new.to_place], on=on)
    event = new_event(
        held, EventKind.NOTICE_SENT, on=on, moment=new.moment, paper_no=_number(by, held, new, on),
        details={"about": MOVE},
    )  # fmt: skip
    made = announce(
        by=by, episode=held, kind=TransferKind.COMMUNE, from_place=sender, to_place=new.to_place,
        left_on=left.happened_on, on=on,
    )  # fmt: skip
    append(by=by, events=[event])
    return made


@audited
def announce(
    *, by: Actor, episode: Episode, kind: TransferKind, from_place: Place | None, to_place: Place, left_on: date,
    on: date,
) -> Transfer:  # fmt: skip
    """The row, its first step and the receiver's tie: called by who sends, which has locked and permitted."""
    made = Transfer.objects.create(
        episode=episode, kind=kind, from_place=from_place, from_post="" if from_place else by.post,
        to_place=to_place, left_on=left_on, state=TransferAct.SENT,
        police_must_acknowledge=episode.measure == Measure.POST_REHAB and handovers.police_receives(on),
        recorded_at=clock.now(),
    )  # fmt: skip
    _step(by, made, TransferAct.SENT, on)
    units = [(episode.person, to_place)]
    hold_many(by=by, kind=TieKind.INCOMING, units=units, from_on=clock.today())
    record_many([entry("episodes.transfer_announced", episode, transfer=str(made.pk))], by=by)
    return made


@audited
def acknowledge_transfer(*, by: Actor, transfer: UUID, on: date) -> Transfer:
    """The police of the new place have received notice and file: see :func:`handovers.police_receives`."""
    held = _locked(by, transfer)
    _check_receiver(by, held, Party.COMMUNE_POLICE)
    if not held.police_must_acknowledge or held.state != TransferAct.SENT:
        raise RuleViolation("episodes.nothing_to_acknowledge")
    _settle(by, held, TransferAct.POLICE_ACKNOWLEDGED, on)
    record_many([_said("episodes.transfer_acknowledged", held, held.to_place, on)], by=by)
    return held


@audited
def accept_transfer(
    *, by: Actor, transfer: UUID, on: date, address: str = "", lives_there_from: date | None = None
) -> Transfer:
    """The committee of the new place answers for the person from ``on``, and the sender no longer.

    One person, one place: all open measures for which the sender answered go along. The new current residence is
    recorded (from ``on``, or ``lives_there_from``), the old help ends the day before. Of two acceptances at once one
    succeeds. Raises RuleViolation ``episodes.transfer_settled``, ``episodes.police_first``,
    ``episodes.before_notice``, what the rules of residences say; NotFound outside the reach.
    """
    held = _locked(by, transfer)
    _check_receiver(by, held, Party.COMMUNE_PC)
    if held.police_must_acknowledge and held.state == TransferAct.SENT:
        raise RuleViolation("episodes.police_first")
    receiver = standing_unit(held.to_place, clock.today())
    moving = _moving(held)
    _settle(by, held, TransferAct.ACCEPTED, on)
    record_many([_said(name, held, place, on) for name, place in _both_sides(held, receiver)], by=by)
    _move_in(by, held, receiver, on=on, address=address, since=lives_there_from)
    if held.kind == TransferKind.COMMUNE:
        events = [new_event(one, EventKind.TRANSFERRED, on=on, place=receiver) for one in moving]
        events += _end_helpers(by, moving, on=on)
        append(by=by, events=events)
    _hand_over_sight(by, held, receiver, on)
    return held


@audited
def refuse_transfer(*, by: Actor, transfer: UUID, on: date, reason: str) -> Transfer:
    """The new place does not take the person: the sender keeps them, and sends again or not.

    A notice of a facility that is refused ends the expected management as entered by mistake: it never was that
    commune's. Once the rehabilitation is completed somebody answers already: RuleViolation
    ``episodes.refused_too_late``. A reason is needed.
    """
    held = _locked(by, transfer)
    _check_receiver(by, held, Party.COMMUNE_POLICE, Party.COMMUNE_PC)
    return _undo(by, held, TransferAct.REFUSED, on, reason)


@audited
def withdraw_transfer(*, by: Actor, transfer: UUID, on: date, reason: str) -> Transfer:
    """The sender takes the notice back, because the person stayed or went elsewhere. A reason is needed."""
    held = _locked(by, transfer)
    if not Transfer.objects.filter(handovers.going_from(by), pk=held.pk).exists():
        raise NotFound("episodes.unknown_transfer")
    return _undo(by, held, TransferAct.WITHDRAWN, on, reason)


def _undo(by: Actor, held: Transfer, act: TransferAct, on: date, reason: str) -> Transfer:
    why = tidy(reason)
    if len(why) < 5:
        raise RuleViolation("episodes.reason_missing", field="reason")
    _settle(by, held, act, on, reason=why)
    names = [(f"episodes.transfer_{act.value}", place) for place in (held.from_place, held.to_place) if place]
    record_many([_said(name, held, place, on) for name, place in names], by=by)
    kinds = [TieKind.INCOMING]
    if held.kind == TransferKind.FACILITY:
        if held.episode.started_on is not None:
            raise RuleViolation("episodes.refused_too_late")
        kinds.append(TieKind.UNDER_DECISION)
        if held.episode.stage != Stage.ENDED:
            event = new_event(held.episode, EventKind.CLOSED, on=clock.today(), outcome=Outcome.MISTAKE, note=why)
            append(by=by, events=[event])
    release_ties(by=by, person=held.episode.person, kinds=kinds, places=[held.to_place_id], to_on=clock.today() - _DAY)
    return held


def _locked(by: Actor, key: UUID) -> Transfer:
    """The transfer with its episode, locked, to or from the actor's units, still pending."""
    by.require(Permission.TRANSFERS_HANDLE)
    seen = handovers.transfers(by=by).filter(pk=key).order_by().values("pk")
    held = (
        Transfer.objects.select_for_update(of=("self",)).select_related("from_place", "to_place").filter(pk__in=seen)
    ).first()
    if held is None:
        raise NotFound("episodes.unknown_transfer")
    if held.state not in handovers.PENDING:
        raise RuleViolation("episodes.transfer_settled", state=TransferAct(held.state).label)
    episodes = Episode.objects.select_for_update(of=("self",)).select_related("person", "place", "origin")
    held.episode = episodes.get(pk=held.episode_id)
    return held


def _check_receiver(by: Actor, held: Transfer, *parties: Party) -> None:
    """The receiving unit, and a post there that acts for one of the parties. Others do not know of the transfer."""
    if not Transfer.objects.filter(handovers.coming_to(by), pk=held.pk).exists():
        raise NotFound("episodes.unknown_transfer")
    if not any(handovers.acts_for(by, party) for party in parties):
        handovers.check_acts_for(by, parties[0])


def _settle(by: Actor, held: Transfer, act: TransferAct, on: date, *, reason: str = "") -> None:
    rules.check_not_ahead(on, on=clock.today(), name="on")
    last = max(held.steps.values_list("on", flat=True))
    if on < last:
        raise RuleViolation("episodes.before_notice", field="on", day=last)
    held.state = act
    held.save(update_fields=["state"])
    _step(by, held, act, on, reason=reason)


def _step(by: Actor, held: Transfer, act: TransferAct, on: date, *, reason: str = "") -> None:
    TransferStep.objects.create(transfer=held, act=act, on=on, by=by.user, reason=reason, recorded_at=clock.now())


def _moving(held: Transfer) -> list[Episode]:
    """The open measures that go along: those of the person for which the sender answers, locked."""
    if held.from_place is None:
        return []
    own = Reach.objects.filter(root=held.from_place).values("unit")
    also = Episode.objects.open().filter(person__in=whole(held.episode.person), place__in=own)
    found = also.exclude(pk=held.episode_id).exclude(transfers__state__in=handovers.PENDING)
    others = found.select_for_update(of=("self",)).select_related("person", "place").order_by("pk")
    return [held.episode, *others]


def _move_in(by: Actor, held: Transfer, receiver: Place, *, on: date, address: str, since: date | None) -> None:
    """Record where the person lives now, unless that is known to lie in the receiving unit already."""
    lives = place_of(held.episode.person)
    if lives is None or not Reach.objects.filter(root=receiver, unit=lives).exists():
        new = NewResidence(place=receiver, from_on=since or on, address=address)
        move_in(by=by, person=held.episode.person, new=new)


def _hand_over_sight(by: Actor, held: Transfer, receiver: Place, on: date) -> None:
    """The receiver sees by residence and by its police's tie; the sender no longer, a facility for thirty days more."""
    person, before = held.episode.person, on - _DAY
    release_ties(by=by, person=person, kinds=[TieKind.INCOMING], places=[held.to_place_id], to_on=before)
    if held.from_place is not None:
        places = list(Reach.objects.filter(root=held.from_place).values_list("unit", flat=True))
        release_ties(by=by, person=person, kinds=[TieKind.UNDER_DECISION], places=places, to_on=before)
    elif held.episode.started_on is not None:
        last = max(on, held.episode.started_on) + FACILITY_SIGHT
        release_ties(by=by, person=person, kinds=[TieKind.RESIDENT], to_on=last)
    hold_many(by=by, kind=TieKind.UNDER_DECISION, units=[(person, receiver)], from_on=on)


def _end_helpers(by: Actor, episodes: Sequence[Episode], *, on: date) -> list[EpisodeEvent]:
    """The help at the old place ends the day before; who helps at the new one is decided there (B-V-60)."""
    still = Q(to_on__isnull=True) | Q(to_on__gte=on)
    ended = list(HelperAssignment.objects.filter(still, episode__in=[episode.pk for episode in episodes]))
    end_help(by=by, rows=ended, before=on)
    whose = {one.episode_id for one in ended}
    return [new_event(one, EventKind.HELPER_ENDED, on=on) for one in episodes if one.pk in whose]


def _check_place(sender: Place, to_place: Place, on: date) -> None:
    stands = to_place.valid_from <= on and (to_place.valid_to is None or on <= to_place.valid_to)
    if not to_place.is_commune_level or not stands:
        raise RuleViolation("episodes.unit_not_there", field="to_place", day=on)
    if to_place.pk == sender.pk:
        raise RuleViolation("episodes.same_unit", field="to_place")
    if province_code(to_place) != province_code(sender):
        raise RuleViolation("episodes.outside_city", field="to_place")


def _number(by: Actor, held: Episode, new: NewTransfer, on: date) -> str:
    """The number of the notice: of the paper signed now, or of one written outside."""
    if new.paper is None:
        if not tidy(new.paper_no):
            raise RuleViolation("episodes.paper_missing", field="paper_no")
        return tidy(new.paper_no)
    return sign_notice(by=by, episode=held, paper=new.paper, kind=PaperKind.TRANSFER_NOTICE, on=on, series=new.series)


@audited
def sign_notice(*, by: Actor, episode: Episode, paper: UUID, kind: PaperKind, on: date, series: str = "") -> str:
    """Sign a prepared notice of this episode; returns its number. Raises NotFound, and what ``documents`` raises."""
    found = EpisodePaper.objects.select_related("document__edition", "document__place")
    held = found.filter(pk=paper, episode=episode, kind=kind).first()
    if held is None:
        raise NotFound("episodes.unknown_paper")
    symbol = tidy(series) or read(held.document.edition.source).series
    step = sign_document(by=by, document=held.document, on=on, series=symbol)
    return number_words(step.number or 0, step.series)


def _tell(by: Actor, held: Episode, name: str, places: Sequence[Place], **facts: object) -> None:
    """Say it in the chains of both units first: so two that write to each other wait in one order."""
    said = entry(name, held, **facts)
    chains = sorted({place.chain for place in places})
    record_many([Entry(event=name, subject=said.subject, chain=chain, facts=said.facts) for chain in chains], by=by)


def _said(name: str, held: Transfer, place: Place, on: date) -> Entry:
    facts = {"on": on.isoformat(), "kind": held.kind, "transfer": str(held.pk)}
    return Entry(event=name, subject=f"episodes.episode:{held.episode_id}", chain=place.chain, facts=facts)


def _both_sides(held: Transfer, receiver: Place) -> list[tuple[str, Place]]:
    said = [("episodes.transfer_accepted", receiver)]
    return [*said, ("episodes.handed_over", held.from_place)] if held.from_place else said


def _day_of(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()
