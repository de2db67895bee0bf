"""What a sheet sends, and what a book is asked for."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.web.forms import DayField, Form


class KeysField(forms.MultipleChoiceField):
    """The ticked lines, by key."""

    def validate(self, value: Any) -> None:
        """At least one; which ones there are, the sheet knows."""
        if not value:
            raise forms.ValidationError(_("Tick at least one line."), code="required")

    def clean(self, value: Any) -> list[UUID]:
        """As keys."""
        try:
            return [UUID(one) for one in super().clean(value)]
        except ValueError:
            raise forms.ValidationError(_("Tick at least one line."), code="invalid") from None


class SheetForm(Form):
    """A section of a sheet and the lines ticked in it."""

    section = forms.SlugField()
    line = KeysField(label=_("Lines"))

    @property
    def chosen(self) -> list[UUID]:
        """The ticked lines."""
        return list(self.cleaned_data["line"])


class BookForm(Form):
    """The period of a book."""

    from_on = DayField(label=_("From"))
    to_on = DayField(label=_("To"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"from_on": date(today.year, 1, 1), "to_on": today})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The first day comes first."""
        told = super().clean() or self.cleaned_data
        if told.get("from_on") and told.get("to_on") and told["to_on"] < told["from_on"]:
            self.add_error("to_on", _("The last day is before the first."))
        return told

    def asked(self) -> str:
        """The period as it stands in an address."""
        return urlencode({name: day.isoformat() for name, day in self.cleaned_data.items()})
