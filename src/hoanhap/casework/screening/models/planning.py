"""How often tests are due: what a unit has set, and at which level somebody stands."""

from django.db import models
from django.db.models import F, Q

from hoanhap.casework.episodes.models import Episode, FactColumns
from hoanhap.casework.episodes.models.facts import one_of, replaced_with_reason
from hoanhap.casework.screening.choices import Level, LevelGround, SettingKind


class LocalSetting(FactColumns):
    """What a unit has set by decision: months between tests, or working days to contest. The latest counts."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    kind = models.TextField(choices=SettingKind)
    value = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    decision_no = models.TextField()
    decided_on = models.DateField()

    class Meta:
        constraints = [
            *replaced_with_reason("test_setting"),
            one_of("kind", SettingKind.values, "test_setting_kind_known"),
            models.CheckConstraint(condition=~Q(decision_no=""), name="test_setting_with_a_decision"),
            models.CheckConstraint(condition=Q(from_on__gte=F("decided_on")), name="test_setting_after_decision"),
            models.CheckConstraint(
                condition=Q(kind=SettingKind.CONTEST_DAYS, value__gte=5, value__lte=30)
                | ~Q(kind=SettingKind.CONTEST_DAYS) & Q(value__gte=1, value__lte=12),
                name="test_setting_within_limits",
            ),
        ]
        indexes = [models.Index(fields=["place", "kind", "from_on"], name="test_setting_of_place")]


class RiskLevel(FactColumns):
    """At which level somebody stands from a day, and on what ground. Without a row: others."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="risk_levels")
    level = models.TextField(choices=Level)
    ground = models.TextField(choices=LevelGround)
    from_on = models.DateField()

    class Meta:
        constraints = [
            *replaced_with_reason("risk_level"),
            one_of("level", Level.values, "risk_level_known"),
            one_of("ground", LevelGround.values, "risk_level_ground_known"),
        ]
        indexes = [models.Index(fields=["episode", "from_on"], name="risk_level_of_episode")]
