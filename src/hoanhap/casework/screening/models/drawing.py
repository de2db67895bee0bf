"""Draws: the seed and the frozen candidates first, then whoever is drawn. Nothing here is ever changed."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from hoanhap.casework.episodes.models import Episode
from hoanhap.ground.kernel.permissions import Actor, Permission


class DrawQuerySet(models.QuerySet["Draw"]):
    """The reading vocabulary of draws."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's units."""
        if not actor.may(Permission.TESTS_VIEW):
            return self.none()
        return self if actor.everywhere else self.filter(place__in=actor.units)


class Draw(models.Model):
    """An unannounced test is drawn: the seed, how many, and what the frozen list of candidates comes to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    month = models.DateField()  # its first day
    number = models.PositiveSmallIntegerField()  # of the draws of this place and month
    how_many = models.PositiveSmallIntegerField()
    seed = models.TextField()  # 32 hexadecimal digits of the machine's chance; nobody chooses it
    candidates = models.PositiveSmallIntegerField()
    digest = models.TextField()  # see rules.digest
    reason = models.TextField(blank=True, default="")  # why a second one in the month
    opened_by = models.TextField()
    recorded_at = models.DateTimeField()

    objects = DrawQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "month", "number"], name="draw_numbered_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="draw_again_with_reason"),
            models.CheckConstraint(condition=Q(number__gte=1, how_many__gte=1), name="draw_of_somebody"),
            models.CheckConstraint(condition=~Q(seed="") & ~Q(digest=""), name="draw_with_seed"),
        ]

    @property
    def reference(self) -> str:
        """What stands on paper: commune, month, number."""
        return f"{self.place.code}-{self.month:%Y-%m}-{self.number}"


class DrawCandidate(models.Model):
    """Somebody who may be drawn, with the weight as it was when the list was frozen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="listed")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    reference = models.TextField()  # of the file; all that is printed
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "episode"], name="draw_candidate_once"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="draw_candidate_weighs"),
        ]


class DrawPick(models.Model):
    """Whoever was drawn, first to last."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.OneToOneField(DrawCandidate, models.PROTECT, related_name="pick")
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="picks")
    rank = models.PositiveSmallIntegerField()
    drawn_by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "rank"], name="draw_pick_ranked_once")]
