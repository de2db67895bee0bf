"""The words of this app's refusals and events, and of the notes and sources that recur in the reference."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "places.unknown_unit": _("There is no unit with code %(unit)s from %(day)s."),
    "places.unknown_province": _("The reference has no province with code %(province)s."),
    "places.province_ended": _(
        "%(province)s ended on %(last)s and passed into %(successor)s: it has no units on %(day)s."
    ),
    "places.no_units_known": _("The sources know no units of %(province)s."),
    "places.before_the_sources": _(
        "The sources show the units only from %(since)s on; what stood on %(day)s is unknown."
    ),
}

EVENTS = {
    "places.reference_loaded": _("Units and successions were loaded from the shipped reference"),
}

NOTES: dict[str, Promise | str] = {
    # units
    "known from this day": _("known from this day on"),
    "began earlier, source silent": _("it began earlier, the sources do not say when"),
    "day from domain reference §2.5": _("the day is from the project's domain reference, §2.5"),
    "begin: change seen in the packages, day from domain reference §2.5": _(
        "begin: the change is seen in the data packages, the day is from the project's domain reference, §2.5"
    ),
    "end: change seen in the packages, day from domain reference §2.5": _(
        "end: the change is seen in the data packages, the day is from the project's domain reference, §2.5"
    ),
    "begin: change of territory from the reviewed overlay, day from domain reference §2.5": _(
        "begin: the change of territory is from the project's reviewed list, the day from its reference, §2.5"
    ),
    "end: change of territory from the reviewed overlay, day from domain reference §2.5": _(
        "end: the change of territory is from the project's reviewed list, the day from its reference, §2.5"
    ),
    "begin: day from general knowledge": _("begin: the day is general knowledge, to be checked"),
    "end: day from general knowledge": _("end: the day is general knowledge, to be checked"),
    "begin from general knowledge": _("the begin is general knowledge, to be checked"),
    "present borders since this day": _("present borders since this day"),
    "number and day from general knowledge, code and name in both packages": _(
        "number and day of the resolution are general knowledge; code and name stand in both data packages"
    ),
    "code and name in both packages": _("code and name stand in both data packages"),
    "the code ends": _("the code ends"),
    "formed of Đà Nẵng and Quảng Nam": _("formed of Đà Nẵng and Quảng Nam"),
    "district without communes": _("a district without communes"),
    "its successor is the special zone Hoàng Sa": _("its successor is the special zone Hoàng Sa"),
    "special zone in place of the district Hoàng Sa": _("special zone in place of the district Hoàng Sa"),
    "it has no commune before it": _("no commune stood here before it"),
    "took in Nông Sơn": _("took in Nông Sơn"),
    "old code reused: until then it was Phương Liên - Trung Tự, of which only a part came here": _(
        "an old code used again: until then it was Phương Liên - Trung Tự, of which only a part came here"
    ),
    # successions
    "the package's default among the successors": _("the successor that the data package names first"),
    "vietnamadminunits 1.0.4 lists the name as an alias of the successor": _(
        "vietnamadminunits 1.0.4 lists the old name among the names of the successor"
    ),
    "same unit": _("the same unit"),
    "only its parent row is a new one": _("only the unit above it began anew"),
    "the unit formed on this day bears this name": _("the unit formed on this day bears this name"),
    "the name of the unit formed on this day": _("its name is that of the unit formed on this day"),
    "it kept a merged neighbour's code": _("it kept the code of a neighbour that joined it"),
    "kept its code": _("it kept its code"),
    "received a part of a neighbour": _("it received a part of a neighbour"),
    "the merged unit took another name": _("the merged unit took another name"),
    "boundary correction": _("correction of a boundary"),
    "main part": _("the main part"),
    "Phương Liên joined it": _("Phương Liên joined it"),
    "a part went here by recollection only": _("that a part went here is from memory only"),
    "check first": _("to be checked first"),
    "commune became a ward of Điện Bàn": _("the commune became a ward of Điện Bàn"),
    "commune Quế Trung became the township Trung Phước": _("the commune Quế Trung became the township Trung Phước"),
    "joined by Nông Sơn": _("Nông Sơn joined it"),
    "all its communes get a new row, because the parent row is a new one": _(
        "all its communes begin anew in the reference, because the unit above them did"
    ),
    "the district is missing from the state of early 2025": _("the district is missing from the state of early 2025"),
    "its communes stand under Quế Sơn": _("its communes stand under Quế Sơn"),
    "Hải Châu I and Hải Châu II formed Hải Châu": _("Hải Châu I and Hải Châu II formed Hải Châu"),
    "derived": _("derived by the project's own tool"),
}
"""What the parts of notes and sources in the reference files say; the parts are divided by semicolons."""

JOINED_BY = _("joined by %(names)s")
PART_JOINED = _("joined by a part of %(names)s")
GENERAL_KNOWLEDGE = _("%(paper)s (general knowledge, to be checked against the Official Gazette)")
_BY_NAME = (
    (re.compile(r"joined by (?P<names>.+) \(a part\)"), PART_JOINED),
    (re.compile(r"joined by (?P<names>.+)"), JOINED_BY),
    (re.compile(r"(?P<paper>.+) \(general knowledge, check against the Gazette\)"), GENERAL_KNOWLEDGE),
)


@dataclass(frozen=True)
class Part:
    """One statement of a note or source. ``known``: in the reader's language, else as the file has it."""

    text: str
    known: bool


def parts(text: str) -> list[Part]:
    """A note or a source of the reference, statement by statement, in the reader's language."""
    return [_part(part.strip()) for part in text.split(";") if part.strip()]


def _part(part: str) -> Part:
    if part in NOTES:
        return Part(str(NOTES[part]), True)
    for pattern, words in _BY_NAME:
        if match := pattern.fullmatch(part):
            return Part(str(words) % match.groupdict(), True)
    return Part(part, False)
