"""Closed lists of the people app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    """As the identity paper has it."""

    MALE = "male", _("male")
    FEMALE = "female", _("female")


class IdentifierKind(TextChoices):
    """Papers with a number of their own."""

    CITIZEN_CARD = "citizen_card", _("citizen identity card (12 digits)")
    OLD_CARD = "old_card", _("old identity card (9 or 12 digits)")
    PASSPORT = "passport", _("passport")
    BIRTH_CERTIFICATE = "birth_certificate", _("birth certificate")


class ContactKind(TextChoices):
    """Ways to reach somebody."""

    PHONE = "phone", _("telephone")
    SOCIAL = "social", _("social network")


class RelationKind(TextChoices):
    """Who the other one is to the person."""

    GUARDIAN = "guardian", _("guardian")
    FATHER = "father", _("father")
    MOTHER = "mother", _("mother")
    SPOUSE = "spouse", _("wife or husband")
    CHILD = "child", _("child")
    SIBLING = "sibling", _("brother or sister")
    CONTACT = "contact", _("person to be told")
    OTHER = "other", _("somebody else close")


class ResidenceKind(TextChoices):
    """What a residence is in law."""

    CURRENT = "current", _("lives there")
    PERMANENT = "permanent", _("permanent residence")
    TEMPORARY = "temporary", _("temporary residence")


class Act(TextChoices):
    """What a residence fact does."""

    RECORDED = "recorded", _("recorded")
    ENDED = "ended", _("ended")
    CORRECTED = "corrected", _("corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class TieKind(TextChoices):
    """Why a post or an agency works with one person."""

    HELPER = "helper", _("helps the person")
    MEMBER = "member", _("member of its club or group")
    CLIENT = "client", _("comes for counselling or care")
    APPLICANT = "applicant", _("applies for a loan, training or work")
    RESIDENT = "resident", _("stays in its facility")
    UNDER_DECISION = "under_decision", _("under a decision")
    INCOMING = "incoming", _("is being handed over to it")


class MergeAct(TextChoices):
    """What a merge fact does."""

    MERGED = "merged", _("merged")
    UNDONE = "undone", _("undone")


class DetailKind(TextChoices):
    """Particulars that are kept only where a form asks for them."""

    ETHNIC_GROUP = "ethnic_group", _("ethnic group")
    RELIGION = "religion", _("religion")
    EDUCATION = "education", _("education")
    OCCUPATION = "occupation", _("occupation")
    WORKPLACE = "workplace", _("place of work or study")
    MARITAL_STATUS = "marital_status", _("marital status")
    BIRTH_PLACE = "birth_place", _("place of birth")
    HOME_TOWN = "home_town", _("home town")


class Purpose(TextChoices):
    """What a file may be opened for: a closed list. Criminal investigation is none."""

    AFTERCARE = "P1", _("decide and manage aftercare")
    HELP = "P2", _("personal help")
    TESTING = "P3", _("drug testing")
    HEALTH = "P4", _("health care")
    HIV = "P5", _("HIV care")
    LIVELIHOOD = "P6", _("livelihood and loan")
    LEGAL_AID = "P7", _("legal aid")
    INSPECTION = "P9", _("inspection")
    DISCLOSURE = "P10", _("statutory disclosure")
    OWN_REQUEST = "P11", _("the person's own request")


class ReopenReason(TextChoices):
    """For which new measure a closed file is opened again. A closed list: the log keeps no words about anybody."""

    USE = "use", _("found to use drugs again")
    REGISTERED = "registered", _("registers for rehabilitation or treatment of their own will")
    NOTICE = "notice", _("a decision or notice of another body has arrived")


class TransferAnswer(TextChoices):
    """What the unit that holds somebody says to another that asks. A closed list: no answer names the unit."""

    OPEN = "open", _("not answered yet")
    AGREED = "agreed", _("the file will be handed over")
    STAYS = "stays", _("the person still lives in the unit that holds the file")
    SOMEBODY_ELSE = "somebody_else", _("it is somebody else")


class NamesakesAnswer(TextChoices):
    """What the city finds of two files that look alike."""

    OPEN = "open", _("not looked at yet")
    SAME = "same", _("one person: the two units settle who goes on")
    DIFFERENT = "different", _("two people")
