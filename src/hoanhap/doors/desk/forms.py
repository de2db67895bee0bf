"""Forms that record what happened in a measure: they check the shape of what is typed; the rules decide the rest."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.episodes.actions.opening import NewEpisode
from hoanhap.casework.episodes.actions.recording import NewEvent, NewInterruption
from hoanhap.casework.episodes.choices import (
    REHABILITATION,
    EventKind,
    InterruptionKind,
    Measure,
    Outcome,
)
from hoanhap.casework.episodes.duty_rules import DUTIES
from hoanhap.casework.episodes.models import Episode, EpisodeEvent, Interruption
from hoanhap.casework.episodes.transitions import TRANSITIONS
from hoanhap.casework.people.models import Person
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.law.choices import Unit
from hoanhap.ground.law.deadlines import deadline_rules
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.forms import CountField, DayField, Form, WordsField

LONGEST_NUMBER, LONGEST_NOTE, LONGEST_REASON = 60, 500, 300
OTHER_MEASURES = [(one.value, one.label) for one in Measure if one is not Measure.POST_REHAB]


def counts_hours(measure: str, kind: EventKind) -> bool:
    """Whether some rule counts hours from this event, so that the time of day matters."""
    codes = {code for row in DUTIES if row.trigger is kind and measure in row.measures for code in row.codes}
    return any(rule.code in codes and rule.unit is Unit.HOURS for rule in deadline_rules())


def has_variant(measure: str, kind: EventKind) -> bool:
    """Whether the limit is longer where the person lives elsewhere."""
    codes = {code for row in DUTIES if row.trigger is kind and measure in row.measures for code in row.codes}
    return any(rule.code in codes and rule.variant == "elsewhere" for rule in deadline_rules())


def outcomes_of(episode: Episode, kind: EventKind) -> list[tuple[str, str]]:
    """The ways in which this step may end the measure."""
    found = [
        outcome
        for row in TRANSITIONS
        if row.event is kind and episode.measure in row.measures and episode.stage in row.sources
        for outcome in row.outcomes
    ]
    return [(one.value, str(one.label)) for one in found if one not in (Outcome.DUPLICATE, Outcome.MISTAKE)]


def moment_of(on: date, at: time | None) -> datetime | None:
    """The moment in Viet Nam's time, where a time of day was given."""
    return datetime.combine(on, at, LOCAL) if at else None


class HourField(forms.TimeField):
    """A time of day: 16:30, 16h30, 1630."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("This is no time of day. Write hours and minutes, such as 16:30.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%Hh%M", "%Hh", "%H%M", "%H.%M"], **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Short, with an example."""
        return {"placeholder": "16:30", "autocomplete": "off", "inputmode": "numeric"}

    def prepare_value(self, value: Any) -> Any:
        """hh:mm."""
        return value.strftime("%H:%M") if isinstance(value, time) else value


class StepForm(Form):
    """What every fact says: the day, the time where hours count, the number of a paper, a note."""

    on = DayField(label=_("Day"), help_text=_("when it happened, not when it is recorded"))
    at = HourField(label=_("Time of day"), help_text=_("the law counts hours from here"))
    paper_no = WordsField(
        label=_("Number of the paper"),
        required=False,
        max_length=LONGEST_NUMBER,
        help_text=_("as printed, if another body issued one"),
    )


class EventForm(StepForm):
    """One step of a measure; asks only what this step needs."""

    outcome = forms.ChoiceField(label=_("How it ended"), widget=forms.RadioSelect)
    expected_on = DayField(label=_("Expected home on"), help_text=_("as the notice says"))
    months = CountField(label=_("Term in months"), min_value=1, max_value=60)
    again = forms.BooleanField(label=_("Not the first rehabilitation"), required=False)
    elsewhere = forms.BooleanField(
        label=_("Lives in another commune"), required=False, help_text=_("the time limit is longer then")
    )
    note = WordsField(
        label=_("Note"),
        required=False,
        lines=3,
        max_length=LONGEST_NOTE,
        help_text=_("sealed; never exported"),
    )

    def __init__(self, *args: Any, episode: Episode, kind: EventKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.episode, self.kind = episode, kind
        outcomes = outcomes_of(episode, kind)
        if outcomes:
            self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]
        decided = kind is EventKind.DECIDED and episode.measure in (*REHABILITATION, Measure.USER_MANAGEMENT)
        wanted = {
            "at": counts_hours(episode.measure, kind),
            "outcome": len(outcomes) > 1,
            "expected_on": kind is EventKind.NOTICE_RECEIVED,
            "months": decided and episode.measure != Measure.SUBSTITUTION,
            "again": decided and episode.measure in REHABILITATION and episode.measure != Measure.SUBSTITUTION,
            "elsewhere": has_variant(episode.measure, kind),
        }
        for name, needed in wanted.items():
            if not needed:
                del self.fields[name]
        self.only_outcome = outcomes[0][0] if len(outcomes) == 1 else ""

    def new(self) -> NewEvent:
        """What the form says."""
        told = self.cleaned_data
        details: dict[str, object] = {}
        if told.get("expected_on"):
            details["expected_on"] = told["expected_on"].isoformat()
        if told.get("elsewhere"):
            details["variant"] = "elsewhere"
        if "months" in told:
            details["months"] = told["months"]
        return NewEvent(
            kind=self.kind,
            on=told["on"],
            moment=moment_of(told["on"], told.get("at")),
            outcome=told.get("outcome") or self.only_outcome,
            paper_no=told["paper_no"],
            details=details,
            again=bool(told.get("again")),
            note=told["note"],
        )


class EventCorrectionForm(StepForm):
    """An event as it should have been recorded, and why."""

    reason = WordsField(
        label=_("Why this is corrected"),
        max_length=LONGEST_REASON,
        help_text=_("stays in the history beside the old entry"),
    )

    def __init__(self, *args: Any, event: EpisodeEvent, **kwargs: Any) -> None:
        local = event.happened_at.astimezone(LOCAL) if event.happened_at else None
        kwargs["initial"] = {
            "on": event.happened_on,
            "at": local.time().replace(second=0, microsecond=0) if local else None,
            "paper_no": event.paper_no,
        }
        super().__init__(*args, **kwargs)
        if not event.happened_at and not counts_hours(event.episode.measure, EventKind(event.kind)):
            del self.fields["at"]

    def told(self) -> dict[str, Any]:
        """What ``correct_event`` wants."""
        told = self.cleaned_data
        moment = moment_of(told["on"], told.get("at"))
        return {"on": told["on"], "moment": moment, "paper_no": told["paper_no"], "reason": told["reason"]}


class DaysForm(Form):
    """Days away, in prison, in custody or on the run."""

    kind = forms.ChoiceField(label=_("What"), choices=InterruptionKind.choices, widget=forms.RadioSelect)
    reported = forms.BooleanField(
        label=_("The absence was reported"), required=False, help_text=_("reported days count, others do not")
    )
    from_on = DayField(label=_("First day away"))
    to_on = DayField(label=_("Last day away"), required=False, help_text=_("leave empty while it lasts"))
    paper_no = WordsField(
        label=_("Number of the paper"),
        required=False,
        max_length=LONGEST_NUMBER,
        help_text=_("as printed, if another body issued one"),
    )
    note = WordsField(
        label=_("Note"), required=False, lines=3, max_length=LONGEST_NOTE, help_text=_("sealed; never exported")
    )

    def clean(self) -> dict[str, Any]:
        """Only an absence can have been reported."""
        told = super().clean() or self.cleaned_data
        if told.get("reported") and told.get("kind") != InterruptionKind.ABSENCE:
            self.add_error("reported", _("Only an absence can have been reported."))
        return told

    def new(self) -> NewInterruption:
        """What the form says."""
        told = {**self.cleaned_data, "kind": InterruptionKind(self.cleaned_data["kind"])}
        return NewInterruption(**told)


class DaysEndForm(Form):
    """The last day of days away that were still running."""

    to_on = DayField(label=_("Last day away"))
    reason = WordsField(
        label=_("How this is known"),
        max_length=LONGEST_REASON,
        help_text=_("stays in the history beside the old entry"),
    )


class DaysCorrectionForm(Form):
    """Days away as they should have been recorded, and why."""

    reported = forms.BooleanField(
        label=_("The absence was reported"), required=False, help_text=_("reported days count, others do not")
    )
    from_on = DayField(label=_("First day away"))
    to_on = DayField(label=_("Last day away"), required=False, help_text=_("leave empty while it lasts"))
    paper_no = WordsField(label=_("Number of the paper"), required=False, max_length=LONGEST_NUMBER)
    reason = WordsField(
        label=_("Why this is corrected"),
        max_length=LONGEST_REASON,
        help_text=_("stays in the history beside the old entry"),
    )

    def __init__(self, *args: Any, days: Interruption, **kwargs: Any) -> None:
        self.kind = InterruptionKind(days.kind)
        kwargs["initial"] = {name: getattr(days, name) for name in ("reported", "from_on", "to_on", "paper_no")}
        super().__init__(*args, **kwargs)
        if self.kind is not InterruptionKind.ABSENCE:
            del self.fields["reported"]

    def new(self) -> NewInterruption:
        """What the form says."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return NewInterruption(kind=self.kind, **told)


class ReasonForm(Form):
    """Taking back what was entered by mistake."""

    reason = WordsField(label=_("Why it is taken back"), max_length=LONGEST_REASON)


class CloseForm(Form):
    """A measure that should not be there."""

    outcome = forms.ChoiceField(
        label=_("What is wrong"),
        widget=forms.RadioSelect,
        choices=[
            (Outcome.DUPLICATE.value, _("It is recorded twice: another entry of the same measure stays")),
            (Outcome.MISTAKE.value, _("It was entered by mistake: this never happened")),
        ],
    )
    reason = WordsField(label=_("Why, in a few words"), max_length=LONGEST_REASON)


class OpenForm(Form):
    """A measure that begins. ``way``: ``completion`` or ``notice`` of post-rehabilitation management, or ``other``."""

    measure = forms.ChoiceField(label=_("Measure"), choices=OTHER_MEASURES)
    origin_measure = forms.ChoiceField(
        label=_("After which measure"), choices=[(one.value, one.label) for one in REHABILITATION]
    )
    place = forms.ChoiceField(label=_("Unit that answers"))
    on = DayField(label=_("Day"))
    expected_on = DayField(label=_("Expected home on"), help_text=_("as the notice says"))
    facility = WordsField(label=_("Facility"), required=False, max_length=120)
    paper_no = WordsField(
        label=_("Number of the paper"),
        required=False,
        max_length=LONGEST_NUMBER,
        help_text=_("as printed, if another body issued one"),
    )

    KINDS = {"completion": EventKind.COMPLETED, "notice": EventKind.NOTICE_RECEIVED, "other": EventKind.OPENED}

    def __init__(self, *args: Any, way: str, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way, self.places = way, {str(one.pk): one for one in places}
        self.fields["place"].choices = [(key, one.full_name) for key, one in self.places.items()]  # type: ignore[attr-defined]
        days = {
            "completion": _("Rehabilitation completed on"),
            "notice": _("Notice received on"),
            "other": _("Opened on"),
        }
        self.fields["on"].label = days[way]
        unwanted = ["measure"] if way != "other" else ["origin_measure", "expected_on"]
        unwanted += ["expected_on"] if way == "completion" else []
        unwanted += ["place"] if len(self.places) == 1 else []
        for name in unwanted:
            self.fields.pop(name, None)

    def new(self, person: Person) -> NewEpisode:
        """What the form says about this person."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("place", "measure")}
        key = self.cleaned_data.get("place") or next(iter(self.places))
        measure = self.cleaned_data.get("measure") or Measure.POST_REHAB.value
        return NewEpisode(person=person, place=self.places[key], measure=measure, kind=self.KINDS[self.way], **told)
