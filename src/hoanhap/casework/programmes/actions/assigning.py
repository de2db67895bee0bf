"""The leader of the volunteers chooses who helps whom; the person may ask for another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from hoanhap.casework.episodes.actions.helping import NewHelper, assign_by_leader, prepare_helper
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.episodes.writing import entry, locked_of_unit
from hoanhap.casework.people.models import open_on
from hoanhap.casework.programmes import helper_reads
from hoanhap.casework.programmes import team_rules as rules
from hoanhap.casework.programmes.choices import ConflictQuestion, TeamKind
from hoanhap.casework.programmes.models import Appointment, ChangeWish, HelperChoice
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.law.choices import RegimeCode
from hoanhap.ground.law.regimes import regime_on


@dataclass(frozen=True, kw_only=True)
class NewChoice:
    """Whom the leader chose for a person. ``answers``: "yes" or "no" to each of the questions, by code.

    ``beyond_reason``: the leader's approval of a third person and more. ``replaces``: the assignment that ends with it.
    """

    episode: UUID
    appointment: UUID
    answers: Mapping[str, str] = field(repr=False)
    beyond_reason: str = field(default="", repr=False)
    replaces: UUID | None = None


@audited
def choose_helper(*, by: Actor, new: NewChoice) -> HelperChoice:
    """Assign one of the volunteers to a person; from regime B on, propose it for the Chairman's signature.

    Raises RuleViolation ``programmes.question_open``, ``programmes.conflict``, ``programmes.third_needs_approval``,
    ``programmes.asked_for_another``, ``programmes.not_in_team``, and what ``episodes`` raises; NotFound elsewhere.
    """
    held = locked_of_unit(by, new.episode, Permission.HELPERS_ASSIGN)
    on, reason = clock.today(), tidy(new.beyond_reason)
    chosen = _chosen(held, new.appointment, on)
    rules.check_answers(new.answers)
    if (chosen.post_id or chosen.helper_name) in helper_reads.avoided([held.pk])[held.pk]:
        raise RuleViolation("programmes.asked_for_another", field="appointment")
    load = helper_reads.loads_of([chosen], on)[chosen.pk]
    beyond = rules.check_load(load, reason)
    agency = "" if chosen.post_id else chosen.helper_name
    helper = paper = None
    if regime_on(on).code is RegimeCode.B:
        told = NewHelper(from_on=on, post=chosen.post_id, agency=agency, replaces=new.replaces)
        paper = prepare_helper(by=by, episode=held.pk, new=told, on=on)
    else:
        helper = assign_by_leader(
            by=by, episode=held.pk, on=on, post=chosen.post_id, agency=agency, replaces=new.replaces
        )
    made = HelperChoice.objects.create(
        episode=held, appointment=chosen, helper=helper, paper=paper, asked=list(ConflictQuestion.values), load=load,
        beyond=beyond, beyond_reason=reason if beyond else "", chosen_on=on, by=by.post, recorded_at=clock.now(),
    )  # fmt: skip
    said = entry("programmes.helper_chosen", held, appointment=str(chosen.pk), load=load, beyond=beyond)
    record_many([said], by=by)
    return made


@audited
def hand_over(*, by: Actor, choices: Sequence[NewChoice]) -> list[HelperChoice]:
    """Give the people of a helper who leaves to others; all of them or none. ``at`` in a refusal is its number."""
    if not choices:
        raise RuleViolation("programmes.nothing_to_hand_over")
    made = []
    for number, new in enumerate(choices):
        if new.replaces is None:
            raise RuleViolation("programmes.nothing_to_hand_over", at=number)
        try:
            made.append(choose_helper(by=by, new=new))
        except RuleViolation as refused:
            refused.facts.setdefault("at", number)
            raise
    return made


@audited
def ask_for_another(*, by: Actor, helper: UUID, wants_sex: str = "", reason: str = "") -> ChangeWish:
    """Record that the person asked for another helper: the first time without a reason, later with one."""
    found = helper_reads.running(clock.today()).filter(pk=helper).first()
    if found is None:
        raise NotFound("episodes.unknown_helper")
    held = locked_of_unit(by, found.episode_id, Permission.HELPERS_ASSIGN)
    if ChangeWish.objects.filter(helper=found).exists():
        raise RuleViolation("programmes.wish_stands")
    said = tidy(reason)
    rules.check_wish(ChangeWish.objects.filter(helper__episode=held).count(), said)
    made = ChangeWish.objects.create(
        helper=found, asked_on=clock.today(), wants_sex=wants_sex, reason=said, reasoned=bool(said),
        recorded_at=clock.now(),
    )  # fmt: skip
    record_many([entry("programmes.another_helper_asked", held, helper=str(found.pk), reasoned=bool(said))], by=by)
    return made


def _chosen(held: Episode, appointment: UUID, on: date) -> Appointment:
    """One who stands today in the volunteer team of the unit that answers, held so that two choices take turns."""
    found = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("team", "post__user")
        .filter(open_on(on), pk=appointment, team__kind=TeamKind.VOLUNTEER_TEAM, team__place=held.place)
        .first()
    )
    if found is None:
        raise RuleViolation("programmes.not_in_team", field="appointment", day=on)
    return found
