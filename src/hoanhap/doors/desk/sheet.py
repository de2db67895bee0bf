"""Sheets: the same step for many people at once. The monthly review, the removals, and what waits for a signature."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoanhap.casework.episodes import ending_rules, selectors
from hoanhap.casework.episodes.actions import sheets
from hoanhap.casework.episodes.actions.sheets import SheetRow
from hoanhap.casework.episodes.choices import DutyState, EndWarning, EventKind, Measure, PaperKind, Stage
from hoanhap.casework.episodes.models import Duty, Episode, EpisodeQuerySet, RemovalEvidence
from hoanhap.casework.episodes.paperwork import RowResult
from hoanhap.casework.episodes.waiting import to_sign, waiting_by_kind
from hoanhap.doors.desk.steps import given_to
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import capital
from hoanhap.ground.web.refusals import words
from hoanhap.ground.web.words import day_words

PAGE = 100
"""Rows of one section; the rest come once these are done."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One person of a sheet."""

    key: UUID
    ref: str
    name: str = field(repr=False)
    what: str
    day: str
    due: date | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """People for whom the same step comes next, and the button that does it."""

    key: str
    title: str
    lead: str
    button: str
    lines: list[Line]
    asks_helper: bool = False


@dataclass(frozen=True)
class Signatures:
    """Papers that wait for the acting post."""

    what: str
    words: str
    number: int


@dataclass(frozen=True)
class Sheet:
    """A page of sections."""

    sections: list[Section]
    signatures: list[Signatures]

    @property
    def empty(self) -> bool:
        """Whether nothing is to be done."""
        return not any(section.lines for section in self.sections) and not self.signatures


@dataclass(frozen=True)
class Signing:
    """One kind of paper that is signed by the sheet."""

    title: str | Promise
    kind: PaperKind
    act: Callable[..., list[RowResult]]
    back: str


SIGNINGS: Mapping[str, Signing] = {
    "proposals": Signing(
        gettext_lazy("Proposals to sign"), PaperKind.PROPOSAL, sheets.sign_proposals, "desk:monthly_review"
    ),
    "decisions": Signing(
        gettext_lazy("Decisions to sign"), PaperKind.DECISION, sheets.sign_decisions, "desk:monthly_review"
    ),
    "certificates": Signing(
        gettext_lazy("Certificates to sign"), PaperKind.CERTIFICATE, sheets.certify_many, "desk:removal_sheet"
    ),
    "removals": Signing(
        gettext_lazy("Removals to sign"), PaperKind.REMOVAL, sheets.remove_many, "desk:removal_sheet"
    ),
}  # fmt: skip
"""By the word that stands in the address."""


def _with_due(found: EpisodeQuerySet) -> list[Episode]:
    due = Duty.objects.filter(episode=OuterRef("pk"), state=DutyState.OPEN).order_by("due_on").values("due_on")[:1]
    return list(found.annotate(next_due=Subquery(due))[:PAGE])


def _line(one: Episode, *, day: str, notes: Sequence[str] = ()) -> Line:
    return Line(
        key=one.pk,
        ref=one.person.reference,
        name=one.person.name,
        what=capital(Measure(one.origin_measure).label),
        day=day,
        due=getattr(one, "next_due", None),
        notes=tuple(notes),
    )


def _home(one: Episode) -> str:
    if one.started_on:
        return _("completed %(day)s") % {"day": day_words(one.started_on)}
    return _("expected %(day)s") % {"day": day_words(one.expected_on)} if one.expected_on else ""


def monthly_review(*, by: Actor, on: date) -> Sheet:
    """Who is to be proposed for management, decided about, or told of the decision."""
    by.require(Permission.DECISIONS_PREPARE)
    listed = _with_due(selectors.to_be_listed(by=by, on=on))
    mine = selectors.episodes(by=by, on=on).post_rehab().answered_for_by(by).order_by("started_on", "person__sort_key")
    proposed = _with_due(mine.filter(stage=Stage.PROPOSED))
    drafts = waiting_by_kind(of=[*listed, *proposed])
    sections = [
        Section(
            key="propose",
            title=_("To be proposed"),
            lead=_("Rehabilitation is completed or soon will be; the police proposes, the Chairman decides."),
            button=_("Prepare the proposals") if given_to(by, EventKind.PROPOSED, on) else "",
            lines=[_line(one, day=_home(one)) for one in listed if (one.pk, PaperKind.PROPOSAL) not in drafts],
        ),
        Section(
            key="decide",
            title=_("To be decided"),
            lead=_("The proposal is signed. Name who is to help; the decision states it."),
            button=_("Prepare the decisions"),
            lines=[_line(one, day=_home(one)) for one in proposed if (one.pk, PaperKind.DECISION) not in drafts],
            asks_helper=True,
        ),
        Section(
            key="serve",
            title=_("To be handed over"),
            lead=_("The decision is signed and has to reach the person by completion."),
            button="",
            lines=[_line(one, day=_home(one)) for one in _with_due(mine.filter(stage=Stage.DECIDED))],
        ),
    ]
    return Sheet(sections, _signatures(by, ["proposals", "decisions"], on))


def removal_sheet(*, by: Actor, on: date) -> Sheet:
    """Whose term ends within 60 days, with the evidence, until they are off the list."""
    by.require(Permission.DECISIONS_PREPARE)
    found = _with_due(selectors.ending_soon(by=by, on=on))
    drafts = waiting_by_kind(of=found)
    frozen: dict[UUID, RemovalEvidence] = {}
    for one in RemovalEvidence.objects.filter(episode__in=[row.pk for row in found]).order_by("recorded_at"):
        frozen[one.episode_id] = one
    by_stage: dict[str, list[Line]] = {Stage.MANAGED: [], Stage.REVIEWED: [], Stage.CERTIFIED: []}
    for row in found:
        kind = {Stage.REVIEWED: PaperKind.CERTIFICATE, Stage.CERTIFIED: PaperKind.REMOVAL}.get(Stage(row.stage))
        if row.stage in by_stage and (row.pk, kind) not in drafts:
            by_stage[row.stage].append(_line(row, day=_end_words(row), notes=_notes(row, frozen.get(row.pk), on)))
    sections = [
        Section(
            key="review",
            title=_("To be reviewed"),
            lead=_("What the file holds is counted and kept as evidence. Warnings hold nothing up; the law decides."),
            button=_("Review these files"),
            lines=by_stage[Stage.MANAGED],
        ),
        Section(
            key="certify",
            title=_("To be certified"),
            lead=_("The certificate can be prepared once the law's window is open."),
            button=_("Prepare the certificates"),
            lines=by_stage[Stage.REVIEWED],
        ),
        Section(
            key="remove",
            title=_("To be taken off the list"),
            lead=_("The certificate is signed. Once the removal is signed too, nobody opens the file any more."),
            button=_("Prepare the removals"),
            lines=by_stage[Stage.CERTIFIED],
        ),
    ]
    return Sheet(sections, _signatures(by, ["certificates", "removals"], on))


def _end_words(one: Episode) -> str:
    assert one.ends_on is not None  # noqa: S101 - filtered by it
    opens = ending_rules.first_day_of_end(one.ends_on)
    told = {"end": day_words(one.ends_on), "opens": day_words(opens)}
    return _("ends %(end)s; certificate from %(opens)s") % told


def _notes(one: Episode, frozen: RemovalEvidence | None, on: date) -> list[str]:
    if frozen is None or one.started_on is None:
        return []
    found = ending_rules.Evidence.of(frozen.counts)
    told = _("tests %(tests)s, positive %(positives)s, reviews %(reviews)s, unreported days %(days)s") % {
        "tests": found.tests, "positives": found.positives, "reviews": found.reviews, "days": found.unreported_days,
    }  # fmt: skip
    said = ending_rules.warnings_of(found, started_on=one.started_on, ends_on=frozen.ends_on, on=on)
    return [told, *(str(warning.label) for warning in said)]


def _signatures(by: Actor, what: Sequence[str], on: date) -> list[Signatures]:
    if not by.may(Permission.DECISIONS_SIGN):
        return []
    found = to_sign(by=by, kinds=[SIGNINGS[one].kind for one in what], on=on)
    numbers = {one: sum(paper.kind == SIGNINGS[one].kind for paper in found) for one in what}
    return [Signatures(one, str(SIGNINGS[one].title), number) for one, number in numbers.items() if number]


def signing(what: str) -> Signing:
    """The kind of paper with this word. Raises NotFound."""
    if what not in SIGNINGS:
        raise NotFound("episodes.unknown_paper")
    return SIGNINGS[what]


def papers_to_sign(*, by: Actor, what: str, on: date) -> Section:
    """The papers that wait for the acting post, one line each, by the key of the paper."""
    lines = []
    for paper in to_sign(by=by, kinds=[signing(what).kind], on=on)[:PAGE]:
        one = paper.episode
        term = ""
        if paper.printed_from and paper.printed_to:
            term = f"{day_words(paper.printed_from)} – {day_words(paper.printed_to)}"
        notes = []
        if paper.computed_to and paper.computed_to != paper.printed_to:
            notes.append(_("computed %(day)s") % {"day": day_words(paper.computed_to)})
        lines.append(
            Line(
                key=paper.pk,
                ref=one.person.reference,
                name=one.person.name,
                what=paper.document.form,
                day=term,
                notes=tuple(notes),
            )
        )
    return Section(key=what, title=str(signing(what).title), lead="", button=_("Sign"), lines=lines)


WORK: Mapping[str, Callable[..., list[RowResult]]] = {
    "propose": sheets.propose_many,
    "decide": sheets.prepare_decisions,
    "certify": sheets.prepare_certificates,
    "remove": sheets.prepare_removals,
}


@dataclass(frozen=True)
class Answer:
    """What became of one line: ``refused`` is empty where it was done."""

    line: Line
    refused: str
    notes: tuple[str, ...]


def work(*, by: Actor, section: Section, chosen: Sequence[UUID], helpers: Mapping[UUID, str], on: date) -> list[Answer]:
    """Do the step of a section for the chosen lines; one answer each. Raises RuleViolation for an empty choice."""
    known = {line.key: line for line in section.lines}
    keys = [key for key in chosen if key in known]
    if section.key == "review":
        results = sheets.review_many(by=by, episodes=keys, on=on)
    elif section.key in SIGNINGS:
        results = SIGNINGS[section.key].act(by=by, papers=keys, on=on)
    else:
        rows = [SheetRow(episode=key, content={"helper": helpers[key]} if helpers.get(key) else {}) for key in keys]
        results = WORK[section.key](by=by, rows=rows, on=on)
    return [
        Answer(
            known[one.key],
            words(one.refusal) if one.refusal else "",
            tuple(str(EndWarning(warning).label) for warning in one.warnings),
        )
        for one in results
    ]
