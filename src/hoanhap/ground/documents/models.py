"""Templates of official papers, the papers themselves, what happened to them, and who signs as what."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from hoanhap.ground.access.models import Post
from hoanhap.ground.documents.choices import Body, Step
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.sealed import SealedText


class EditionQuerySet(models.QuerySet["Edition"]):
    """The reading vocabulary of templates."""

    def in_force(self, form: str, on: date) -> Self:
        """The editions of a form that hold on a day, the one to use first."""
        return self.filter(form=form, valid_from__lte=on).order_by("-valid_from", "-number")

    def in_order(self) -> Self:
        """Form by form, the newest edition first."""
        return self.order_by("form", "-valid_from", "-number")


class Edition(models.Model):
    """One dated edition of the template of a form. Its text never changes: another text is another edition."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.TextField()  # "B-V-53"; own layouts "O-BOOK"
    number = models.PositiveSmallIntegerField()  # of the edition, from 1
    valid_from = models.DateField()
    source = models.TextField()  # the template text, see source.py
    own_layout = models.BooleanField()  # "không theo mẫu"
    verified = models.BooleanField(default=False)  # compared with the Gazette
    verified_on = models.DateField(null=True)
    verified_by = models.TextField(blank=True, default="")  # the account
    recorded_at = models.DateTimeField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="template_edition_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(form="") & ~Q(source=""), name="template_edition_given"
            ),
            models.CheckConstraint(
                condition=Q(verified=False, verified_on__isnull=True, verified_by="")
                | (Q(verified=True, verified_on__isnull=False) & ~Q(verified_by="")),
                name="template_edition_verified_by_somebody",
            ),
        ]


class Document(models.Model):
    """One paper as prepared. Never changed: it is signed, returned, served or revoked by steps, or corrected by
    another paper."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.TextField(unique=True)  # random: "VB-7KQ2-18MX"
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="documents")
    form = models.TextField()
    body = models.TextField(choices=Body)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")  # the unit of its day
    content = SealedText()  # what it states, as JSON by field name
    prepared_by = models.TextField()  # the account
    prepared_on = models.DateField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected_by")
    reason = models.TextField(blank=True, default="")  # why another paper takes the place of that one
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(body__in=Body.values), name="document_body_known"),
            models.CheckConstraint(condition=~Q(prepared_by="") & ~Q(form=""), name="document_prepared_by_somebody"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, reason="") | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="document_corrects_with_reason",
            ),
            models.CheckConstraint(condition=~Q(corrects=F("id")), name="document_not_corrects_itself"),
        ]


class DocumentStep(models.Model):
    """What happened to a paper. The signed steps of a register are its numbers: consecutive, without a gap."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="steps")
    act = models.TextField(choices=Step)
    on = models.DateField()
    by = models.TextField()  # the account
    reason = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField()
    # Of a signature only:
    prepared_by = models.TextField(blank=True, default="")  # as in the paper: nobody signs their own proposal
    register = models.TextField(blank=True, default="")  # body and unit, see rules.register_of
    series = models.TextField(blank=True, default="")  # "QĐ-UBND"
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    signatory = models.TextField(blank=True, default="")
    capacity = models.TextField(blank=True, default="")  # "KT. CHỦ TỊCH" over "PHÓ CHỦ TỊCH", one a line

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "act"], name="step_once"),
            models.UniqueConstraint(fields=["register", "series", "year", "number"], name="step_number_once"),
            models.CheckConstraint(condition=Q(act__in=Step.values), name="step_act_known"),
            models.CheckConstraint(condition=~Q(by=""), name="step_by_somebody"),
            models.CheckConstraint(condition=~Q(act=Step.SIGNED) | ~Q(prepared_by=F("by")), name="step_not_ones_own"),
            models.CheckConstraint(
                condition=(
                    Q(act=Step.SIGNED, number__isnull=False, number__gte=1, year__isnull=False)
                    & ~Q(prepared_by="")
                    & ~Q(register="")
                    & ~Q(series="")
                    & ~Q(signatory="")
                    & ~Q(capacity="")
                )
                | (
                    ~Q(act=Step.SIGNED)
                    & Q(number__isnull=True, year__isnull=True, prepared_by="", register="", series="")
                    & Q(signatory="", capacity="")
                ),
                name="step_numbered_if_signed",
            ),
            models.CheckConstraint(
                condition=~Q(act__in=[Step.RETURNED, Step.REVOKED]) | ~Q(reason=""), name="step_with_reason"
            ),
        ]


class SignatoryQuerySet(models.QuerySet["Signatory"]):
    """The reading vocabulary of forms of signature."""

    def open_on(self, day: date) -> Self:
        """Those that hold on a day, both ends included."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day)

    def visible_to(self, actor: Actor) -> Self:
        """Of posts inside the actor's reach."""
        return self if actor.everywhere else self.filter(post__place__in=actor.units)


class Signatory(models.Model):
    """As what the holder of a post signs, from a day to a day; a post without one signs as its role says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    capacity = models.TextField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(capacity=""), name="signatory_capacity_given"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="signatory_ends_after_start"
            ),
        ]
