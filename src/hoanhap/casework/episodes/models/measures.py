"""Measures of the law: what happened in them fact by fact, and the state that follows."""

import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from hoanhap.casework.episodes.choices import DutyState, EventKind, InterruptionKind, Measure, Outcome, Stage
from hoanhap.casework.episodes.models.facts import FactColumns, one_of, recorded_late, replaced_with_reason
from hoanhap.casework.people.models import Person, reach
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.law.choices import RegimeCode
from hoanhap.ground.web.sealed import SealedText


def works_by_place(actor: Actor) -> bool:
    """Whether a post sees people because of where they live; others see whom they are tied to."""
    return actor.may(Permission.PEOPLE_OF_PLACE) or actor.may(Permission.PEOPLE_UNDER_DECISION)


class EpisodeQuerySet(models.QuerySet["Episode"]):
    """The reading vocabulary of episodes."""

    def visible_to(self, actor: Actor, on: date) -> Self:
        """The episodes of the people in the actor's reach."""
        if not (actor.may(Permission.EPISODES_VIEW) and actor.may(Permission.PEOPLE_VIEW)):
            return self.none()
        if actor.everywhere:
            return self
        seen = reach(actor, on)
        merged = Person.objects.filter(merged_into__isnull=False, merged_into__in=seen).values_list("pk")
        return self.filter(Q(person__pk__reached=seen) | Q(person__pk__reached=merged))

    def open(self) -> Self:
        """Those that have not ended."""
        return self.exclude(stage=Stage.ENDED)

    def post_rehab(self) -> Self:
        """Post-rehabilitation management."""
        return self.filter(measure=Measure.POST_REHAB)

    def answered_for_by(self, actor: Actor) -> Self:
        """Those for which a unit of the actor's post answers today."""
        return self if actor.everywhere else self.filter(place__in=actor.units)


class Episode(models.Model):
    """One measure applied to one person. What stands here follows from the facts; ``state.follow`` alone writes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="episodes")
    measure = models.TextField(choices=Measure)
    regime = models.TextField()  # the law it was decided under, or is to be: stored, never computed from "today"
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")  # the measure before
    origin_measure = models.TextField(choices=Measure, blank=True, default="")  # what post-rehabilitation follows
    months = models.PositiveSmallIntegerField(null=True)  # the term; NULL where the measure has none
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")  # the unit that answers, of its day
    facility = models.TextField(blank=True, default="")  # where the measure is served, if in a facility
    stage = models.TextField(choices=Stage)
    outcome = models.TextField(choices=Outcome, blank=True, default="")
    started_on = models.DateField(null=True)  # the day from which the term runs: decision, or completion
    expected_on = models.DateField(null=True)  # post-rehabilitation: when completion is expected
    printed_from = models.DateField(null=True)  # as the decision in force prints it
    printed_to = models.DateField(null=True)
    ends_on = models.DateField(null=True)  # computed last day; NULL while it cannot be known
    seen_until = models.DateField(null=True)  # the last day of sight by a signed extension
    ended_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("measure", Measure.values, "episode_measure_known"),
            one_of("origin_measure", Measure.values, "episode_origin_known", blank=True),
            one_of("regime", [code.value for code in RegimeCode], "episode_regime_known"),
            one_of("stage", Stage.values, "episode_stage_known"),
            one_of("outcome", Outcome.values, "episode_outcome_known", blank=True),
            models.CheckConstraint(
                condition=Q(stage=Stage.ENDED, ended_on__isnull=False) & ~Q(outcome="")
                | ~Q(stage=Stage.ENDED) & Q(ended_on__isnull=True, outcome=""),
                name="episode_ended_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(measure=Measure.POST_REHAB) | ~Q(origin_measure=""), name="episode_follows_a_measure"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(measure=Measure.POST_REHAB) & ~Q(stage=Stage.ENDED),
                name="episode_one_post_rehab_open",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="episode_of_person"),  # the person's page
            models.Index(fields=["place", "measure", "stage"], name="episode_in_place"),  # a unit's list
            models.Index(fields=["ends_on"], name="episode_ending"),  # the removal sheet
        ]


class EpisodeEvent(FactColumns):
    """Something that happened in an episode."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="events")
    kind = models.TextField(choices=EventKind)
    happened_on = models.DateField()
    happened_at = models.DateTimeField(null=True)  # where a rule counts hours from it
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")  # the unit that answers after it
    outcome = models.TextField(choices=Outcome, blank=True, default="")  # of the event that ends the episode
    paper_no = models.TextField(blank=True, default="")  # of a paper of another body
    details = models.JSONField(default=dict)  # days, codes and lengths; never words about the person
    note = SealedText()

    class Meta:
        constraints = [
            *replaced_with_reason("episode_event"),
            one_of("kind", EventKind.values, "episode_event_kind_known"),
            one_of("outcome", Outcome.values, "episode_event_outcome_known", blank=True),
            models.CheckConstraint(
                condition=~Q(kind__in=[EventKind.CLOSED, EventKind.REMOVED]) | ~Q(outcome=""),
                name="episode_event_end_has_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["episode", "happened_on"], name="episode_event_order"),  # the timeline, the fold
            models.Index(fields=["kind", "happened_on"], name="episode_event_of_kind"),  # indicators
        ]

    @property
    def late(self) -> bool:
        """Whether it was recorded more than 72 hours after it happened."""
        return recorded_late(self.happened_on, self.recorded_at)


class Interruption(FactColumns):
    """Days on which the person was away, in prison, in custody or on the run; both days included."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="interruptions")
    kind = models.TextField(choices=InterruptionKind)
    from_on = models.DateField()
    to_on = models.DateField(null=True)  # NULL while it lasts
    reported = models.BooleanField(default=False)  # an absence that was reported counts
    paper_no = models.TextField(blank=True, default="")
    note = SealedText()

    class Meta:
        constraints = [
            *replaced_with_reason("interruption"),
            one_of("kind", InterruptionKind.values, "interruption_kind_known"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="interruption_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(reported=False) | Q(kind=InterruptionKind.ABSENCE),
                name="interruption_only_absence_reported",
            ),
        ]
        indexes = [models.Index(fields=["episode", "from_on"], name="interruption_of_episode")]


class Charge(models.Model):
    """Which unit answers for an episode from a day to a day: derived from the events, so that a person counts once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="charges")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="charge_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["place", "from_on"], name="charge_in_place")]  # who was where on a day


class DutyQuerySet(models.QuerySet["Duty"]):
    """The reading vocabulary of duties."""

    def open(self) -> Self:
        """Not done, and still due."""
        return self.filter(state=DutyState.OPEN)

    def overdue(self, at: datetime, on: date) -> Self:
        """Open ones whose last moment, or last day, is over."""
        return self.open().filter(Q(due_at__lt=at) | Q(due_at__isnull=True, due_on__lt=on))

    def answered_for_by(self, actor: Actor, on: date) -> Self:
        """Those of the units of the actor's post; none without the right to see duties. A post that opens files
        without working by place (a facility's stands at the city) has only those of the people it is tied to."""
        if not actor.may(Permission.DUTIES_VIEW):
            return self.none()
        if actor.everywhere:
            return self
        here = self.filter(place__in=actor.units)
        if actor.may(Permission.PEOPLE_VIEW) and not works_by_place(actor):
            return here.filter(episode__in=Episode.objects.visible_to(actor, on).values("pk"))
        return here


class Duty(models.Model):
    """Something the law wants done by a moment: derived from the facts and the rulebook by ``state.follow`` alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="duties")
    rule = models.TextField()  # "B-MOVE"
    variant = models.TextField(blank=True, default="")
    version = models.TextField()  # of the rule, as it set the due moment
    party = models.TextField()  # who must act
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    trigger = models.ForeignKey(EpisodeEvent, models.PROTECT, null=True, related_name="+")  # NULL: counted from the end
    counted_from = models.DateField()
    opens_on = models.DateField(null=True)
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True)  # for rules in hours
    provisional = models.BooleanField(default=False)
    state = models.TextField(choices=DutyState, default=DutyState.OPEN)
    done_by = models.ForeignKey(EpisodeEvent, models.PROTECT, null=True, related_name="+")
    done_on = models.DateField(null=True)
    in_time = models.BooleanField(null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("state", DutyState.values, "duty_state_known"),
            models.CheckConstraint(
                condition=Q(state=DutyState.DONE, done_by__isnull=False, done_on__isnull=False, in_time__isnull=False)
                | ~Q(state=DutyState.DONE) & Q(done_by__isnull=True, done_on__isnull=True, in_time__isnull=True),
                name="duty_done_by_an_event",
            ),
            models.UniqueConstraint(fields=["episode", "rule", "variant", "trigger"], name="duty_once_of_event"),
            models.UniqueConstraint(
                fields=["episode", "rule", "variant"], condition=Q(trigger__isnull=True), name="duty_once_before_end"
            ),
        ]
        indexes = [models.Index(fields=["place", "state", "due_on"], name="duty_today")]  # Today, overdue by unit
