"""A row of everything that the tests keep, written by the actions: for the promises of the database."""

from datetime import date

from hoanhap.casework.screening.actions import consent, path, planning
from hoanhap.casework.screening.actions.planning import NewSetting
from hoanhap.casework.screening.choices import Level, LevelGround, SettingKind
from hoanhap.ground.kernel.clock import standing_at
from tests.cast import Cast
from tests.screening.builders import SESSION_ON, TOLD_ON, UNTIL, Ward, at, laboratory


def everything(cast: Cast) -> None:
    """A setting, a level, a draw and its session, a positive with its whole path contested and concluded, a consent."""
    with standing_at(at(TOLD_ON)):
        ward = Ward(cast)
        episode = ward.managed()
        new = NewSetting(
            place=cast.here, kind=SettingKind.CONTEST_DAYS, value=5, from_on=date(2026, 10, 1),
            decision_no="1/QĐ-UBND", decided_on=date(2026, 10, 1),
        )  # fmt: skip
        planning.record_setting(by=ward.officer, new=new)
        planning.record_level(
            by=ward.officer, episode=episode.pk, level=Level.AT_RISK, ground=LevelGround.REVIEW, from_on=SESSION_ON
        )
        consent.record_consent(by=ward.officer, episode=episode.pk, given=True, on=TOLD_ON, paper_no="1/ĐY")
    with standing_at(at(SESSION_ON)):
        draw = ward.drawn()
    test = ward.positive(episode, draw)
    ward.notified(test)
    with standing_at(at(UNTIL)):
        path.record_contest(by=ward.nurse, test=test.pk, contested_on=UNTIL)
    with standing_at(at(date(2026, 11, 16))):
        path.record_confirmation(by=ward.nurse, test=test.pk, new=laboratory(date(2026, 11, 16), paper_no="90/XN"))
        path.sign_confirmation(by=ward.police, test=test.pk, on=date(2026, 11, 16))
        path.conclude(by=ward.police, test=test.pk)
