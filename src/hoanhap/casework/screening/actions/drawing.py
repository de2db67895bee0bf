"""Draws: first the seed and the frozen list, in one transaction; then, in another, whoever follows from both."""

import secrets
from datetime import date
from uuid import UUID

from hoanhap.casework.screening import rules
from hoanhap.casework.screening.holding import entry, held_draw
from hoanhap.casework.screening.models import Draw, DrawCandidate, DrawPick
from hoanhap.casework.screening.rules import WEIGHTS, Candidate
from hoanhap.casework.screening.standing import levels_on, managed_in, units_of
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.places.models import Place


@audited
def open_draw(*, by: Actor, place: Place, how_many: int, reason: str = "", on: date) -> Draw:
    """Freeze everybody under management in a unit with their weights, and record the seed, which the machine's chance
    gives: nobody chooses who stands on the list, the weights or the seed. Nothing is drawn yet.

    A further draw of the month needs a reason, so that nobody draws until the result pleases. Raises RuleViolation
    ``screening.nobody_to_draw``, ``screening.draw_number``, ``screening.reason_missing``.
    """
    by.require(Permission.TESTS_SCHEDULE, at=place.pk)
    Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    month = on.replace(day=1)
    number = Draw.objects.filter(place=place, month=month).count() + 1
    found = list(managed_in(units_of(place)))
    rules.check_draw(how_many=how_many, candidates=len(found), number=number, reason=reason)
    levels = levels_on([one.pk for one in found], on)
    candidates = [Candidate(reference=one.person.reference, weight=WEIGHTS[levels[one.pk]]) for one in found]
    draw = Draw.objects.create(
        place=place, month=month, number=number, how_many=how_many, seed=secrets.token_hex(16),
        candidates=len(found), digest=rules.digest(candidates), reason=tidy(reason) if number > 1 else "",
        opened_by=by.user, recorded_at=clock.now(),
    )  # fmt: skip
    rows = [
        DrawCandidate(draw=draw, episode=one, reference=told.reference, weight=told.weight)
        for one, told in zip(found, candidates, strict=True)
    ]
    DrawCandidate.objects.bulk_create(rows, batch_size=500)
    facts = {"draw": draw.reference, "seed": draw.seed, "list": draw.digest, "candidates": len(rows)}
    record_many([entry("screening.draw_opened", f"screening.draw:{draw.pk}", place, facts)], by=by)
    return draw


@audited
def make_draw(*, by: Actor, draw: UUID) -> list[DrawPick]:
    """Draw, as :func:`rules.drawn` says, from what was frozen. Raises RuleViolation ``screening.drawn_already``."""
    held = held_draw(by, draw, Permission.TESTS_SCHEDULE)
    if held.picks.exists():
        raise RuleViolation("screening.drawn_already")
    rows = {row.reference: row for row in held.listed.all()}
    listed = [Candidate(reference=row.reference, weight=row.weight) for row in rows.values()]
    references = rules.drawn(held.seed, listed, held.how_many)
    picks = [
        DrawPick(candidate=rows[reference], draw=held, rank=rank, drawn_by=by.user, recorded_at=clock.now())
        for rank, reference in enumerate(references, start=1)
    ]
    DrawPick.objects.bulk_create(picks, batch_size=500)
    facts = {"draw": held.reference, "drawn": references}
    record_many([entry("screening.draw_made", f"screening.draw:{held.pk}", held.place, facts)], by=by)
    return picks
