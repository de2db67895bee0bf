"""Forms of the papers of a measure: what a paper states beside the file, and what a signature needs."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.episodes.actions.ending import Ground
from hoanhap.casework.episodes.actions.helping import NewHelper
from hoanhap.casework.episodes.choices import Outcome, ServedTo
from hoanhap.casework.episodes.transitions import REMOVED_FOR
from hoanhap.doors.desk.forms import LONGEST_NUMBER, LONGEST_REASON
from hoanhap.ground.access.models import Post
from hoanhap.ground.documents.fields import DAY, LINES, fields
from hoanhap.ground.web.forms import DayField, Form, WordsField

STATED = "content_"


class PaperForm(Form):
    """The statements that the file does not hold: one field each, under the label that the paper uses."""

    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, asked: Iterable[str] = (), **kwargs: Any) -> None:
        names = str(data.get("asked", "")).split(",") if data is not None else []
        wanted = dict.fromkeys(name for name in [*names, *asked] if name in fields())
        super().__init__(data, **kwargs)
        self.initial.setdefault("asked", ",".join(wanted))
        for name in wanted:
            told = fields()[name]
            field = DayField(label=told.label) if told.kind == DAY else _words(told.label, lines=told.kind == LINES)
            self.fields[STATED + name] = field

    def ask_for(self, name: str) -> None:
        """Ask for one more statement; what was typed stays."""
        told = fields()[name]
        self.fields[STATED + name] = DayField(label=told.label) if told.kind == DAY else _words(told.label, lines=False)
        wanted = [*filter(None, str(self.data.get("asked", "")).split(",")), name]
        self.data = {**{key: self.data[key] for key in self.data}, "asked": ",".join(wanted)}
        self.add_error(STATED + name, _("The file does not hold this; the paper has to state it."))

    def content(self) -> dict[str, object]:
        """The statements, by field name."""
        told = {
            name.removeprefix(STATED): value for name, value in self.cleaned_data.items() if name.startswith(STATED)
        }
        return {name: value.splitlines() if fields()[name].kind == LINES else value for name, value in told.items()}


def _words(label: str, *, lines: bool) -> WordsField:
    return WordsField(label=label, max_length=1000, lines=3 if lines else 1)


class CorrectionPaperForm(PaperForm):
    """A decision that takes the place of the one in force."""

    reason = WordsField(label=_("Why the decision is corrected"), max_length=LONGEST_REASON)


class ExtensionForm(PaperForm):
    """Sight of the file after the end of the term."""

    until = DayField(label=_("Until"), help_text=_("the last day on which the file may still be worked with"))
    reason = WordsField(label=_("Why the file must stay open"), max_length=LONGEST_REASON, lines=3)


class GroundForm(PaperForm):
    """Why somebody is taken off the list before the term is over."""

    outcome = forms.ChoiceField(
        label=_("Ground"), widget=forms.RadioSelect, choices=[(one.value, one.label) for one in REMOVED_FOR]
    )
    from_on = DayField(label=_("From which day"))
    paper_no = WordsField(
        label=_("Number of the paper"),
        required=False,
        max_length=LONGEST_NUMBER,
        help_text=_("death certificate, decision of a Court, and the like; losing contact ends nothing"),
    )
    paper_on = DayField(label=_("Day of the paper"), required=False)
    paper_by = WordsField(label=_("Who issued it"), required=False, max_length=120)

    def ground(self) -> Ground:
        """What the form says."""
        told = self.cleaned_data
        return Ground(
            outcome=Outcome(told["outcome"]),
            on=told["from_on"],
            paper_no=told["paper_no"],
            paper_on=told["paper_on"],
            paper_by=told["paper_by"],
        )


class HelperForm(PaperForm):
    """Who is to help, and from when."""

    post = forms.ChoiceField(
        label=_("Helper"), required=False, help_text=_("volunteers and cadres with an account in your unit")
    )
    agency = WordsField(
        label=_("Or an organisation"), required=False, max_length=160, help_text=_("one that has no account here")
    )
    name = WordsField(label=_("Name of the helper there"), required=False, max_length=120)
    from_on = DayField(label=_("Helps from"))

    def __init__(self, *args: Any, posts: Iterable[Post], replaces: UUID | None, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["from_on"] = today
        super().__init__(*args, **kwargs)
        self.replaces = replaces
        named = [(str(post.pk), f"{post.user.full_name} · {post.get_role_display()}") for post in posts]
        self.fields["post"].choices = [("", "–"), *named]  # type: ignore[attr-defined]

    def helper(self) -> NewHelper:
        """What the form says."""
        told = self.cleaned_data
        return NewHelper(
            post=UUID(told["post"]) if told["post"] else None,
            agency=told["agency"],
            name=told["name"],
            from_on=told["from_on"],
            replaces=self.replaces,
        )


class SignForm(Form):
    """The day of a signature."""

    on = DayField(label=_("Day of the signature"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"on": today}, **kwargs})


class ReturnForm(SignForm):
    """A proposal or a paper goes back to who prepared it."""

    on = DayField(label=_("Day"))
    reason = WordsField(label=_("What has to be changed"), max_length=LONGEST_REASON, lines=3)


class RevokeForm(SignForm):
    """A decision is revoked."""

    on = DayField(label=_("Day"))
    reason = WordsField(label=_("Why it is revoked"), max_length=LONGEST_REASON, lines=3)


class ServeForm(SignForm):
    """A decision is handed over."""

    on = DayField(label=_("Handed over on"))
    to = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect, choices=ServedTo.choices)
    paper_no = WordsField(label=_("Number of the record of handing over"), required=False, max_length=LONGEST_NUMBER)


class EndHelpForm(SignForm):
    """The help of one helper ends."""

    on = DayField(label=_("Last day"), help_text=_("and the last on which the helper sees the person"))
    reason = WordsField(label=_("Why the help ends"), max_length=LONGEST_REASON)
