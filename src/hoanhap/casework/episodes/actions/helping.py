"""Who helps a person: proposed by one, assigned by the Chairman's signature; the tie gives sight from that day on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from hoanhap.casework.episodes import papers, rules
from hoanhap.casework.episodes.choices import EventKind, PaperKind, Stage
from hoanhap.casework.episodes.models import Episode, EpisodeEvent, EpisodePaper, HelperAssignment
from hoanhap.casework.episodes.paperwork import check_possible, prepare, to_be_signed
from hoanhap.casework.episodes.tying import end_help
from hoanhap.casework.episodes.writing import append, entry, locked, locked_of_unit, new_event
from hoanhap.casework.people.actions.ties import hold_many
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.models import Tie, open_on, post_holder
from hoanhap.ground.access.models import Post
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission, Role
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.law.choices import RegimeCode
from hoanhap.ground.law.regimes import regime_on

ASSIGNMENT, ASSIGNMENT_MOVED = "helper_assignment", "helper_assignment_moved"
HELPING_ROLES = frozenset(
    {
        Role.VOLUNTEER,
        Role.TEAM_LEADER,
        Role.CLUB_BOARD,
        Role.COUNSELLING_POINT,
        Role.SOCIAL_AFFAIRS_OFFICER,
        Role.HEALTH_STATION,
        Role.COMMUNE_POLICE,
        Role.FATHERLAND_FRONT,
    }
)
"""Posts that may be assigned to help (D116 77: organisations and individuals; D163 135: the support team)."""
TEAM_POSTS = frozenset({Role.VOLUNTEER, Role.TEAM_LEADER})
"""Posts whose leader sees whom they help: the team's people (access-and-privacy.md §3.3)."""
DEFAULT_DUTIES = (
    "Gặp gỡ, động viên, giúp đỡ người được quản lý ít nhất mỗi tháng một lần",
    "Giúp người được quản lý tiếp cận việc làm, học nghề, vay vốn và các dịch vụ hỗ trợ",
    "Báo cáo kết quả giúp đỡ với Công an và Ủy ban nhân dân cấp xã",
)


@dataclass(frozen=True, kw_only=True)
class NewHelper:
    """Who is to help, from a day: the holder of a post, or an organisation without an account (exactly one).

    ``name``: of who helps, as the paper prints it; of a post, its holder's where nothing else is told. ``moved_on``:
    the person came to a new place on that day (B-V-60). ``replaces``: the assignment that ends the day before.
    """

    from_on: date
    post: UUID | None = None
    agency: str = ""
    name: str = field(default="", repr=False)
    occupation: str = field(default="", repr=False)
    duties: Sequence[str] = DEFAULT_DUTIES
    moved_on: date | None = None
    replaces: UUID | None = None


@audited
def prepare_helper(
    *, by: Actor, episode: UUID, new: NewHelper, on: date, content: Mapping[str, object] | None = None
) -> EpisodePaper:
    """Propose who is to help (B-V-59, at a new place B-V-60; under A an own layout): who prepares decisions, or the
    leader of the volunteers.

    Raises RuleViolation ``episodes.helper_unclear``, ``episodes.helper_not_of_unit``, ``episodes.helper_already``,
    ``episodes.no_decision_yet``, ``episodes.not_possible``; NotFound ``episodes.unknown_helper``.
    """
    held = _locked(by, episode)
    check_possible(held, EventKind.HELPER_ASSIGNED, on=on)
    decided = papers.decision_content(held)
    if not decided:
        raise RuleViolation("episodes.no_decision_yet")
    post = _checked(held, post=new.post, agency=tidy(new.agency), from_on=new.from_on, replaces=new.replaces)
    helper = tidy(new.name) or (post.user.full_name if post else tidy(new.agency))
    act = ASSIGNMENT_MOVED if new.moved_on else ASSIGNMENT
    stated = papers.identity_content(held, on=on) | decided | papers.proposal_content(held)
    stated |= {
        "helper": helper,
        "helper_occupation": new.occupation,
        "helper_duties": list(new.duties),
        "from_on": new.from_on,
        "to_on": max(held.ends_on or new.from_on, held.printed_to or new.from_on),
        "moved_on": new.moved_on,
    } | dict(content or {})
    brings = {
        "post": str(new.post) if new.post else None,
        "agency": tidy(new.agency),
        "from_on": new.from_on.isoformat(),
        "replaces": str(new.replaces) if new.replaces else None,
    }
    may = Permission.DOCUMENTS_PREPARE if by.may(Permission.DOCUMENTS_PREPARE) else Permission.HELPERS_ASSIGN
    made = prepare(
        by=by, episode=held, kind=PaperKind.HELPER, act=act, on=on, content=stated, brings=brings, permission=may
    )
    record_many([entry("episodes.helper_proposed", held, on=on, from_on=new.from_on)], by=by)
    return made


@audited
def assign_helper(*, by: Actor, paper: UUID, on: date, moment: datetime | None = None) -> HelperAssignment:
    """The Chairman assigns the helper whom somebody else proposed.

    The helper sees the person from the day the assignment begins, and not beyond the end of the measure. An assignment
    that this one replaces ends the day before, and stays in the history.
    """
    signing = to_be_signed(by=by, paper=paper, kinds=[PaperKind.HELPER], on=on, moment=moment)
    held, told = signing.episode, signing.paper.brings
    check_possible(held, EventKind.HELPER_ASSIGNED, on=on)
    from_on = date.fromisoformat(str(told["from_on"]))
    before = UUID(str(told["replaces"])) if told["replaces"] else None
    agency, key = str(told["agency"]), UUID(str(told["post"])) if told["post"] else None
    post = _checked(held, post=key, agency=agency, from_on=from_on, replaces=before)
    number = signing.sign(by)
    events = [_end(by, held, _open_assignment(held, before), from_on, on)] if before else []
    made = HelperAssignment.objects.create(
        episode=held, post=post, agency=agency, paper=signing.paper, from_on=from_on, recorded_at=clock.now(),
        tie=_tie(by, held, post, from_on),
    )  # fmt: skip
    details = {"from_on": from_on.isoformat(), "helper": str(made.pk)}
    append(by=by, events=[*events, signing.event(EventKind.HELPER_ASSIGNED, number, **details)])
    return made


@audited
def assign_by_leader(
    *, by: Actor, episode: UUID, on: date, post: UUID | None = None, agency: str = "", replaces: UUID | None = None
) -> HelperAssignment:
    """The leader of the volunteers assigns one of them, with effect at once and without a paper.

    Only under A and A2, where no form of the law wants the Chairman's signature (plan 270 II.1: right after
    completion); from regime B on RuleViolation ``episodes.helper_by_paper``. Else as :func:`prepare_helper`.
    """
    held = locked_of_unit(by, episode, Permission.HELPERS_ASSIGN)
    if regime_on(on).code is RegimeCode.B:
        raise RuleViolation("episodes.helper_by_paper", day=on)
    check_possible(held, EventKind.HELPER_ASSIGNED, on=on)
    found = _checked(held, post=post, agency=tidy(agency), from_on=on, replaces=replaces)
    events = [_end(by, held, _open_assignment(held, replaces), on, on)] if replaces else []
    made = HelperAssignment.objects.create(
        episode=held, post=found, agency=tidy(agency), from_on=on, recorded_at=clock.now(),
        tie=_tie(by, held, found, on),
    )  # fmt: skip
    details = {"from_on": on.isoformat(), "helper": str(made.pk)}
    append(by=by, events=[*events, new_event(held, EventKind.HELPER_ASSIGNED, on=on, details=details)])
    return made


def _locked(by: Actor, episode: UUID) -> Episode:
    """The measure, for who prepares decisions about the person, or who assigns helpers for the unit."""
    if by.may(Permission.HELPERS_ASSIGN) and not by.may(Permission.DECISIONS_PREPARE):
        return locked_of_unit(by, episode, Permission.HELPERS_ASSIGN)
    return locked(by, episode, Permission.DECISIONS_PREPARE)


def _tie(by: Actor, held: Episode, post: Post | None, from_on: date) -> UUID | None:
    """The tie of the helper's post; an organisation without an account has nobody who could look."""
    if post is None:
        return None
    same = Tie.objects.filter(open_on(from_on), person=held.person, kind=TieKind.HELPER, closed_at__isnull=True)
    known = same.filter(holder=post_holder(str(post.pk))).first()
    if known is not None:
        return known.pk
    place = post.place if post.role in TEAM_POSTS else None
    made = hold_many(by=by, kind=TieKind.HELPER, posts=[(held.person, str(post.pk))], place=place, from_on=from_on)
    return made[0].pk if made else None


@audited
def end_helper(*, by: Actor, assignment: UUID, on: date, reason: str) -> EpisodeEvent:
    """The help of one helper ends: ``on`` is the last day, and the last on which the helper sees the person."""
    if not by.may(Permission.HELPERS_ASSIGN):
        by.require(Permission.DECISIONS_PREPARE)
    found = HelperAssignment.objects.filter(pk=assignment).first()
    if found is None:
        raise NotFound("episodes.unknown_helper")
    held = _locked(by, found.episode_id)
    row = _open_assignment(held, assignment)
    if on < row.from_on:
        raise RuleViolation("episodes.end_before_start", field="on", day=row.from_on)
    said = rules.check_reason(reason)
    row.to_on = on
    row.save(update_fields=["to_on"])
    event = new_event(held, EventKind.HELPER_ENDED, on=on, details={"helper": str(row.pk)}, note=said)
    append(by=by, events=[event])
    return event


def _end(by: Actor, held: Episode, row: HelperAssignment, from_on: date, on: date) -> EpisodeEvent:
    """The assignment that another one replaces, on the day before that begins."""
    end_help(by=by, rows=[row], before=from_on)
    return new_event(held, EventKind.HELPER_ENDED, on=on, details={"helper": str(row.pk)})


def _open_assignment(held: Episode, key: UUID) -> HelperAssignment:
    row = HelperAssignment.objects.select_for_update().filter(pk=key, episode=held).first()
    if row is None:
        raise NotFound("episodes.unknown_helper")
    if row.to_on is not None:
        raise RuleViolation("episodes.helper_ended", field="on", day=row.to_on)
    return row


def _checked(held: Episode, *, post: UUID | None, agency: str, from_on: date, replaces: UUID | None) -> Post | None:
    """The post that is to help: one that helps, held on that day, in the unit that answers; or None for an agency."""
    if (post is None) == (not agency):
        raise RuleViolation("episodes.helper_unclear", field="post")
    if held.stage == Stage.ENDED or (held.ends_on and from_on > held.ends_on):
        raise RuleViolation("episodes.helper_after_end", field="from_on", day=held.ends_on)
    if replaces is not None:
        _open_assignment(held, replaces)
    same = HelperAssignment.objects.filter(episode=held, post=post, agency=agency)
    if any(row.pk != replaces and (row.to_on is None or row.to_on >= from_on) for row in same):
        raise RuleViolation("episodes.helper_already", field="post")
    if post is None:
        return None
    found = (
        Post.objects.open_on(from_on).select_related("user", "place").filter(pk=post, role__in=HELPING_ROLES).first()
    )
    if found is None or found.place_id != held.place_id:
        raise RuleViolation("episodes.helper_not_of_unit", field="post", day=from_on)
    return found
