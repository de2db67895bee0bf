"""Closed lists of the rulebooks. Plain enums: nothing here knows Django."""

from enum import StrEnum


class RegimeCode(StrEnum):
    """The three legal regimes a case may cross (domain reference §0)."""

    A = "A"
    A2 = "A2"
    B = "B"


class Unit(StrEnum):
    """What a period is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


class Kind(StrEnum):
    """How a deadline stands to the day it is asked for."""

    AFTER = "after"
    """Within N units after the event."""
    AT_LEAST_BEFORE = "at_least_before"
    """Not later than N units before the end."""
    WITHIN_LAST = "within_last"
    """During the last N units before the end."""


class Measure(StrEnum):
    """The finished measure that post-rehabilitation management follows (L73 40, L120 42)."""

    COMPULSORY = "compulsory"
    COMPULSORY_MINOR = "compulsory_minor"
    VOLUNTARY_HOME = "voluntary_home"
    VOLUNTARY_FACILITY = "voluntary_facility"
    SUBSTITUTION = "substitution"


class Outcome(StrEnum):
    """How a post-rehabilitation term stands, given the absences and prison terms known."""

    COMPLETES = "completes"
    """The term ends on a known day."""
    OPEN = "open"
    """An absence or a prison term is still running: no end can be computed."""
    REMOVED = "removed"
    """Prison took the person off the list under regime A."""


class Step(StrEnum):
    """The part an authority has in an act."""

    PREPARES = "prepares"
    DECIDES = "decides"
    SIGNS = "signs"
    KEEPS = "keeps"
    RECEIVES = "receives"


class Party(StrEnum):
    """Who acts, prepares, decides or signs."""

    CHAIR = "chair"
    CHAIR_OR_POLICE = "chair_or_police"
    COMMUNE_PC = "commune_pc"
    COMMUNE_POLICE = "commune_police"
    COMMUNE_POLICE_CHIEF = "commune_police_chief"
    DISTRICT_POLICE = "district_police"
    DISTRICT_LABOUR = "district_labour"
    PROVINCIAL_LABOUR = "provincial_labour"
    PROVINCIAL_POLICE = "provincial_police"
    PROVINCIAL_POLICE_DIRECTOR = "provincial_police_director"
    PROVINCIAL_PC = "provincial_pc"
    POLICE = "police"
    DISTRICT_COURT = "district_court"
    REGIONAL_COURT = "regional_court"
    FACILITY = "facility"
    FACILITY_DIRECTOR = "facility_director"
    FACILITY_OR_HELPER = "facility_or_helper"
    FACILITY_OR_POLICE = "facility_or_police"
    PRIVATE_FACILITY = "private_facility"
    HEALTH_FACILITY = "health_facility"
    CLINIC = "clinic"
    PROVIDER = "provider"
    DOSSIER_MAKER = "dossier_maker"
    CHAIR_AND_POLICE = "chair_and_police"
    PERSON = "person"
    PERSON_OR_FAMILY = "person_or_family"
    PERSON_OR_GUARDIAN = "person_or_guardian"
    GUARDIAN = "guardian"
