"""The demo cast at work: in its own commune, papers are prepared by one of its posts and signed by another."""

from collections.abc import Callable, Mapping
from datetime import date

from hoanhap.casework.episodes.actions.deciding import (
    prepare_decision,
    prepare_proposal,
    serve_decision,
    sign_decision,
    sign_proposal,
)
from hoanhap.casework.episodes.actions.ending import (
    prepare_certificate,
    prepare_removal,
    review_for_end,
    sign_certificate,
    sign_removal,
)
from hoanhap.casework.episodes.choices import EventKind, Outcome, ServedTo
from hoanhap.casework.episodes.models import Episode, EpisodeEvent
from hoanhap.demo.cast import COMMUNE
from hoanhap.demo.population.lives import Happened
from hoanhap.ground.access.models import User
from hoanhap.ground.access.selectors import actor_for
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import Actor

OFFICER, POLICE, CHIEF, CHAIR = "can-bo", "cong-an", "truong-cong-an", "chu-tich"
STATED = {
    "occupation": "Lao động tự do",
    "workplace": "Xưởng mộc Ví Dụ",
    "education": "Trung học cơ sở",
    "ethnic_group": "Kinh",
    "religion": "Không",
    "birth_place": "Hà Nội",
    "home_place": "xã Ví Dụ, thành phố Hà Nội",
    "permanent_residence": "Số 5, ngõ 12, phố Ví Dụ",
    "certificate_no": "21/GXN-CSCN",
    "certificate_by": "Cơ sở cai nghiện ma túy mẫu số 1",
    "identifier_issued_by": "Cục Cảnh sát mẫu",
}
"""What the papers ask for and the files of the demo do not hold."""
HELPER = STATED | {"helper": "Bà Thái Thị Ví Dụ, tình nguyện viên của phường"}


class Offices:
    """The accounts of the cast that prepare and sign in their commune."""

    def __init__(self, users: Mapping[str, User]) -> None:
        self._users = users
        self._actors: dict[tuple[str, date], Actor] = {}
        self._steps: dict[EventKind, Callable[[Episode, Happened], object]] = {
            EventKind.PROPOSED: self._propose, EventKind.DECIDED: self._decide, EventKind.SERVED: self._serve,
            EventKind.REVIEWED: self._review, EventKind.CERTIFIED: self._certify, EventKind.REMOVED: self._remove,
        }  # fmt: skip
        self.refused: list[str] = []

    def sign(self, episode: Episode, step: Happened) -> bool:
        """Do a step by its paper, if this is a step with one and the cast answers there; whether it was done.

        What the offices refuse (a paper needs what the plan does not know) is left to be recorded without a paper.
        """
        act = self._steps.get(step.kind)
        here = (episode.place.code, episode.place.valid_from) == COMMUNE and step.on > COMMUNE[1]
        if act is None or not here or not self._users or episode.measure != "post_rehab":
            return False
        if step.kind is EventKind.REMOVED and step.outcome != Outcome.COMPLETED:
            return False
        try:
            act(episode, step)
        except Refusal as refusal:
            self.refused.append(f"{step.kind}: {refusal}")
            return False
        return True

    def _as(self, sign_in: str, on: date) -> Actor:
        key = sign_in, on
        if key not in self._actors:
            self._actors[key] = actor_for(self._users[sign_in], None, on)
        return self._actors[key]

    def _propose(self, episode: Episode, step: Happened) -> None:
        made = prepare_proposal(by=self._as(POLICE, step.on), episode=episode.pk, on=step.on, content=STATED)
        sign_proposal(by=self._as(CHIEF, step.on), paper=made.pk, on=step.on, moment=step.moment)

    def _decide(self, episode: Episode, step: Happened) -> None:
        made = prepare_decision(by=self._as(CHIEF, step.on), episode=episode.pk, on=step.on, content=HELPER)
        sign_decision(by=self._as(CHAIR, step.on), paper=made.pk, on=step.on, moment=step.moment)

    def _serve(self, episode: Episode, step: Happened) -> EpisodeEvent:
        return serve_decision(
            by=self._as(OFFICER, step.on), episode=episode.pk, on=step.on, to=ServedTo.PERSON, moment=step.moment
        )

    def _review(self, episode: Episode, step: Happened) -> None:
        review_for_end(by=self._as(OFFICER, step.on), episode=episode.pk, on=step.on)

    def _certify(self, episode: Episode, step: Happened) -> None:
        made = prepare_certificate(by=self._as(OFFICER, step.on), episode=episode.pk, on=step.on, content=STATED)
        sign_certificate(by=self._as(CHAIR, step.on), paper=made.pk, on=step.on, moment=step.moment)

    def _remove(self, episode: Episode, step: Happened) -> None:
        made = prepare_removal(by=self._as(POLICE, step.on), episode=episode.pk, on=step.on, content=STATED)
        sign_removal(by=self._as(CHIEF, step.on), paper=made.pk, on=step.on, moment=step.moment)


def cast_offices() -> Offices:
    """The cast as it is in the database; offices that do nothing where it is not complete."""
    users = {user.sign_in: user for user in User.objects.filter(sign_in__in=[OFFICER, POLICE, CHIEF, CHAIR])}
    return Offices(users if len(users) == 4 else {})
