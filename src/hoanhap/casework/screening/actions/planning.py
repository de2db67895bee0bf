"""What a unit sets for its tests, and at which level somebody stands."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hoanhap.casework.episodes.choices import Act
from hoanhap.casework.episodes.writing import locked
from hoanhap.casework.screening import rules
from hoanhap.casework.screening.choices import Level, LevelGround, SettingKind
from hoanhap.casework.screening.holding import entry
from hoanhap.casework.screening.models import LocalSetting, RiskLevel
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.places.models import Place


@dataclass(frozen=True, kw_only=True)
class NewSetting:
    """What a unit sets, from which day, by which decision."""

    place: Place
    kind: SettingKind
    value: int
    from_on: date
    decision_no: str
    decided_on: date


@audited
def record_setting(*, by: Actor, new: NewSetting) -> LocalSetting:
    """Record what a unit has decided. Raises RuleViolation ``screening.setting_outside``,
    ``screening.before_decision``, ``screening.paper_missing``, ``screening.day_ahead``."""
    return _setting(by, new, None, "")


@audited
def correct_setting(*, by: Actor, setting: UUID, new: NewSetting, reason: str) -> LocalSetting:
    """Replace a setting by what was decided; the first stays in the history. Raises what recording raises."""
    old = LocalSetting.objects.filter(pk=setting, replaced_by__isnull=True).exclude(act=Act.WITHDRAWN).first()
    if old is None or old.place_id != new.place.pk:
        raise NotFound("screening.unknown")
    return _setting(by, new, old, rules.check_reason(reason))


def _setting(by: Actor, new: NewSetting, old: LocalSetting | None, reason: str) -> LocalSetting:
    by.require(Permission.TESTS_SCHEDULE, at=new.place.pk)
    rules.check_setting(kind=new.kind, value=new.value, from_on=new.from_on, decided_on=new.decided_on)
    if new.decided_on > clock.today():
        raise RuleViolation("screening.day_ahead", field="decided_on", day=clock.today())
    if not tidy(new.decision_no):
        raise RuleViolation("screening.paper_missing", field="decision_no")
    made = LocalSetting(
        place=new.place, kind=new.kind, value=new.value, from_on=new.from_on, decision_no=tidy(new.decision_no),
        decided_on=new.decided_on, replaces=old, reason=reason, act=Act.CORRECTED if old else Act.RECORDED,
        recorded_at=clock.now(),
    )  # fmt: skip
    made.save(force_insert=True)
    facts = {"kind": new.kind.value, "value": new.value, "from_on": new.from_on.isoformat()}
    record_many([entry("screening.setting_recorded", f"screening.setting:{made.pk}", new.place, facts)], by=by)
    return made


@audited
def record_level(*, by: Actor, episode: UUID, level: Level, ground: LevelGround, from_on: date) -> RiskLevel:
    """Say at which level somebody stands from a day; an earlier level ends by it. Raises RuleViolation, NotFound."""
    held = locked(by, episode, Permission.TESTS_SCHEDULE)
    if from_on > clock.today():
        raise RuleViolation("screening.day_ahead", field="from_on", day=clock.today())
    made = RiskLevel(episode=held, level=level, ground=ground, from_on=from_on, recorded_at=clock.now())
    made.save(force_insert=True)
    facts = {"from_on": from_on.isoformat()}
    record_many([entry("screening.level_recorded", f"episodes.episode:{held.pk}", held.place, facts)], by=by)
    return made
