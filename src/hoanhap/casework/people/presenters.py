"""What the pages show, made ready: columns side by side, facts, a timeline. Nothing is read here but what is given."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hoanhap.casework.people import duplicates, histories, wording
from hoanhap.casework.people.choices import Act, MergeAct, NamesakesAnswer, RelationKind, TransferAnswer
from hoanhap.casework.people.duplicates import SideBySide
from hoanhap.casework.people.files import File
from hoanhap.casework.people.forms.fields import BirthField
from hoanhap.casework.people.histories import History
from hoanhap.casework.people.intake import STEPS, Intake
from hoanhap.casework.people.matching import Judgement
from hoanhap.casework.people.models import Person, TransferRequest
from hoanhap.casework.people.rows import NewPerson
from hoanhap.casework.people.selectors import Candidate
from hoanhap.casework.people.transfers import NamesakePair
from hoanhap.casework.people.wording import MATCHES
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place

FILE = "desk:person"
"""The page of a person's measures: a room above, so by name alone."""


def column_of_new(new: NewPerson) -> dict[str, str]:
    """Somebody who is being entered."""
    identity = new.identity
    return {
        "name": identity.name,
        "other_names": ", ".join(new.other_names),
        "sex": str(dict(_sexes())[identity.sex]),
        "birth": BirthField.written(identity.birth_on, identity.birth_year),
        "unit": new.lives_in.full_name,
    }


def column_of_person(person: Person, unit: str) -> dict[str, str]:
    """Somebody on file, with as little as is needed to tell two people apart."""
    return {
        "name": person.name,
        "other_names": ", ".join(one.name for one in person.other_names.all()),
        "sex": str(person.get_sex_display()),
        "birth": BirthField.written(person.birth_on, person.birth_year),
        "unit": unit,
    }


def column_of_file(file: File, unit: Place | None) -> dict[str, str]:
    """An open file."""
    papers = (f"{one.identifier.get_kind_display()} {one.number}" for one in file.papers)
    lived = next((one for one in file.dwellings if histories.is_lived_in(one.residence)), None)
    return {
        "name": file.name,
        "other_names": ", ".join(file.other_names),
        "sex": str(file.person.get_sex_display()),
        "birth": BirthField.written(file.birth_on, file.birth_year),
        "unit": unit.full_name if unit else "",
        "address": lived.address if lived else "",
        "papers": "; ".join(papers),
        "phones": "; ".join(file.phones),
        "close": "; ".join(f"{RelationKind(one.kind).label}: {one.name}" for one in file.close),
    }


def _sexes() -> Sequence[tuple[str, Any]]:
    return Person._meta.get_field("sex").choices or ()


def lines(columns: Sequence[dict[str, str]]) -> list[dict[str, object]]:
    """Columns side by side, differences marked."""
    return [
        {"label": wording.LINES[line.what], "values": line.values, "differs": line.differs}
        for line in duplicates.lines(columns)
    ]


def reasons(judgement: Judgement) -> list[tuple[str, str]]:
    """What speaks for one person and what against it, as words with a tone."""
    return [
        (str(wording.REASONS[reason]), "amber" if reason in wording.AGAINST else "grey") for reason in judgement.reasons
    ]


def review(intake: Intake, new: NewPerson | None, alike: Sequence[Candidate]) -> dict[str, object]:
    """The review page of an intake: answers by page, what is wrong, who looks alike."""
    answers = intake.answers()
    return {
        "sections": [
            (
                step,
                STEPS[step][0],
                [one for one in answers[step] if one.words],
                [one for one in answers[step] if not one.words],
            )
            for step in STEPS
        ],
        "wrong": intake.errors,
        "ready": new is not None,
        "heads": [(_("being entered"), ""), *((one.person.reference, "") for one in alike)],
        "alike": [(one.person, MATCHES[one.judgement.match], reasons(one.judgement)) for one in alike],
        "lines": lines(
            [
                column_of_new(new),
                *(column_of_person(one.person, unit) for one, unit in zip(alike, intake.units_of(alike), strict=True)),
            ]
        )
        if new and alike
        else [],
    }


def particulars(file: File, history: History, *, by: Actor, on: date) -> dict[str, object]:
    """Everything that the page of particulars shows."""
    lives = next((one.place for one in file.dwellings if histories.is_lived_in(one.residence)), None)
    return {
        "file": file,
        "ref": file.person.reference,
        "nationality": _("Viet Nam") if file.person.nationality == "VN" else file.person.nationality,
        "lives_in": lives.full_name if lives else "",
        "birth": BirthField.written(file.birth_on, file.birth_year),
        "dwellings": [
            {
                "key": one.residence.pk,
                "kind": one.residence.get_kind_display(),
                "place": one.place.full_name,
                "address": one.address,
                "from_on": one.residence.from_on,
                "to_on": one.residence.to_on,
                "open": histories.is_open(one.residence, on),
                "lived_in": histories.is_lived_in(one.residence),
            }
            for one in file.dwellings
        ],
        "close": [(RelationKind(one.kind).label, one) for one in file.close],
        "events": timeline(history),
        "merges": history.open_merges,
        "may_record": by.may(Permission.PEOPLE_RECORD, at=lives.pk if lives else None),
        "may_merge": by.may(Permission.PEOPLE_MERGE, at=lives.pk if lives else None),
        "may_show": by.may(Permission.PEOPLE_VIEW_NUMBERS),
        "may_look": by.may(Permission.PEOPLE_WHO_LOOKED),
        "file_url": reverse(FILE, args=[file.person.reference]) if by.may(Permission.EPISODES_VIEW) else "",
        "sees_identity": by.may(Permission.PEOPLE_VIEW_IDENTITY),
        "sees_phones": by.may(Permission.PEOPLE_VIEW_PHONES),
        "sees_close": by.may(Permission.PEOPLE_VIEW_ADDRESSES),
    }


def timeline(history: History) -> list[dict[str, object]]:
    """What was changed, the latest first, for the component of that name."""
    found = [*_identities(history), *_residences(history), *_papers(history), *_merges(history)]
    return [event for _at, event in sorted(found, key=lambda pair: pair[0], reverse=True)]


Event = tuple[datetime, dict[str, object]]


def _event(at: datetime, icon: str, tone: str, title: str, note: str) -> Event:
    return at, {"on": at, "icon": icon, "tone": tone, "title": title, "note": note}


def _identities(history: History) -> Iterable[Event]:
    for fact in history.identities:
        yield _event(fact.recorded_at, "pencil", "green", _("Identity corrected"), fact.reason)


def _residences(history: History) -> Iterable[Event]:
    titles = {
        Act.RECORDED: _("Residence recorded"),
        Act.ENDED: _("Residence ended"),
        Act.CORRECTED: _("Residence corrected"),
        Act.WITHDRAWN: _("Residence withdrawn"),
    }
    for fact in history.residences:
        note = " · ".join(filter(None, (str(fact.get_kind_display()), fact.place.full_name, fact.reason)))
        yield _event(fact.recorded_at, "home", "grey", titles[Act(fact.act)], note)


def _papers(history: History) -> Iterable[Event]:
    for paper in history.withdrawn:
        note = f"{paper.get_kind_display()} · {paper.withdrawn_because}"
        yield _event(paper.withdrawn_at or paper.recorded_at, "undo", "grey", _("Paper withdrawn"), note)


def _merges(history: History) -> Iterable[Event]:
    for fact in history.merges:
        merged = fact.act == MergeAct.MERGED
        title = _("Another file was merged into this one") if merged else _("A merged file was parted again")
        yield _event(fact.recorded_at, "link", "blue", title, f"{fact.merged.reference} · {fact.reason}")


def pair(both: SideBySide) -> dict[str, object]:
    """Two files side by side."""
    words, tone = MATCHES[both.judgement.match]
    return {
        "refs": [file.person.reference for file in both.files],
        "heads": [
            (file.person.reference, reverse("people:person_particulars", args=[file.person.reference]))
            for file in both.files
        ],
        "names": [file.name for file in both.files],
        "lines": lines([column_of_file(*one) for one in zip(both.files, both.units, strict=True)]),
        "match": words,
        "tone": tone,
        "reasons": reasons(both.judgement),
    }


def incoming(requests: Iterable[TransferRequest]) -> list[dict[str, object]]:
    """What other units ask of this one."""
    return [
        {
            "request": row,
            "person": row.person.merged_into or row.person,
            "unit": row.asking.full_name,
            "answer": row.get_answer_display(),
            "open": row.answer == TransferAnswer.OPEN,
        }
        for row in requests
    ]


TONES = {"open": "amber", "agreed": "green", "stays": "grey", "somebody_else": "grey"}


def outgoing(requests: Iterable[TransferRequest]) -> list[dict[str, object]]:
    """What this unit has asked, in its own words."""
    return [
        {"asked_as": row.asked_as, "at": row.asked_at, "answer": row.get_answer_display(), "tone": TONES[row.answer]}
        for row in requests
    ]


def namesake(both: NamesakePair) -> dict[str, object]:
    """Two files of the city's queue, by code."""
    row = both.row
    sides = ((row.own, both.own_unit), (row.other, both.other_unit))
    return {
        "row": row,
        "open": row.answer == NamesakesAnswer.OPEN,
        "sides": [(one.reference, unit.full_name if unit else "") for one, unit in sides],
        "reasons": [str(wording.REASONS[reason]) for reason in both.reasons],
    }
