"""Forms of deployments: they check the shape of what is typed; the rules decide the rest."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.programmes.actions.deployments import NewDeployment
from hoanhap.casework.programmes.choices import EndReason, ModelKind
from hoanhap.casework.programmes.models import Deployment
from hoanhap.casework.programmes.rules import LONGEST
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.forms import DayField, Form, UploadField, WordsField


class DeploymentForm(Form):
    """One deployment: which model, by which decision, since when."""

    kind = forms.ChoiceField(label=_("Model"), choices=ModelKind.choices, widget=forms.RadioSelect)
    name = WordsField(
        label=_("What the other model is called"),
        required=False,
        max_length=LONGEST["name"],
        help_text=_("only for “other model”"),
    )
    decision_no = WordsField(
        label=_("Decision number"), max_length=LONGEST["decision_no"], help_text=_("as printed: 51/QĐ-UBND")
    )
    decision_on = DayField(label=_("Decided on"))
    from_on = DayField(label=_("Runs since"), help_text=_("the first day on which it ran"))
    note = WordsField(
        label=_("Note"),
        required=False,
        max_length=LONGEST["note"],
        lines=2,
        help_text=_("about the model, never about a person"),
    )

    def new(self, place: Place, **fixed: Any) -> NewDeployment:
        """What the form says, for this unit; ``fixed`` are columns that the form does not ask."""
        return NewDeployment(place=place, **{**self._own(), **fixed})

    def _own(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DeploymentForm.base_fields}


class CorrectionForm(DeploymentForm):
    """A deployment as it should have been recorded, and why."""

    to_on = DayField(label=_("Last day"), required=False, help_text=_("leave empty while it runs"))
    end_reason = forms.ChoiceField(
        label=_("Why it ended"), required=False, choices=[("", _("it still runs")), *EndReason.choices]
    )
    reason = WordsField(
        label=_("Why this is corrected"),
        max_length=300,
        help_text=_("stays in the history beside the old entry"),
    )

    def corrected(self, deployment: Deployment) -> NewDeployment:
        """The deployment as it should be; the unit stays."""
        ended = {"to_on": self.cleaned_data["to_on"], "end_reason": self.cleaned_data["end_reason"]}
        return self.new(deployment.place, basis=deployment.basis, **ended)


class EndForm(Form):
    """The last day of a deployment."""

    to_on = DayField(label=_("Last day"), help_text=_("the last day on which it ran"))
    reason = forms.ChoiceField(label=_("Why it ended"), choices=EndReason.choices)
    note = WordsField(
        label=_("Note"), required=False, max_length=LONGEST["note"], help_text=_("needed for “another reason”")
    )


class WithdrawalForm(Form):
    """Taking back what was entered by mistake."""

    reason = WordsField(label=_("Why it is withdrawn"), max_length=300)


class ImportForm(Form):
    """The file of a list of deployments."""

    file = UploadField(label=_("Excel or CSV file"), endings=(".xlsx", ".csv"))
