"""Forms of personal help: short enough for a phone, and for the minute after a visit."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.programmes.actions.needs import NewAssessment, NewNeed
from hoanhap.casework.programmes.actions.plans import NewItem
from hoanhap.casework.programmes.actions.reviewing import NewSelfEvaluation
from hoanhap.casework.programmes.actions.visits import NewVisit
from hoanhap.casework.programmes.help_choices import (
    Doing,
    Grade,
    ItemState,
    MissedBecause,
    NeedKind,
    NeedState,
    Period,
    Way,
)
from hoanhap.casework.programmes.help_rules import LONGEST_NOTE, LONGEST_WORDS
from hoanhap.casework.programmes.models import Need, Visit
from hoanhap.ground.kernel.text import capital
from hoanhap.ground.web.forms import CountField, DayField, Form, WordsField

ITEMS, DAYS = 3, 3
"""Items of a plan, and days of visits, that one page asks for."""
NOT_OF_HEALTH = _("Never name an illness or a treatment: write “health appointment”.")


def _told(choices: Any) -> list[tuple[str, str]]:
    """The choices of a closed list, each beginning with a capital."""
    return [(value, capital(label)) for value, label in choices.choices]


def _chosen(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=lambda: _told(choices), widget=forms.RadioSelect, **more)


class VisitForm(Form):
    """A visit that was made, and the next one."""

    day = DayField(label=_("Day"))
    way = _chosen(_("How you met"), Way)
    minutes = CountField(label=_("How many minutes"))
    did = forms.MultipleChoiceField(
        label=_("What was done"), choices=lambda: _told(Doing), widget=forms.CheckboxSelectMultiple
    )
    words = WordsField(
        label=_("In a few words"), required=False, lines=2, max_length=LONGEST_WORDS, help_text=NOT_OF_HEALTH
    )
    next_on = DayField(label=_("Next visit"), required=False)

    def new(self, planned: Any = None) -> NewVisit:
        """The visit as it is recorded."""
        told = {name: self.cleaned_data[name] for name in ("day", "way", "minutes", "did", "words")}
        return NewVisit(planned=planned, **told)


class VisitCorrectionForm(VisitForm):
    """The same visit as it really was, and why it was wrong."""

    reason = WordsField(label=_("Why it is corrected"), max_length=300)

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        names = ("day", "way", "minutes", "did", "words")
        super().__init__(*args, initial={name: getattr(visit, name) for name in names}, **kwargs)
        del self.fields["next_on"]


class MissedForm(Form):
    """Why a planned visit was not made, and the next one."""

    because = _chosen(_("Why not"), MissedBecause)
    words = WordsField(label=_("In a few words"), required=False, max_length=LONGEST_WORDS, help_text=NOT_OF_HEALTH)
    next_on = DayField(label=_("Next visit"), required=False)


class PlanVisitsForm(Form):
    """Days on which visits are planned."""

    called = {"next_on": "day_1"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, DAYS + 1):
            self.fields[f"day_{number}"] = DayField(label=_("Day"), required=number == 1)

    def days(self) -> list[date]:
        """The days that were filled in."""
        return [day for day in self.cleaned_data.values() if day]


class AssessmentForm(Form):
    """The first assessment; needs in the order in which they are chosen here."""

    called = {"kind": "first"}
    assessed_on = DayField(label=_("Day"))
    circumstances = WordsField(
        label=_("How the person lives"),
        lines=4,
        max_length=LONGEST_NOTE,
        help_text=_("family, home, work, who is close. Never name an illness or a treatment."),
    )
    wishes = WordsField(label=_("What the person wishes"), required=False, lines=2, max_length=LONGEST_NOTE)
    health_appointment = forms.BooleanField(label=_("A health appointment is wanted"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = (("first", _("Needed first")), ("second", _("Needed second")), ("third", _("Needed third")))
        for name, label in labels:
            choices = [("", "–"), *_told(NeedKind)]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)

    def new(self) -> NewAssessment:
        """The assessment as it is recorded."""
        told = self.cleaned_data
        kinds = dict.fromkeys(told[name] for name in ("first", "second", "third") if told[name])
        own = {name: told[name] for name in ("assessed_on", "circumstances", "wishes", "health_appointment")}
        return NewAssessment(needs=[NewNeed(kind=kind) for kind in kinds], **own)


class NeedForm(Form):
    """One more need."""

    kind = _chosen(_("What is needed"), NeedKind)
    words = WordsField(label=_("In a few words"), required=False, max_length=LONGEST_WORDS, help_text=NOT_OF_HEALTH)


class SettleNeedForm(Form):
    """What became of a need, or that it comes first."""

    FIRST = "first"
    state = forms.ChoiceField(label=_("What became of it"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        settled = [(value, label) for value, label in _told(NeedState) if value != NeedState.OPEN]
        self.fields["state"].choices = [*settled, (self.FIRST, _("It is to be answered first"))]  # type: ignore[attr-defined]


class PlanForm(Form):
    """Items of a help plan: for the month, the quarter, the year."""

    def __init__(self, *args: Any, needs: Sequence[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [("", "–"), *((str(one.pk), capital(NeedKind(one.kind).label)) for one in needs)]
        for number in range(1, ITEMS + 1):
            first = number == 1
            self.fields[f"words_{number}"] = WordsField(
                label=_("What is to be done"), max_length=LONGEST_WORDS, required=first,
                help_text=NOT_OF_HEALTH if first else "",
            )  # fmt: skip
            self.fields[f"period_{number}"] = forms.ChoiceField(label=_("By when"), choices=_told(Period))
            if needs:
                need = forms.ChoiceField(label=_("For which need"), choices=answers, required=False)
                self.fields[f"need_{number}"] = need
        self.called = {"words": "words_1"}

    def items(self) -> list[NewItem]:
        """The items that were filled in."""
        told = self.cleaned_data
        found = []
        for number in range(1, ITEMS + 1):
            words, need = told[f"words_{number}"], told.get(f"need_{number}")
            if words:
                found.append(NewItem(period=told[f"period_{number}"], words=words, need=UUID(need) if need else None))
        return found


class SettleItemForm(Form):
    """Whether something was done, and why not."""

    state = forms.ChoiceField(label=_("Was it done"), widget=forms.RadioSelect)
    why = WordsField(label=_("Why not, or what came of it"), required=False, max_length=LONGEST_WORDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        settled = [(value, label) for value, label in _told(ItemState) if value != ItemState.OPEN]
        self.fields["state"].choices = settled  # type: ignore[attr-defined]


class TalkForm(Form):
    """The quarter's talk: the person's own words come first."""

    talked_on = DayField(label=_("Day"))
    own_words = WordsField(
        label=_("The quarter in the person's own words"),
        lines=5,
        max_length=LONGEST_NOTE,
        help_text=_("write down what the person says, as it is said. Never name an illness or a treatment."),
    )
    wishes = WordsField(label=_("What the person wants for the next quarter"), required=False, lines=2)
    own_grade = forms.ChoiceField(
        label=_("How the person grades the quarter"), choices=lambda: _told(Grade), widget=forms.RadioSelect,
        required=False,
    )  # fmt: skip

    def new(self) -> NewSelfEvaluation:
        """The self-evaluation as it is recorded."""
        return NewSelfEvaluation(**self.cleaned_data)


class NoteForm(Form):
    """A counselling note."""

    words = WordsField(label=_("New note"), lines=4, max_length=LONGEST_NOTE, help_text=NOT_OF_HEALTH)


class RollCallForm(Form):
    """The day of a roll-call."""

    held_on = DayField(label=_("Day of the roll-call"))


class MeetingForm(Form):
    """A review meeting: its day, the number of its minutes, who was there."""

    held_on = DayField(label=_("Day of the meeting"))
    paper_no = WordsField(label=_("Number of the minutes"), max_length=60, help_text=_("such as 03/BB-BCĐ"))
    chaired_by = WordsField(label=_("Chaired by"), max_length=200, help_text=_("name and office"))
    attended = WordsField(label=_("Who attended"), required=False, max_length=500, help_text=_("bodies and names"))
