"""The demo cast's own commune, composed by hand: whoever signs in finds work of every kind today."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from hoanhap.casework.episodes.choices import EventKind, InterruptionKind, Measure, Outcome
from hoanhap.demo.cast import COMMUNE, NEXT_COMMUNE
from hoanhap.demo.population import courses, names
from hoanhap.demo.population.courses import Birth, Ending
from hoanhap.demo.population.lives import Guardian, Life
from hoanhap.demo.population.story import Over, Story
from hoanhap.demo.population.territory import Territory, Unit
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.law.periods import add_months

_E, _M = EventKind, Measure
OLD_WARD = ("00013", date(2021, 1, 1))
"""Phường Quán Thánh, which passed whole into the cast's commune: its files follow."""
DAY = timedelta(days=1)
VOLUNTEER = "tinh-nguyen"


@dataclass(frozen=True)
class Scene:
    """One person of the commune. ``days``: how long before today the story begins; ``home``: where."""

    days: int
    act: Callable[[Story, date, Birth], None]
    age: int | None = None  # None: some age between 22 and 57
    home: str = "here"
    sex: str = "male"


def _managed(
    story: Story, today: date, *, ends_in: int, measure: Measure = _M.VOLUNTARY_HOME, helper: str = VOLUNTEER
) -> tuple[int, date]:
    """Under management, with a term that ends in so many days; returns the measure's number and day of completion."""
    months = 24 if measure is _M.COMPULSORY else 12
    done = _completion(today + timedelta(days=ends_in), months)
    nth = story.begin(_M.POST_REHAB, _E.COMPLETED, done, origin_measure=measure.value, paper_no="15/GXN-CSCN")
    day = story.event(nth, _E.REPORTED, done + 3 * DAY)
    day = courses.decide(story, nth, measure, done, day)
    if helper == VOLUNTEER and day >= COMMUNE[1]:
        story.helped(nth, day + 4 * DAY, cast=VOLUNTEER)
    else:
        story.helped(nth, day + 4 * DAY, agency=courses.AGENCIES[0])
    return nth, done


def _completion(ends: date, months: int) -> date:
    """The day of completion from which a term of so many months ends on a day, if one does."""
    done = add_months(ends, -months)
    while add_months(done, months) < ends:
        done += DAY
    return done


def _tests(story: Story, nth: int, first: date, last: date, step: int = 75) -> None:
    while first < last:
        story.test(nth, first)
        story.review(nth, first + 3 * DAY, grade="Khá")
        first += timedelta(days=step)


def _like_the_picture(story: Story, today: date, _birth: Birth) -> None:
    """Ten unreported days moved the end of a two-year term (the picture of the person's page)."""
    done = today - timedelta(days=560)
    nth = story.begin(_M.POST_REHAB, _E.COMPLETED, done, origin_measure=_M.COMPULSORY, paper_no="21/GXN-CSCN")
    day = story.event(nth, _E.REPORTED, done + 2 * DAY)
    day = story.event(nth, _E.PROPOSED, day + DAY, paper_no="08/ĐN-CA")
    day = story.event(nth, _E.DECIDED, done + 6 * DAY, paper_no="51/QĐ-UBND",
                      details=courses.printed(_M.COMPULSORY, done))  # fmt: skip
    story.event(nth, _E.SERVED, day + 2 * DAY)
    story.reach(COMMUNE[1])
    story.helped(nth, max(done + 60 * DAY, COMMUNE[1] + 5 * DAY), cast=VOLUNTEER)
    story.review(nth, done + 140 * DAY, grade="Khá")
    first = done + 200 * DAY
    story.away(nth, InterruptionKind.ABSENCE, first, first + 9 * DAY, told_while=True)
    story.test(nth, done + 240 * DAY)
    story.review(nth, today - 140 * DAY, grade="Trung bình")
    story.review(nth, today - 52 * DAY, grade="Khá")
    story.test(nth, today - 18 * DAY)


def _paused(days: int) -> Callable[[Story, date, Birth], None]:
    """Away without a word for so many days now: the clock stands."""

    def act(story: Story, today: date, _birth: Birth) -> None:
        nth, done = _managed(story, today, ends_in=150)
        _tests(story, nth, done + 40 * DAY, today - (days + 10) * DAY)
        story.away(nth, InterruptionKind.ABSENCE, today - days * DAY, None)

    return act


def _in_prison(story: Story, today: date, _birth: Birth) -> None:
    nth, done = _managed(story, today, ends_in=400, measure=_M.COMPULSORY)
    _tests(story, nth, done + 60 * DAY, today - 70 * DAY)
    story.away(nth, InterruptionKind.PRISON, today - 45 * DAY, None)


def _left(days: int, hour: int, *, told: bool = False, noticed: bool = False) -> Callable[[Story, date, Birth], None]:
    """Left for the next commune so many days ago, at an hour; the new place has not answered."""

    def act(story: Story, today: date, _birth: Birth) -> None:
        nth, done = _managed(story, today, ends_in=120)
        _tests(story, nth, done + 50 * DAY, today - 30 * DAY)
        day = today - days * DAY
        other = COMMUNE if story.unit.code == NEXT_COMMUNE[0] else NEXT_COMMUNE
        if told:
            story.hand_over(nth, day, story.territory.by_code[other], answer=None, noticed=noticed)
        else:
            story.event(nth, _E.LEFT, day, moment=datetime.combine(day, time(hour, 30), LOCAL))

    return act


def _noticed(days: int, *, proposed: bool = False, ends_in: int = 25) -> Callable[[Story, date, Birth], None]:
    """A facility told so many days ago who comes home soon."""

    def act(story: Story, today: date, _birth: Birth) -> None:
        nth = story.begin(
            _M.POST_REHAB, _E.NOTICE_RECEIVED, today - days * DAY, origin_measure=_M.COMPULSORY,
            expected_on=today + ends_in * DAY, paper_no="33/TB-CSCN", facility=courses.FACILITY.format(1),
        )  # fmt: skip
        if proposed:
            story.event(nth, _E.PROPOSED, today - (days - 1) * DAY)

    return act


def _came_home(days: int, *, reported: bool) -> Callable[[Story, date, Birth], None]:
    """Completed so many days ago; to be proposed."""

    def act(story: Story, today: date, _birth: Birth) -> None:
        nth = story.begin(
            _M.POST_REHAB, _E.COMPLETED, today - days * DAY, origin_measure=_M.VOLUNTARY_FACILITY,
            paper_no="40/GXN-CSCN", facility=courses.FACILITY.format(3),
        )  # fmt: skip
        if reported:
            story.event(nth, _E.REPORTED, today - (days - 1) * DAY)

    return act


def _ending(ends_in: int, *, upto: str = "") -> Callable[[Story, date, Birth], None]:
    """A term that ends in so many days (or ended); reviewed, or certified."""

    def act(story: Story, today: date, _birth: Birth) -> None:
        nth, done = _managed(story, today, ends_in=ends_in, measure=_M.SUBSTITUTION)
        _tests(story, nth, done + 50 * DAY, today - 20 * DAY)
        if upto:
            day = story.event(nth, _E.REVIEWED, min(today - 3 * DAY, today + (ends_in - 2) * DAY))
            if upto == "certified":
                story.event(nth, _E.CERTIFIED, max(day + DAY, today - DAY))

    return act


def _user(days: int, hour: int) -> Callable[[Story, date, Birth], None]:
    """A positive result was received so many days ago at an hour; nobody decided yet."""

    def act(story: Story, today: date, _birth: Birth) -> None:
        nth = story.begin(_M.USER_MANAGEMENT, _E.OPENED, today - (days + 4) * DAY, months=12)
        story.event(nth, _E.USE_DETECTED, today - (days + 3) * DAY)
        story.within_hours(nth, _E.RESIDENCE_VERIFIED, 3, 20)
        day = today - days * DAY
        story.event(nth, _E.POSITIVE_RECEIVED, day, moment=datetime.combine(day, time(hour, 15), LOCAL))

    return act


def _registering(story: Story, today: date, _birth: Birth) -> None:
    nth = story.begin(_M.VOLUNTARY_HOME, _E.OPENED, today - 2 * DAY, months=24)
    story.event(nth, _E.REGISTERED, today - DAY, moment=datetime.combine(today - DAY, time(14, 40), LOCAL))


def _at_home_now(story: Story, today: date, _birth: Birth) -> None:
    courses.rehabilitation(story, _M.VOLUNTARY_HOME, today - 90 * DAY)


def _rehabilitation_ending(ends_in: int) -> Callable[[Story, date, Birth], None]:
    """At home in rehabilitation that ends in so many days; whoever helps tells the police a month before."""

    def act(story: Story, today: date, _birth: Birth) -> None:
        decided = _completion(today + timedelta(days=ends_in), 8)
        nth = story.begin(_M.VOLUNTARY_HOME, _E.OPENED, decided - 3 * DAY, months=8)
        story.event(nth, _E.REGISTERED, decided - 2 * DAY)
        story.event(nth, _E.DECIDED, decided, paper_no="27/QĐ-UBND")
        story.event(nth, _E.STARTED, decided + 2 * DAY)

    return act


def _ordinary(ends_in: int, measure: Measure = _M.VOLUNTARY_HOME) -> Callable[[Story, date, Birth], None]:
    """Under management, nothing special."""

    def act(story: Story, today: date, _birth: Birth) -> None:
        nth, done = _managed(story, today, ends_in=ends_in, measure=measure, helper="")
        _tests(story, nth, done + 45 * DAY, today - 10 * DAY)

    return act


def _ended(outcome: Outcome, days: int) -> Callable[[Story, date, Birth], None]:
    """Off the list since so many days."""

    def act(story: Story, today: date, _birth: Birth) -> None:
        nth, done = _managed(story, today, ends_in=30 - days)
        _tests(story, nth, done + 45 * DAY, today - (days + 30) * DAY)
        story.event(nth, _E.REMOVED, today - days * DAY, outcome=outcome)

    return act


def _relapsed(story: Story, today: date, _birth: Birth) -> None:
    nth, done = _managed(story, today, ends_in=90)
    _tests(story, nth, done + 45 * DAY, today - 80 * DAY)
    confirmed = story.found(nth, today - 60 * DAY, confirmed=True)
    story.determined(nth, confirmed + DAY, confirmed + 6 * DAY, addicted=True)
    story.event(nth, _E.REMOVED, confirmed + 8 * DAY, outcome=Outcome.ADDICTED)
    courses.dossier(story, confirmed + 12 * DAY)


def _strip_only(story: Story, today: date, _birth: Birth) -> None:
    nth, done = _managed(story, today, ends_in=200)
    _tests(story, nth, done + 45 * DAY, today - 20 * DAY)
    story.found(nth, today - 6 * DAY, confirmed=False)


def _minor(story: Story, today: date, birth: Birth) -> None:
    done = today - 200 * DAY
    courses.after_rehabilitation(story, birth, Ending(None, _M.COMPULSORY_MINOR, done))


SCENES: tuple[Scene, ...] = (
    Scene(620, _like_the_picture, age=34, home="before"),
    Scene(300, _paused(12)), Scene(300, _paused(40), sex="female"),
    Scene(420, _in_prison),
    Scene(300, _left(3, 9), age=41), Scene(300, _left(1, 15)), Scene(300, _left(4, 10, told=True, noticed=True)),
    Scene(300, _left(3, 9, told=True, noticed=True), home="next"),
    Scene(300, _left(5, 9, told=True, noticed=True), home="next", sex="female"),
    Scene(20, _noticed(7)), Scene(10, _noticed(2)), Scene(10, _noticed(1)), Scene(15, _noticed(9, proposed=True)),
    Scene(30, _came_home(12, reported=True)), Scene(10, _came_home(2, reported=False), sex="female"),
    Scene(400, _ending(0)), Scene(400, _ending(2, upto="reviewed")), Scene(400, _ending(4), age=52),
    Scene(400, _ending(-2, upto="certified")), Scene(400, _ending(-9)), Scene(400, _ending(20, upto="reviewed")),
    Scene(400, _ending(45)),
    Scene(20, _user(1, 15), age=24), Scene(20, _user(3, 10), age=27, sex="female"),
    Scene(10, _registering, age=29), Scene(120, _at_home_now), Scene(120, _at_home_now, age=45),
    Scene(250, _rehabilitation_ending(24)), Scene(250, _rehabilitation_ending(30)),
    Scene(250, _rehabilitation_ending(34), sex="female"),
    Scene(420, _ordinary(30)), Scene(420, _ordinary(80)), Scene(420, _ordinary(110)),
    Scene(420, _ordinary(140), sex="female"),
    Scene(420, _ordinary(180)), Scene(420, _ordinary(230)), Scene(420, _ordinary(260)),
    Scene(500, _ordinary(300, _M.COMPULSORY), home="before"), Scene(420, _ordinary(420, _M.COMPULSORY)),
    Scene(420, _ordinary(500, _M.COMPULSORY), age=38), Scene(240, _minor, age=17),
    Scene(420, _ended(Outcome.DEAD, 40), age=58), Scene(420, _ended(Outcome.MOVED_AWAY, 100)),
    Scene(420, _relapsed), Scene(420, _strip_only),
)  # fmt: skip


def local_lives(*, seed: int, until: date, territory: Territory) -> Iterator[Life]:
    """The people of the cast's commune; ``until`` is yesterday. None before the commune stood for a year and a half."""
    if until < COMMUNE[1] + timedelta(days=480) or COMMUNE not in territory.by_code:
        return
    homes = {"here": COMMUNE, "next": NEXT_COMMUNE, "before": OLD_WARD}
    for index, scene in enumerate(SCENES):
        chance = Random(f"local:{seed}:{index}")
        yield _life(index, scene, chance, until, territory, territory.by_code[homes[scene.home]])


def _life(index: int, scene: Scene, chance: Random, until: date, territory: Territory, home: Unit) -> Life:
    today = until + DAY
    story = Story(chance=chance, territory=territory, until=until, home=home, every=1)
    begin = max(today - timedelta(days=scene.days), home.since)
    # seventeen becomes eighteen in a few weeks
    age = 22 + 7 * index % 36 if scene.age is None else scene.age
    born = add_months(today, -12 * age) - timedelta(days=340 if age < 18 else chance.randint(20, 340))
    birth = Birth(born, born.year)
    try:
        story.register(begin)
        scene.act(story, today, birth)
        story.reach(until)
    except Over:
        pass
    guardian = None
    if age < 20:
        guardian = Guardian(
            kind="mother", name=names.full_name(chance, sex="female"), phone=names.phone(index=5_000_000 + index)
        )
    return Life(
        index=index, name=names.full_name(chance, sex=scene.sex), sex=scene.sex, birth_year=born.year, birth_on=born,
        card=names.citizen_card(index=index, sex=scene.sex, birth_year=born.year), phone=names.phone(index=index),
        guardian=guardian, steps=courses.steps_of(story),
    )  # fmt: skip
