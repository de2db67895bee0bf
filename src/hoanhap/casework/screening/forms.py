"""Forms of the tests: they check the shape of what is typed; the rules decide the rest."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.screening.actions.path import NewConfirmation
from hoanhap.casework.screening.actions.planning import NewSetting
from hoanhap.casework.screening.actions.sessions import Answer
from hoanhap.casework.screening.choices import (
    Confirming,
    Found,
    Identifier,
    Level,
    LevelGround,
    NoticeWay,
    SettingKind,
    Substance,
    Taking,
)
from hoanhap.casework.screening.models import LocalSetting, StripTest
from hoanhap.casework.screening.rules import LONGEST_REASON, Strip
from hoanhap.ground.access.models import Post
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.forms import CountField, DayField, Form, WordsField

LONGEST_NUMBER = 60
LONGEST_NAME = 160
CLEAN = "clean"
NOTHING = [("", "—")]


class ReasonField(WordsField):
    """Why; it stays on record."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Reason"))
        super().__init__(max_length=LONGEST_REASON, **kwargs)


class SettingForm(Form):
    """What a unit has decided about its tests."""

    kind = forms.ChoiceField(label=_("What is set"), choices=SettingKind.choices)
    value = CountField(label=_("Number"), help_text=_("months 1 to 12; working days 5 to 30, never fewer"))
    from_on = DayField(label=_("Holds from"))
    decision_no = WordsField(
        label=_("Decision number"), max_length=LONGEST_NUMBER, help_text=_("as printed: 51/QĐ-UBND")
    )
    decided_on = DayField(label=_("Decided on"))

    def __init__(self, *args: Any, setting: LocalSetting | None = None, **kwargs: Any) -> None:
        if setting is not None:
            kwargs["initial"] = {name: getattr(setting, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        if setting is not None:
            self.fields["reason"] = ReasonField(label=_("Why this is corrected"))

    def new(self, place: Place) -> NewSetting:
        """The setting that the form states."""
        told = {name: self.cleaned_data[name] for name in self.base_fields}
        return NewSetting(**told | {"place": place, "kind": SettingKind(told["kind"])})


class LevelForm(Form):
    """At which level somebody stands."""

    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=_("Ground"), choices=LevelGround.choices, widget=forms.RadioSelect)
    from_on = DayField(label=_("From"))

    def told(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        return {"level": Level(data["level"]), "ground": LevelGround(data["ground"]), "from_on": data["from_on"]}


class ConsentForm(Form):
    """The person's word, on paper."""

    on = DayField(label=_("Day"))
    paper_no = WordsField(
        label=_("Number of the paper"), max_length=LONGEST_NUMBER, required=False, help_text=_("needed for a yes")
    )


class DrawForm(Form):
    """How many are drawn."""

    how_many = CountField(label=_("How many are to be drawn"), min_value=1)
    reason = ReasonField(
        label=_("Why once more this month"), required=False, help_text=_("needed from the second draw of a month on")
    )


class SessionForm(Form):
    """When and where, and who is present."""

    held_on = DayField(label=_("Day of the session"))
    venue = WordsField(label=_("Place of the session"), max_length=LONGEST_NAME)
    police = forms.ChoiceField(label=_("Police present"))
    health = forms.ChoiceField(label=_("Health station present"))

    def __init__(self, *args: Any, police: Sequence[Post], health: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(post.pk): post for post in (*police, *health)}
        for name, posts in (("police", police), ("health", health)):
            choices = [(str(post.pk), f"{post.user.full_name} · {post.get_role_display()}") for post in posts]
            self.fields[name].choices = choices if len(choices) == 1 else [*NOTHING, *choices]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        return data | {name: self.posts[data[name]] for name in ("police", "health")}


class AddForm(Form):
    """Somebody who was neither drawn nor due."""

    episode = forms.ChoiceField(label=_("Person"))
    reason = ReasonField(help_text=_("why this person is tested as well"))

    def __init__(self, *args: Any, people: Iterable[Episode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (str(one.pk), f"{one.person.name} · {one.person.birth_year} · {one.person.reference}") for one in people
        ]
        self.fields["episode"].choices = [*NOTHING, *choices]  # type: ignore[attr-defined]


READINGS = [
    *NOTHING,
    ("negative", _("negative")),
    ("positive", _("positive")),
    ("invalid_negative", _("invalid, repeated: negative")),
    ("invalid_positive", _("invalid, repeated: positive")),
    ("invalid_invalid", _("invalid twice")),
]
TAKINGS = [
    ("", _("not yet")),
    (CLEAN, _("tested, all strips negative")),
    (Taking.TESTED.value, _("tested, as the strips show")),
    (Taking.REFUSED.value, _("refused")),
    (Taking.ABSENT.value, _("absent")),
    (Taking.SKIPPED.value, _("not tested, with a reason")),
]


class LineForm(Form):
    """What became of one line. Keyboard only: one letter chooses in a list, Tab goes on."""

    called = {"strips": "taking"}

    taking = forms.ChoiceField(label=_("What became of it"), choices=TAKINGS, required=False)
    identified_1 = forms.ChoiceField(label=_("Identified by"), choices=[*NOTHING, *Identifier.choices], required=False)
    identified_2 = forms.ChoiceField(label=_("and by"), choices=[*NOTHING, *Identifier.choices], required=False)
    morphine = forms.ChoiceField(label=Substance.MORPHINE.label, choices=READINGS, required=False)
    methamphetamine = forms.ChoiceField(label=Substance.METHAMPHETAMINE.label, choices=READINGS, required=False)
    mdma = forms.ChoiceField(label=Substance.MDMA.label, choices=READINGS, required=False)
    thc = forms.ChoiceField(label=Substance.THC.label, choices=READINGS, required=False)
    ketamine = forms.ChoiceField(label=Substance.KETAMINE.label, choices=READINGS, required=False)
    told = ReasonField(required=False)

    @property
    def strip_fields(self) -> list[forms.BoundField]:
        """The fields of the strips."""
        return [self[name] for name in Substance.values]

    @property
    def filled(self) -> bool:
        """Whether anything was typed or chosen."""
        return self.is_bound and any(self.data.get(self.add_prefix(name)) for name in self.fields)

    @property
    def shows_strips(self) -> bool:
        """Whether the strips stand open: something was chosen there, or is asked for."""
        return self.is_bound and (
            self["taking"].value() == Taking.TESTED or any(self[name].value() for name in Substance.values)
        )

    def answer(self) -> Answer:
        """The answer that the form states; an empty one reads as "not tested" without a reason, and is refused."""
        data = self.cleaned_data
        taking = Taking.TESTED if data["taking"] == CLEAN else Taking(data["taking"] or Taking.SKIPPED)
        strips = []
        for name in Substance.values:
            if data["taking"] == CLEAN:
                strips.append(Strip(substance=name, reading="negative"))
                continue
            for attempt, reading in enumerate(filter(None, data[name].split("_")), start=1):
                strips.append(Strip(substance=name, reading=reading, attempt=attempt))
        return Answer(
            taking=taking, identified=(data["identified_1"], data["identified_2"]), strips=strips, told=data["told"]
        )


class CorrectForm(LineForm):
    """The same, and why the first answer is wrong."""

    reason = ReasonField(label=_("Why this is corrected"), help_text=_("stays in the history beside the old entry"))

    def __init__(self, *args: Any, test: StripTest, **kwargs: Any) -> None:
        told: dict[str, str] = {}
        for one in sorted(test.readings.all(), key=lambda row: row.attempt):
            told[one.substance] = f"{told[one.substance]}_{one.reading}" if one.substance in told else one.reading
        first = {"taking": test.taking, "identified_1": test.identified_1, "identified_2": test.identified_2}
        super().__init__(*args, initial={**first, **told, "told": test.told}, **kwargs)

    @property
    def shows_strips(self) -> bool:
        """Always."""
        return True


class MinutesForm(Form):
    """The number of the minutes."""

    paper_no = WordsField(
        label=_("Number of the minutes"), max_length=LONGEST_NUMBER, help_text=_("as printed: 07/BB-XN")
    )


class ConfirmationForm(Form):
    """What a laboratory or facility answered."""

    confirming = forms.ChoiceField(label=_("Who answered"), choices=Confirming.choices, widget=forms.RadioSelect)
    body = WordsField(label=_("Its name"), max_length=LONGEST_NAME)
    paper_no = WordsField(label=_("Number of the paper"), max_length=LONGEST_NUMBER, help_text=_("as printed"))
    result_on = DayField(label=_("Day of the result"))
    result = forms.ChoiceField(label=_("Result"), choices=Found.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if correcting:
            self.fields["reason"] = ReasonField(label=_("Why this is corrected"))

    def new(self) -> NewConfirmation:
        """The answer that the form states."""
        told = {name: self.cleaned_data[name] for name in self.base_fields}
        return NewConfirmation(**told | {"confirming": Confirming(told["confirming"]), "result": Found(told["result"])})


class NoticeForm(Form):
    """When and how the person was told."""

    given_on = DayField(label=_("Told on"))
    way = forms.ChoiceField(label=_("How"), choices=NoticeWay.choices, widget=forms.RadioSelect)


class ContestForm(Form):
    """When the person contested."""

    contested_on = DayField(label=_("Contested on"))
    said = ReasonField(label=_("What the person says"), required=False, help_text=_("sealed; never exported"))


class SignForm(Form):
    """The day of the signature."""

    on = DayField(label=_("Signed on"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today}, **kwargs)


class MonthForm(Form):
    """A month, as an address says it."""

    month = forms.RegexField(r"^\d{4}-(0[1-9]|1[0-2])$", required=False)

    def chosen(self, today: date) -> date:
        """Its first day; this month where nothing, or nonsense, is said."""
        said = self.cleaned_data.get("month") if self.is_valid() else ""
        return date.fromisoformat(f"{said}-01") if said else today.replace(day=1)


def draw_key(value: str | None) -> UUID | None:
    """The key of a draw in an address; None for nothing or nonsense."""
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
