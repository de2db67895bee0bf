"""The pages of an intake, the search before it, and the decision about who looks alike."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.people.choices import RelationKind, Sex
from hoanhap.casework.people.forms.fields import (
    BirthField,
    NumberField,
    UnitField,
    UnitSearch,
    YearField,
    search_words,
)
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.forms import DayField, Form, WordsField

LONGEST_NAME, LONGEST_ADDRESS = 100, 300


class SearchForm(Form):
    """Who is looked for; one of these is enough."""

    name = WordsField(
        label=_("Name"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("in any order, with or without marks"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    birth_year = YearField(label=_("Year of birth"), required=False)
    number = NumberField(
        label=_("Number of a paper"), required=False, help_text=_("whole: 12 or 9 digits, or a passport")
    )
    phone = NumberField(label=_("Telephone"), required=False, keyboard="tel")

    def asked(self) -> dict[str, Any]:
        """What is looked for, for the selector and for the intake that may follow."""
        return dict(self.cleaned_data)

    def asked_as(self) -> str:
        """What a request for transfer is called that comes of this search: the words, never the number."""
        data = getattr(self, "cleaned_data", {})
        said = ", ".join(str(data[key]) for key in ("name", "birth_year") if data.get(key))
        return said or str(_("by the number alone"))


class Step(Form):
    """One page of an intake."""

    def __init__(self, *args: Any, units: Sequence[Place] = (), **kwargs: Any) -> None:
        kwargs.pop("search", None)
        super().__init__(*args, **kwargs)


class IdentityStep(Step):
    """Who it is, as the identity paper has it."""

    name = WordsField(label=_("Full name"), max_length=LONGEST_NAME, help_text=_("as on the identity paper"))
    other_name = WordsField(
        label=_("Other name"), required=False, max_length=LONGEST_NAME, help_text=_("by which the person is called too")
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    birth = BirthField(label=_("Born"), help_text=_("the day, or the year alone where no more is known"))
    nationality = forms.CharField(
        label=_("Nationality"), initial="VN", max_length=2, help_text=_("two letters; VN for Vietnamese")
    )


class PapersStep(Step):
    """Papers with a number, and how to reach the person."""

    number = NumberField(
        label=_("Number of the identity paper"),
        required=False,
        help_text=_("12 digits of the citizen card; else the old card or the passport"),
    )
    old_number = NumberField(
        label=_("Number of the earlier card"), required=False, help_text=_("9 digits, where it is known")
    )
    issued_on = DayField(label=_("Issued on"), required=False)
    issued_by = WordsField(label=_("Issued by"), required=False, max_length=120)
    phone = NumberField(label=_("Telephone"), required=False, keyboard="tel")


class ResidenceStep(UnitSearch):
    """Where the person lives, and where they are registered."""

    searched = ("permanent", "temporary")

    place = UnitField(label=_("Lives in"), help_text=_("The unit that answers for the person."))
    address = WordsField(
        label=_("Address there"), required=False, max_length=LONGEST_ADDRESS, help_text=_("house, street, hamlet")
    )
    since = DayField(
        label=_("Lives there since"), required=False, help_text=_("empty: since today, as far as is known")
    )
    permanent_words = search_words(_("Permanent residence in"))
    permanent_address = WordsField(
        label=_("Address of the permanent residence"), required=False, max_length=LONGEST_ADDRESS
    )
    temporary_words = search_words(_("Temporary residence in"))
    temporary_address = WordsField(
        label=_("Address of the temporary residence"), required=False, max_length=LONGEST_ADDRESS
    )

    def __init__(self, *args: Any, units: Sequence[Place] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, UnitField)  # noqa: S101
        field.offer(units)


class FamilyStep(Step):
    """A guardian or parent, whom a minor needs, and somebody else to be told."""

    guardian_kind = forms.ChoiceField(
        label=_("Guardian or parent"),
        required=False,
        choices=[
            ("", _("none is recorded")),
            *((kind.value, kind.label) for kind in (RelationKind.GUARDIAN, RelationKind.FATHER, RelationKind.MOTHER)),
        ],
        help_text=_("needed for everybody under 18"),
    )
    guardian_name = WordsField(label=_("Name of the guardian or parent"), required=False, max_length=LONGEST_NAME)
    guardian_phone = NumberField(label=_("Telephone of the guardian or parent"), required=False, keyboard="tel")
    close_kind = forms.ChoiceField(
        label=_("Somebody else close"), required=False, choices=[("", _("nobody is recorded")), *RelationKind.choices]
    )
    close_name = WordsField(label=_("Name of the other one"), required=False, max_length=LONGEST_NAME)
    close_phone = NumberField(label=_("Telephone of the other one"), required=False, keyboard="tel")

    def clean(self) -> dict[str, Any]:
        """A name needs its word, and a word its name."""
        data = super().clean() or {}
        for who in ("guardian", "close"):
            kind, name = data.get(f"{who}_kind"), data.get(f"{who}_name")
            if kind and not name and f"{who}_name" not in self.errors:
                self.add_error(f"{who}_name", _("Please fill this in."))
            if (name or data.get(f"{who}_phone")) and not kind:
                self.add_error(f"{who}_kind", _("Say who the other one is to the person."))
        return data


class ReviewForm(Form):
    """For everybody on file who looks alike: why it is somebody else."""

    def __init__(self, *args: Any, alike: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alike = {f"different_{number}": reference for number, (reference, _name) in enumerate(alike)}
        for (name, reference), (_reference, words) in zip(self.alike.items(), alike, strict=True):
            self.fields[name] = WordsField(
                label=_("Why %(name)s (%(reference)s) is somebody else") % {"name": words, "reference": reference},
                max_length=300,
                help_text=_("If it is the same person, open that file instead and drop this draft."),
            )

    def different(self) -> dict[str, str]:
        """The reason by the reference of who is somebody else."""
        return {reference: self.cleaned_data[name] for name, reference in self.alike.items()}
