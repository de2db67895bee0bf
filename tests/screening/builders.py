"""Tests that never were: a unit with police and health station, people under management, sessions and paths."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.models import Tie
from hoanhap.casework.screening.actions import drawing, path, sessions
from hoanhap.casework.screening.actions.path import NewConfirmation
from hoanhap.casework.screening.actions.sessions import Answer, NewSession
from hoanhap.casework.screening.choices import Confirming, Found, Identifier, NoticeWay, Taking
from hoanhap.casework.screening.models import Draw, StripTest, TestSession
from hoanhap.casework.screening.rules import Strip
from hoanhap.ground.access.models import Post
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.permissions import Actor, Role
from tests.cast import Cast
from tests.episodes import builders, handing

SESSION_ON = date(2026, 11, 2)  # a Monday
TOLD_ON = date(2026, 11, 6)
UNTIL = date(2026, 11, 13)
"""Five working days after a Friday."""
CLEAN = (Strip(substance="morphine", reading="negative"), Strip(substance="thc", reading="negative"))
DIRTY = (Strip(substance="morphine", reading="positive"), Strip(substance="thc", reading="negative"))
IDENTIFIED = (Identifier.CARD, Identifier.BIRTH)


def at(day: date, hour: int = 5) -> datetime:
    """Noon of a day in Viet Nam."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def answer(strips: Sequence[Strip] = CLEAN) -> Answer:
    """Tested, identified, with these strips."""
    return Answer(taking=Taking.TESTED, identified=IDENTIFIED, strips=strips)


def laboratory(on: date, result: Found = Found.POSITIVE, paper_no: str = "88/XN") -> NewConfirmation:
    """The answer of a laboratory."""
    return NewConfirmation(
        confirming=Confirming.LABORATORY, body="Trung tâm Xét nghiệm Ví Dụ", paper_no=paper_no, result_on=on,
        result=result,
    )  # fmt: skip


@dataclass
class Ward:
    """One commune: who works there, and the steps they take."""

    cast: Cast

    @cached_property
    def police(self) -> Actor:
        """Commune police."""
        return handing.post(self.cast, Role.COMMUNE_POLICE).actor

    @cached_property
    def chief(self) -> Actor:
        """The head of the commune police."""
        return handing.post(self.cast, Role.COMMUNE_POLICE_CHIEF).actor

    @cached_property
    def nurse(self) -> Actor:
        """The health station."""
        return handing.post(self.cast, Role.HEALTH_STATION).actor

    @property
    def officer(self) -> Actor:
        """The social affairs officer."""
        return self.cast.officer.actor

    def health_of(self, episode: Episode) -> Actor:
        """The health station, caring for this person as well."""
        if not Tie.objects.filter(person=episode.person, kind=TieKind.CLIENT).exists():
            open_tie(
                by=self.officer, person=episode.person, kind=TieKind.CLIENT, post=self.nurse.post,
                from_on=date(2026, 1, 1),
            )  # fmt: skip
        return self.nurse

    def posts(self) -> tuple[Post, Post]:
        """Those who are present."""
        return Post.objects.get(pk=self.police.post), Post.objects.get(pk=self.nurse.post)

    def managed(self, number: int = 0) -> Episode:
        """Somebody under management since May."""
        with standing_at(at(date(2026, 5, 20))):
            person = builders.somebody(self.officer, self.cast.here, date(2025, 7, 1), number)
            episode = builders.home(self.officer, person, self.cast.here, date(2026, 5, 10))
            builders.managed(self.officer, episode, date(2026, 5, 18))
        episode.refresh_from_db()
        return episode

    def drawn(self, how_many: int = 1) -> Draw:
        """A draw that was opened and made."""
        draw = drawing.open_draw(by=self.officer, place=self.cast.here, how_many=how_many, on=SESSION_ON)
        drawing.make_draw(by=self.officer, draw=draw.pk)
        return draw

    def session(self, draw: Draw | None = None) -> TestSession:
        """A session at the health station, by schedule unless there is a draw."""
        police, health = self.posts()
        new = NewSession(
            place=self.cast.here, held_on=SESSION_ON, venue="Trạm Y tế", police=police, health=health, draw=draw
        )
        return sessions.open_session(by=self.officer, new=new)

    def strips(self, session: TestSession, episode: Episode, strips: Sequence[Strip] = DIRTY) -> StripTest:
        """The nurse records a line."""
        line = session.lines.get(episode=episode)
        return sessions.record_line(by=self.nurse, session=session.pk, line=line.pk, answer=answer(strips))

    def positive(self, episode: Episode, draw: Draw | None = None) -> StripTest:
        """A positive strip in closed minutes."""
        with standing_at(at(SESSION_ON)):
            session = self.session(draw)
            test = self.strips(session, episode)
            sessions.close_session(by=self.police, session=session.pk, paper_no="7/BB-XN")
        return test

    def notified(self, test: StripTest) -> None:
        """Confirmed by a laboratory, signed by the police, told to the person."""
        with standing_at(at(TOLD_ON)):
            path.record_confirmation(by=self.nurse, test=test.pk, new=laboratory(date(2026, 11, 4)))
            path.sign_confirmation(by=self.police, test=test.pk, on=date(2026, 11, 5))
            path.record_notice(by=self.nurse, test=test.pk, given_on=TOLD_ON, way=NoticeWay.IN_HAND)
