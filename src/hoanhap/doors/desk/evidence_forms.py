"""Forms of evidence: tests, reviews, findings and determinations, each with its paper."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.episodes.actions.evidence import NewDetermination, NewEvidence, NewFinding, NewReview, NewTest
from hoanhap.casework.episodes.choices import DeterminationResult, EvidenceKind, FindingSource
from hoanhap.doors.desk.forms import LONGEST_NUMBER, LONGEST_REASON
from hoanhap.ground.web.forms import CountField, DayField, Form, WordsField

LONGEST_NAME = 160
_TYPED = [one for one in FindingSource.choices if one[0] != FindingSource.SCREENING]
"""What a finding that is typed rests on: those of tests come from the path of the test."""


class PaperField(WordsField):
    """The number of the paper on which a fact rests."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Number of the paper"), max_length=LONGEST_NUMBER, help_text=_("as printed"), **kwargs)


class EvidenceForm(Form):
    """What all of them share: a fact that is corrected says why."""

    columns: tuple[str, ...] = ()

    def __init__(self, *args: Any, fact: Any = None, **kwargs: Any) -> None:
        if fact is not None:
            kwargs["initial"] = {name: getattr(fact, name) for name in self.columns}
        super().__init__(*args, **kwargs)
        if fact is not None:
            self.fields["reason"] = WordsField(
                label=_("Why this is corrected"),
                max_length=LONGEST_REASON,
                help_text=_("stays in the history beside the old entry"),
            )

    def new(self) -> NewEvidence:
        """The fact that the form states."""
        raise NotImplementedError

    def told(self) -> dict[str, Any]:
        """The answers by column."""
        return {name: self.cleaned_data[name] for name in self.columns}


class FindingForm(EvidenceForm):
    """That somebody used, and on what that rests."""

    columns = ("found_on", "source", "paper_no", "substance")

    found_on = DayField(label=_("Found on"))
    source = forms.ChoiceField(label=_("What it rests on"), choices=_TYPED, widget=forms.RadioSelect)
    paper_no = PaperField()
    substance = WordsField(
        label=_("Substance"), required=False, max_length=LONGEST_NAME, help_text=_("sealed; never exported")
    )

    def new(self) -> NewFinding:
        """The finding."""
        told = self.told()
        return NewFinding(**told | {"source": FindingSource(told["source"])})


class DeterminationForm(EvidenceForm):
    """The competent body's answer."""

    columns = (
        "asked_on", "result_on", "result", "facility", "doctor", "criteria_met", "substances", "paper_no", "valid_to",
    )  # fmt: skip

    asked_on = DayField(label=_("Asked for on"))
    result_on = DayField(label=_("Answered on"))
    result = forms.ChoiceField(label=_("Result"), choices=DeterminationResult.choices, widget=forms.RadioSelect)
    facility = WordsField(label=_("Health facility"), max_length=LONGEST_NAME)
    doctor = WordsField(label=_("Doctor"), required=False, max_length=LONGEST_NAME)
    criteria_met = CountField(label=_("Criteria met"), required=False, max_value=6, help_text=_("of six"))
    substances = WordsField(
        label=_("Substances"), required=False, max_length=LONGEST_NAME, help_text=_("sealed; never exported")
    )
    paper_no = PaperField()
    valid_to = DayField(label=_("Valid until"), required=False)

    def new(self) -> NewDetermination:
        """The determination."""
        told = self.told()
        return NewDetermination(**told | {"result": DeterminationResult(told["result"])})


class TestForm(EvidenceForm):
    """One test."""

    columns = ("tested_on", "positive", "unannounced", "paper_no")

    tested_on = DayField(label=_("Tested on"))
    positive = forms.TypedChoiceField(
        label=_("Result"),
        choices=[("False", _("negative")), ("True", _("positive"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        help_text=_("a test alone changes no status"),
    )
    unannounced = forms.BooleanField(label=_("Unannounced"), required=False)
    paper_no = PaperField()

    def new(self) -> NewTest:
        """The test."""
        return NewTest(**self.told())


class ReviewForm(EvidenceForm):
    """One quarterly review."""

    columns = ("reviewed_on", "grade", "paper_no")

    reviewed_on = DayField(label=_("Reviewed on"))
    grade = WordsField(label=_("Grade"), required=False, max_length=60, help_text=_("as the review states it"))
    paper_no = PaperField()

    def new(self) -> NewReview:
        """The review."""
        return NewReview(**self.told())


class ConfirmForm(Form):
    """That another body confirmed a finding."""

    confirmed_by = WordsField(label=_("Body that confirmed it"), max_length=LONGEST_NAME)
    confirmed_on = DayField(label=_("Confirmed on"))
    paper_no = PaperField()


FORMS: Mapping[str, type[EvidenceForm]] = {
    EvidenceKind.TEST.value: TestForm,
    EvidenceKind.REVIEW.value: ReviewForm,
    EvidenceKind.FINDING.value: FindingForm,
    EvidenceKind.DETERMINATION.value: DeterminationForm,
}
"""In the order of the menu."""
