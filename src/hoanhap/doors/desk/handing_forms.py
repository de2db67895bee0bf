"""Forms of handing over: notices to another commune, their answers, the completion that leads home."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.episodes.actions.homecoming import Completion, NewNotice
from hoanhap.casework.episodes.actions.transfers import NewTransfer
from hoanhap.casework.people.choices import Purpose
from hoanhap.doors.desk.forms import LONGEST_NUMBER, LONGEST_REASON, HourField
from hoanhap.ground.documents.fields import DAY, Field
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.forms import DayField, Form, WordsField

LONGEST_ADDRESS, LONGEST_WORDS = 200, 500


class UnitChoice(forms.ChoiceField):
    """A unit to go to; nothing is chosen beforehand."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Select(attrs={"lang": "vi"}), **kwargs)
        self.units: dict[str, Place] = {}

    def offer(self, units: Iterable[Place]) -> None:
        """What can be chosen."""
        self.units = {str(one.pk): one for one in units}
        empty = [("", "–")] if len(self.units) > 1 or not self.required else []
        self.choices = [*empty, *((key, one.full_name) for key, one in self.units.items())]


class _ToUnit(Form):
    """Forms that name a unit."""

    def __init__(self, *args: Any, units: Sequence[Place] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, UnitChoice)  # noqa: S101
        field.offer(units)
        self.units = field.units

    def unit(self) -> Place | None:
        """The unit that was chosen."""
        return self.units.get(self.cleaned_data["place"])


class LeftForm(Form):
    """When somebody left the commune: the law counts hours from that moment."""

    called = {"happened_on": "on", "moment": "at"}

    on = DayField(label=_("Left on"))
    at = HourField(label=_("Time of day"), help_text=_("the law counts hours from here"))

    def moment(self) -> datetime:
        """The moment in Viet Nam's time."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], LOCAL)


class PrepareForm(_ToUnit):
    """A notice to be prepared: where to, and what the file does not say, by the labels of the paper."""

    called = {"to_place": "place"}

    place = UnitChoice(label=_("The commune or ward to be told"))
    expected_on = DayField(label=_("Completion is expected on"))
    on = DayField(label=_("Day of the paper"))

    def __init__(self, *args: Any, asked: Sequence[Field], home: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [field.name for field in asked]
        if not home:
            del self.fields["expected_on"]
        for field in asked:
            self.fields[field.name] = (
                DayField(label=field.label)
                if field.kind == DAY
                else WordsField(label=field.label, max_length=LONGEST_WORDS)
            )

    def content(self) -> dict[str, object]:
        """What completes the file."""
        return {name: self.cleaned_data[name] for name in self.asked}


class SignForm(Form):
    """Signing a prepared notice; it goes out at that moment."""

    called = {"moment": "on", "happened_on": "on"}

    on = DayField(label=_("Signed and sent on"))
    at = HourField(label=_("Time of day"), help_text=_("the law counts hours up to here"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        now = clock.now().astimezone(LOCAL)
        kwargs.setdefault("initial", {"on": now.date(), "at": now.time().replace(second=0, microsecond=0)})
        super().__init__(*args, **kwargs)

    def moment(self) -> datetime:
        """The moment in Viet Nam's time."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], LOCAL)

    def transfer(self, paper: UUID, place: Place) -> NewTransfer:
        """The notice to the commune that the paper names."""
        return NewTransfer(to_place=place, moment=self.moment(), paper=paper)

    def notice(self, paper: UUID, place: Place, expected_on: date) -> NewNotice:
        """The notice of approaching completion that the paper is."""
        on = self.cleaned_data["on"]
        return NewNotice(to_place=place, expected_on=expected_on, on=on, moment=self.moment(), paper=paper)


class LetterForm(_ToUnit):
    """A notice that went out as a letter with a number of its own."""

    called = {"to_place": "place", "moment": "on", "happened_on": "on"}

    place = UnitChoice(label=_("The commune or ward that was told"))
    expected_on = DayField(label=_("Completion is expected on"))
    on = DayField(label=_("Sent on"))
    at = HourField(label=_("Time of day"), help_text=_("the law counts hours up to here"))
    paper_no = WordsField(label=_("Number of the letter"), max_length=LONGEST_NUMBER, help_text=_("as printed"))

    def __init__(self, *args: Any, home: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home = home
        if home:
            del self.fields["at"]
        else:
            del self.fields["expected_on"]

    def transfer(self) -> NewTransfer:
        """The notice of a move."""
        told = self.cleaned_data
        moment = datetime.combine(told["on"], told["at"], LOCAL)
        return NewTransfer(to_place=self.units[told["place"]], moment=moment, paper_no=told["paper_no"])

    def notice(self) -> NewNotice:
        """The notice of approaching completion."""
        told = {name: self.cleaned_data[name] for name in ("expected_on", "on", "paper_no")}
        return NewNotice(to_place=self.units[self.cleaned_data["place"]], **told)


class CompletionForm(_ToUnit):
    """A rehabilitation that is completed, by a certificate."""

    on = DayField(label=_("Rehabilitation completed on"))
    certificate_no = WordsField(
        label=_("Number of the certificate"), max_length=LONGEST_NUMBER, help_text=_("as printed")
    )
    place = UnitChoice(
        label=_("Goes home to"), required=False, help_text=_("leave empty: where the notice said, or the person lives")
    )

    def completion(self, episode: UUID) -> Completion:
        """What the form says."""
        told = {name: self.cleaned_data[name] for name in ("on", "certificate_no")}
        return Completion(episode=episode, place=self.unit(), **told)


class _DayForm(Form):
    """The day on which something is answered; today unless another is written."""

    on = DayField(label=_("Day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": clock.today()})
        super().__init__(*args, **kwargs)


class AcknowledgeForm(_DayForm):
    """The police of the new place have received notice and file."""


class AcceptForm(_DayForm):
    """The committee of the new place answers from a day on, and writes down where the person lives."""

    address = WordsField(
        label=_("Where the person lives now"),
        required=False,
        max_length=LONGEST_ADDRESS,
        help_text=_("house, lane, street or hamlet in this unit"),
    )
    lives_there_from = DayField(
        label=_("Has lived there since"), required=False, help_text=_("leave empty: from the day of acceptance")
    )
    called = {"from_on": "lives_there_from"}


class AnswerForm(_DayForm):
    """A refusal or a notice taken back: the other side reads why."""

    reason = WordsField(
        label=_("Why"), max_length=LONGEST_REASON, help_text=_("the other unit reads it; it stays with the hand-over")
    )


ANSWERS: Mapping[str, type[Form]] = {
    "acknowledge": AcknowledgeForm,
    "accept": AcceptForm,
    "refuse": AnswerForm,
    "withdraw": AnswerForm,
}


class PurposeForm(Form):
    """What an address is looked at for."""

    purpose = forms.ChoiceField(label=_("What it is needed for"), choices=Purpose.choices)


class TakeOverForm(_ToUnit):
    """The Chairman takes somebody over by a signed decision."""

    place = UnitChoice(label=_("Unit that takes over"))
    decision_no = WordsField(label=_("Number of the decision"), max_length=LONGEST_NUMBER, help_text=_("as printed"))
    on = DayField(label=_("Taken over from"))
    address = WordsField(
        label=_("Where the person lives now"),
        required=False,
        max_length=LONGEST_ADDRESS,
        help_text=_("leave empty: the old address, in the words of the new unit"),
    )

    def told(self) -> dict[str, Any]:
        """What ``take_over`` wants."""
        told = {name: self.cleaned_data[name] for name in ("decision_no", "on", "address")}
        return {"place": self.unit(), **told}
