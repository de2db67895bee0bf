"""Sessions of tests: who was to be tested, what became of each, what each strip showed."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from hoanhap.casework.episodes.models import Episode, FactColumns
from hoanhap.casework.episodes.models.facts import one_of, replaced_with_reason
from hoanhap.casework.screening.choices import Identifier, LineWhy, Reading, SessionKind, Substance, Taking, Verdict
from hoanhap.casework.screening.models.drawing import Draw
from hoanhap.ground.access.models import Post
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web.sealed import SealedText


class SessionQuerySet(models.QuerySet["TestSession"]):
    """The reading vocabulary of sessions."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's units."""
        if not actor.may(Permission.TESTS_VIEW):
            return self.none()
        return self if actor.everywhere else self.filter(place__in=actor.units)


class TestSession(models.Model):
    """Tests of one day at one place, with police and health present (plan 270, II.1)."""

    __test__ = False  # no test of pytest's

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    held_on = models.DateField()
    venue = models.TextField()
    kind = models.TextField(choices=SessionKind)
    draw = models.OneToOneField(Draw, models.PROTECT, null=True, related_name="session")
    police = models.ForeignKey(Post, models.PROTECT, related_name="+")
    health = models.ForeignKey(Post, models.PROTECT, related_name="+")
    opened_by = models.TextField()
    recorded_at = models.DateTimeField()

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", SessionKind.values, "test_session_kind_known"),
            models.CheckConstraint(condition=~Q(venue=""), name="test_session_somewhere"),
            models.CheckConstraint(
                condition=Q(kind=SessionKind.UNANNOUNCED, draw__isnull=False)
                | Q(kind=SessionKind.SCHEDULED, draw__isnull=True),
                name="test_session_unannounced_by_draw",
            ),
            models.CheckConstraint(condition=~Q(police=F("health")), name="test_session_two_posts"),
        ]
        indexes = [models.Index(fields=["place", "held_on"], name="test_session_in_place")]


class SheetLine(models.Model):
    """Somebody on the sheet of a session, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(TestSession, models.PROTECT, related_name="lines")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="test_lines")
    why = models.TextField(choices=LineWhy)
    reason = models.TextField(blank=True, default="")  # why somebody was added
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "episode"], name="sheet_line_once"),
            one_of("why", LineWhy.values, "sheet_line_why_known"),
            models.CheckConstraint(
                condition=Q(why=LineWhy.ADDED) & ~Q(reason="") | ~Q(why=LineWhy.ADDED) & Q(reason=""),
                name="sheet_line_added_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["episode"], name="sheet_line_of_episode")]


class StripTest(FactColumns):
    """What became of one line: tested and with which result, refused, absent, or left out with a reason."""

    line = models.ForeignKey(SheetLine, models.PROTECT, related_name="tests")
    taking = models.TextField(choices=Taking)
    verdict = models.TextField(choices=Verdict, blank=True, default="")
    identified_1 = models.TextField(choices=Identifier, blank=True, default="")
    identified_2 = models.TextField(choices=Identifier, blank=True, default="")
    told = SealedText()  # why it was refused or left out
    recorded_by = models.TextField()
    recorded_body = models.TextField()

    class Meta:
        constraints = [
            *replaced_with_reason("strip_test"),
            one_of("taking", Taking.values, "strip_test_taking_known"),
            one_of("verdict", Verdict.values, "strip_test_verdict_known", blank=True),
            one_of("identified_1", Identifier.values, "strip_test_identified_1_known", blank=True),
            one_of("identified_2", Identifier.values, "strip_test_identified_2_known", blank=True),
            models.CheckConstraint(
                condition=Q(taking=Taking.TESTED)
                & ~Q(verdict="")
                & ~Q(identified_1="")
                & ~Q(identified_2="")
                & ~Q(identified_1=F("identified_2"))
                | ~Q(taking=Taking.TESTED) & Q(verdict="", identified_1="", identified_2=""),
                name="strip_test_of_somebody_identified",
            ),
            models.CheckConstraint(condition=~Q(recorded_by=""), name="strip_test_recorded_by_somebody"),
        ]
        indexes = [models.Index(fields=["line"], name="strip_test_of_line")]


class StripReading(models.Model):
    """What one strip showed; an invalid one is repeated once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    test = models.ForeignKey(StripTest, models.PROTECT, related_name="readings")
    substance = models.TextField(choices=Substance)
    attempt = models.PositiveSmallIntegerField(default=1)
    reading = models.TextField(choices=Reading)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["test", "substance", "attempt"], name="strip_reading_once"),
            one_of("substance", Substance.values, "strip_reading_substance_known"),
            one_of("reading", Reading.values, "strip_reading_known"),
            models.CheckConstraint(condition=Q(attempt__gte=1, attempt__lte=2), name="strip_reading_repeated_once"),
        ]


class SessionMinutes(models.Model):
    """The session is over: its minutes have a number, and every line an answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField(TestSession, models.PROTECT, related_name="minutes")
    paper_no = models.TextField()
    closed_by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(paper_no=""), name="session_minutes_numbered")]
