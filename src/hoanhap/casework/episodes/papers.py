"""What the papers of an episode state, from the person's file and the episode (domain reference §1.9, §1.12).

Official papers are Vietnamese: their words stand here, as they are printed, and are not translated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from hoanhap.casework.episodes import rules, state
from hoanhap.casework.episodes.choices import EventKind, Measure, Outcome
from hoanhap.casework.episodes.models import Episode, EpisodeEvent
from hoanhap.casework.people.choices import DetailKind, RelationKind, ResidenceKind, Sex
from hoanhap.casework.people.models import Detail, Identifier, OtherName, Relation, Residence, open_on
from hoanhap.casework.people.selectors import whole
from hoanhap.ground.kernel.errors import Refusal, RuleViolation
from hoanhap.ground.law.choices import Outcome as TermOutcome
from hoanhap.ground.law.forms import form_for
from hoanhap.ground.places.models import Place

MEASURE_WORDS: Mapping[str, str] = {
    Measure.VOLUNTARY_HOME: "cai nghiện ma túy tự nguyện tại gia đình, cộng đồng",
    Measure.VOLUNTARY_FACILITY: "cai nghiện ma túy tự nguyện tại cơ sở cai nghiện",
    Measure.COMPULSORY: "cai nghiện ma túy bắt buộc",
    Measure.COMPULSORY_MINOR: "cai nghiện ma túy bắt buộc đối với người từ đủ 12 tuổi đến dưới 18 tuổi",
    Measure.SUBSTITUTION: "điều trị nghiện các chất dạng thuốc phiện bằng thuốc thay thế",
}
REASON_WORDS: Mapping[str, str] = {
    Outcome.COMPLETED: "đã chấp hành xong thời hạn quản lý sau cai nghiện ma túy",
    Outcome.DEAD: "đã chết",
    Outcome.MISSING: "bị Tòa án tuyên bố mất tích",
    Outcome.PRISON: "phải chấp hành hình phạt tù",
    Outcome.ADDICTED: "được xác định nghiện ma túy trong thời hạn quản lý sau cai nghiện",
    Outcome.EDUCATION_CENTRE: "bị áp dụng biện pháp đưa vào cơ sở giáo dục bắt buộc",
    Outcome.REFORM_SCHOOL: "bị áp dụng biện pháp đưa vào trường giáo dưỡng",
    Outcome.MOVED_AWAY: "đã chuyển nơi cư trú ra ngoài thành phố",
}
GROUND_WORDS: Mapping[str, str] = {
    Outcome.DEAD: "Giấy chứng tử hoặc trích lục khai tử",
    Outcome.MISSING: "Quyết định của Tòa án tuyên bố mất tích",
    Outcome.PRISON: "Bản án, quyết định thi hành án phạt tù",
    Outcome.ADDICTED: "Phiếu kết quả xác định tình trạng nghiện ma túy",
    Outcome.EDUCATION_CENTRE: "Quyết định đưa vào cơ sở giáo dục bắt buộc",
    Outcome.REFORM_SCHOOL: "Quyết định đưa vào trường giáo dưỡng",
    Outcome.MOVED_AWAY: "Giấy tờ về nơi cư trú mới",
}
SEX_WORDS = {Sex.MALE.value: "Nam", Sex.FEMALE.value: "Nữ"}
"""As papers write it."""
_DETAILS = {
    DetailKind.OCCUPATION: "occupation",
    DetailKind.WORKPLACE: "workplace",
    DetailKind.BIRTH_PLACE: "birth_place",
    DetailKind.ETHNIC_GROUP: "ethnic_group",
}
_RESIDENCES = {
    ResidenceKind.CURRENT: "current_residence",
    ResidenceKind.PERMANENT: "permanent_residence",
    ResidenceKind.TEMPORARY: "temporary_residence",
}
_GUARDIANS = (RelationKind.GUARDIAN, RelationKind.MOTHER, RelationKind.FATHER)

OWN_FORMS: Mapping[str, str] = {
    "post_rehab_removal": "O-A-REMOVAL",
    "helper_assignment": "O-A-HELPER",
    "helper_assignment_moved": "O-A-HELPER",
    "sight_extension": "O-EXTENSION",
}
"""Own layouts for acts for which the law of the day has no form."""


@dataclass(frozen=True, kw_only=True)
class PrintedTerm:
    """The term that a decision prints, and the end computed when it is prepared (None while it cannot be known)."""

    from_on: date
    to_on: date
    months: int
    computed_to: date | None


def form_on(act: str, *, on: date) -> str:
    """The form of an act on a day, or the programme's own layout. Raises Refusal where there is neither."""
    if act == "sight_extension":
        return OWN_FORMS[act]
    try:
        return form_for(act, on=on).code
    except Refusal:
        if act in OWN_FORMS:
            return OWN_FORMS[act]
        raise


def term_of(episode: Episode, facts: state.Facts | None = None) -> PrintedTerm:
    """The term from completion, or from the day on which it is expected (L73 40; L120 42; domain reference §1.9).

    ``facts``: those of the episode, where they are known already.

    While no end can be computed, the printed one is that of a term without interruption. Raises RuleViolation
    ``episodes.expected_missing``.
    """
    from_on = episode.started_on or episode.expected_on
    if from_on is None:
        raise RuleViolation("episodes.expected_missing", field="expected_on")
    person = episode.person
    born = rules.born_on_or_likely(
        birth_on=person.birth_on, birth_year=person.birth_year, measure=episode.origin_measure
    )
    breaks = (facts or state.facts_of([episode.pk])[episode.pk]).breaks
    after = partial(rules.post_rehab_end, origin_measure=episode.origin_measure, completed_on=from_on, born_on=born)
    months, plain, _outcome = after(breaks=[])
    _months, computed, outcome = after(breaks=breaks)
    assert plain is not None  # noqa: S101 - without interruption there is an end
    completes = computed if outcome is TermOutcome.COMPLETES else None
    return PrintedTerm(from_on=from_on, to_on=completes or plain, months=months, computed_to=completes)


def term_words(months: int) -> str:
    """A length as papers write it.

    >>> term_words(24), term_words(6)
    ('02 năm', '06 tháng')
    """
    return f"{months // 12:02d} năm" if months % 12 == 0 else f"{months:02d} tháng"


def unit_words(place: Place) -> str:
    """A unit and those above it: "phường Ví Dụ, thành phố Hà Nội"."""
    named: list[str] = []
    above: Place | None = place
    while above is not None:
        named.append(f"{above.short_label} {above.name}")
        above = above.parent
    return ", ".join(named)


def identity_content(episode: Episode, *, on: date) -> dict[str, object]:
    """Who the paper is about, as far as the file says it. Sealed where it is kept; nothing of it is logged."""
    person = episode.person
    keys = whole(person)
    content: dict[str, object] = {
        "person_name": person.name,
        "sex": SEX_WORDS[person.sex],
        "birth_on": person.birth_on or str(person.birth_year),
        "nationality": "Việt Nam" if person.nationality == "VN" else person.nationality,
        "file_reference": person.reference,
        "other_names": ", ".join(OtherName.objects.filter(person__in=keys).values_list("name", flat=True)),
    }
    papers = Identifier.objects.filter(person__in=keys, withdrawn_at__isnull=True, succeeded_by__isnull=True)
    paper = papers.order_by("kind", "-recorded_at").first()
    if paper is not None:
        content |= {
            "identifier": paper.number,
            "identifier_issued_on": paper.issued_on,
            "identifier_issued_by": paper.issued_by,
        }
    for detail in Detail.objects.filter(person__in=keys, kind__in=list(_DETAILS)):
        content[_DETAILS[DetailKind(detail.kind)]] = detail.value
    lives = Residence.objects.filter(open_on(on), person__in=keys).select_related("fact", "place")
    for one in lives.order_by("from_on", "pk"):
        unit = f"{one.place.short_label} {one.place.name}"
        content[_RESIDENCES[ResidenceKind(one.kind)]] = f"{one.fact.address}, {unit}" if one.fact.address else unit
    if person.is_minor_on(on):
        content["guardian"] = _guardian(keys)
    return content


def _guardian(keys: list[UUID]) -> str:
    found = Relation.objects.filter(person__in=keys, kind__in=_GUARDIANS, withdrawn_at__isnull=True)
    rows = sorted(found.select_related("relative"), key=lambda one: _GUARDIANS.index(RelationKind(one.kind)))
    return next((one.relative.name if one.relative else one.name for one in rows), "")


def management_content(episode: Episode, term: PrintedTerm) -> dict[str, object]:
    """What the proposal and the decision must state of the management (domain reference §1.9)."""
    place = episode.place
    return {
        "measure": MEASURE_WORDS.get(episode.origin_measure, ""),
        "completed_on": term.from_on,
        "facility": episode.origin.facility if episode.origin else "",
        "term_words": term_words(term.months),
        "from_on": term.from_on,
        "to_on": term.to_on,
        "place_of_management": unit_words(place),
        "executing_body": f"Công an {place.short_label} {place.name}",
    }


def proposal_content(episode: Episode) -> dict[str, object]:
    """Number and day of the proposal in force."""
    event = _last(episode, EventKind.PROPOSED)
    return {"proposal_no": event.paper_no, "proposal_on": event.happened_on} if event else {}


def decision_content(episode: Episode) -> dict[str, object]:
    """Number, day, author and printed term of the decision in force."""
    event = decision_event(episode)
    if event is None:
        return {}
    place = event.place
    return {
        "decision_no": event.paper_no,
        "decision_on": event.happened_on,
        "decision_by": f"Chủ tịch Ủy ban nhân dân {place.short_label} {place.name}",
        "measure": MEASURE_WORDS.get(episode.origin_measure, ""),
        "term_words": term_words(episode.months) if episode.months else "",
        "from_on": episode.printed_from,
        "to_on": episode.printed_to,
    }


def decision_event(episode: Episode) -> EpisodeEvent | None:
    """The event of the decision in force: the first signature or its last correction; None before, and once revoked."""
    return _last(episode, EventKind.DECIDED, EventKind.CORRECTED) if episode.printed_to else None


def _last(episode: Episode, *kinds: EventKind) -> EpisodeEvent | None:
    found = [event for event in state.facts_of([episode.pk])[episode.pk].events if event.kind in kinds]
    return found[-1] if found else None


def end_content(episode: Episode, *, uncounted: int) -> dict[str, object]:
    """What the certificate states beside the printed term: the computed end, and the days that did not count."""
    content: dict[str, object] = {}
    if episode.ends_on != episode.printed_to:
        content["computed_to_on"] = episode.ends_on
    if uncounted:
        content["uncounted_words"] = f"{uncounted:02d} ngày vắng mặt không khai báo hoặc chấp hành hình phạt tù"
    return content
