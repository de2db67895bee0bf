"""Files brought to the stage that a test begins at, by those who may."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from hoanhap.casework.episodes.actions import deciding, ending
from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episode
from hoanhap.casework.episodes.actions.recording import NewEvent, record_event
from hoanhap.casework.episodes.choices import EventKind, Measure
from hoanhap.casework.episodes.models import Episode, EpisodePaper
from hoanhap.casework.people.models import Person
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast, Member
from tests.people import builders

TOLD: Mapping[str, object] = {"occupation": "thợ mộc", "helper": "ông Lê Văn Thử"}
"""What the file does not hold and the preparer fills in."""


def noon(day: date) -> AbstractContextManager[None]:
    """The clock stands at noon of a day in Viet Nam."""
    return standing_at(datetime(day.year, day.month, day.day, 5, tzinfo=UTC))


@dataclass
class Office:
    """The people of one commune who prepare and sign."""

    cast: Cast

    @cached_property
    def chair(self) -> Member:
        """The Chairman of this commune."""
        return self.cast.in_role(Role.COMMUNE_CHAIR)

    @cached_property
    def police(self) -> Member:
        """A commune police officer."""
        return self.cast.in_role(Role.COMMUNE_POLICE)

    @cached_property
    def chief(self) -> Member:
        """The head of the commune police."""
        return self.cast.in_role(Role.COMMUNE_POLICE_CHIEF)

    def everybody(self) -> None:
        """Make all of them now, so that their posts do not hang on the day a test stands on."""
        _ = self.chair, self.police, self.chief, self.cast.officer, self.cast.volunteer, self.cast.neighbour

    def person(self, since: date = date(2025, 7, 1), **changes: object) -> Person:
        """Somebody who lives here."""
        return builders.register(self.cast.officer.actor, self.cast.here, since, **changes)

    def home(self, person: Person, on: date, measure: Measure = Measure.COMPULSORY) -> Episode:
        """Home from a measure, completed on a day."""
        new = NewEpisode(
            person=person, measure=Measure.POST_REHAB, origin_measure=measure, place=self.cast.here,
            kind=EventKind.COMPLETED, on=on,
        )  # fmt: skip
        return open_episode(by=self.cast.officer.actor, new=new)

    def propose(self, episode: Episode, on: date) -> EpisodePaper:
        """Proposed by the police, signed by its head."""
        made = deciding.prepare_proposal(by=self.police.actor, episode=episode.pk, on=on, content=TOLD)
        deciding.sign_proposal(by=self.chief.actor, paper=made.pk, on=on)
        return made

    def decide(self, episode: Episode, on: date) -> EpisodePaper:
        """Decided by the Chairman on a decision that the officer prepared."""
        made = deciding.prepare_decision(by=self.cast.officer.actor, episode=episode.pk, on=on, content=TOLD)
        deciding.sign_decision(by=self.chair.actor, paper=made.pk, on=on)
        return made

    def managed(self, person: Person, completed: date, measure: Measure = Measure.COMPULSORY) -> Episode:
        """Reported, proposed, decided and served within five days of completion."""
        day = completed
        with noon(day):
            episode = self.home(person, day, measure)
        with noon(day := day + timedelta(days=2)):
            report = NewEvent(kind=EventKind.REPORTED, on=day)
            record_event(by=self.cast.officer.actor, episode=episode.pk, new=report)
            self.propose(episode, day)
        with noon(day := day + timedelta(days=2)):
            self.decide(episode, day)
            deciding.serve_decision(by=self.cast.officer.actor, episode=episode.pk, on=day, to="person")
        episode.refresh_from_db()
        return episode

    def reviewed(self, episode: Episode, on: date) -> Episode:
        """Reviewed for the end by the officer."""
        ending.review_for_end(by=self.cast.officer.actor, episode=episode.pk, on=on)
        episode.refresh_from_db()
        return episode

    def certify(self, episode: Episode, on: date) -> EpisodePaper:
        """Certified by the Chairman on a paper that the officer prepared."""
        made = ending.prepare_certificate(by=self.cast.officer.actor, episode=episode.pk, on=on)
        ending.sign_certificate(by=self.chair.actor, paper=made.pk, on=on)
        return made
