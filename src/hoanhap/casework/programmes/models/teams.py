"""Teams of a commune, who stands in them, whom the leader chose to help whom, and what the team met about."""

from datetime import date
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from hoanhap.casework.episodes.models import Episode, EpisodePaper, HelperAssignment
from hoanhap.casework.people.choices import Sex
from hoanhap.casework.people.models import open_on
from hoanhap.casework.programmes.choices import SUPPORT_WORDS, AppointmentEnd, TeamKind, TeamRole
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web.sealed import SealedText


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name=name)


class TeamQuerySet(models.QuerySet["Team"]):
    """The reading vocabulary of teams."""

    def visible_to(self, actor: Actor) -> Self:
        """The teams of the units of the actor's post; none without the right to view."""
        if not actor.may(Permission.TEAMS_VIEW):
            return self.none()
        return self if actor.everywhere else self.filter(place__in=actor.units)

    def on(self, day: date) -> Self:
        """Those that stood on ``day``."""
        return self.filter(open_on(day))


class Team(models.Model):
    """A team of a commune, from the decision that founded it to the one that dissolved it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")  # the unit of its day
    kind = models.TextField(choices=TeamKind)
    name = models.TextField()
    decision_no = models.TextField()
    decision_on = models.DateField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)  # the last day
    end_decision_no = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField()

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TeamKind.values), name="team_kind_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(decision_no=""), name="team_named_by_a_decision"),
            models.CheckConstraint(condition=Q(from_on__gte=F("decision_on")), name="team_decided_before_start"),
            _ends_after_start("team_ends_after_start"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True, end_decision_no="") | Q(to_on__isnull=False) & ~Q(end_decision_no=""),
                name="team_ended_by_a_decision",
            ),
        ]
        indexes = [models.Index(fields=["place", "from_on"], name="team_in_place")]


class Appointment(models.Model):
    """Somebody stands in a team from a day to a day: the holder of a post, or somebody without an account."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="appointments")
    post = models.ForeignKey("access.Post", models.PROTECT, null=True, related_name="+")
    name = models.TextField()  # of the holder of the post, too: as the decision prints it
    organisation = models.TextField(blank=True, default="")
    role = models.TextField(choices=TeamRole)
    area = models.TextField(blank=True, default="")  # the quarters or old wards that this member looks after
    sex = models.TextField(choices=Sex, blank=True, default="")  # asked only because some prefer a helper of their own
    decision_no = models.TextField()
    decision_on = models.DateField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    end_reason = models.TextField(choices=AppointmentEnd, blank=True, default="")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=TeamRole.values), name="appointment_role_known"),
            models.CheckConstraint(condition=Q(sex__in=["", *Sex.values]), name="appointment_sex_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(decision_no=""), name="appointment_named_by_a_decision"),
            models.CheckConstraint(
                condition=Q(post__isnull=False) | ~Q(organisation=""), name="appointment_post_or_organisation"
            ),
            _ends_after_start("appointment_ends_after_start"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True, end_reason="")
                | Q(to_on__isnull=False, end_reason__in=AppointmentEnd.values),
                name="appointment_ended_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "from_on"], name="appointment_of_team"),
            models.Index(fields=["post", "from_on"], name="appointment_of_post"),
        ]

    @property
    def role_words(self) -> str:
        """What somebody is in this kind of team."""
        role = TeamRole(self.role)
        return str(SUPPORT_WORDS[role] if self.team.kind == TeamKind.SUPPORT_TEAM else role.label)

    @property
    def helper_name(self) -> str:
        """As a paper names a helper without an account."""
        return f"{self.name}, {self.organisation}" if self.organisation else self.name


class HelperChoice(models.Model):
    """The leader chose who is to help: with effect at once (``helper``), or proposed for signature (``paper``).

    Never changed. All questions of ``asked`` were answered with no, else the row would not stand here.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="choices")
    helper = models.OneToOneField(HelperAssignment, models.PROTECT, null=True, related_name="choice")
    paper = models.OneToOneField(EpisodePaper, models.PROTECT, null=True, related_name="choice")
    asked = models.JSONField(default=list)  # codes of the questions, all answered no
    load = models.PositiveSmallIntegerField()  # how many this helper had before
    beyond_reason = SealedText()  # why a third person and more, approved by the leader
    beyond = models.BooleanField()
    chosen_on = models.DateField()
    by = models.TextField()  # the post
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(helper__isnull=False, paper__isnull=True) | Q(helper__isnull=True, paper__isnull=False),
                name="helper_choice_done_or_proposed",
            ),
            models.CheckConstraint(condition=Q(beyond=True) | Q(load__lt=2), name="helper_choice_third_is_approved"),
        ]
        indexes = [models.Index(fields=["episode", "recorded_at"], name="helper_choice_of_episode")]


class ChangeWish(models.Model):
    """The person asked for another helper. Never changed; answered once the assignment has ended."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    helper = models.ForeignKey(HelperAssignment, models.PROTECT, related_name="wishes")
    asked_on = models.DateField()
    wants_sex = models.TextField(choices=Sex, blank=True, default="")
    reason = SealedText()  # none is needed the first time
    reasoned = models.BooleanField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["helper"], name="change_wish_once_of_a_helper"),
            models.CheckConstraint(condition=Q(wants_sex__in=["", *Sex.values]), name="change_wish_sex_known"),
        ]


class TeamMeeting(models.Model):
    """The minutes of a briefing of a team. Never changed: what was wrong is said at the next one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="meetings")
    met_on = models.DateField()
    present = models.JSONField(default=list)  # keys of appointments
    absent = models.JSONField(default=list)
    guests = models.TextField(blank=True, default="")
    matters = SealedText()
    decisions = SealedText()
    by = models.TextField()  # the post
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["team", "met_on"], name="team_meeting_of_team")]
