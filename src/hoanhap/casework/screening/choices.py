"""Closed lists of the screening app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """How often somebody is tested. No law sets a number; the commune does (domain reference §4.1)."""

    AT_RISK = "at_risk", _("at risk of relapse")
    OTHER = "other", _("others")


class LevelGround(TextChoices):
    """Why somebody stands at a level. A closed list: no words about anybody."""

    JUST_HOME = "just_home", _("came home less than six months ago")
    RELAPSED_BEFORE = "relapsed_before", _("relapsed before")
    MISSED_TESTS = "missed_tests", _("missed or refused tests")
    POSITIVE_BEFORE = "positive_before", _("a confirmed positive before")
    REVIEW = "review", _("as the quarterly review found")
    OWN_WISH = "own_wish", _("asked for by the person")
    STEADY = "steady", _("tests negative, steady for six months")


class SettingKind(TextChoices):
    """What a unit sets for itself, by a decision with a day and a number."""

    MONTHS_AT_RISK = "months_at_risk", _("months between tests, at risk")
    MONTHS_OTHER = "months_other", _("months between tests, others")
    CONTEST_DAYS = "contest_days", _("working days to contest a result")


class SessionKind(TextChoices):
    """How the people of a session were chosen."""

    SCHEDULED = "scheduled", _("by schedule")
    UNANNOUNCED = "unannounced", _("unannounced, by draw")


class LineWhy(TextChoices):
    """Why somebody stands on the sheet of a session."""

    SCHEDULED = "scheduled", _("due by schedule")
    DRAWN = "drawn", _("drawn")
    ADDED = "added", _("added, with a reason")


class Taking(TextChoices):
    """What became of a line of the sheet."""

    TESTED = "tested", _("tested")
    REFUSED = "refused", _("refused")
    ABSENT = "absent", _("absent")
    SKIPPED = "skipped", _("not tested, with a reason")


class Verdict(TextChoices):
    """What all strips of one person come to. A strip alone changes no status."""

    NEGATIVE = "negative", _("negative")
    POSITIVE = "positive", _("positive")
    INVALID = "invalid", _("invalid")


class Reading(TextChoices):
    """What one strip shows."""

    NEGATIVE = "negative", _("negative")
    POSITIVE = "positive", _("positive")
    INVALID = "invalid", _("invalid")


class Substance(TextChoices):
    """What the usual strips look for."""

    MORPHINE = "morphine", _("heroin, morphine (MOP)")
    METHAMPHETAMINE = "methamphetamine", _("methamphetamine (MET)")
    MDMA = "mdma", _("ecstasy (MDMA)")
    THC = "thc", _("cannabis (THC)")
    KETAMINE = "ketamine", _("ketamine (KET)")


class Identifier(TextChoices):
    """By what it was checked that this is the person: two of them."""

    CARD = "card", _("citizen card or passport")
    BIRTH = "birth", _("day of birth, told unasked")
    ADDRESS = "address", _("address, told unasked")
    KNOWN = "known", _("known to a helper who was there")


class Confirming(TextChoices):
    """Who confirms or does not confirm a positive strip."""

    LABORATORY = "laboratory", _("laboratory")
    FACILITY = "facility", _("health facility")


class Found(TextChoices):
    """What the laboratory or the facility found."""

    POSITIVE = "positive", _("positive")
    NEGATIVE = "negative", _("negative")


class NoticeWay(TextChoices):
    """How the person was told."""

    IN_HAND = "in_hand", _("handed to the person, who signed")
    WITNESSED = "witnessed", _("read to the person before a witness; the person did not sign")
    POST = "post", _("registered letter, on the day it was received")


class Ending(TextChoices):
    """How the path of a positive ended."""

    CONFIRMED = "confirmed", _("use confirmed")
    DISMISSED = "dismissed", _("not confirmed: nothing follows")


class NextStep(TextChoices):
    """What the path of a positive waits for."""

    CONFIRM = "confirm", _("confirmation by a laboratory or facility")
    SIGN = "sign", _("signature of a second organisation")
    NOTIFY = "notify", _("notice to the person")
    WAIT = "wait", _("end of the time to contest")
    CONFIRM_AGAIN = "confirm_again", _("a second confirmation, because the person contests")
    SIGN_AGAIN = "sign_again", _("signature of a second organisation under the second confirmation")
    CONCLUDE = "conclude", _("conclusion")
    DISMISS = "dismiss", _("conclusion: not confirmed")
    ENDED = "ended", _("nothing: the path has ended")
