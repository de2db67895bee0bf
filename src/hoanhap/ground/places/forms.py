"""What is asked in the address of the screens: which province, which day."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.web.forms import DayField, Form

HA_NOI = "01"


class DayForm(Form):
    """A day to look at."""

    on = DayField(label=_("Day"), required=False)

    def day(self) -> date | None:
        """The day asked for; None where none was given or it was no day (then ``errors`` says so)."""
        self.is_valid()
        day: date | None = self.cleaned_data.get("on")
        return day


class SnapshotForm(DayForm):
    """Which province on which day, or at all times."""

    province = forms.CharField(required=False)
    times = forms.CharField(required=False)

    def code(self) -> str:
        """The province's code; Hà Nội unless asked otherwise."""
        self.is_valid()
        return self.cleaned_data.get("province") or HA_NOI

    def all_times(self) -> bool:
        """Whether units of every day are asked for."""
        self.is_valid()
        return bool(self.cleaned_data.get("times") == "all")
