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

ALL = (PROGRESS, P12, P11, P7, P10, P9, AUDIT, P16, P18)
"""In the order of measuring: what reads first, then what writes, then what needs other processes."""
