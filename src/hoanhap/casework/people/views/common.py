"""What the screens of people share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hoanhap.casework.people import files, selectors
from hoanhap.casework.people.models import Person
from hoanhap.casework.people.purposes import purpose_of
from hoanhap.ground.access.http import AccountRequest
from hoanhap.ground.kernel import clock
from hoanhap.ground.web.forms import Form
from hoanhap.ground.web.refusals import on_form

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def typed(request: AccountRequest) -> QueryDict | None:
    """What was sent, also where nothing was filled in; nothing for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def opened(request: AccountRequest, ref: str) -> Person:
    """The person of a page that changes the file: looking at it is logged, sending it is logged by what it does."""
    if request.method == "POST":
        return selectors.person(by=request.actor, reference=ref, on=clock.today())
    purpose = purpose_of(request.actor.role)
    return files.open_file(by=request.actor, ref=ref, purpose=purpose, on=clock.today()).person


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of a file, as its page says it."""

    title: "StrOrPromise"
    verb: "StrOrPromise"
    done: "StrOrPromise"
    lead: "StrOrPromise" = ""
    danger: bool = False
    also: dict[str, Any] = field(default_factory=dict)


def change(
    request: AccountRequest, person: Person, form: Form, words: Change, act: Callable[[], object]
) -> HttpResponse:
    """Show the form, or do what it says and go back to the particulars."""
    if form.is_valid():
        with on_form(form):
            act()
            messages.success(request, words.done)
            return redirect("people:person_particulars", person.reference)
    context = {"form": form, "person": person, "words": words}
    return render(request, "people/person_change.html", context)
