"""Writing one life down in the order of time: what happens, where the home then stands, and when it is recorded."""

from datetime import date, datetime, time, timedelta
from random import Random

from hoanhap.casework.episodes.choices import EventKind, InterruptionKind, Measure, TransferAct
from hoanhap.demo.population import names
from hoanhap.demo.population.lives import (
    Away,
    Began,
    CameBack,
    Determined,
    Found,
    HandedOver,
    Happened,
    Helped,
    Moved,
    Registered,
    Reviewed,
    Step,
    Tested,
)
from hoanhap.demo.population.territory import Passage, Territory, Unit
from hoanhap.ground.kernel.clock import LOCAL

DAY = timedelta(days=1)
NEW_LAW = date(2026, 7, 1)
"""From this day on some deadlines count hours, so every event of the plan has a time of day."""
ROUND = 4
"""Days between two days on which the plan's offices record: what happened between is recorded then, never late."""
_EVENING, _NIGHT = time(17), time(23, 30)


class Over(Exception):
    """The next step would happen after the last day of the plan: the life stands where it stands today."""


class Story:
    """One life as it is being planned."""

    def __init__(
        self, *, chance: Random, territory: Territory, until: date, home: Unit, every: int = ROUND, waits: bool = False
    ) -> None:
        self.chance, self.territory, self.until, self.every, self.waits = chance, territory, until, every, waits
        self.unit = home
        self.steps: list[Step] = []
        self.measures = self.handovers = 0
        self._ahead: list[Passage] = territory.passages(home, chance)
        self._last: dict[int, date] = {}
        self._moments: dict[int, datetime] = {}
        self._recorded: tuple[date, int] = (date.min, 0)

    # ── time and place ───────────────────────────────────────────────────────────────────────────────────────

    def recorded(self, on: date, *, late: int = 0) -> datetime:
        """When something that happened on a day is recorded: in the evening of the next day of recording."""
        ordinal = on.toordinal()
        day = date.fromordinal(ordinal + -ordinal % self.every) + timedelta(days=late)
        day = max(min(day, self.until), self._recorded[0])
        slot = self._recorded[1] + 1 if day == self._recorded[0] else 0
        self._recorded = (day, slot)
        return datetime.combine(day, _EVENING, LOCAL) + timedelta(minutes=3 * slot)

    def _apart(self, on: date) -> datetime:
        """When a fact beside the events is recorded: late in the evening, all of a day together."""
        ordinal = on.toordinal()
        day = max(min(date.fromordinal(ordinal + -ordinal % self.every), self.until), self._recorded[0])
        return datetime.combine(day, _NIGHT, LOCAL)

    def moment(self, on: date) -> datetime | None:
        """A time of day where the law of the day may count hours from it."""
        if on < NEW_LAW:
            return None
        return datetime.combine(on, time(8 + self.chance.randrange(9), 5 * self.chance.randrange(12)), LOCAL)

    def soon(self, on: date, first: int, last: int) -> date:
        """A day from ``first`` to ``last`` days later."""
        return on + timedelta(days=self.chance.randint(first, last))

    def happens(self, share: float) -> bool:
        """Whether something of this likelihood comes true."""
        return self.chance.random() < share

    def reach(self, on: date) -> None:
        """Let the home pass into later units up to a day. Raises Over after the last day of the plan."""
        while self._ahead and self._ahead[0].on <= on:
            passage = self._ahead[0]
            if passage.divided and self.waits and self._last:
                raise Over
            self._ahead.pop(0)
            self.unit = passage.unit
            if passage.divided:
                self._taken_over(passage)
        if on > self.until:
            raise Over

    def _taken_over(self, passage: Passage) -> None:
        """The unit was divided: the new one takes the person over some days after."""
        taken = self.soon(passage.on, 2, 25)
        at = names.address(self.chance)
        self.steps.append(Moved(at=self.recorded(taken), unit=self.unit, since=passage.on, address=at))
        for nth in list(self._last):
            self._event(nth, EventKind.REASSIGNED, taken, unit=self.unit)

    # ── steps ────────────────────────────────────────────────────────────────────────────────────────────────

    def register(self, on: date, *, years_there: int = 3) -> None:
        """Open the file on a day; the residence began earlier, but not before the unit did."""
        self.reach(on)
        since = max(self.unit.since, on - timedelta(days=self.chance.randint(1, 365 * years_there)))
        where = names.address(self.chance)
        self.steps.append(Registered(at=self.recorded(on), unit=self.unit, since=since, address=where))

    def begin(
        self,
        measure: Measure,
        kind: EventKind,
        on: date,
        *,
        origin: int | None = None,
        origin_measure: str = "",
        expected_on: date | None = None,
        months: int | None = None,
        again: bool = False,
        facility: str = "",
        paper_no: str = "",
        moment: datetime | None = None,
    ) -> int:
        """Begin a measure; returns its number."""
        self.reach(on)
        nth, self.measures = self.measures, self.measures + 1
        self.steps.append(
            Began(
                at=self.recorded(on), nth=nth, measure=measure, kind=kind, on=on, moment=moment or self.moment(on),
                unit=self.unit, origin=origin, origin_measure=origin_measure, expected_on=expected_on, months=months,
                again=again, facility=facility, paper_no=paper_no,
            )
        )  # fmt: skip
        self._last[nth] = on
        if began := self.steps[-1].moment:  # type: ignore[attr-defined]
            self._moments[nth] = began
        return nth

    def within_hours(self, nth: int, kind: EventKind, first: int, last: int) -> date:
        """Something happens so many hours after the event before it, where the plan knows its time of day."""
        before = self._moments.get(nth)
        if before is None:
            return self.event(nth, kind, self._last[nth] + DAY)
        moment = (before + timedelta(minutes=self.chance.randint(first * 60, last * 60))).astimezone(LOCAL)
        if moment.hour >= _EVENING.hour:
            moment = datetime.combine(moment.date() + DAY, time(8, 30), LOCAL)
        self.reach(moment.date())
        moment = max(moment, self._moments[nth] + timedelta(minutes=20))  # it may have been taken over meanwhile
        if moment.date() > self.until:
            raise Over
        at = self.recorded(moment.date())
        self.steps.append(Happened(at=at, nth=nth, kind=kind, on=moment.date(), moment=moment))
        self._last[nth], self._moments[nth] = moment.date(), moment
        return moment.date()

    def event(
        self,
        nth: int,
        kind: EventKind,
        on: date,
        *,
        moment: datetime | None = None,
        unit: Unit | None = None,
        outcome: str = "",
        paper_no: str = "",
        details: dict[str, object] | None = None,
        late: int = 0,
        wrong_by: int = 0,
    ) -> date:
        """Something happens in a measure, at the earliest on the day after the event before; returns the day.

        ``late``: so many days later than usual it is recorded. ``wrong_by``: recorded as so many days later than it
        was, and then corrected.
        """
        self.reach(on)
        on = max(on, self._last[nth] + DAY)
        self.reach(on)
        return self._event(
            nth, kind, max(on, self._last[nth] + DAY), moment=moment, unit=unit, outcome=outcome, paper_no=paper_no,
            details=details, late=late, wrong_by=wrong_by,
        )  # fmt: skip

    def _event(
        self,
        nth: int,
        kind: EventKind,
        on: date,
        *,
        moment: datetime | None = None,
        unit: Unit | None = None,
        outcome: str = "",
        paper_no: str = "",
        details: dict[str, object] | None = None,
        late: int = 0,
        wrong_by: int = 0,
    ) -> date:
        on = max(on, self._last[nth] + DAY)
        if on > self.until:
            raise Over
        told = min(on + timedelta(days=wrong_by), self.until)
        moment = moment or self.moment(told)
        self.steps.append(
            Happened(
                at=self.recorded(told, late=late), nth=nth, kind=kind, on=told, moment=moment,
                unit=unit, outcome=outcome, paper_no=paper_no, details=details or {},
                corrected_to=on if told != on else None,
            )
        )  # fmt: skip
        self._last[nth] = told
        if moment:
            self._moments[nth] = moment
        if outcome:
            del self._last[nth]
        return on

    def away(
        self,
        nth: int,
        kind: InterruptionKind,
        first: date,
        last: date | None,
        *,
        reported: bool = False,
        told_while: bool = False,
        late: int = 0,
    ) -> None:
        """Days away. ``told_while``: recorded when they began, and again when they were over."""
        self.reach(first)
        known = None if told_while or (last and last > self.until) else last
        day = self.soon(first, 1, 2) if known is None else known
        self.reach(min(day, self.until))
        self.steps.append(
            Away(at=self.recorded(min(day, self.until), late=late), nth=nth, kind=kind, first=first, last=known,
                 reported=reported)
        )  # fmt: skip
        if known is None and last is not None:
            self.reach(last)
            self.steps.append(CameBack(at=self.recorded(last), nth=nth, last=last))

    def test(self, nth: int, on: date, *, positive: bool = False, unannounced: bool = True) -> None:
        """A test with a paper."""
        self.reach(on)
        paper = f"{self.chance.randint(1, 400)}/PXN"
        self.steps.append(
            Tested(at=self._apart(on), nth=nth, on=on, positive=positive, unannounced=unannounced, paper_no=paper,
                   unit=self.unit)
        )  # fmt: skip

    def review(self, nth: int, on: date, *, grade: str = "") -> None:
        """A quarterly review with a paper."""
        self.reach(on)
        grade = grade or self.chance.choice(("Tốt", "Khá", "Khá", "Trung bình"))
        paper = f"{self.chance.randint(1, 60):02d}/BB"
        self.steps.append(
            Reviewed(at=self._apart(on), nth=nth, on=on, grade=grade, paper_no=paper, unit=self.unit)
        )  # fmt: skip

    def found(self, nth: int, on: date, *, confirmed: bool) -> date:
        """Use is found by a strip, and perhaps confirmed; returns the last day of it."""
        self.reach(on)
        confirmed_on = self.soon(on, 2, 6) if confirmed else None
        self.reach(confirmed_on or on)
        paper = f"{self.chance.randint(1, 300)}/KLGĐ" if confirmed else ""
        self.steps.append(
            Found(at=self.recorded(confirmed_on or on), nth=nth, on=on, confirmed_on=confirmed_on, paper_no=paper)
        )
        return confirmed_on or on

    def determined(self, nth: int, asked_on: date, result_on: date, *, addicted: bool) -> None:
        """The answer of the competent body."""
        self.reach(result_on)
        paper = f"{self.chance.randint(1, 300)}/PKQ"
        self.steps.append(
            Determined(at=self.recorded(result_on), nth=nth, asked_on=asked_on, result_on=result_on,
                       addicted=addicted, paper_no=paper)
        )  # fmt: skip

    def helped(self, nth: int, on: date, *, cast: str = "", agency: str = "") -> date:
        """Somebody is asked to help from a day on."""
        on = self.event(nth, EventKind.HELPER_ASSIGNED, on)
        self.steps.append(Helped(at=self.recorded(on), nth=nth, since=on, cast=cast, agency=agency))
        return on

    def hand_over(
        self, nth: int, left_on: date, to: Unit, *, answer: TransferAct | None, noticed: bool = True, facility: str = ""
    ) -> None:
        """The person leaves for another unit: told, and accepted, refused, or not answered yet (``answer`` None)."""
        left = self.event(nth, EventKind.LEFT, left_on) if not facility else left_on
        self.reach(left)
        number, self.handovers = self.handovers, self.handovers + 1
        sender = None if facility else self.unit
        if noticed and not facility:
            left_noticed = self.event(nth, EventKind.NOTICE_SENT, self.soon(left, 1, 2), details={"about": "move"})
        else:
            left_noticed = left

        def act(kind: TransferAct, on: date, reason: str = "") -> None:
            self.steps.append(
                HandedOver(at=self.recorded(on), nth=nth, number=number, act=kind, on=on, to=to, from_unit=sender,
                           facility=facility, left_on=left, reason=reason)
            )  # fmt: skip

        act(TransferAct.SENT, left_noticed)
        if answer is None:
            return
        answered = self.soon(left_noticed, 1, 6)
        self.reach(answered)
        if answer is not TransferAct.ACCEPTED or not to.stood_on(answered):
            act(TransferAct.REFUSED, answered, "Chưa xác minh được nơi ở mới")
            return
        taken = self._event(nth, EventKind.TRANSFERRED, answered, unit=to)
        act(TransferAct.ACCEPTED, taken)
        self.unit = to
        self._ahead = self.territory.passages(to, self.chance)
        where = names.address(self.chance)
        self.steps.append(Moved(at=self.recorded(taken), unit=to, since=taken, address=where))
        for other in [one for one in self._last if one != nth]:
            self._event(other, EventKind.TRANSFERRED, taken, unit=to)
