"""Plans, the editions of their texts, and what they aim at. Published figures, kept as published."""

from typing import Self

from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import get_language

from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.monitoring.plans.choices import Comparison, Measure, Scope, Unit
from hoanhap.monitoring.plans.rules import UNKNOWN_NUMBER


class PlanQuerySet(models.QuerySet["Plan"]):
    """The reading vocabulary of plans: public papers, so the right to read them is the only question."""

    def visible_to(self, actor: Actor) -> Self:
        """Every plan for who may read plans, none for anybody else."""
        return self if actor.may(Permission.PLANS_VIEW) else self.none()

    def in_order(self) -> Self:
        """The newest period first."""
        return self.order_by("-period_from", "-period_to", "slug")


class Plan(models.Model):
    """A plan of an authority, known by its number and issuer. Its content is in its editions."""

    number = models.TextField()  # "?" where no source tells it
    slug = models.SlugField(max_length=80, unique=True)  # the number as an address
    issuer = models.TextField()
    title = models.TextField()
    period_from = models.DateField()
    period_to = models.DateField()
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "issuer"],
                condition=~Q(number=UNKNOWN_NUMBER),
                name="plan_number_and_issuer",
            ),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="plan_period_in_order"),
            models.CheckConstraint(condition=~Q(number="") & ~Q(title=""), name="plan_number_and_title_given"),
        ]

    @property
    def has_number(self) -> bool:
        """Whether a source tells the plan's number."""
        return self.number != UNKNOWN_NUMBER


class PlanDate(models.Model):
    """A date of issue of the plan, with the document that says so. There may be several (C3)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="dates")
    on = models.DateField()
    document = models.TextField()
    quote = models.TextField(blank=True, default="")
    likely = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "on", "document"], name="plan_date_once_per_document")]


class PlanRemark(models.Model):
    """A reviewed remark about a plan: doubtful readings, typing errors, what its sources leave open."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="remarks")
    code = models.TextField()
    text_vi = models.TextField()
    text_en = models.TextField()
    quote = models.TextField(blank=True, default="")
    document = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="plan_remark_once")]

    @property
    def text(self) -> str:
        """The remark in the reader's language."""
        return self.text_en if get_language() == "en" else self.text_vi


class PlanEdition(models.Model):
    """The plan as one text states it. A changed text is a further edition; none is ever overwritten."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    text_sha256 = models.TextField()  # see rules.fingerprint
    source = models.TextField()  # name of the file or document that was read
    source_title = models.TextField()
    issued_on = models.DateField(null=True)  # the date that this text itself bears
    loaded_at = models.DateTimeField()
    reviewed = models.BooleanField()  # compared with the document by a person

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="edition_number"),
            models.UniqueConstraint(fields=["plan", "text_sha256"], name="edition_text_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_counts_from_one"),
            # SQLite shows a key that was not given as -1 to the trigger that refuses INSERT OR REPLACE.
            models.CheckConstraint(condition=Q(id__gte=1), name="edition_key_positive"),
        ]


class RolloutShare(models.Model):
    """From ``low`` to ``high`` per cent of the communes apply the model in ``year``."""

    edition = models.ForeignKey(PlanEdition, models.PROTECT, related_name="shares")
    year = models.PositiveSmallIntegerField()
    low = models.DecimalField(max_digits=5, decimal_places=2)
    high = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "year"], name="share_once_per_year"),
            models.CheckConstraint(
                condition=Q(low__gte=0, high__lte=100, low__lte=F("high")), name="share_between_0_and_100"
            ),
            models.CheckConstraint(condition=Q(id__gte=1), name="share_key_positive"),  # see PlanEdition
        ]


class RolloutLine(models.Model):
    """One printed line of the roll-out table: a district and its communes; order 0 is the total line.

    The yearly figures of the line are targets with the indicator ``communes_applying_model``.
    """

    edition = models.ForeignKey(PlanEdition, models.PROTECT, related_name="lines")
    order = models.PositiveSmallIntegerField()
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    communes = models.PositiveIntegerField()
    quote = models.TextField()  # the line as printed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "order"], name="line_order_once"),
            models.UniqueConstraint(fields=["edition", "place"], name="line_place_once"),
            models.CheckConstraint(condition=Q(id__gte=1), name="line_key_positive"),  # see PlanEdition
        ]


class Indicator(models.Model):
    """What is counted, with its definition. Reference rows."""

    code = models.TextField(unique=True)
    name_vi = models.TextField()
    name_en = models.TextField()
    unit = models.TextField(choices=Unit)
    definition_vi = models.TextField()
    definition_en = models.TextField()
    search_key = models.TextField()  # both names, folded

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(unit__in=Unit.values), name="indicator_unit_known")]

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_vi

    @property
    def definition(self) -> str:
        """The definition in the reader's language."""
        return self.definition_en if get_language() == "en" else self.definition_vi


class TargetQuerySet(models.QuerySet["Target"]):
    """The reading vocabulary of targets."""

    def visible_to(self, actor: Actor) -> Self:
        """Every target for who may read plans, none for anybody else."""
        return self if actor.may(Permission.PLANS_VIEW) else self.none()

    def in_force(self) -> Self:
        """The targets of the newest edition of each plan that no later target supersedes."""
        return self.filter(_is_in_force())

    def no_longer_in_force(self) -> Self:
        """The targets of former editions, and those that a later target supersedes."""
        return self.filter(~_is_in_force())

    def with_state(self) -> Self:
        """Each target with ``is_in_force``, and ``code_key`` to search its code by."""
        return self.annotate(
            is_in_force=ExpressionWrapper(_is_in_force(), output_field=BooleanField()), code_key=Lower("code")
        )

    def of_indicator(self, code: str) -> Self:
        """The targets of one indicator."""
        return self.filter(indicator__code=code)

    def for_year(self, year: int) -> Self:
        """The targets whose period ends in ``year``."""
        return self.filter(period_to__year=year)

    def in_order(self) -> Self:
        """The newest plan first, each in the order of its codes."""
        return self.order_by("-edition__plan__period_from", "edition__plan__slug", "-edition__number", "code", "pk")


def _is_in_force() -> Q:
    newer = PlanEdition.objects.filter(plan=OuterRef("edition__plan"), number__gt=OuterRef("edition__number"))
    later = Target.objects.filter(supersedes=OuterRef("pk"))
    return ~Q(Exists(newer)) & ~Q(Exists(later))


class Target(models.Model):
    """What a plan aims at: an indicator, a place, a period, a figure, and the sentence that says so.

    ``value`` is in ``unit``, as published. ``period_from``/``period_to`` are the days of the plan's own year
    or period; which day's figures count for a report is Decree 09/2019 Art. 12 and the report's business.
    """

    edition = models.ForeignKey(PlanEdition, models.PROTECT, related_name="targets")
    code = models.TextField()  # as in the domain reference: "T23-06"
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    scope = models.TextField(choices=Scope)
    period_from = models.DateField()
    period_to = models.DateField()
    value = models.DecimalField(max_digits=10, decimal_places=2)
    value_to = models.DecimalField(max_digits=10, decimal_places=2, null=True)  # the upper end of a range
    unit = models.TextField(choices=Unit)
    comparison = models.TextField(choices=Comparison)
    measure = models.TextField(choices=Measure)
    quote = models.TextField()  # occurs in the document, character by character
    document = models.TextField()
    document_title = models.TextField()
    remark_vi = models.TextField(blank=True, default="")
    remark_en = models.TextField(blank=True, default="")
    reviewed = models.BooleanField()
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="superseded_by")

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="target_code_once_per_edition"),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="target_period_in_order"),
            models.CheckConstraint(condition=Q(value__gte=0), name="target_value_not_negative"),
            models.CheckConstraint(
                condition=Q(comparison=Comparison.RANGE, value_to__gte=F("value"))
                | (~Q(comparison=Comparison.RANGE) & Q(value_to__isnull=True)),
                name="target_range_has_two_ends",
            ),
            models.CheckConstraint(condition=~Q(quote="") & ~Q(document=""), name="target_has_provenance"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="target_scope_known"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="target_unit_known"),
            models.CheckConstraint(condition=Q(comparison__in=Comparison.values), name="target_comparison_known"),
            models.CheckConstraint(condition=Q(measure__in=Measure.values), name="target_measure_known"),
            models.CheckConstraint(condition=Q(id__gte=1), name="target_key_positive"),  # see PlanEdition
        ]
        indexes = [models.Index(fields=["indicator", "period_to", "place"], name="target_by_indicator_year")]

    @property
    def remark(self) -> str:
        """The remark on this reading, in the reader's language."""
        return self.remark_en if get_language() == "en" else self.remark_vi
