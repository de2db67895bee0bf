"""Closed lists of personal help: needs, plans, visits, the month's roll-call and the quarter's review."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NeedKind(TextChoices):
    """What somebody needs. Health is an appointment and nothing more: which one is chosen with the health staff."""

    HEALTH = "health", _("health appointment")
    TREATMENT = "treatment", _("support in staying clean")
    JOB = "job", _("work")
    TRAINING = "training", _("vocational training")
    LOAN = "loan", _("loan")
    PAPERS = "papers", _("identity papers")
    HOUSING = "housing", _("a place to live")
    FAMILY = "family", _("family")
    LEGAL = "legal", _("legal aid")
    STUDY = "study", _("school")
    OTHER = "other", _("another need")


class NeedState(TextChoices):
    """What became of a need."""

    OPEN = "open", _("not met yet")
    MET = "met", _("met")
    DROPPED = "dropped", _("no longer wanted")


class Period(TextChoices):
    """For how long an item of a help plan is set (plan 270 §II.1: by month, quarter and year)."""

    MONTH = "month", _("this month")
    QUARTER = "quarter", _("this quarter")
    YEAR = "year", _("this year")


class ItemState(TextChoices):
    """What became of an item of a help plan."""

    OPEN = "open", _("to do")
    DONE = "done", _("carried out")
    NOT_DONE = "not_done", _("not carried out")


class VisitState(TextChoices):
    """A visit is planned; then it was made, or it was missed."""

    PLANNED = "planned", _("planned")
    DONE = "done", _("made")
    MISSED = "missed", _("missed")


class Way(TextChoices):
    """How two people met."""

    HOME = "home", _("at home")
    PHONE = "phone", _("by telephone")
    ELSEWHERE = "elsewhere", _("elsewhere")


class Doing(TextChoices):
    """What was done at a visit."""

    TALK = "talk", _("talked and encouraged")
    FAMILY = "family", _("talked with the family")
    JOB = "job", _("looked for work or training")
    PAPERS = "papers", _("helped with papers")
    LOAN = "loan", _("explained loans and support")
    HEALTH = "health", _("arranged a health appointment")
    LAW = "law", _("explained duties and rights")
    OTHER = "other", _("something else")


class MissedBecause(TextChoices):
    """Why a visit was not made."""

    NOT_HOME = "not_home", _("the person was not there")
    ASKED = "asked", _("the person asked for another day")
    REFUSED = "refused", _("the person did not want it")
    HELPER = "helper", _("the helper could not come")
    OTHER = "other", _("another reason")


class Presence(TextChoices):
    """How somebody answered the month's roll-call."""

    PRESENT = "present", _("present")
    PHONE = "phone", _("by telephone")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class Grade(TextChoices):
    """The grade of a quarter. The sources give no scale; this is the usual one (domain reference §4.1)."""

    GOOD = "good", _("Good")
    FAIR = "fair", _("Fair")
    AVERAGE = "average", _("Average")
    WEAK = "weak", _("Weak")


class Work(TextChoices):
    """How somebody lives by work, in the quarter's review."""

    STEADY = "steady", _("steady work")
    CASUAL = "casual", _("casual work")
    LEARNING = "learning", _("learning a trade or at school")
    LOOKING = "looking", _("looking for work")
    UNABLE = "unable", _("cannot work")


class Family(TextChoices):
    """How the family stands, in the quarter's review."""

    SUPPORTS = "supports", _("supports")
    DISTANT = "distant", _("distant")
    NONE = "none", _("no family here")
