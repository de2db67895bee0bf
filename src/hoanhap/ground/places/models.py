"""Administrative units, each with the days on which it existed, and what became of it."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.places import rules
from hoanhap.ground.places.choices import COMMUNE_LEVEL, Extent, UnitKind

SYSTEM_CHAIN = "system"
"""The audit chain of everything that does not stand in one commune."""


def standing_on(day: date) -> Q:
    """That a unit stood on a day, the first and the last day of its validity included."""
    return (Q(valid_to__isnull=True) | Q(valid_to__gte=day)) & Q(valid_from__lte=day)


class PlaceQuerySet(models.QuerySet["Place"]):
    """The reading vocabulary of places. Units are public reference: everybody may read all of them."""

    def valid_on(self, day: date) -> Self:
        """The units that existed on ``day``, both ends of their validity included."""
        return self.filter(standing_on(day))

    def commune_level(self) -> Self:
        """Communes, wards, townships and special zones."""
        return self.filter(kind__in=COMMUNE_LEVEL)

    def districts(self) -> Self:
        """Urban and rural districts, towns, provincial cities (until 30/06/2025)."""
        return self.filter(kind=UnitKind.DISTRICT)

    def of_province(self, code: str) -> Self:
        """The units below the province with this code, on any day; not the province itself."""
        return self.filter(Q(parent__code=code, parent__parent=None) | Q(parent__parent__code=code))

    def found(self, words: str) -> Self:
        """The units whose name, with its class word, contains every word, or whose code begins with the number.

        Marks, capitals and hyphens do not matter: "van mieu quoc tu giam" finds "Văn Miếu - Quốc Tử Giám".
        """
        found = self
        for word in rules.search_key(words).split():
            found = found.filter(Q(search_key__contains=word) | Q(code__startswith=word))
        return found

    def with_succession(self) -> Self:
        """Adds ``came_from``/``went_to`` (how many units) and, for the only one, its class word and name."""
        before = Succession.objects.filter(successor=OuterRef("pk")).order_by()
        after = Succession.objects.filter(predecessor=OuterRef("pk")).order_by()
        return self.annotate(
            came_from=_number(before, "successor"),
            came_from_label=Subquery(before.values("predecessor__label")[:1]),
            came_from_name=Subquery(before.values("predecessor__name")[:1]),
            went_to=_number(after, "predecessor"),
            went_to_label=Subquery(after.values("successor__label")[:1]),
            went_to_name=Subquery(after.values("successor__name")[:1]),
        )

    def below(self, root: "Place") -> Self:
        """``root`` itself and every unit, past or present, that it reaches; see :class:`Reach`."""
        return self.filter(reached_from__root=root)

    def within(self, roots: Iterable[int]) -> Self:
        """The units that any of the units with these keys reaches."""
        return self.filter(pk__in=Reach.objects.filter(root__in=list(roots)).values("unit"))

    def reached_by(self, actor: Actor) -> Self:
        """The units of the actor's post today."""
        return self if actor.everywhere else self.filter(pk__in=actor.units)

    def in_order(self) -> Self:
        """By name as a Vietnamese dictionary orders them; codes decide between namesakes."""
        return self.order_by("sort_key", "code", "valid_from")


def _number(links: "models.QuerySet[Succession]", side: str) -> Coalesce:
    return Coalesce(Subquery(links.values(side).annotate(number=Count("pk")).values("number")), 0)


class Place(models.Model):
    """One administrative unit with one name, kind and border, in the days in which it stood so.

    A unit is known by its code *and* the first day of the row, because codes are used again after mergers.
    ``valid_to`` is the last day on which it stood; NULL while it still does. Where a source only shows that
    a unit existed on a day, ``valid_from`` is that day and the note says so.
    """

    code = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    kind = models.TextField(choices=UnitKind)
    label = models.TextField()  # the class word in front of the name: "phường", "thị xã"
    name = models.TextField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    search_key = models.TextField()  # folded "label name", for finding without diacritics
    sort_key = models.TextField()
    source = models.TextField()
    verified = models.BooleanField()
    note = models.TextField(blank=True, default="")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="place_code_and_first_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="place_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="place_kind_known"),
            models.CheckConstraint(condition=Q(verified=False) | ~Q(source=""), name="place_verified_only_with_source"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="place_code_and_name_given"),
        ]
        indexes = [
            models.Index(fields=["search_key"], name="place_search"),  # prefix search; substring scans ~2,000 rows
            models.Index(fields=["parent", "valid_from"], name="place_parent"),  # the units of a district on a day
        ]

    @property
    def full_name(self) -> str:
        """Class word and name, as an official paper writes it: "Phường Phúc Xá"."""
        return rules.full_name(self.label, self.name)

    @property
    def short_label(self) -> str:
        """The class word as it stands in front of the name: "phường", "thành phố"."""
        return rules.short_label(self.label)

    @property
    def is_commune_level(self) -> bool:
        """Whether this is a commune, ward, township or special zone."""
        return self.kind in COMMUNE_LEVEL

    @property
    def chain(self) -> str:
        """The audit chain in which events of this unit are recorded."""
        return f"{self.code}@{self.valid_from.isoformat()}" if self.is_commune_level else SYSTEM_CHAIN


class Succession(models.Model):
    """One unit passed into another on a day, whole or in part. Many-to-many, across provinces too."""

    predecessor = models.ForeignKey(Place, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Place, models.PROTECT, related_name="origins")
    on = models.DateField()  # the first day of the successor
    extent = models.TextField(choices=Extent)
    source = models.TextField()
    verified = models.BooleanField()
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=Q(extent__in=Extent.values), name="succession_extent_known"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_not_to_itself"),
            models.CheckConstraint(
                condition=Q(verified=False) | ~Q(source=""), name="succession_verified_only_with_source"
            ),
        ]


class Reach(models.Model):
    """Which units, past and present, a unit answers for: derived from parents and successions, never typed.

    A unit reaches itself, the units below it, and every earlier unit whose *whole* territory ended up among
    them. Only ``places.actions.load_reference`` writes it, and can rebuild it at any time.
    """

    root = models.ForeignKey(Place, models.CASCADE, related_name="reaches")
    unit = models.ForeignKey(Place, models.CASCADE, related_name="reached_from")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "unit"], name="reach_once")]


class Lineage(models.Model):
    """Which later unit holds territory of which earlier one, over any number of mergers: derived like Reach.

    ``through_split`` is true where some step on *every* path from the earlier to the later unit left a unit
    that was divided: then a fact of the earlier unit can only be estimated for the later one.
    """

    earlier = models.ForeignKey(Place, models.CASCADE, related_name="later_lines")
    later = models.ForeignKey(Place, models.CASCADE, related_name="earlier_lines")
    through_split = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["earlier", "later"], name="lineage_once")]
