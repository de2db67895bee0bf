"""What one unit asks of another, and the answers; why a closed file is needed again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.people.choices import NamesakesAnswer, ReopenReason, TransferAnswer
from hoanhap.casework.people.forms.fields import NumberField
from hoanhap.ground.web.forms import Form, WordsField


class AskForm(Form):
    """Which number is asked for; carried over from the search, never in an address."""

    number = NumberField(label=_("Number of a paper"))
    asked_as = WordsField(
        label=_("What you call this request"), max_length=120, help_text=_("seen by your unit alone, to know it again")
    )


class ReopenForm(Form):
    """For which new measure a closed file is opened again."""

    reason = forms.ChoiceField(
        label=_("Why the file is needed again"), choices=ReopenReason.choices, widget=forms.RadioSelect
    )


class TransferAnswerForm(Form):
    """The answer to a unit that needs the file. It never names the unit that holds it."""

    answer = forms.ChoiceField(label=_("Answer"), choices=TransferAnswer.choices[1:], widget=forms.RadioSelect)


class NamesakesForm(Form):
    """What the city finds of two files."""

    answer = forms.ChoiceField(
        label=_("What the city finds"), choices=NamesakesAnswer.choices[1:], widget=forms.RadioSelect
    )
    note = WordsField(
        label=_("Note"), required=False, max_length=300, lines=2, help_text=_("codes only; never a name or a number")
    )
