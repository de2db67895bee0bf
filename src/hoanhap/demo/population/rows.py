"""The rows that steps of a plan become, shared by both ways of writing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hoanhap.casework.episodes.actions.helping import TEAM_POSTS
from hoanhap.casework.episodes.choices import DeterminationResult, FindingSource, Measure, TransferKind
from hoanhap.casework.episodes.models import (
    Determination,
    DrugTest,
    Episode,
    HelperAssignment,
    ReviewResult,
    Transfer,
    TransferStep,
    UseFinding,
)
from hoanhap.casework.people.choices import ContactKind, IdentifierKind
from hoanhap.casework.people.rows import Identity, NewContact, NewIdentifier, NewRelation
from hoanhap.demo.population.lives import (
    Determined,
    Found,
    HandedOver,
    Helped,
    Life,
    Reviewed,
    Tested,
)
from hoanhap.ground.access.models import Post
from hoanhap.ground.kernel.permissions import SYSTEM
from hoanhap.ground.places.models import Place

LABORATORY = "Phòng Kỹ thuật hình sự (mẫu)"
CLINIC = "Bệnh viện mẫu"
POLICE, CONFIRMING = "police", "demo-laboratory"
"""Which body found use, and the account (nobody signs in as it) that recorded the confirmation: another one's."""


@dataclass(frozen=True)
class CastPosts:
    """The posts of the demo cast by sign-in name; people are helped by agencies where there are none."""

    posts: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Place] = field(default_factory=dict)
    """Of the posts of teams: where their leader sees whom they help."""

    def post(self, sign_in: str) -> str:
        """The key of the post, or an empty text."""
        return self.posts.get(sign_in, "")


def cast_posts() -> CastPosts:
    """The one post of each account that has one."""
    found = list(Post.objects.select_related("user", "place").order_by("from_on", "pk"))
    units = {str(post.pk): post.place for post in found if post.role in TEAM_POSTS}
    return CastPosts({post.user.sign_in: str(post.pk) for post in found}, units)


def identity(life: Life) -> Identity:
    """Who somebody is."""
    return Identity(name=life.name, sex=life.sex, birth_year=life.birth_year, birth_on=life.birth_on)


def identifiers(life: Life) -> list[NewIdentifier]:
    """The papers with a number."""
    found = []
    if life.card:
        issued = None
        if life.birth_on is not None:
            issued = life.birth_on + timedelta(days=15 * 366)
        found.append(NewIdentifier(kind=IdentifierKind.CITIZEN_CARD, number=life.card, issued_on=issued))
    if life.old_card:
        found.append(NewIdentifier(kind=IdentifierKind.OLD_CARD, number=life.old_card))
    return found


def contacts(life: Life) -> list[NewContact]:
    """The telephone, if there is one."""
    return [NewContact(value=life.phone, kind=ContactKind.PHONE)] if life.phone else []


def relations(life: Life) -> list[NewRelation]:
    """The guardian of a minor, and of who came of age lately."""
    one = life.guardian
    return [NewRelation(kind=one.kind, name=one.name, phone=one.phone)] if one else []


def fact(episode: Episode, step: Tested | Reviewed | Found | Determined) -> Any:
    """A test, review, finding or determination."""
    common = {"episode": episode, "recorded_at": step.at}
    if isinstance(step, Tested):
        return DrugTest(
            tested_on=step.on, positive=step.positive, unannounced=step.unannounced, paper_no=step.paper_no,
            place_id=step.unit.key, **common,
        )  # fmt: skip
    if isinstance(step, Reviewed):
        return ReviewResult(
            reviewed_on=step.on, grade=step.grade, paper_no=step.paper_no, place_id=step.unit.key, **common
        )
    if isinstance(step, Found):
        confirmed = step.confirmed_on is not None
        return UseFinding(
            found_on=step.on, source=FindingSource.POLICE_RECORD if confirmed else FindingSource.STRIP,
            confirmed_by=LABORATORY if confirmed else "", confirmed_on=step.confirmed_on, paper_no=step.paper_no,
            recorded_by=SYSTEM.user, recorded_body=POLICE, confirmation_by=CONFIRMING if confirmed else "",
            **common,
        )  # fmt: skip
    result = DeterminationResult.ADDICTED if step.addicted else DeterminationResult.NOT_ADDICTED
    return Determination(
        asked_on=step.asked_on, result=result, result_on=step.result_on, criteria_met=4 if step.addicted else 1,
        facility=CLINIC, paper_no=step.paper_no, **common,
    )  # fmt: skip


def helper(episode: Episode, step: Helped, *, post: str, tie: UUID | None, at: datetime) -> HelperAssignment:
    """Who helps: a post, or an organisation without an account."""
    agency = "" if post else step.agency or "Tổ tình nguyện (mẫu)"
    return HelperAssignment(
        episode=episode, post_id=post or None, agency=agency, tie=tie, from_on=step.since, recorded_at=at
    )


def transfer(episode: Episode, step: HandedOver, *, at: datetime) -> Transfer:
    """A handover as it begins."""
    return Transfer(
        episode=episode,
        kind=TransferKind.FACILITY if step.facility else TransferKind.COMMUNE,
        from_place_id=step.from_unit.key if step.from_unit else None,
        to_place_id=step.to.key,
        left_on=step.left_on,
        state=step.act,
        police_must_acknowledge=episode.measure == Measure.POST_REHAB,
        recorded_at=at,
    )


def transfer_step(one: Transfer, step: HandedOver, *, at: datetime) -> TransferStep:
    """One act of a handover."""
    return TransferStep(transfer=one, act=step.act, on=step.on, by=SYSTEM.user, reason=step.reason, recorded_at=at)
