"""Forms of templates and forms of signature: they check the shape of what is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.web.forms import DayField, Form, UploadField, WordsField

LARGEST = 256 * 1024


class VerifyForm(Form):
    """On which day a template was compared with the Gazette."""

    on = DayField(label=_("Compared on"), help_text=_("with the form as printed in the Official Gazette"))


class ReplaceForm(Form):
    """Another text for a form, and since when it holds."""

    file = UploadField(
        label=_("Text of the template"),
        endings=(".txt",),
        limit=LARGEST,
        help_text=_("a text file in UTF-8: download the present one, change it, upload it"),
    )
    valid_from = DayField(label=_("Holds from"), help_text=_("papers prepared from this day on are printed on it"))

    def clean_file(self) -> str:
        """The text."""
        file: Any = self.cleaned_data["file"]
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("This is no text file; save it as UTF-8.")) from None
        return text


class SignatoryForm(Form):
    """As what somebody signs, and since when."""

    capacity = WordsField(
        label=_("Form of signature"),
        lines=3,
        max_length=200,
        help_text=_("one or two lines, as they stand above the name"),
    )
    from_on = DayField(label=_("Holds from"))
