"""An intake from the search to the review: its pages, what each of them knows, and the person that comes of it.

A draft keeps what was typed, word for word, so that somebody may leave at any time, with mistakes too.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.forms import ChoiceField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.people import rows, rules, selectors
from hoanhap.casework.people.choices import ContactKind, ResidenceKind
from hoanhap.casework.people.finding import units_of
from hoanhap.casework.people.forms.fields import Birth, BirthField, Search, UnitField
from hoanhap.casework.people.forms.intake import FamilyStep, IdentityStep, PapersStep, ResidenceStep
from hoanhap.casework.people.importing import traits_of_new
from hoanhap.casework.people.models import Residence
from hoanhap.casework.people.rows import Identity, NewContact, NewIdentifier, NewPerson, NewRelation, NewResidence
from hoanhap.casework.people.selectors import Candidate
from hoanhap.ground.access.models import Draft
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.places import selectors as places
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.forms import Form, read_day
from hoanhap.ground.web.refusals import on_form
from hoanhap.ground.web.words import day_words

KIND = "people.intake"
"""Under which access keeps these drafts."""

STEPS: Mapping[str, tuple[str | Promise, Callable[..., Form]]] = {
    "identity": (_("Who it is"), IdentityStep),
    "papers": (_("Papers and telephone"), PapersStep),
    "residence": (_("Where the person lives"), ResidenceStep),
    "family": (_("Family and guardian"), FamilyStep),
}
REVIEW = "review"


@dataclass(frozen=True)
class Progress:
    """A page in the list at the side."""

    step: str
    words: str | Promise
    state: str  # "here", "done", "wrong", "open"


@dataclass(frozen=True)
class Answer:
    """One answer on the review page, and which field of which page gives it."""

    step: str
    field: str
    label: str
    words: str = dataclasses.field(repr=False)


def carried(asked: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What was searched for, as the first answers of an intake."""
    name, year = str(asked.get("name") or ""), str(asked.get("birth_year") or "")
    number, phone = str(asked.get("number") or ""), str(asked.get("phone") or "")
    return {
        "identity": {"name": name, "birth": year, "nationality": "VN"},
        "papers": {"number": number, "phone": phone},
    }


def drafted(draft: Draft) -> str:
    """The name that a draft has so far."""
    name: str = draft.opened().get("steps", {}).get("identity", {}).get("name", "")
    return name


def units_to_live_in(by: Actor) -> list[Place]:
    """The units of the post, those that stand first; earlier ones for who has lived there since before a merger."""
    units = Place.objects.reached_by(by).commune_level().select_related("parent").in_order()
    return sorted(units, key=lambda unit: (unit.valid_to is not None, -(unit.valid_to or date.max).toordinal()))


def units_of_day(by: Actor, from_on: str, today: date) -> Search:
    """A search of units that stood on a day as typed; today's where it is no day."""
    try:
        day = read_day(from_on)
    except ValueError:
        day = today
    return lambda words: list(places.search(by=by, words=words, day=day).select_related("parent").in_order()[:20])


def units_to_correct_to(by: Actor, current: Residence) -> list[Place]:
    """The unit that stands there now, and those of the post."""
    return [current.place, *(unit for unit in units_to_live_in(by) if unit.pk != current.place_id)]


class Intake:
    """A draft with its pages."""

    def __init__(self, *, by: Actor, draft: Draft, on: date) -> None:
        self.by, self.draft, self.on = by, draft, on
        content = draft.opened()
        self.typed: dict[str, dict[str, str]] = content.get("steps", {})
        self.sent: set[str] = set(content.get("sent", []))  # the others hold at most what the search carried over

    def form(self, step: str, data: Mapping[str, Any] | None = None) -> Form:
        """The form of a page, bound to ``data``, or else to what the draft holds if the page was ever sent.

        Raises NotFound for a page that does not exist.
        """
        if step not in STEPS:
            raise NotFound("people.unknown_entry")
        kept = self.typed.get(step)
        sent = data if data is not None else kept if step in self.sent else None
        initial = None if sent is not None else kept
        return STEPS[step][1](sent, initial=initial, units=self.units, search=self.search)

    @cached_property
    def units(self) -> list[Place]:
        """Where the person may live."""
        return units_to_live_in(self.by)

    @property
    def search(self) -> Search:
        """Finds units of today, for a permanent or temporary residence."""
        return units_of_day(self.by, "", self.on)

    def with_step(self, step: str, data: Mapping[str, Any]) -> dict[str, object]:
        """The content of the draft once this page is kept as typed."""
        names = [*self.form(step, data).fields]
        typed = self.typed | {step: {name: str(data.get(name, "")) for name in names}}
        return {"steps": typed, "sent": sorted(self.sent | {step})}

    @cached_property
    def forms(self) -> dict[str, Form]:
        """All pages as they stand; a page that was never sent is bound to what is known, so that it says what lacks."""
        found = {step: self.form(step, self.typed.get(step, {})) for step in STEPS}
        self.check(found)
        return found

    def check(self, forms: Mapping[str, Form]) -> None:
        """Let the rules speak on the forms of some pages."""
        for step, form in forms.items():
            if form.is_valid():
                with on_form(form):
                    _CHECKS[step](form.cleaned_data, self.on)
        birth = self._birth(forms)
        family = forms.get("family")
        if birth and family is not None and family.is_valid():
            kinds = [kind for kind in (family.cleaned_data["guardian_kind"], family.cleaned_data["close_kind"]) if kind]
            minor = rules.may_be_minor(birth_on=birth.on, birth_year=birth.year, on=self.on)
            with on_form(family):
                rules.check_guarded(minor=minor, relations=kinds, field="guardian_kind")

    def _birth(self, forms: Mapping[str, Form]) -> Birth | None:
        identity = forms.get("identity") or self.form("identity", self.typed.get("identity", {}))
        return identity.cleaned_data.get("birth") if identity.is_valid() else None

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Everything that keeps the file from being opened: page, field, words."""
        found = []
        for step, form in self.forms.items():
            for name, errors in form.errors.items():
                label = form.fields[name].label if name in form.fields else ""
                found += [(step, name, f"{label}: {error}" if label else str(error)) for error in errors]
        return found

    def progress(self, here: str) -> list[Progress]:
        """The pages in order, each with how it stands; the review last."""
        wrong = {step for step, _name, _words in self.errors}

        def state(step: str) -> str:
            if step == here:
                return "here"
            return "open" if step not in self.sent else "wrong" if step in wrong else "done"

        pages = [Progress(step, words, state(step)) for step, (words, _form) in STEPS.items()]
        return [*pages, Progress(REVIEW, _("Review and open the file"), "here" if here == REVIEW else "open")]

    def answers(self) -> dict[str, list[Answer]]:
        """Every answer by page, as words."""
        return {
            step: [
                Answer(step, name, str(form.fields[name].label), _said(form, name))
                for name in form.fields
                if name not in getattr(form, "searched", ())
            ]
            for step, form in self.forms.items()
        }

    def new_person(self) -> NewPerson | None:
        """The person as typed, or None while something is wrong."""
        if self.errors:
            return None
        identity, papers, residence, family = (self.forms[step].cleaned_data for step in STEPS)
        return NewPerson(
            identity=_identity(identity),
            other_names=[identity["other_name"]] if identity["other_name"] else [],
            residences=_residences(residence, self.on),
            identifiers=_identifiers(papers),
            contacts=[NewContact(value=papers["phone"], kind=ContactKind.PHONE)] if papers["phone"] else [],
            relations=[
                NewRelation(kind=family[f"{who}_kind"], name=family[f"{who}_name"], phone=family[f"{who}_phone"])
                for who in ("guardian", "close")
                if family[f"{who}_kind"]
            ],
        )

    def alike(self) -> list[Candidate]:
        """People in reach who may be the one being entered."""
        new = self.new_person()
        return selectors.possible_duplicates(by=self.by, of=traits_of_new(new), on=self.on) if new else []

    def units_of(self, alike: Sequence[Candidate]) -> list[str]:
        """In which unit each of those who look alike lives."""
        known = units_of([one.person for one in alike], self.on)
        return [known.get(one.person.pk, "") for one in alike]


def after(step: str) -> str:
    """The page that follows."""
    order = [*STEPS, REVIEW]
    return order[order.index(step) + 1]


def _said(form: Form, name: str) -> str:
    value = form.cleaned_data.get(name) if form.is_valid() else form.data.get(name, "")
    field = form.fields[name]
    if isinstance(value, Place):
        return value.full_name
    if isinstance(value, Birth):
        return BirthField.written(value.on, value.year)
    if isinstance(value, date):
        return day_words(value)
    if name.endswith("_words") and form.is_valid() and form.cleaned_data.get(name.removesuffix("_words")):
        return str(form.cleaned_data[name.removesuffix("_words")].full_name)
    if isinstance(field, UnitField) and value in field.units:
        return field.units[value].full_name
    if isinstance(field, ChoiceField):
        return str(dict(field.choices).get(value, "")) if value else ""  # type: ignore[arg-type]
    return str(value or "")


def _identity(data: Mapping[str, Any]) -> Identity:
    birth: Birth = data["birth"]
    return Identity(
        name=data["name"],
        sex=data["sex"],
        birth_on=birth.on,
        birth_year=birth.year,
        nationality=data["nationality"],
    )


def _identifiers(data: Mapping[str, Any]) -> list[NewIdentifier]:
    found = []
    if data["number"]:
        kind = rules.kind_of_number(data["number"])
        found.append(
            NewIdentifier(kind=kind, number=data["number"], issued_on=data["issued_on"], issued_by=data["issued_by"])
        )
    if data["old_number"]:
        found.append(NewIdentifier(kind="old_card", number=data["old_number"]))
    return found


def _residences(data: Mapping[str, Any], on: date) -> list[NewResidence]:
    since = data["since"] or on
    found = [NewResidence(place=data["place"], from_on=since, address=data["address"])]
    for kind in (ResidenceKind.PERMANENT, ResidenceKind.TEMPORARY):
        if data[kind.value] is not None:
            address = data[f"{kind.value}_address"]
            found.append(NewResidence(kind=kind, place=data[kind.value], from_on=on, address=address))
    return found


def _check_identity(data: Mapping[str, Any], on: date) -> None:
    identity = _identity(data)
    rules.check_birth(birth_on=identity.birth_on, birth_year=identity.birth_year, on=on, field="birth")
    identity.checked(on)
    if data["other_name"]:
        rules.name_of(data["other_name"], field="other_name")


def _check_papers(data: Mapping[str, Any], on: date) -> None:
    if data["number"]:
        rules.number_of(rules.kind_of_number(data["number"]), data["number"])
    if data["old_number"]:
        rules.number_of("old_card", data["old_number"], field="old_number")
    if data["phone"]:
        rules.phone_of(data["phone"])


def _check_residence(data: Mapping[str, Any], on: date) -> None:
    since = data["since"] or on
    rules.check_days(from_on=since, to_on=None, on=on, field="since")
    rows.check_place(data["place"], since)


def _check_family(data: Mapping[str, Any], on: date) -> None:
    for who in ("guardian", "close"):
        if data[f"{who}_kind"]:
            rules.name_of(data[f"{who}_name"], field=f"{who}_name")
        if data[f"{who}_phone"]:
            rules.phone_of(data[f"{who}_phone"], field=f"{who}_phone")


_CHECKS = {
    "identity": _check_identity,
    "papers": _check_papers,
    "residence": _check_residence,
    "family": _check_family,
}
