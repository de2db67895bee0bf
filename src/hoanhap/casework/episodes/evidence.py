"""What a file holds of tests, reviews, findings and determinations: read and counted, never judged."""

from datetime import date

from hoanhap.casework.episodes import rules, state
from hoanhap.casework.episodes.choices import Act, DeterminationResult, DutyState, InterruptionKind
from hoanhap.casework.episodes.ending_rules import WINDOW, Evidence
from hoanhap.casework.episodes.models import (
    Determination,
    DrugTest,
    Duty,
    Episode,
    ReviewResult,
    UseFinding,
)
from hoanhap.casework.people.selectors import whole


def evidence_of(episode: Episode, *, on: date) -> Evidence:
    """What the file of a term that has begun holds on a day. Only facts that stand, since completion."""
    assert episode.started_on is not None  # noqa: S101 - asked only then
    since = {"episode": episode, "replaced_by__isnull": True}
    tests = list(
        DrugTest.objects.filter(**since, tested_on__range=(episode.started_on, on))
        .exclude(act=Act.WITHDRAWN)
        .values_list("tested_on", "positive")
    )
    reviews = list(
        ReviewResult.objects.filter(**since, reviewed_on__range=(episode.started_on, on))
        .exclude(act=Act.WITHDRAWN)
        .values_list("reviewed_on", flat=True)
    )
    findings = _findings(episode, on)
    confirmed = [found_on for found_on, confirmed_on in findings if confirmed_on]
    breaks = state.facts_of([episode.pk])[episode.pk].breaks
    clock = rules.clock_on(started_on=episode.started_on, ends_on=episode.ends_on, breaks=breaks, on=on)
    absences = [one for one in breaks if one.kind is InterruptionKind.ABSENCE and not one.reported]
    lost = rules.clock_on(started_on=episode.started_on, ends_on=episode.ends_on, breaks=absences, on=on)
    return Evidence(
        tests=len(tests),
        positives=sum(positive for _day, positive in tests),
        last_test=max((day for day, _positive in tests), default=None),
        last_positive=max((day for day, positive in tests if positive), default=None),
        reviews=len(reviews),
        last_review=max(reviews, default=None),
        findings=len(findings),
        confirmed=len(confirmed),
        last_confirmed=max(confirmed, default=None),
        unreported_days=lost.uncounted,
        uncounted_days=clock.uncounted,
        away=any(one.first <= on and (one.last is None or one.last >= on) for one in breaks),
        open_duties=Duty.objects.filter(episode=episode, state=DutyState.OPEN).exclude(rule=WINDOW).count(),
    )


def _findings(episode: Episode, on: date) -> list[tuple[date, date | None]]:
    found = UseFinding.objects.filter(
        episode__person__in=whole(episode.person),
        replaced_by__isnull=True,
        found_on__gt=episode.started_on or on,
        found_on__lte=on,
    )
    return list(found.exclude(act=Act.WITHDRAWN).values_list("found_on", "confirmed_on"))


def latest_determination(episode: Episode) -> Determination | None:
    """The last determination of the person since completion, whichever measure it was recorded in."""
    if episode.started_on is None:
        return None
    found = Determination.objects.filter(
        episode__person__in=whole(episode.person), replaced_by__isnull=True, result_on__gte=episode.started_on
    )
    return found.exclude(act=Act.WITHDRAWN).order_by("-result_on", "-recorded_at").defer("substances").first()


def standing_determination(episode: Episode) -> Determination | None:
    """The determination of addiction that ends the management: it is the latest, and use was confirmed before it.

    A strip alone is neither: relapse is use confirmed by a body and addiction determined (D116 3; L120 48).
    """
    found = latest_determination(episode)
    if found is None or found.result != DeterminationResult.ADDICTED:
        return None
    confirmed = any(confirmed_on for _found_on, confirmed_on in _findings(episode, found.result_on))
    return found if confirmed else None


def use_without_answer(episode: Episode) -> bool:
    """Whether use was confirmed in the term and no later determination says "not addicted" (L73 43; D116 81)."""
    confirmed = [found_on for found_on, confirmed_on in _findings(episode, episode.ends_on or date.max) if confirmed_on]
    if not confirmed:
        return False
    found = latest_determination(episode)
    return found is None or found.result != DeterminationResult.NOT_ADDICTED or found.result_on < max(confirmed)
