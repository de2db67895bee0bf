"""The only writers of plans: the shipped reference, and the text of a plan. Both may be run again."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from hoanhap.ground.audit.actions import audited, record
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import fold
from hoanhap.ground.places.choices import UnitKind
from hoanhap.ground.places.models import Place
from hoanhap.monitoring.plans import reading, reference, rules
from hoanhap.monitoring.plans.choices import Comparison, Measure, Scope, Unit
from hoanhap.monitoring.plans.models import (
    Indicator,
    Plan,
    PlanDate,
    PlanEdition,
    PlanRemark,
    RolloutLine,
    RolloutShare,
    Target,
)

PROVINCE = "01"
"""Hà Nội. The plans of another province come with their own reference."""

CELLS = "communes_applying_model"
SHARES = "communes_applying_model_share"
"""The indicators of the roll-out: communes, and per cent of communes."""


@dataclass(frozen=True)
class Loaded:
    """What became of a plan's text: ``created`` is false where this very text had been loaded before."""

    edition: PlanEdition
    created: bool


@dataclass(frozen=True)
class Shipped:
    """How much the reference brought that was not there yet."""

    plans: int
    editions: int
    targets: int


@dataclass(frozen=True)
class _Source:
    """Where an edition comes from, and whether a person has compared it with that."""

    document: str
    title: str
    reviewed: bool


@audited
def load_plan_text(*, by: Actor, text: str, source: str) -> Loaded:
    """Store the plan that ``text`` states as a new edition, unless this very text is there already.

    ``source`` names the document. Raises RuleViolation with the line where the text cannot be read,
    and stores nothing then.
    """
    by.require(Permission.PLANS_LOAD)
    sha256 = rules.fingerprint(text)
    texts = PlanEdition.objects.filter(shares__isnull=False)  # an article about a plan is not its text
    known = texts.select_related("plan").filter(text_sha256=sha256).first()
    if known is not None:
        record(
            "plans.text_already_loaded",
            _subject(known),
            by=by,
            facts={"plan": known.plan.number, "sha256": sha256},
        )
        return Loaded(known, created=False)
    places = _PlacesOfPlan.on(_first_day(text))
    plan_text = reading.read(text, districts=list(places.districts), province=places.province.name)
    _load_indicators()
    plan = _plan_of(plan_text)
    edition = _add_edition(plan, plan_text, _Source(source, plan_text.title, reviewed=False), places)
    if plan_text.issued_on is not None and not plan.dates.filter(on=plan_text.issued_on).exists():
        PlanDate.objects.create(plan=plan, on=plan_text.issued_on, document=source, quote=plan_text.issued_quote)
    record(
        "plans.edition_loaded",
        _subject(edition),
        by=by,
        facts={"plan": plan.number, "edition": edition.number, "sha256": sha256, "source": source},
    )
    return Loaded(edition, created=True)


@audited
def load_reference(*, by: Actor) -> Shipped:
    """Bring the shipped plans, indicators and targets in; what is there already stays as it is."""
    by.require(Permission.REFERENCE_LOAD)
    before = (Plan.objects.count(), PlanEdition.objects.count(), Target.objects.count())
    _load_indicators()
    editions = {shipped.slug: _load_shipped(shipped) for shipped in reference.plans()}
    _load_targets(editions)
    after = (Plan.objects.count(), PlanEdition.objects.count(), Target.objects.count())
    shipped = Shipped(*(now - then for now, then in zip(after, before, strict=True)))
    record("plans.reference_loaded", "plans.plan:reference", by=by, facts=asdict(shipped))
    return shipped


@dataclass(frozen=True)
class _PlacesOfPlan:
    """The province and its districts on the first day of a plan."""

    province: Place
    districts: Mapping[str, Place]

    @classmethod
    def on(cls, day: date) -> "_PlacesOfPlan":
        """Raises Refusal where the reference of places has no province or no districts on that day."""
        province = Place.objects.filter(code=PROVINCE, kind=UnitKind.PROVINCE).valid_on(day).first()
        if province is None:
            raise Refusal("plans.places_missing", day=day)
        districts = Place.objects.districts().filter(parent=province).valid_on(day).order_by("code")
        return cls(province, {place.name: place for place in districts})


def _first_day(text: str) -> date:
    """The first day of the period in the text's title; the reader refuses a text without one."""
    return reading.period_of(text)[0]


def _plan_of(text: rules.PlanText) -> Plan:
    """The plan with the text's number and issuer, made where it is new; locked against a second loading."""
    found = Plan.objects.select_for_update().filter(number=text.number, issuer=text.issuer).first()
    if found is not None:
        return found
    return Plan.objects.create(
        number=text.number,
        slug=rules.slug_of(text.number, text.period_from.year),
        issuer=text.issuer,
        title=text.title,
        period_from=text.period_from,
        period_to=text.period_to,
        place=_PlacesOfPlan.on(text.period_from).province,
    )


def _load_indicators() -> None:
    """Names and definitions follow the release; codes and units stay."""
    Indicator.objects.bulk_create(
        [
            Indicator(**asdict(shipped), search_key=fold(f"{shipped.name_vi} {shipped.name_en}"))
            for shipped in reference.indicators()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_vi", "name_en", "definition_vi", "definition_en", "search_key"],
    )


def _load_shipped(shipped: reference.ShippedPlan) -> PlanEdition:
    plan = Plan.objects.select_for_update().filter(slug=shipped.slug).first()
    places = _PlacesOfPlan.on(shipped.period_from)
    if plan is None:
        plan = Plan.objects.create(
            number=shipped.number,
            slug=shipped.slug,
            issuer=shipped.issuer,
            title=shipped.title,
            period_from=shipped.period_from,
            period_to=shipped.period_to,
            place=places.province,
        )
    PlanDate.objects.bulk_create([PlanDate(plan=plan, **asdict(row)) for row in shipped.dates], ignore_conflicts=True)
    PlanRemark.objects.bulk_create(
        [PlanRemark(plan=plan, **asdict(row)) for row in shipped.remarks], ignore_conflicts=True
    )
    edition = PlanEdition.objects.filter(plan=plan, text_sha256=shipped.sha256).first()
    if edition is not None:
        return edition
    source = _Source(shipped.document, reference.document_title(shipped.document), reviewed=True)
    if shipped.text is not None:
        return _add_edition(plan, shipped.text, source, places)
    return _new_edition(plan, shipped.sha256, shipped.issued_on, source)


def _new_edition(plan: Plan, sha256: str, issued_on: date | None, source: _Source) -> PlanEdition:
    return PlanEdition.objects.create(
        plan=plan,
        number=plan.editions.count() + 1,
        text_sha256=sha256,
        source=source.document,
        source_title=source.title,
        issued_on=issued_on,
        loaded_at=clock.now(),
        reviewed=source.reviewed,
    )


def _add_edition(plan: Plan, text: rules.PlanText, source: _Source, places: _PlacesOfPlan) -> PlanEdition:
    """An edition with percentages, printed lines and targets; each target supersedes its former namesake."""
    edition = _new_edition(plan, text.sha256, text.issued_on, source)
    RolloutShare.objects.bulk_create(
        [RolloutShare(edition=edition, year=share.year, low=share.low, high=share.high) for share in text.rollout]
    )
    total = rules.RolloutRow(0, "", text.printed_communes, text.printed_totals, text.totals_quote)
    lines = [(total, places.province), *((row, places.districts[row.district]) for row in text.table)]
    RolloutLine.objects.bulk_create(
        [
            RolloutLine(edition=edition, order=row.order, place=place, communes=row.communes, quote=row.quote)
            for row, place in lines
        ]
    )
    earlier = Target.objects.filter(edition__plan=plan, edition__number=edition.number - 1)
    former = dict(earlier.values_list("code", "pk"))
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    drafts = [*_share_targets(text, places.province), *_cell_targets(text, lines)]
    for target in drafts:
        target.edition = edition
        target.document, target.document_title = source.document, source.title
        target.indicator_id = indicators[CELLS if target.unit == Unit.COMMUNES else SHARES]
        target.measure, target.reviewed = Measure.STOCK, source.reviewed
        target.supersedes_id = former.get(target.code)
    Target.objects.bulk_create(drafts)
    return edition


def _prefix(text: rules.PlanText) -> str:
    """ "T21-25": as the domain reference numbers the targets of a plan that runs over years."""
    return f"T{text.period_from:%y}-{text.period_to:%y}"


def _share_targets(text: rules.PlanText, province: Place) -> Iterable[Target]:
    """The city's percentages: from–to, or one figure."""
    for share in text.rollout:
        is_range = share.low != share.high
        yield Target(
            code=f"{_prefix(text)}-{share.year}",
            place=province,
            scope=Scope.CITY,
            period_from=date(share.year, 1, 1),
            period_to=date(share.year, 12, 31),
            value=share.low,
            value_to=share.high if is_range else None,
            unit=Unit.PERCENT,
            comparison=Comparison.RANGE if is_range else Comparison.EQUAL,
            quote=share.quote,
        )


def _cell_targets(text: rules.PlanText, lines: Iterable[tuple[rules.RolloutRow, Place]]) -> Iterable[Target]:
    """The appendix: one target for each printed figure, the city's totals among them."""
    for row, place in lines:
        for year, value in row.values.items():
            yield Target(
                code=f"{_prefix(text)}-{year}-{place.code}",
                place=place,
                scope=Scope.COMMUNES,
                period_from=date(year, 1, 1),
                period_to=date(year, 12, 31),
                value=value,
                unit=Unit.COMMUNES,
                comparison=Comparison.EQUAL,
                quote=row.quote,
            )


def _load_targets(editions: Mapping[str, PlanEdition]) -> None:
    """The targets quoted from articles that are not there yet; earlier ones before those superseding them."""
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    known = {(slug, code): pk for slug, code, pk in Target.objects.values_list("edition__plan__slug", "code", "pk")}
    waiting = [row for row in reference.targets() if (row.plan, row.code) not in known]
    while waiting:
        ready = [row for row in waiting if not row.supersedes or _key(row.supersedes) in known]
        if not ready:
            raise Refusal("plans.superseded_target_unknown", target=waiting[0].supersedes)
        stored = Target.objects.bulk_create(
            [
                Target(
                    edition=editions[row.plan],
                    code=row.code,
                    indicator_id=indicators[row.indicator],
                    place=editions[row.plan].plan.place,
                    scope=row.scope,
                    period_from=date(row.year, 1, 1),
                    period_to=date(row.year, 12, 31),
                    value=row.value,
                    value_to=row.value_to,
                    unit=row.unit,
                    comparison=row.comparison,
                    measure=row.measure,
                    quote=row.quote,
                    document=row.document,
                    document_title=reference.document_title(row.document),
                    remark_vi=row.remark_vi,
                    remark_en=row.remark_en,
                    reviewed=True,
                    supersedes_id=known[_key(row.supersedes)] if row.supersedes else None,
                )
                for row in ready
            ]
        )
        known.update({(row.plan, row.code): target.pk for row, target in zip(ready, stored, strict=True)})
        waiting = [row for row in waiting if row not in ready]


def _key(words: str) -> tuple[str, str]:
    """ "<plan's address> <code>" as a pair."""
    plan, _, code = words.partition(" ")
    return plan, code


def _subject(edition: PlanEdition) -> str:
    return f"plans.planedition:{edition.pk}"
