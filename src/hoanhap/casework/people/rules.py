"""What names, numbers, phones and ages are: facts in, one answer or one reason out.

Fields and lists: law-and-practice.md §1.12. Citizen cards: decree 137/2015, circular 59/2021 (three digits of the
province, one for century and sex, two of the birth year, six by chance).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.text import fold, tidy

ADULT_FROM = 18
OLDEST = 120
"""Years. Somebody older is a typing mistake."""

# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────

_BETWEEN_WORDS = re.compile(r"[\s.'’-]+")
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def name_of(text: str, *, field: str = "name") -> str:
    """A name as it is kept: composed, single spaces, capitals only where names have them.

    Raises RuleViolation ``people.name_missing`` or ``people.name_form``.

    >>> name_of("  NGUYỄN  VĂN MẪU ")
    'Nguyễn Văn Mẫu'
    """
    name = tidy(text)
    if not name:
        raise RuleViolation("people.name_missing", field=field)
    if not _NAME.fullmatch(name) or len(name) > 100:
        raise RuleViolation("people.name_form", field=field)
    if name in (name.upper(), name.lower()):
        name = " ".join(word[:1].upper() + word[1:].lower() for word in name.split(" "))
    return name


@lru_cache(maxsize=50_000)
def same_spelling(name: str) -> str:
    """The name with marks, the tone where today's spelling puts it: "Hoà" and "Hòa" become equal.

    >>> same_spelling("HOÀ") == same_spelling("hòa")
    True
    """
    decomposed = unicodedata.normalize("NFD", tidy(name).lower())
    words = []
    for word in decomposed.split(" "):
        tone = next((ch for ch in word if ch in _TONES), "")
        bare = "".join(ch for ch in word if ch not in _TONES)
        words.append(f"{unicodedata.normalize('NFC', bare)}{tone}")
    return " ".join(words)


@lru_cache(maxsize=50_000)
def word_key(word: str) -> str:
    """A word of a name without marks, ``y`` at the end of a bare syllable as ``i``: "Lý" and "Lí" become equal."""
    bare = re.sub(r"[^a-z]", "", fold(word))
    return bare[:-1] + "i" if re.fullmatch(r"(?:qu|[b-df-hj-np-tv-z]+)y", bare) else bare


def name_words(text: str) -> list[str]:
    """The words of a name as they are searched for."""
    return [key for word in _BETWEEN_WORDS.split(tidy(text)) if (key := word_key(word))]


def search_key(names: Iterable[str]) -> str:
    """What a person is found by: the words of all names, a blank before each, a bar between names.

    >>> search_key(["Nguyễn Văn Mẫu", "Tý"])
    ' nguyen van mau | ti |'
    """
    return "".join(f" {' '.join(name_words(name))} |" for name in names)


@lru_cache(maxsize=50_000)
def order_free(name: str) -> tuple[str, ...]:
    """The words of a name in an order that does not depend on how it was typed."""
    return tuple(sorted(name_words(name)))


def check_country(code: str) -> None:
    """A nationality has two letters, as in ISO 3166-1. Raises RuleViolation ``people.nationality_form``."""
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise RuleViolation("people.nationality_form", field="nationality")


# ── birth ────────────────────────────────────────────────────────────────────────────────────────────────────


def check_birth(*, birth_on: date | None, birth_year: int, on: date, field: str = "") -> None:
    """Day and year of birth agree, and are those of somebody who lives on ``on``. Raises RuleViolation."""
    if birth_on is not None and birth_on.year != birth_year:
        raise RuleViolation("people.birth_disagrees", field=field or "birth_year")
    field = field or ("birth_on" if birth_on else "birth_year")
    if (birth_on or date(birth_year, 1, 1)) > on:
        raise RuleViolation("people.birth_in_future", field=field)
    if birth_year < on.year - OLDEST:
        raise RuleViolation("people.birth_too_long_ago", field=field)


def youngest_age(*, birth_on: date | None, birth_year: int, on: date) -> int:
    """Full years on a day; where only the year of birth is known, the fewest that are possible."""
    born = birth_on or date(birth_year, 12, 31)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def may_be_minor(*, birth_on: date | None, birth_year: int, on: date) -> bool:
    """Whether somebody is under 18 on a day, or may be: in doubt the stricter protection."""
    return youngest_age(birth_on=birth_on, birth_year=birth_year, on=on) < ADULT_FROM


def check_guarded(*, minor: bool, relations: Iterable[str], field: str = "relations") -> None:
    """A minor has a guardian or a parent on record. Raises RuleViolation ``people.guardian_missing``."""
    if minor and not {"guardian", "father", "mother"} & set(relations):
        raise RuleViolation("people.guardian_missing", field=field)


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────

_NUMBER_FORMS = {
    "citizen_card": re.compile(r"\d{12}"),
    "old_card": re.compile(r"\d{9}|\d{12}"),
    "passport": re.compile(r"[A-Z]{1,2}\d{6,8}"),
    "birth_certificate": re.compile(r"[0-9A-Z][0-9A-Z/.-]{0,29}"),
}
_BLANKS, _STOPS, _BETWEEN = re.compile(r"\s+"), re.compile(r"[.\-]"), re.compile(r"[\s.\-]")
_INDEX_KINDS = {"citizen_card": "national", "old_card": "national"}


def number_of(kind: str, text: str, *, field: str = "number") -> str:
    """The number of a paper as it is kept: no blanks or stops, capitals, leading zeros kept.

    Raises RuleViolation ``people.number_form``; the number itself is never in it.
    """
    number = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if kind != "birth_certificate":
        number = _STOPS.sub("", number)
    if kind not in _NUMBER_FORMS or not _NUMBER_FORMS[kind].fullmatch(number):
        raise RuleViolation("people.number_form", field=field, kind=kind)
    return number


def number_index_kind(kind: str) -> str:
    """Under which kind a number is looked up: cards of either format are one, so a number finds its person."""
    return _INDEX_KINDS.get(kind, kind)


def kind_of_number(text: str) -> str:
    """Which paper a number without a word belongs to: 12 digits a citizen card, 9 an old card, else a passport.

    Raises RuleViolation ``people.number_form``.
    """
    digits = _BETWEEN.sub("", text)
    if digits.isdigit():
        if len(digits) in (9, 12):
            return "citizen_card" if len(digits) == 12 else "old_card"
        raise RuleViolation("people.number_form", field="number", kind="citizen_card")
    number_of("passport", text)
    return "passport"


def with_zeros(digits: str) -> str:
    """Digits that a spreadsheet took for a number, with the leading zeros it dropped.

    >>> with_zeros("1090012345")
    '001090012345'
    """
    if digits.isdigit():
        if len(digits) in (10, 11):
            return digits.zfill(12)
        if len(digits) in (7, 8):
            return digits.zfill(9)
    return digits


def card_disagrees(number: str, *, sex: str, birth_year: int) -> bool:
    """Whether a 12-digit citizen card was made for another sex or birth year: worth a second look, no refusal."""
    if not re.fullmatch(r"\d{12}", number):
        return False
    century, male = 19 + int(number[3]) // 2, int(number[3]) % 2 == 0
    return (century * 100 + int(number[4:6]), "male" if male else "female") != (birth_year, sex)


def masked(number: str) -> str:
    """A number with its last three signs only."""
    return "•" * max(len(number) - 3, 0) + number[-3:]


def check_succession(*, old_kind: str, old: str, new_kind: str, new: str) -> None:
    """A citizen card follows an old card; nothing else follows. Raises RuleViolation ``people.no_succession``."""
    if old_kind != "old_card" or new_kind != "citizen_card" or old == new:
        raise RuleViolation("people.no_succession", field="succeeds")


# ── phones ───────────────────────────────────────────────────────────────────────────────────────────────────

_IN_PHONES = re.compile(r"[\s().\-]")
_ABROAD = re.compile(r"^(?:\+|00)?84(?=\d{9,10}$)")
_PHONE = re.compile(r"0[35789]\d{8}|02\d{8,9}")


def phone_of(text: str, *, field: str = "phone") -> str:
    """A Vietnamese telephone number as it is kept: digits with the leading zero.

    Raises RuleViolation ``people.phone_form``; the number itself is never in it.

    >>> phone_of("+84 (90) 123-45.67")
    '0901234567'
    """
    digits = _IN_PHONES.sub("", unicodedata.normalize("NFKC", text))
    digits = _ABROAD.sub("0", digits)
    if not _PHONE.fullmatch(digits):
        raise RuleViolation("people.phone_form", field=field)
    return digits


def phone_with_zero(digits: str) -> str:
    """A telephone number that a spreadsheet took for a number, with its zero again."""
    return f"0{digits}" if digits.isdigit() and len(digits) in (9, 10) and digits[0] in "235789" else digits


# ── days ─────────────────────────────────────────────────────────────────────────────────────────────────────


def check_days(*, from_on: date, to_on: date | None, on: date, field: str = "from_on") -> None:
    """A range of days lies in order and does not begin in the future. Raises RuleViolation."""
    if from_on > on:
        raise RuleViolation("people.day_in_future", field=field, day=from_on)
    if to_on is not None and to_on < from_on:
        raise RuleViolation("people.end_before_start", field="to_on", day=from_on)


def check_reason(reason: str) -> str:
    """The reason, tidied. Raises RuleViolation ``people.reason_missing``."""
    if not (said := tidy(reason)):
        raise RuleViolation("people.reason_missing", field="reason")
    return said


# ── public references ────────────────────────────────────────────────────────────────────────────────────────

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 and O, no 1, I and L: what is read aloud or written by hand is not mistaken. 31 signs: a prime number."""


def reference(signs: Sequence[str]) -> str:
    """A public reference out of five chance signs: "HS-7KQ2-18"; the last sign checks the others."""
    total = sum((place + 1) * ALPHABET.index(sign) for place, sign in enumerate(signs))
    return f"HS-{''.join(signs[:4])}-{''.join(signs[4:])}{ALPHABET[total % len(ALPHABET)]}"


def reference_of(text: str) -> str:
    """A reference as typed, brought to its form. Raises RuleViolation ``people.reference_form`` if the check fails."""
    signs = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper())
    signs = signs[2:] if len(signs) == 8 and signs.startswith("HS") else signs
    if len(signs) != 6 or set(signs) - set(ALPHABET):
        raise RuleViolation("people.reference_form", field="reference")
    known = reference(signs[:-1])
    if known[-1] != signs[-1]:
        raise RuleViolation("people.reference_form", field="reference")
    return known
