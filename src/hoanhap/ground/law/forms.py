"""The catalogue of forms. A form is named by (regime, annex, number), never by its number alone.

``A-II-53`` is a transfer notice and ``B-V-53`` the decision on post-rehabilitation management. Titles are abridged:
they are for finding a form, not for printing it (domain reference §1.11).
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.law import reading
from hoanhap.ground.law.choices import Party, RegimeCode
from hoanhap.ground.law.periods import Validity


@dataclass(frozen=True, kw_only=True)
class Form(Validity):
    """One row of ``forms.csv``. ``signer`` is who signs or holds it, where the sources say so."""

    regime: RegimeCode
    annex: str
    number: str
    title: str
    title_vi: str
    signer: Party | None
    act: str
    source: str
    verified: bool
    note: str

    @property
    def code(self) -> str:
        """``B-V-53``: regime, annex, number."""
        return f"{self.regime}-{self.annex}-{self.number}"


@cache
def forms() -> tuple[Form, ...]:
    """Every form, in the order of the file."""
    return tuple(
        Form(
            regime=RegimeCode(row["regime"]),
            annex=row["annex"],
            number=row["number"],
            title=row["title"],
            title_vi=row["title_vi"],
            signer=Party(row["signer"]) if row["signer"] else None,
            act=row["act"],
            **reading.force(row),
        )
        for row in reading.table("forms")
    )


def form(code: str) -> Form:
    """The form with this code. Raises NotFound."""
    for one in forms():
        if one.code == code:
            return one
    raise NotFound("law.unknown_form", form=code)


def form_for(act: str, *, on: date) -> Form:
    """The form of an act in force on ``on``. Raises NotFound for an unknown act, Refusal where the day has none."""
    rows = [one for one in forms() if one.act == act]
    if not act or not rows:
        raise NotFound("law.unknown_act", act=act)
    for one in rows:
        if one.covers(on):
            return one
    raise Refusal("law.no_form", act=act, day=on)
