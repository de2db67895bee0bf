"""Who is due for a test in a month: set-wise, in as many queries for two hundred people as for ten."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from hoanhap.casework.episodes.choices import Act
from hoanhap.casework.episodes.models import DrugTest, Episode, EpisodeQuerySet
from hoanhap.casework.screening import rules
from hoanhap.casework.screening.choices import Level, SettingKind
from hoanhap.casework.screening.standing import levels_on, settings_on


@dataclass(frozen=True, kw_only=True)
class Due:
    """Somebody under management, and by when the next test is due."""

    episode: Episode
    level: str
    months: int
    last: date | None
    due_on: date


def plan_of(found: EpisodeQuerySet, *, on: date) -> list[Due]:
    """The next test of each of these people as the settings and levels of a day have it, the most pressing first."""
    tests = DrugTest.objects.filter(episode=OuterRef("pk"), replaced_by__isnull=True).exclude(act=Act.WITHDRAWN)
    rows = list(found.annotate(last_test=Subquery(tests.order_by("-tested_on").values("tested_on")[:1])))
    levels = levels_on([row.pk for row in rows], on)
    settings = settings_on({row.place_id for row in rows}, on)
    plan = []
    for row in rows:
        level = levels[row.pk]
        kind = SettingKind.MONTHS_AT_RISK if level == Level.AT_RISK else SettingKind.MONTHS_OTHER
        months = settings[(row.place_id, kind.value)]
        last: date | None = row.last_test  # type: ignore[attr-defined]
        due = rules.due_on(last=last, started_on=row.started_on or on, months=months)
        plan.append(Due(episode=row, level=level, months=months, last=last, due_on=due))
    return sorted(plan, key=lambda one: one.due_on)


def due_in(found: EpisodeQuerySet, *, month: date) -> list[Due]:
    """Those of these people who are due by the end of a month."""
    last = rules.last_day(month)
    return [one for one in plan_of(found, on=last) if one.due_on <= last]
