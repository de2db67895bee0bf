"""All lives of a seed: the same number and seed always give the same people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hoanhap.casework.episodes.choices import EventKind, Measure, Outcome
from hoanhap.casework.people.rules import ADULT_FROM
from hoanhap.demo.population import courses, names
from hoanhap.demo.population.courses import Birth, Ending
from hoanhap.demo.population.lives import Guardian, Life, Registered
from hoanhap.demo.population.local import local_lives
from hoanhap.demo.population.story import NEW_LAW, ROUND, Over, Story
from hoanhap.demo.population.territory import Territory
from hoanhap.ground.law.periods import add_months

BEGIN = date(2022, 1, 10)
"""The first day of any file: the first law of the rulebooks is in force, plan 270 has begun."""
LOCAL_FROM = 100
"""From so many people on, the demo cast's own commune gets its own."""
DAY = timedelta(days=1)

REHABILITATIONS = (
    (Measure.COMPULSORY, 50),
    (Measure.VOLUNTARY_HOME, 18),
    (Measure.VOLUNTARY_FACILITY, 14),
    (Measure.SUBSTITUTION, 10),
    (Measure.COMPULSORY_MINOR, 8),
)
"""Which rehabilitation comes before a management, and how often in a hundred."""


def draw(*, people: int, seed: int, until: date, territory: Territory) -> Iterator[Life]:
    """The lives of so many people up to a day. Each by a chance of its own, so that a larger number adds to them."""
    index = 0
    if people >= LOCAL_FROM:
        for life in local_lives(seed=seed, until=until, territory=territory):
            yield life
            index += 1
    while index < people:
        life = _draw(index, Random(f"{seed}:{index}"), until, territory)
        yield life
        index += 1
        if index < people and index % 60 == 0 and not life.same_as and life.birth_year < until.year - 25:
            twin = _second_file(life, index, until)
            if twin is not None:
                yield twin
                index += 1


def _draw(index: int, chance: Random, until: date, territory: Territory) -> Life:
    measure = chance.choices([one for one, _ in REHABILITATIONS], [share for _, share in REHABILITATIONS])[0]
    kind = chance.choices(("management", "whole", "user", "running"), (50, 26, 14, 10))[0]
    ending = _ending_day(chance, until)
    start = ending if kind == "management" else ending - timedelta(days=chance.randint(250, 800))
    start = min(max(start, BEGIN), until - timedelta(days=3))
    minor = measure is Measure.COMPULSORY_MINOR and kind != "user"
    birth = _birth(chance, start, minor=minor)
    home = chance.choice(territory.standing_on(start - timedelta(days=41) if kind == "management" else start))
    story = Story(chance=chance, territory=territory, until=until, home=home, every=ROUND, waits=chance.random() < 0.08)
    registered = start - timedelta(days=chance.randint(41, 60)) if kind == "management" else start
    registered = max(registered, home.since, BEGIN)
    try:
        story.register(registered)
        _live(story, kind, measure, birth, max(start, registered + DAY), ending)
    except Over:
        pass
    return _life(index, chance, birth, story, until)


def _ending_day(chance: Random, until: date) -> date:
    """When a rehabilitation ends: more and more of them towards today, and a few in the coming weeks."""
    days = (until - BEGIN).days
    return BEGIN + timedelta(days=75 + int((days - 55) * chance.random() ** 0.6))


def _live(story: Story, kind: str, measure: Measure, birth: Birth, start: date, ending: date) -> None:
    if kind == "management":
        soonest = start + timedelta(days=30)
        done = max(ending, soonest) if ending >= NEW_LAW or measure in courses.COMPULSORY else max(ending, start)
        courses.after_rehabilitation(story, birth, Ending(None, measure, done))
        return
    day = start
    if kind == "user" or story.happens(0.3):
        nth, completed = courses.user_management(story, day)
        if completed:
            return
        del completed
        day = story.soon(story.steps[-1].at.date(), 1, 6)
        day = courses.assessment(story, day, addicted=True, during=nth)
        story.event(nth, EventKind.CLOSED, story.soon(day, 1, 3), outcome=Outcome.ADDICTED)
        day = story.soon(day, 4, 8)
        if measure is Measure.COMPULSORY_MINOR:
            measure = Measure.VOLUNTARY_HOME
    if measure in courses.COMPULSORY:
        day = story.soon(courses.dossier(story, day), 1, 3)
    nth, ends = courses.rehabilitation(story, measure, day)
    if ends is not None and kind != "running":
        if measure is Measure.COMPULSORY_MINOR and ends >= add_months(birth.likely(measure), 12 * 20):
            raise Over
        courses.after_rehabilitation(story, birth, Ending(nth, measure, ends))


def _birth(chance: Random, start: date, *, minor: bool) -> Birth:
    """A birth that fits: 14 to 16 years old at the start, or an adult of any age."""
    if minor:
        born = start - timedelta(days=chance.randint(14 * 366, 16 * 366))
        return Birth(born, born.year)
    born = start - timedelta(days=int(365.25 * chance.triangular(19, 62, 31)))
    if chance.random() < 0.1 and born.year < start.year - 20:
        return Birth(None, born.year)
    return Birth(born, born.year)


def _life(index: int, chance: Random, birth: Birth, story: Story, until: date) -> Life:
    sex = "female" if chance.random() < 0.12 else "male"
    steps = courses.steps_of(story)
    registered = steps[0].at.year
    guarded = birth.year + ADULT_FROM + 1 >= registered
    guardian = None
    if guarded:
        kind = chance.choice(("mother", "father", "guardian"))
        whose = "male" if kind == "father" else "female"
        guardian = Guardian(
            kind=kind, name=names.full_name(chance, sex=whose), phone=names.phone(index=5_000_000 + index)
        )
    return Life(
        index=index,
        name=names.full_name(chance, sex=sex),
        sex=sex,
        birth_year=birth.year,
        birth_on=birth.on,
        card=names.citizen_card(index=index, sex=sex, birth_year=birth.year),
        old_card=names.old_card(index=index) if chance.random() < 0.1 and birth.year < 1998 else "",
        phone=names.phone(index=index) if chance.random() < 0.7 else "",
        guardian=guardian,
        steps=steps,
    )


def _second_file(life: Life, index: int, until: date) -> Life | None:
    """A second file of the same person, opened without a card and merged into the first some weeks later."""
    first = life.steps[0]
    assert isinstance(first, Registered)  # noqa: S101 - every life begins so
    at = life.steps[-1].at + timedelta(days=2)
    merged = at + timedelta(days=20)
    if merged.date() > until or not first.unit.stood_on(at.date()):
        return None
    step = replace(first, at=at, since=max(first.unit.since, at.date() - timedelta(days=30)))
    return replace(
        life, index=index, card="", old_card="", phone="", steps=(step,), same_as=life.index, merged_at=merged
    )
