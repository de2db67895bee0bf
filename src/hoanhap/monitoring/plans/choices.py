"""Closed lists of the plans app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    """What a target counts."""

    PERCENT = "percent", "%"
    COMMUNES = "communes", _("communes")
    PERSONS = "persons", _("persons")
    PATIENTS = "patients", _("patients")
    DOSSIERS = "dossiers", _("dossiers")
    CLUBS = "clubs", _("clubs")
    MODELS = "models", _("models")
    SITES = "sites", _("sites")


class Comparison(models.TextChoices):
    """What must be true of the result for the target to be met, as the document words it.

    A plain figure in a document is ``EQUAL``: whether more than that counts as met is not stated anywhere, so
    progress reads it as "at least" for counts and says so (domain reference §6).
    """

    AT_LEAST = "at_least", _("at least")
    MORE_THAN = "more_than", _("more than")
    EQUAL = "equal", _("exactly as stated")
    RANGE = "range", _("from – to")
    MAINTAIN = "maintain", _("keep")


class Measure(models.TextChoices):
    """Over which time the result is counted."""

    STOCK = "stock", _("stock on the last day")
    IN_YEAR = "in_year", _("within the year")
    CUMULATIVE = "cumulative", _("cumulative up to the last day")
    UNSTATED = "unstated", _("not stated")


class Scope(models.TextChoices):
    """Whom or what, inside the place, the target speaks of."""

    CITY = "city", _("whole city")
    LOCALITIES = "localities", _("localities")
    DISTRICTS = "districts", _("urban and rural districts, towns")
    EACH_DISTRICT = "each_district", _("each urban or rural district, town")
    COMMUNES = "communes", _("communes, wards, townships")
    NAMED_COMMUNES = "named_communes", _("named wards")
    CITY_FACILITIES = "city_facilities", _("the city's rehabilitation facilities")
    NON_PUBLIC_FACILITIES = "non_public_facilities", _("non-public facilities")
