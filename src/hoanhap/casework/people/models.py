"""Who somebody is, how to reach them, where they live, and who works with them."""

import uuid
from datetime import date
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import ExtractYear

from hoanhap.casework.people.choices import (
    Act,
    ContactKind,
    DetailKind,
    IdentifierKind,
    RelationKind,
    ResidenceKind,
    Sex,
    TieKind,
)
from hoanhap.casework.people.models_between import Distinction as Distinction
from hoanhap.casework.people.models_between import MergeFact as MergeFact
from hoanhap.casework.people.models_between import Namesakes as Namesakes
from hoanhap.casework.people.models_between import TransferRequest as TransferRequest
from hoanhap.casework.people.rules import ADULT_FROM, may_be_minor
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web.lookups import Kept, kept  # makes pk__reached known, too
from hoanhap.ground.web.sealed import SealedText


def open_on(day: date) -> Q:
    """That a range of days holds ``day``, its first and last day included."""
    return (Q(to_on__isnull=True) | Q(to_on__gte=day)) & Q(from_on__lte=day)


class PersonQuerySet(models.QuerySet["Person"]):
    """The reading vocabulary of people."""

    def visible_to(self, actor: Actor, on: date) -> Self:
        """The people in the actor's reach on a day: who lives in the units of the post, and who is tied to it.

        By place only for posts that work by place; of minors and of people without an open decision only for
        posts that may. Whoever was merged into another is seen as the other, and through the places and ties of both.
        """
        if not actor.may(Permission.PEOPLE_VIEW):
            return self.none()
        whole = self.filter(merged_into__isnull=True)
        return whole if actor.everywhere else whole.filter(pk__reached=reach(actor, on))

    def if_visible_to(self, actor: Actor, on: date, key: UUID) -> Self:
        """One person, if in the actor's reach: the same answer, asked of this person's rows alone."""
        if not actor.may(Permission.PEOPLE_VIEW):
            return self.none()
        one = self.filter(merged_into__isnull=True, pk=key)
        return one if actor.everywhere else one.filter(pk__in=reach(actor, on, "in"))

    def named(self, words: list[str]) -> Self:
        """Those with all these words in their names, in any order, each at least begun."""
        found = self
        for word in words:
            found = found.filter(search_key__contains=f" {word}")
        return found

    def in_order(self) -> Self:
        """By name as a Vietnamese dictionary orders them; then by year of birth."""
        return self.order_by("sort_key", "birth_year", "pk")


_DECIDED = (TieKind.UNDER_DECISION, TieKind.INCOMING)


@lru_cache(maxsize=256)
def reach(actor: Actor, on: date, lookup: str = "reached") -> "Kept | models.QuerySet[Any, Any]":
    """The keys of whom an actor sees by place and by ties, and of whom they were merged into: a query to be used in
    others, never asked itself. Not for actors who see everybody.

    Every part gives a plain column and takes the people of the units by ``lookup``: ``reached`` where the question is
    who is in reach, ``in`` where it is whether somebody is; then the database asks for that one alone. Kept with its
    SQL, because a page asks several times and building it costs more than asking it.
    """
    of_place, of_decisions = actor.may(Permission.PEOPLE_OF_PLACE), actor.may(Permission.PEOPLE_UNDER_DECISION)
    ties = Tie.objects.filter(open_on(on))
    held = Q(holder=post_holder(actor.post)) if actor.post else Q(pk__in=[])
    if of_place:
        held |= Q(place__in=actor.units) & ~Q(kind=TieKind.HELPER)
    elif of_decisions:
        held |= Q(place__in=actor.units, kind__in=_DECIDED)
    elif actor.may(Permission.HELPERS_ASSIGN):  # the team's people: whom the unit's volunteers help today
        held |= Q(place__in=actor.units, kind=TieKind.HELPER)
    tied = ties.filter(held)
    again = tied.filter(kind=TieKind.INCOMING, from_on__gt=F("person__file_closed_on"))  # a closed file, a new measure
    in_sight = Person.objects.filter(_in_sight(actor, on))
    seen = _whole(in_sight.filter(**{f"pk__{lookup}": tied.values_list("person_id")}))
    seen += _whole(Person.objects.filter(**{f"pk__{lookup}": again.values_list("person_id")}))
    if of_place or of_decisions:
        lives = Residence.objects.filter(open_on(on), kind=ResidenceKind.CURRENT, place__in=actor.units)
        found = in_sight.filter(**{f"pk__{lookup}": lives.values_list("person_id")})
        if not of_place:
            found = found.filter(Exists(ties.filter(kind__in=_DECIDED, person=OuterRef("pk"))))
        if not actor.may(Permission.PEOPLE_VIEW_MINORS):
            found = found.filter(birth_year__lt=on.year - ADULT_FROM)
        seen += _whole(found)
    return kept(seen[0].union(*seen[1:]))


def _in_sight(actor: Actor, on: date) -> Q:
    """That a file may still be opened, by place or by a tie: until the end of the last measure, and after it, by who
    prepares and signs the removal, until that is signed."""
    if actor.may(Permission.PEOPLE_FINISH):
        return Q(file_closed_on__isnull=True) | Q(file_closed_on__gte=on)
    return Q(sight_ends_on__isnull=True) | Q(sight_ends_on__gte=on)


def _whole(found: PersonQuerySet) -> "list[models.QuerySet[Any, Any]]":
    """The keys of these people, and of whom they were merged into."""
    merged = found.filter(merged_into__isnull=False)
    return [found.values_list("pk"), merged.values_list("merged_into_id")]


def post_holder(post: str) -> str:
    """How a tie names a post."""
    return f"post:{post}"


class IdentityColumns(models.Model):
    """The columns that an identity fact and the person share."""

    name = models.TextField()
    sex = models.TextField(choices=Sex)
    birth_year = models.PositiveSmallIntegerField()
    birth_on = models.DateField(null=True)  # NULL: only the year is known
    nationality = models.TextField(default="VN")  # ISO 3166-1, two letters

    class Meta:
        abstract = True


def _identity(prefix: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(condition=~Q(name=""), name=f"{prefix}_name_given"),
        models.CheckConstraint(condition=Q(sex__in=Sex.values), name=f"{prefix}_sex_known"),
        models.CheckConstraint(
            condition=Q(birth_on__isnull=True) | Q(birth_year=ExtractYear("birth_on")), name=f"{prefix}_birth_agrees"
        ),
    ]


class Person(IdentityColumns):
    """Somebody the programme knows. What stands here follows from the identity facts; ``actions`` alone writes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.TextField(unique=True)  # random, for papers and addresses: "HS-7KQ2-18"
    search_key = models.TextField()  # the words of all names, see rules.search_key
    sort_key = models.TextField()
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")  # never a merged one
    registered_at = models.DateTimeField()
    sight_ends_on = models.DateField(null=True)  # last day of operational sight by place; ``sight`` alone writes it
    file_closed_on = models.DateField(null=True)  # last day on which the file opens at all; ``sight`` alone writes it

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            *_identity("person"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="person_not_merged_into_itself"),
        ]
        indexes = [
            models.Index(fields=["birth_year", "sort_key"], name="person_by_birth_year"),  # search, duplicates
            models.Index(fields=["sort_key", "id"], name="person_by_name"),  # the order of every list
        ]

    def is_minor_on(self, day: date) -> bool:
        """Whether the stricter protection of minors holds: under 18, or possibly so."""
        return may_be_minor(birth_on=self.birth_on, birth_year=self.birth_year, on=day)


class IdentityFact(IdentityColumns):
    """What was known of somebody's identity, and since when. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="identity_facts")
    reason = models.TextField(blank=True, default="")  # why it was corrected
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            *_identity("identity_fact"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""), name="identity_fact_corrected_with_reason"
            ),
        ]


class OtherName(models.Model):
    """Another name that somebody is called by, or was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="other_names")
    name = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="other_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="other_name_given"),
        ]


class Identifier(models.Model):
    """A paper with a number. The number is sealed; it is found by its blind index."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="identifiers")
    kind = models.TextField(choices=IdentifierKind)
    number = SealedText()
    number_index = models.TextField()
    issued_on = models.DateField(null=True)
    issued_by = models.TextField(blank=True, default="")
    succeeds = models.OneToOneField("self", models.PROTECT, null=True, related_name="succeeded_by")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # entered by mistake
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number_index"], condition=Q(withdrawn_at__isnull=True), name="identifier_number_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=IdentifierKind.values), name="identifier_kind_known"),
            models.CheckConstraint(condition=~Q(number_index=""), name="identifier_number_given"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="identifier_withdrawn_with_reason",
            ),
        ]


class Contact(models.Model):
    """A way to reach somebody. Phones are found by their blind index."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts")
    kind = models.TextField(choices=ContactKind)
    value = SealedText()
    value_index = models.TextField()
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # no longer in use, or entered by mistake

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "value_index"], condition=Q(withdrawn_at__isnull=True), name="contact_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=ContactKind.values), name="contact_kind_known"),
            models.CheckConstraint(condition=~Q(value_index=""), name="contact_value_given"),
        ]
        indexes = [models.Index(fields=["value_index"], name="contact_by_value")]  # search by phone


class Relation(models.Model):
    """Somebody close: a person on file, or only a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="relations")
    kind = models.TextField(choices=RelationKind)
    relative = models.ForeignKey(Person, models.PROTECT, null=True, related_name="relation_of")
    name = SealedText()  # of who is not on file
    phone = SealedText()
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RelationKind.values), name="relation_kind_known"),
            models.CheckConstraint(
                condition=Q(relative__isnull=True) | ~Q(relative=F("person")), name="relation_not_to_oneself"
            ),
        ]


class ResidenceColumns(models.Model):
    """The columns that a residence fact and the state derived from it share."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="%(class)ss")
    kind = models.TextField(choices=ResidenceKind)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")  # the unit of its day
    from_on = models.DateField()  # first day known
    to_on = models.DateField(null=True)  # last day; NULL while it lasts

    class Meta:
        abstract = True


def _residence(prefix: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(condition=Q(kind__in=ResidenceKind.values), name=f"{prefix}_kind_known"),
        models.CheckConstraint(
            condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name=f"{prefix}_ends_after_start"
        ),
    ]


class ResidenceFact(ResidenceColumns):
    """One thing recorded about a residence. Never changed: the next fact says what it replaces, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    residence = models.UUIDField()  # which residence; the state table may no longer hold it
    act = models.TextField(choices=Act)
    address = SealedText()
    reason = models.TextField(blank=True, default="")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            *_residence("residence_fact"),
            models.CheckConstraint(condition=Q(act__in=Act.values), name="residence_fact_act_known"),
            models.CheckConstraint(
                condition=(Q(act=Act.RECORDED) & Q(replaces__isnull=True))
                | (~Q(act=Act.RECORDED) & Q(replaces__isnull=False)),
                name="residence_fact_only_the_first_replaces_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(act__in=[Act.CORRECTED, Act.WITHDRAWN]) | ~Q(reason=""),
                name="residence_fact_corrected_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["residence"], name="residence_fact_history")]


class Residence(ResidenceColumns):
    """The present state of one residence, derived from its facts; its address stands in the fact."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fact = models.OneToOneField(ResidenceFact, models.PROTECT, related_name="+")

    class Meta:
        constraints = _residence("residence")
        indexes = [models.Index(fields=["place", "kind", "from_on"], name="residence_in_place")]  # a unit's people


class Tie(models.Model):
    """A post, a unit or an agency works with one person: beside the place, the only source of personal scope."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="ties")
    kind = models.TextField(choices=TieKind)
    holder = models.TextField()  # "post:<id>", "unit:<code>@<first day>", "agency:<reference>"
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")  # the unit, or the helper's
    from_on = models.DateField()
    to_on = models.DateField(null=True)  # last day of sight; the one before ``from_on``: sight ended on its first day
    recorded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)  # when the last day was recorded for good

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TieKind.values), name="tie_kind_known"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")) | Q(closed_at__isnull=False),
                name="tie_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(holder=""), name="tie_holder_given"),
        ]
        indexes = [models.Index(fields=["holder", "person"], name="tie_of_holder")]  # whom a post may see


class Detail(models.Model):
    """A particular that a form asks for. Off by default: without a form that needs it there is no row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="details")
    kind = models.TextField(choices=DetailKind)
    value = SealedText()
    needed_for = models.TextField()  # the form, as regime:annex:number
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="detail_once"),
            models.CheckConstraint(condition=Q(kind__in=DetailKind.values), name="detail_kind_known"),
            models.CheckConstraint(condition=~Q(needed_for=""), name="detail_needed_for_a_form"),
        ]
