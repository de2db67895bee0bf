"""Corrections and additions to one person's file."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.people.choices import ContactKind, IdentifierKind, Purpose, RelationKind, ResidenceKind, Sex
from hoanhap.casework.people.forms.fields import BirthField, NumberField, UnitField, UnitSearch, search_words
from hoanhap.casework.people.forms.intake import LONGEST_ADDRESS, LONGEST_NAME
from hoanhap.casework.people.models import Identifier, Person, Residence
from hoanhap.casework.people.rows import Identity, NewContact, NewIdentifier, NewRelation, NewResidence
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.forms import DayField, Form, UploadField, WordsField


def why(label: Any) -> WordsField:
    """A reason that stays in the history."""
    return WordsField(label=label, max_length=300, help_text=_("stays in the history beside the old entry"))


class IdentityForm(Form):
    """An identity as it should have been recorded, and why."""

    called = {"birth_on": "birth", "birth_year": "birth"}

    name = WordsField(label=_("Full name"), max_length=LONGEST_NAME, help_text=_("as on the identity paper"))
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    birth = BirthField(label=_("Born"), help_text=_("the day, or the year alone where no more is known"))
    nationality = forms.CharField(label=_("Nationality"), max_length=2, help_text=_("two letters; VN for Vietnamese"))
    reason = why(_("Why this is corrected"))

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        """What stands there now."""
        birth = BirthField.written(person.birth_on, person.birth_year)
        return {"name": person.name, "sex": person.sex, "birth": birth, "nationality": person.nationality}

    def identity(self) -> Identity:
        """The identity as it should be."""
        data = self.cleaned_data
        return Identity(
            name=data["name"],
            sex=data["sex"],
            birth_on=data["birth"].on,
            birth_year=data["birth"].year,
            nationality=data["nationality"],
        )


class NameForm(Form):
    """Another name."""

    name = WordsField(label=_("Other name"), max_length=LONGEST_NAME)


class IdentifierForm(Form):
    """A paper with a number."""

    kind = forms.ChoiceField(label=_("Paper"), choices=IdentifierKind.choices, widget=forms.RadioSelect)
    number = NumberField(label=_("Number of a paper"))
    issued_on = DayField(label=_("Issued on"), required=False)
    issued_by = WordsField(label=_("Issued by"), required=False, max_length=120)
    succeeds = forms.ChoiceField(
        label=_("Takes the place of"), required=False, help_text=_("a citizen card that followed an old card")
    )

    def __init__(self, *args: Any, old_cards: Sequence[tuple[Identifier, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["succeeds"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        cards = [(str(card.pk), f"{card.get_kind_display()} {number}") for card, number in old_cards]
        field.choices = [("", _("no earlier card")), *cards]
        if not old_cards:
            del self.fields["succeeds"]

    def followed(self) -> UUID | None:
        """The key of the old card that this one followed."""
        chosen = self.cleaned_data.get("succeeds")
        return UUID(chosen) if chosen else None

    def new(self) -> NewIdentifier:
        """The paper as typed."""
        return NewIdentifier(**{name: self.cleaned_data[name] for name in ("kind", "number", "issued_on", "issued_by")})


class ContactForm(Form):
    """A way to reach somebody."""

    called = {"phone": "value", "contact": "value"}

    kind = forms.ChoiceField(label=_("Way"), choices=ContactKind.choices, widget=forms.RadioSelect, initial="phone")
    value = NumberField(label=_("Number or name there"), max_length=80)

    def new(self) -> NewContact:
        """The contact as typed."""
        return NewContact(**self.cleaned_data)


class RelationForm(Form):
    """Somebody close."""

    kind = forms.ChoiceField(label=_("Who it is to the person"), choices=RelationKind.choices)
    name = WordsField(label=_("Full name"), max_length=LONGEST_NAME)
    phone = NumberField(label=_("Telephone"), required=False, keyboard="tel")

    def new(self) -> NewRelation:
        """The relation as typed."""
        return NewRelation(**self.cleaned_data)


class ResidenceForm(UnitSearch):
    """Where somebody lives or is registered, from a day."""

    searched = ("place",)
    called = {"place": "place_words"}

    kind = forms.ChoiceField(label=_("Kind of residence"), choices=ResidenceKind.choices, widget=forms.RadioSelect)
    place_words = search_words(_("Unit"), required=True)
    address = WordsField(label=_("Address"), required=False, max_length=LONGEST_ADDRESS)
    from_on = DayField(label=_("Since"))

    def new(self, **fixed: Any) -> NewResidence:
        """The residence as typed."""
        data = {name: self.cleaned_data[name] for name in ("kind", "place", "address", "from_on")} | fixed
        return NewResidence(**data)


class ResidenceCorrectionForm(Form):
    """A residence as it should have been recorded, and why. The kind stays."""

    place = UnitField(label=_("Unit"))
    address = WordsField(label=_("Address"), required=False, max_length=LONGEST_ADDRESS)
    from_on = DayField(label=_("Since"))
    to_on = DayField(label=_("Last day"), required=False, help_text=_("leave empty while it lasts"))
    reason = why(_("Why this is corrected"))

    def __init__(self, *args: Any, units: Sequence[Place] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, UnitField)  # noqa: S101
        field.offer(units)

    @staticmethod
    def of(residence: Residence) -> dict[str, Any]:
        """What stands there now."""
        days: dict[str, date | None] = {"from_on": residence.from_on, "to_on": residence.to_on}
        return {"place": str(residence.place_id), "address": residence.fact.address, **days}

    def new(self, kind: str) -> NewResidence:
        """The residence as it should be."""
        data = {name: self.cleaned_data[name] for name in ("place", "address", "from_on", "to_on")}
        return NewResidence(kind=kind, **data)


class EndForm(Form):
    """The last day of a residence."""

    to_on = DayField(label=_("Last day"))


class ReasonForm(Form):
    """Taking back what was entered by mistake."""

    reason = why(_("Why it is withdrawn"))


class ConfirmForm(Form):
    """Nothing is asked but whether."""


class PurposeForm(Form):
    """What the whole number is needed for."""

    purpose = forms.ChoiceField(label=_("What it is needed for"), choices=Purpose.choices)


class MergeForm(Form):
    """Which file goes on, and why the two are one person."""

    keep = forms.ChoiceField(label=_("Which file goes on"), widget=forms.RadioSelect)
    reason = why(_("Why they are one person"))

    def __init__(self, *args: Any, files: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keep"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(reference, f"{reference} · {name}") for reference, name in files]


class TellApartForm(Form):
    """Why two files are about two people."""

    reason = why(_("Why they are two people"))


class UndoForm(Form):
    """Why two files are parted again."""

    reason = why(_("Why they are two people after all"))


class ImportForm(Form):
    """The file of a list of people."""

    file = UploadField(label=_("Excel or CSV file"), endings=(".xlsx", ".csv"))


class WriteForm(Form):
    """Whether those who only look alike are other people."""

    accept_possible = forms.BooleanField(
        label=_("I compared those who look like somebody on file: they are other people"), required=False
    )
