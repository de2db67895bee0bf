"""The papers of a measure, and what they bring about: somebody is handed over, somebody helps."""

import uuid

from django.db import models
from django.db.models import F, Q

from hoanhap.casework.episodes.choices import PaperKind, TransferAct, TransferKind
from hoanhap.casework.episodes.models.facts import one_of
from hoanhap.casework.episodes.models.measures import Episode
from hoanhap.ground.web.sealed import SealedText


class EpisodePaper(models.Model):
    """What a paper does in an episode, with the term it prints and the term computed when it was prepared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="papers")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="+")
    kind = models.TextField(choices=PaperKind)
    printed_from = models.DateField(null=True)
    printed_to = models.DateField(null=True)
    computed_to = models.DateField(null=True)
    brings = models.JSONField(default=dict)  # what its signature brings about: days, codes and keys, never words
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("kind", PaperKind.values, "episode_paper_kind_known"),
            models.CheckConstraint(
                condition=Q(printed_to__isnull=True) | Q(printed_to__gte=F("printed_from")),
                name="episode_paper_term_in_order",
            ),
        ]


class Transfer(models.Model):
    """Somebody is handed over; the sender answers until the receiver accepts. ``transfers`` alone writes ``state``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="transfers")
    kind = models.TextField(choices=TransferKind)
    from_place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    from_post = models.TextField(blank=True, default="")  # of the facility
    to_place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    left_on = models.DateField()
    state = models.TextField(choices=TransferAct)
    police_must_acknowledge = models.BooleanField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("kind", TransferKind.values, "transfer_kind_known"),
            one_of("state", TransferAct.values, "transfer_state_known"),
            models.CheckConstraint(condition=~Q(from_place=F("to_place")), name="transfer_to_another_place"),
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(state__in=[TransferAct.SENT, TransferAct.POLICE_ACKNOWLEDGED]),
                name="transfer_one_pending",
            ),
        ]
        indexes = [models.Index(fields=["to_place", "state"], name="transfer_waiting")]  # handovers on Today


class TransferStep(models.Model):
    """One act of a transfer. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="steps")
    act = models.TextField(choices=TransferAct)
    on = models.DateField()
    by = models.TextField()  # the account
    reason = SealedText()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("act", TransferAct.values, "transfer_step_act_known"),
            models.UniqueConstraint(fields=["transfer", "act"], name="transfer_step_once"),
        ]


class HelperAssignment(models.Model):
    """Who helps the person, from a day to a day; opens and closes the tie through which the helper sees the file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="helpers")
    post = models.ForeignKey("access.Post", models.PROTECT, null=True, related_name="+")
    agency = models.TextField(blank=True, default="")  # an organisation without an account
    tie = models.UUIDField(null=True)
    paper = models.ForeignKey(EpisodePaper, models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, agency="") | Q(post__isnull=True) & ~Q(agency=""),
                name="helper_post_or_agency",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="helper_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["episode", "from_on"], name="helper_of_episode")]
