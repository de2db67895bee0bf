"""What notices state of a person and a measure: from the file, as the papers say it."""

from datetime import date

from django.utils import translation
from django.utils.functional import Promise

from hoanhap.casework.episodes import state
from hoanhap.casework.episodes.choices import EventKind, Measure
from hoanhap.casework.episodes.models import Episode, HelperAssignment
from hoanhap.casework.episodes.rules import clock_on
from hoanhap.casework.people.choices import RelationKind, ResidenceKind, Sex
from hoanhap.casework.people.models import Identifier, OtherName, Relation, Residence, open_on
from hoanhap.casework.people.selectors import whole
from hoanhap.ground.places.models import Place

GUARDIANS = (RelationKind.MOTHER, RelationKind.FATHER, RelationKind.GUARDIAN)


def person_content(episode: Episode, *, on: date) -> dict[str, object]:
    """Who the person is, and where they live."""
    person, keys = episode.person, whole(episode.person)
    stated: dict[str, object] = {
        "person_name": person.name,
        "sex": _words(Sex(person.sex).label),
        "birth_on": person.birth_on.isoformat() if person.birth_on else str(person.birth_year),
        "nationality": "Việt Nam" if person.nationality == "VN" else person.nationality,
        "file_reference": person.reference,
    }
    names = list(OtherName.objects.filter(person__in=keys).values_list("name", flat=True))
    if names:
        stated["other_names"] = ", ".join(names)
    number = Identifier.objects.filter(person__in=keys, withdrawn_at__isnull=True, succeeded_by__isnull=True).first()
    if number is not None:
        stated |= {"identifier": number.number, "identifier_issued_on": number.issued_on and str(number.issued_on),
                   "identifier_issued_by": number.issued_by}  # fmt: skip
    lives = Residence.objects.filter(open_on(on), person__in=keys).select_related("place", "fact").order_by("from_on")
    fields = {
        ResidenceKind.CURRENT.value: "current_residence",
        ResidenceKind.PERMANENT.value: "permanent_residence",
        ResidenceKind.TEMPORARY.value: "temporary_residence",
    }
    for one in lives:
        stated[fields[one.kind]] = ", ".join(part for part in (one.fact.address, one.place.full_name) if part)
    if person.is_minor_on(on):
        close = Relation.objects.filter(person__in=keys, kind__in=GUARDIANS, withdrawn_at__isnull=True)
        known = [one.relative.name if one.relative else one.name for one in close.select_related("relative")]
        stated["guardian"] = ", ".join(known)
    return stated


def transfer_content(episode: Episode, to_place: Place, *, on: date, moved_on: date | None) -> dict[str, object]:
    """What a transfer notice states (A-II-53, B-V-54): the decision, what was served, what is left, the new place."""
    facts = state.facts_of([episode.pk])[episode.pk]
    decided = next((one for one in reversed(facts.events) if one.kind == EventKind.DECIDED), None)
    stated = person_content(episode, on=on) | {
        "new_residence": to_place.full_name,
        "receiving_body": f"Công an {to_place.short_label} {to_place.name}",
        "moved_on": moved_on and moved_on.isoformat(),
    }
    if decided is not None:
        stated |= {"decision_no": decided.paper_no, "decision_on": decided.happened_on.isoformat()}
    if episode.origin_measure:
        stated["measure"] = _words(Measure(episode.origin_measure).label)
    stated["from_on"] = _iso(episode.printed_from or episode.started_on)
    stated["to_on"] = _iso(episode.printed_to or episode.ends_on)
    if episode.started_on is not None:
        clock = clock_on(started_on=episode.started_on, ends_on=episode.ends_on, breaks=facts.breaks, on=on)
        stated |= {
            "completed_on": episode.started_on.isoformat(),
            "served_words": f"{clock.counted} ngày",
            "uncounted_words": f"{clock.uncounted} ngày" if clock.uncounted else "",
            "remaining_words": "" if clock.remaining is None else f"{clock.remaining} ngày",
            "computed_to_on": _iso(episode.ends_on),
        }
    helper = HelperAssignment.objects.filter(open_on(on), episode=episode).select_related("post__user").first()
    if helper is not None:
        stated["helper"] = helper.post.user.full_name if helper.post else helper.agency
    return stated


def completion_content(episode: Episode, to_place: Place, *, on: date, expected_on: date) -> dict[str, object]:
    """What a notice of approaching completion states (B-V-51)."""
    return person_content(episode, on=on) | {
        "measure": _words(Measure(episode.measure).label),
        "completed_on": expected_on.isoformat(),
        "addressee": f"Công an {to_place.short_label} {to_place.name}",
        "place_of_management": to_place.full_name,
        "issuing_body": episode.facility,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _words(label: str | Promise) -> str:
    """Papers are in Vietnamese, whatever language the screen has."""
    with translation.override("vi"):
        return str(label)
