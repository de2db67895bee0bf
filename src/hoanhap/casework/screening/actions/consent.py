"""The person's word on who may see results."""

from datetime import date
from uuid import UUID

from hoanhap.casework.episodes.writing import locked
from hoanhap.casework.screening.models import ResultConsent
from hoanhap.ground.audit.actions import audited, record
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy


@audited
def record_consent(*, by: Actor, episode: UUID, given: bool, on: date, paper_no: str = "") -> ResultConsent:
    """Record that the person lets helpers see results, on paper, or takes that back, in one step and without a reason.

    Raises RuleViolation ``screening.paper_missing``, ``screening.day_ahead``, ``screening.consent_as_it_is``.
    """
    held = locked(by, episode, Permission.TESTS_CONSENT)
    if on > clock.today():
        raise RuleViolation("screening.day_ahead", field="on", day=clock.today())
    if given and not tidy(paper_no):
        raise RuleViolation("screening.paper_missing", field="paper_no")
    last = ResultConsent.objects.filter(episode=held).order_by("-recorded_at").first()
    if given == bool(last and last.given):
        raise RuleViolation("screening.consent_as_it_is")
    made = ResultConsent.objects.create(
        episode=held, given=given, on=on, paper_no=tidy(paper_no), recorded_by=by.user, recorded_at=clock.now()
    )
    event = "screening.consent_given" if given else "screening.consent_withdrawn"
    record(event, f"episodes.episode:{held.pk}", by=by, chain=held.place.chain, facts={"on": on.isoformat()})
    return made
