"""Forms as they look and speak here: labels, help, errors and the summary above, all from ``{{ form }}``.

Plain forms inherit from :class:`Form`. A form checks shape only; rules stand in ``rules.py`` and come back through
``refusals.on_form``.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.kernel.text import tidy

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
"""A day outside is a slip of the finger."""
MEGABYTE = 1024 * 1024
MISSING = _("Please fill this in.")
"""Also of fields that a form gets after it was made."""


class HouseRenderer(DjangoTemplates):
    """Django's own widgets in our frame of label, help and error."""

    form_template_name = "_components/form.html"
    field_template_name = "_components/field.html"

    def render(self, template_name: str, context: Mapping[str, Any], request: Any = None) -> str:
        """Selects without a template for every choice: the filters of a list took longer than its rows."""
        if template_name == "django/forms/widgets/select.html":
            return _select(context["widget"])
        return str(super().render(template_name, dict(context), request))

    def get_template(self, template_name: str) -> Any:
        """Ours (with the shelf's template words) where there is one, else Django's widget templates."""
        if template_name.startswith("django/"):
            return super().get_template(template_name)
        try:
            return get_template(template_name)
        except TemplateDoesNotExist:
            return super().get_template(template_name)


def _select(widget: Mapping[str, Any]) -> str:
    parts = []
    for group, choices, _number in widget["optgroups"]:
        lines = format_html_join(
            "\n", '<option value="{}"{}>{}</option>',
            ((str(one["value"]), flatatt(one["attrs"]), one["label"]) for one in choices),
        )  # fmt: skip
        parts.append(format_html('<optgroup label="{}">\n{}\n</optgroup>', group, lines) if group else lines)
    rows = format_html_join("\n", "{}", zip(parts, strict=True))
    return format_html('<select name="{}"{}>\n{}\n</select>', widget["name"], flatatt(widget["attrs"]), rows)


class HouseForm:
    """What our forms share; a mix-in, so that a form of somebody else's making can have it too."""

    default_renderer: Any = HouseRenderer
    use_required_attribute = False
    """The server says what is missing, in a sentence and in the page's language; the browser's bubbles do not."""

    called: Mapping[str, str] = {}
    """What a rule calls a field, and what this form calls it, where that differs."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _say_missing(field)


def _say_missing(field: forms.Field) -> Any:
    if isinstance(field, forms.FileField):
        return _("Choose a file.")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Choose one of these.")
    return MISSING


class Form(HouseForm, forms.Form):
    """The base of every form."""


class ModelForm(HouseForm, forms.ModelForm):  # type: ignore[type-arg]
    """The base where a form follows a model's fields. It validates; saving is an action's work."""


_SPELLINGS = (
    re.compile(r"(?P<day>\d{1,2})[/.\-\s](?P<month>\d{1,2})[/.\-\s](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})"),
    re.compile(r"(?:ngày\s+)?(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})[\s,]+(?:năm\s+)?(?P<year>\d{4})", re.I),
)


@lru_cache(maxsize=10_000)
def read_day(text: str) -> date:
    """A day as people write it: 1/12/2021, 01-12-2021, 1.12.2021, 01122021, 2021-12-01, 1 tháng 12 năm 2021.

    Day before month always. Raises ValueError.
    """
    written = re.sub(r"\s*([/.\-])\s*", r"\1", tidy(text))
    for spelling in _SPELLINGS:
        if found := spelling.fullmatch(written):
            return date(*(int(found[part]) for part in ("year", "month", "day")))
    raise ValueError("not a day")


class DayInput(forms.DateInput):
    """A text field for a day; the script tidies what is typed into dd/mm/yyyy."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        usual = {
            "inputmode": "numeric",
            "placeholder": "dd/mm/yyyy",
            "autocomplete": "off",
            "data-day": "",
        }
        super().__init__(attrs={**usual, **(attrs or {})}, format="%d/%m/%Y")

    def format_value(self, value: Any) -> str | None:
        """dd/mm/yyyy in both languages, also for a day in an address; what cannot be read stays as it was typed."""
        if isinstance(value, str):
            with suppress(ValueError):
                value = read_day(value)
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


class DayField(forms.DateField):
    """A day, in any of the spellings of :func:`read_day`."""

    widget = DayInput
    default_error_messages = {
        "required": MISSING,
        "invalid": _("This is not a day. Write day, month and year, such as 01/12/2021."),
        "far": _("The year looks mistyped: days lie between 1900 and 2100."),
    }

    def to_python(self, value: Any) -> date | None:
        """The day, or None for an empty field."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return super().to_python(value)
        try:
            day = read_day(str(value))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(self.error_messages["far"], code="far")
        return day


class CountField(forms.IntegerField):
    """A whole number, with or without points between thousands: 1234, 1.234, 1 234."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write a whole number, such as 1.234.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Digits on a phone's keyboard."""
        return {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        """The number, or None for an empty field."""
        if isinstance(value, str):
            value = value.strip()
            if re.fullmatch(r"[+-]?\d{1,3}([.,\s]\d{3})+", value):
                value = re.sub(r"[.,\s]", "", value)
        return super().to_python(value)


class WordsField(forms.CharField):
    """Text, in composed Unicode: the same word is the same bytes, whichever keyboard it was typed on."""

    default_error_messages = {"required": MISSING}

    def __init__(self, *, lines: int = 1, **kwargs: Any) -> None:
        if lines > 1:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        self.lines = lines
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What is typed here is Vietnamese, whichever language the page speaks."""
        return {**super().widget_attrs(widget), "lang": "vi"}

    def to_python(self, value: Any) -> str:
        """One line is tidied; several keep their breaks."""
        text: str = super().to_python(value) or ""
        return tidy(text) if self.lines == 1 else unicodedata.normalize("NFC", text)


class UploadField(forms.FileField):
    """A file of one of ``endings`` (".xlsx"), at most ``limit`` bytes. What is inside is judged by who reads it."""

    default_error_messages = {
        "empty": _("This file is empty."),
        "ending": _("This kind of file cannot be read here. Allowed: %(endings)s."),
        "size": _("This file is larger than %(limit)s MB."),
    }

    def __init__(self, *, endings: Sequence[str], limit: int = 10 * MEGABYTE, **kwargs: Any) -> None:
        self.endings, self.limit = tuple(endings), limit
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(endings)}))
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> Any:
        """The file as uploaded."""
        file = super().to_python(data)
        if file is None:
            return None
        if PurePath(str(file.name)).suffix.lower() not in self.endings:
            raise forms.ValidationError(
                self.error_messages["ending"], code="ending", params={"endings": ", ".join(self.endings)}
            )
        if (file.size or 0) > self.limit:
            raise forms.ValidationError(
                self.error_messages["size"], code="size", params={"limit": self.limit // MEGABYTE}
            )
        return file
