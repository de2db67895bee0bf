"""The end of an intake: the file is opened, who only looked alike is told apart, the draft goes. All or nothing."""

from collections.abc import Mapping

from hoanhap.casework.people.actions.registration import register_person
from hoanhap.casework.people.actions.telling_apart import tell_apart
from hoanhap.casework.people.models import Person
from hoanhap.casework.people.rows import NewPerson
from hoanhap.ground.access.actions import drop_draft
from hoanhap.ground.access.models import Draft
from hoanhap.ground.audit.actions import audited
from hoanhap.ground.kernel.permissions import Actor


@audited
def finish_intake(*, by: Actor, draft: Draft, new: NewPerson, different: Mapping[Person, str]) -> Person:
    """Open the file. ``different``: people on file who look alike and are somebody else, each with the reason.

    Raises RuleViolation, PermissionRefused, NotFound.
    """
    person = register_person(by=by, new=new)
    for other, reason in different.items():
        tell_apart(by=by, one=person, other=other, reason=reason)
    drop_draft(by=by, draft=draft)
    return person
