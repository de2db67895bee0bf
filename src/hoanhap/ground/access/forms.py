"""Forms: the shape of what is typed, no rules."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.access.choices import ROLE_CHOICES, Language
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.forms import DayField, Form, WordsField


class UserForm(Form):
    """A new account."""

    sign_in = forms.CharField(
        label=_("Sign-in name"),
        max_length=40,
        help_text=_("Lower-case letters without marks, digits, dot, hyphen, underscore. It cannot be changed later."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    full_name = WordsField(label=_("Full name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, initial=Language.VIETNAMESE)


class PostForm(Form):
    """A post to be granted. The place is searched by name and chosen from what was found."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    words = WordsField(
        label=_("Place"),
        max_length=80,
        help_text=_("Type a part of the name, with or without marks, then choose from what is found."),
    )
    place = forms.ChoiceField(label=_("Places found"), widget=forms.RadioSelect)
    from_on = DayField(label=_("First day"))
    to_on = DayField(label=_("Last day"), required=False, help_text=_("Empty: until further notice."))
    decision_no = WordsField(label=_("Decision number"), max_length=80)
    note = WordsField(label=_("Note"), max_length=400, required=False)

    def __init__(self, *args: Any, places: Iterable[Place] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(key, _place_words(place)) for key, place in self.places.items()]
        field.error_messages["invalid_choice"] = _("Choose one of the places found.")
        if not self.places:
            del self.fields["place"]

    def clean(self) -> dict[str, Any]:
        """A place must be chosen from the places found."""
        data = super().clean() or {}
        if "place" in data:
            data["place"] = self.places[data["place"]]
        elif not self.places and "words" in data:
            self.add_error("words", _("No place of yours where this role stands has this name."))
        return data


def _place_words(place: Place) -> str:
    return f"{place.full_name}, {place.parent.name}" if place.parent else place.full_name


class EndForm(Form):
    """The end of a post."""

    to_on = DayField(label=_("Last day"), help_text=_("The post is valid to the end of this day."))
    reason = WordsField(label=_("Reason"), max_length=400)


class ReasonForm(Form):
    """The reason for closing or opening an account."""

    reason = WordsField(label=_("Reason"), max_length=400)


class RenewForm(ReasonForm):
    """A new initial password."""

    drop_second_factor = forms.BooleanField(
        label=_("Also remove the second factor, because it was lost"), required=False
    )
