"""What the leader sees when choosing: the members, how many each helps, and what would speak for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoanhap.casework.programmes import helper_reads as reads
from hoanhap.casework.programmes.suggesting import Helper, Needs, Suggestion, Why, suggest
from hoanhap.casework.programmes.team_rules import USUAL_LOAD
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.law.choices import RegimeCode
from hoanhap.ground.law.regimes import regime_on


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One member who may be chosen. ``why``: a sentence, where this one is suggested."""

    key: str
    name: str
    words: str
    full: bool
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Choosing:
    """The page on which a helper is chosen for one person."""

    person: reads.Helped
    choices: list[Choice] = field(default_factory=list)
    suggestion: str = ""
    proposes: bool = False
    """Under regime B the choice is a proposal for the Chairman."""

    @property
    def options(self) -> list[tuple[str, str]]:
        """The members as a form's choices."""
        said = _("suggested")
        return [(one.key, f"{one.name} – {one.words}" + (f" · {said}" if one.why else "")) for one in self.choices]


def choosing(*, by: Actor, reference: str, on: date) -> Choosing:
    """Whom the leader may choose for a person; whom the person asked to be spared is not among them."""
    person = reads.one_of_team(by=by, reference=reference, on=on)
    members = [one for one in reads.members(by=by, on=on) if one.appointment.team.place_id == person.episode.place_id]
    avoided = reads.avoided([person.episode.pk])[person.episode.pk]
    left = [one for one in members if (one.appointment.post_id or one.appointment.helper_name) not in avoided]
    found = suggestions([person], left, on).get(person.episode.pk)
    choices = [_choice(one, found) for one in left]
    choices.sort(key=lambda one: (not one.why, one.full))
    first = next((one for one in choices if one.why), None)
    return Choosing(
        person=person,
        choices=choices,
        proposes=regime_on(on).code is RegimeCode.B,
        suggestion=_("%(name)s: %(why)s") % {"name": first.name, "why": first.why} if first else "",
    )


def suggestions(people: Sequence[reads.Helped], members: Sequence[reads.Member], on: date) -> Mapping[UUID, Suggestion]:
    """Who might help these people of one commune, by measure; nobody who leaves within two weeks is suggested."""
    keys = [one.episode.pk for one in people]
    areas = reads.areas_of([one.episode.person for one in people], on)
    wanted, avoided = reads.wanted_sex(keys), reads.avoided(keys)
    stays = [one for one in members if one.leaves_on is None or one.leaves_on > on + reads.HANDOVER_AHEAD]
    refused = {
        key: frozenset(
            one.appointment.pk
            for one in stays
            if (one.appointment.post_id or one.appointment.helper_name) in avoided[key]
        )
        for key in keys
    }
    needs = [
        Needs(
            key=one.episode.pk, area=areas.get(one.episode.person_id, ""), sex=one.sex,
            wants_sex=wanted.get(one.episode.pk, ""), avoids=refused[one.episode.pk],
        )
        for one in people
    ]  # fmt: skip
    helpers = [
        Helper(key=one.appointment.pk, areas=one.appointment.area, sex=one.appointment.sex, load=one.load)
        for one in stays
    ]
    found: dict[UUID, Suggestion] = {}
    for pair in suggest(needs, helpers):
        assert isinstance(pair.person, UUID)  # noqa: S101 - made above
        found[pair.person] = pair
    return found


def why_words(pair: Suggestion) -> str:
    """What speaks for a pair, in a few words."""
    said = {
        Why.WISHED_SEX: _("as the person wished"),
        Why.NEAR: _("looks after the same neighbourhood"),
        Why.FREE: _("helps nobody yet"),
        Why.HAS_ONE: _("has one place left"),
    }
    return ", ".join(str(said[one]) for one in pair.why)


def load_words(load: int) -> str:
    """How many people somebody helps."""
    if not load:
        return _("helps nobody now")
    return ngettext("helps %(number)s person", "helps %(number)s people", load) % {"number": load}


def _choice(one: reads.Member, found: Suggestion | None) -> Choice:
    who = one.appointment
    words = [who.role_words, load_words(one.load)]
    if who.area:
        words.append(who.area)
    suggested = found is not None and found.helper == who.pk
    return Choice(
        key=str(who.pk), name=who.helper_name, words=", ".join(words), full=one.load >= USUAL_LOAD,
        why=why_words(found) if found is not None and suggested else "",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Options:
    """To whom one person of the hand-over sheet may go, and who is suggested."""

    choices: list[tuple[str, str]] = field(default_factory=list)
    why: str = ""


def handover_options(*, by: Actor, rows: Sequence[reads.HandoverRow], on: date) -> dict[UUID, Options]:
    """For each assignment of the sheet: the members of its unit but the one who leaves, and a suggestion."""
    members = reads.members(by=by, on=on)
    avoided = reads.avoided(one.person.episode.pk for one in rows)
    by_place: dict[int, list[reads.HandoverRow]] = {}
    for row in rows:
        by_place.setdefault(row.person.episode.place_id, []).append(row)
    found: dict[UUID, Options] = {}
    for place, group in by_place.items():
        leaving = {row.helper.post_id for row in group}
        left = [
            one for one in members
            if one.appointment.team.place_id == place and one.appointment.post_id not in leaving
        ]  # fmt: skip
        pairs = suggestions([row.person for row in group], left, on)
        for row in group:
            spared = avoided[row.person.episode.pk]
            choices = [
                (str(one.appointment.pk), f"{one.appointment.helper_name} – {load_words(one.load)}")
                for one in left
                if (one.appointment.post_id or one.appointment.helper_name) not in spared
            ]
            pair = pairs.get(row.person.episode.pk)
            names = {one.appointment.pk: one.appointment.helper_name for one in left}
            why = ""
            if pair is not None and isinstance(pair.helper, UUID):
                why = _("%(name)s: %(why)s") % {"name": names[pair.helper], "why": why_words(pair)}
            found[row.helper.pk] = Options(choices=choices, why=why)
    return found
