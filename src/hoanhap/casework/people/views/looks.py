"""Who opened a person's file."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from hoanhap.casework.people import files, selectors
from hoanhap.casework.people.tables import LookTable
from hoanhap.ground.access.http import AccountRequest
from hoanhap.ground.kernel import clock
from hoanhap.ground.web.lists import show_list


@require_safe
def who_looked(request: AccountRequest, ref: str) -> HttpResponse:
    """Who looked, when, in which role and unit, for which purpose; the latest first."""
    person = selectors.person(by=request.actor, reference=ref, on=clock.today())
    return show_list(
        request,
        queryset=files.who_looked(by=request.actor, person=person, on=clock.today()),
        filter_class=None,
        table_class=LookTable,
        template="people/who_looked.html",
        context={"ref": person.reference},
    )
