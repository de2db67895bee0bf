"""Fields that several forms of people share: a birth of which perhaps only the year is known, a unit of some day."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.places.models import Place
from hoanhap.ground.web.forms import Form, WordsField, read_day
from hoanhap.ground.web.words import day_words

_YEAR = re.compile(r"(?:19|20)\d\d")


class Birth(NamedTuple):
    """A day of birth, or the year alone."""

    on: date | None
    year: int


class BirthField(forms.CharField):
    """A day of birth in any usual spelling, or the year alone."""

    default_error_messages = {"invalid": _("Write the day as 01/12/1990, or the year alone: 1990.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The birth, or None for an empty field."""
        text: str = super().to_python(value) or ""
        if not text:
            return None
        if _YEAR.fullmatch(text):
            return Birth(None, int(text))
        try:
            day = read_day(text)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        return Birth(day, day.year)

    @staticmethod
    def written(on: date | None, year: int) -> str:
        """A birth as it would be typed."""
        return day_words(on) if on else str(year)


class YearField(forms.CharField):
    """A year of birth."""

    default_error_messages = {"invalid": _("Write the year with four digits, such as 1990.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The year, or None for an empty field."""
        text: str = super().to_python(value) or ""
        if not text:
            return None
        if not _YEAR.fullmatch(text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(text)


class NumberField(forms.CharField):
    """A number of a paper or a telephone: never kept or offered by the browser."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "spellcheck": "false", "inputmode": kwargs.pop("keyboard", "text")}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)


def unit_words(unit: Place) -> str:
    """A unit in a list to choose from: with its last day where it has ended, with what stands above it."""
    above = f", {unit.parent.name}" if unit.parent else ""
    until = f" ({day_words(unit.valid_from)}–{day_words(unit.valid_to)})" if unit.valid_to else ""
    return f"{unit.full_name}{above}{until}"


class UnitField(forms.ChoiceField):
    """One of a few units; cleaned to the unit."""

    def __init__(self, **kwargs: Any) -> None:
        self.units: dict[str, Place] = {}
        kwargs.setdefault("widget", forms.Select(attrs={"lang": "vi"}))
        super().__init__(**kwargs)

    def offer(self, units: Iterable[Place]) -> None:
        """What can be chosen; the first is chosen unless somebody chooses another."""
        self.units = {str(unit.pk): unit for unit in units}
        self.choices = [(key, unit_words(unit)) for key, unit in self.units.items()]
        self.initial = next(iter(self.units), None)

    def clean(self, value: Any) -> Any:
        """The unit."""
        return self.units.get(super().clean(value))


Search = Callable[[str], Sequence[Place]]
"""Words of a name to the units that have them."""


class UnitSearch(Form):
    """Units found by a part of the name: one that is found is taken, several are offered to choose from.

    A subclass names its searches in ``searched``: a field of words ``x_words`` gives the unit ``x``.
    """

    searched: tuple[str, ...] = ()

    def __init__(self, *args: Any, search: Search, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: dict[str, dict[str, Place]] = {}
        for name in self.searched:
            words = self.data.get(self.add_prefix(f"{name}_words"), "") if self.is_bound else ""
            units = list(search(words))[:20] if words.strip() else []
            self.found[name] = {str(unit.pk): unit for unit in units}
            if len(units) > 1:
                self._offer(name)

    def _offer(self, name: str) -> None:
        choices = [(key, unit_words(unit)) for key, unit in self.found[name].items()]
        field = forms.ChoiceField(
            label=_("Units found"), choices=choices, widget=forms.RadioSelect(attrs={"lang": "vi"})
        )
        field.error_messages["required"] = _("Choose one of the units found.")
        order = list(self.fields)
        self.fields[name] = field
        order.insert(order.index(f"{name}_words") + 1, name)
        self.order_fields(order)

    def clean(self) -> dict[str, Any]:
        """The units that were found or chosen."""
        data = super().clean() or {}
        for name in self.searched:
            found, words = self.found[name], data.get(f"{name}_words", "")
            chosen = next(iter(found.values())) if len(found) == 1 else found.get(data.get(name) or "")
            data[name] = chosen
            if words and not found:
                self.add_error(f"{name}_words", _("No unit has this name. Type a part of it, such as “ba dinh”."))
        return data


def search_words(label: Any, *, required: bool = False, **kwargs: Any) -> WordsField:
    """The field in which a part of a unit's name is typed."""
    kwargs.setdefault("help_text", _("a part of the name, with or without marks"))
    return WordsField(label=label, required=required, max_length=80, **kwargs)
