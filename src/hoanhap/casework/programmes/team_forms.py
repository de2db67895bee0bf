"""Forms of teams and helpers: they check the shape of what is typed; the rules decide the rest."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.people.choices import Sex
from hoanhap.casework.programmes.actions.assigning import NewChoice
from hoanhap.casework.programmes.actions.teams import NewAppointment, NewMeeting, NewTeam
from hoanhap.casework.programmes.choices import AppointmentEnd, ConflictQuestion, TeamKind, TeamRole
from hoanhap.casework.programmes.models import Appointment
from hoanhap.casework.programmes.team_rules import LONGEST_TEXT
from hoanhap.ground.access.choices import ROLE_WORDS
from hoanhap.ground.access.models import Post
from hoanhap.ground.kernel.permissions import Role
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.forms import DayField, Form, WordsField

OPEN = _("Answer this question too: yes or no.")
ANSWERS = [("no", _("no")), ("yes", _("yes"))]


class DecisionForm(Form):
    """By which decision, and since when."""

    decision_no = WordsField(label=_("Decision number"), max_length=60, help_text=_("as printed: 51/QĐ-UBND"))
    decision_on = DayField(label=_("Decided on"))
    from_on = DayField(label=_("From"))


class TeamForm(DecisionForm):
    """A team that the commune has founded."""

    kind = forms.ChoiceField(label=_("Kind of team"), choices=TeamKind.choices, widget=forms.RadioSelect)
    name = WordsField(label=_("Name of the team"), max_length=LONGEST_TEXT["name"], help_text=_("as in the decision"))
    field_order = ("kind", "name", "decision_no", "decision_on", "from_on")

    def new(self, place: Place) -> NewTeam:
        """What the form says, for this unit."""
        return NewTeam(place=place, **self.cleaned_data)


class EndTeamForm(Form):
    """The last day of a team."""

    to_on = DayField(label=_("Last day"))
    decision_no = WordsField(label=_("Decision number"), max_length=60, help_text=_("as printed: 51/QĐ-UBND"))


class AppointmentForm(DecisionForm):
    """Who is to stand in a team."""

    post = forms.ChoiceField(
        label=_("Post of the unit"), required=False, help_text=_("leave empty for somebody without an account")
    )
    name = WordsField(
        label=_("Name"),
        required=False,
        max_length=LONGEST_TEXT["name"],
        help_text=_("without an account only"),
    )
    organisation = WordsField(
        label=_("Organisation"),
        required=False,
        max_length=LONGEST_TEXT["organisation"],
        help_text=_("for example Hội Liên hiệp Phụ nữ; needed without an account"),
    )
    role = forms.ChoiceField(label=_("In the team"), choices=TeamRole.choices)
    area = WordsField(
        label=_("Quarters or old wards"),
        required=False,
        max_length=LONGEST_TEXT["area"],
        help_text=_("which this member looks after; suggestions go by it"),
    )
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", _("not stated")), *Sex.choices],
        help_text=_("some people wish for a woman or a man"),
    )  # fmt: skip
    field_order = ("post", "name", "organisation", "role", "area", "sex", "decision_no", "decision_on", "from_on")

    def __init__(self, *args: Any, posts: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), f"{one.user.full_name} – {ROLE_WORDS[Role(one.role)]}") for one in posts]
        field = self.fields["post"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("somebody without an account")), *named]

    def new(self) -> NewAppointment:
        """What the form says."""
        told = self.cleaned_data | {"post": UUID(self.cleaned_data["post"]) if self.cleaned_data["post"] else None}
        return NewAppointment(**told)


class EndAppointmentForm(Form):
    """The last day of an appointment."""

    to_on = DayField(label=_("Last day"))
    reason = forms.ChoiceField(label=_("Why it ended"), choices=AppointmentEnd.choices)


class MeetingForm(Form):
    """A briefing of a team."""

    met_on = DayField(label=_("Day of the meeting"))
    present = forms.MultipleChoiceField(label=_("Who was there"), widget=forms.CheckboxSelectMultiple)
    guests = WordsField(label=_("Others who were there"), required=False, max_length=LONGEST_TEXT["guests"])
    matters = WordsField(
        label=_("What it was about"), lines=6, max_length=LONGEST_TEXT["matters"],
        help_text=_("one matter a line; files by their reference, no names"),
    )  # fmt: skip
    decisions = WordsField(
        label=_("What was decided"), required=False, lines=4, max_length=LONGEST_TEXT["decisions"],
        help_text=_("one a line: who, what, by when"),
    )  # fmt: skip

    def __init__(self, *args: Any, members: Iterable[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["present"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(one.pk), one.helper_name) for one in members]

    def new(self) -> NewMeeting:
        """What the form says."""
        told = self.cleaned_data | {"present": [UUID(key) for key in self.cleaned_data["present"]]}
        return NewMeeting(**told)


class ChoiceForm(Form):
    """Who is to help, and the questions that come before."""

    appointment = forms.ChoiceField(label=_("Who is to help"), widget=forms.RadioSelect)
    beyond_reason = WordsField(
        label=_("Why you approve a third person"), required=False, max_length=300,
        help_text=_("only for a member who helps two people already"),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["appointment"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(choices)
        for question in ConflictQuestion:
            self.fields[question.value] = forms.ChoiceField(
                label=question.label, choices=ANSWERS, widget=forms.RadioSelect, error_messages={"required": OPEN}
            )
        self.order_fields(["appointment", *ConflictQuestion.values, "beyond_reason"])

    def told(self) -> dict[str, Any]:
        """What the form says, for the action."""
        return {
            "appointment": UUID(self.cleaned_data["appointment"]),
            "answers": {question: self.cleaned_data[question] for question in ConflictQuestion.values},
            "beyond_reason": self.cleaned_data["beyond_reason"],
        }


class WishForm(Form):
    """That the person asks for another helper."""

    wants_sex = forms.ChoiceField(
        label=_("Wishes for"), required=False,
        choices=[("", _("anybody else")), ("female", _("a woman")), ("male", _("a man"))],
    )  # fmt: skip
    reason = WordsField(
        label=_("Reason"), required=False, max_length=300, lines=2,
        help_text=_("the first time none is needed, and none is asked"),
    )  # fmt: skip


class MonthForm(Form):
    """A month, by any day of it."""

    month = DayField(label=_("A day of the month"))

    def day(self, today: date) -> date:
        """The day typed, or today where nothing was."""
        found: date = self.cleaned_data["month"] if self.is_valid() else today
        return found


class HandoverForm(Form):
    """One sheet for everybody whose helper leaves: to whom each goes, and that the questions were asked."""

    beyond_reason = WordsField(
        label=_("Why you approve a third person"), required=False, max_length=300,
        help_text=_("only where a member then helps more than two people"),
    )  # fmt: skip

    def __init__(self, *args: Any, rows: Sequence[tuple[UUID, UUID, Sequence[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        asked = [("", _("not asked yet")), ("no", _("no to all six")), ("yes", _("yes to at least one"))]
        for helper, _episode, choices in rows:
            self.fields[f"to-{helper}"] = forms.ChoiceField(
                label=_("Goes to"), required=False, choices=[("", _("not yet")), *choices]
            )
            self.fields[f"asked-{helper}"] = forms.ChoiceField(label=_("Answers"), required=False, choices=asked)

    def lines(self) -> list[dict[str, Any]]:
        """The two fields of each row, in the order of the rows."""
        return [
            {"to": self[f"to-{helper}"], "asked": self[f"asked-{helper}"]} for helper, _episode, _choices in self.rows
        ]

    def clean(self) -> dict[str, Any]:
        """At least one line is filled in; the questions are asked of each."""
        told = super().clean() or self.cleaned_data
        if not any(told.get(f"to-{helper}") for helper, _episode, _choices in self.rows):
            raise forms.ValidationError(_("Choose somebody for at least one person."), code="required")
        return told

    def chosen(self) -> list[NewChoice]:
        """The lines that are filled in, for the action."""
        found = []
        for helper, episode, _choices in self.rows:
            to, answer = self.cleaned_data[f"to-{helper}"], self.cleaned_data[f"asked-{helper}"]
            if to:
                found.append(
                    NewChoice(
                        episode=episode, appointment=UUID(to), replaces=helper,
                        answers=dict.fromkeys(ConflictQuestion.values, answer),
                        beyond_reason=self.cleaned_data["beyond_reason"],
                    )
                )  # fmt: skip
        return found
