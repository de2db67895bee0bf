"""The goals that this bench measures. Numbers, bounds and words are those of the design paper performance.md."""

from bench.harness import Direction, Goal, Statistic

PROGRESS = Goal(number="progress", title="Progress page against SQL + bare page", must=3, stretch=2)
"""Not numbered there: the page that every officer opens, held to P5's bounds."""
P7 = Goal(number="P7", title="List page of 50, signed in", must=4, stretch=2, statistic=Statistic.P95)
P9 = Goal(number="P9", title="Create with checks and audit", must=10, stretch=6)
P10 = Goal(number="P10", title="Queries a page, most", must=None, stretch=12, statistic=Statistic.COUNT, unit="queries")
P11 = Goal(number="P11", title="Scope of one commune against SQL by hand", must=1.3, stretch=1.1)
P12 = Goal(number="P12", title="Search by name without accents", must=3, stretch=2)
P16 = Goal(number="P16", title="Cold start against bare Django", must=3, stretch=2)
P18 = Goal(number="P18", title="Empty database to migrated against cold start", must=25, stretch=10)
AUDIT = Goal(
    number="audit",
    title="Audit verification",
    must=50_000,
    direction=Direction.AT_LEAST,
    statistic=Statistic.RATE,
    unit="entries/s",
)
P7_LIST = Goal(
    number="P7-list", title="A commune's people, 50", must=4, stretch=2, statistic=Statistic.P95, growth=0.05
)
P7_TODAY = Goal(number="P7-today", title="Today", must=4, stretch=2, statistic=Statistic.P95, growth=0.10)
P9_EVENT = Goal(number="P9-event", title="Record one event", must=10, stretch=6)
P9_PERSON = Goal(number="P9-person", title="Register one person", must=10, stretch=6)
P9_FILE = Goal(number="P9-file", title="Open one file", must=10, stretch=6, growth=0.05)
P11_PEOPLE = Goal(number="P11-people", title="People of one commune against SQL by hand", must=1.3, stretch=1.1)
P12_PEOPLE = Goal(number="P12-people", title="Rare word of a name among all", must=3, stretch=2, growth=0.5)
P12_UNIT = Goal(number="P12-unit", title="Usual word of a name in a commune", must=3, stretch=2)
IDENTIFIER = Goal(number="number", title="One number of a paper", must=None, growth=0.05)
DUTIES = Goal(
    number="duties", title="Duties worked out anew", must=None, statistic=Statistic.RATE, unit="measures/s",
    direction=Direction.AT_LEAST,
)  # fmt: skip
P1 = Goal(
    number="P1", title="Import from CSV against COPY", must=0.05, stretch=0.15, direction=Direction.AT_LEAST,
    statistic=Statistic.SPEED, growth=0.10,
)  # fmt: skip
P1_FLOOR = Goal(
    number="P1-floor", title="The same people merely written against COPY", must=None, direction=Direction.AT_LEAST,
    statistic=Statistic.SPEED,
)  # fmt: skip
"""Not numbered there: what P1 could reach if nothing were read, checked, staged or logged."""
P2 = Goal(
    number="P2", title="Import from XLSX against reading", must=0.10, stretch=0.20, direction=Direction.AT_LEAST,
    statistic=Statistic.SPEED,
)  # fmt: skip
P13 = Goal(
    number="P13", title="Four connections against one", must=1.7, stretch=1.9, direction=Direction.AT_LEAST,
    statistic=Statistic.SPEED,
)  # fmt: skip

PEOPLE = (
    P7_LIST, P7_TODAY, P11_PEOPLE, P12_PEOPLE, P12_UNIT, IDENTIFIER, P9_FILE, P13, DUTIES, P9_EVENT, P9_PERSON,
    P1_FLOOR, P1, P2,
)  # fmt: skip
"""Those about people, measured at every ``--people``; what grows the database most comes last."""
ALL = (PROGRESS, P12, P11, P7, P10, *PEOPLE, P9, AUDIT, P16, P18)
"""In the order of measuring: what reads first, then what writes, then what needs other processes."""
