"""Writing a staged list of people, whole or not at all."""

from hoanhap.casework.people.actions.registration import register_people
from hoanhap.casework.people.import_parts import parts
from hoanhap.casework.people.importing import Outcome, check_rows
from hoanhap.casework.people.staging import opened
from hoanhap.ground.audit.actions import audited
from hoanhap.ground.exchange import actions as exchange
from hoanhap.ground.exchange import selectors as staged
from hoanhap.ground.exchange.models import ImportRun
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission


@audited
def import_people(*, by: Actor, run: ImportRun, accept_possible: bool = False) -> int:
    """Register everybody who is new in a checked list, and write what the rooms above take from it, in one
    transaction; returns how many are new.

    Everything is checked again as it stands now; the staged rows go. Raises RuleViolation
    ``people.list_has_problems`` where a row cannot be taken (any more); then nothing is.
    """
    by.require(Permission.PEOPLE_IMPORT)
    kept = staged.import_rows(by=by, run=run).values_list("number", "values")
    rows = [(number, opened(run.pk, number, values)) for number, values in kept]
    checked = check_rows(by=by, rows=rows, on=clock.today(), accept_possible=accept_possible)
    wrong = [row for row in checked if row.outcome not in (Outcome.NEW, Outcome.KNOWN)]
    if wrong:
        raise RuleViolation("people.list_has_problems", number=len(wrong), first=wrong[0].number)
    new = [row.new for row in checked if row.outcome is Outcome.NEW and row.new]
    exchange.finish_import(by=by, run=run, forget=True)
    registered = iter(register_people(by=by, new=new) if new else [])
    people = [(next(registered) if row.new and row.outcome is Outcome.NEW else row.person, row) for row in checked]
    for room, part in parts().items():
        planned = [(person, row.plans[room]) for person, row in people if person and room in row.plans]
        if planned:
            part.write(by=by, planned=planned)
    return len(new)
