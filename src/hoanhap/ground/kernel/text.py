"""Vietnamese text: folding for search, keys for sorting, numbers and dates as Viet Nam writes them.

Databases disagree about Vietnamese (SQLite's ``LIKE`` folds ASCII only; PostgreSQL sorts it right only with one
collation), so search and order rest on keys that are computed here and stored beside the text.
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: str(rank) for rank, letter in enumerate(_ALPHABET, start=10)}
_END, _NEXT_WORD, _SYMBOL, _NUMBER, _FOREIGN = "01", "02", "05", "07", "99"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
"""Level first, then grave, hook, tilde, acute, dot below: the order of Vietnamese dictionaries."""


def tidy(text: str) -> str:
    """The same words in composed Unicode (NFC) with single spaces and no space at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=50_000)
def capital(words: object) -> str:
    """The same words, beginning with a capital."""
    text = str(words)
    return text[:1].upper() + text[1:]


def fold(text: str) -> str:
    """The text as somebody types it without marks: lower case, no diacritics, ``đ`` as ``d``.

    >>> fold("Thị trấn  Đại Nghĩa")
    'thi tran dai nghia'
    """
    decomposed = unicodedata.normalize("NFD", tidy(text).lower().replace("đ", "d"))
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch))


def sort_key(text: str) -> str:
    """A key of digits alone, whose order, under any collation, is the order of a Vietnamese dictionary.

    Letters decide first (``ă`` after ``a``, ``đ`` after ``d``), word by word; tones only between equal letters.
    Numbers inside a text sort by value: "Phường 2" before "Phường 10".
    """
    words: list[str] = []
    tones = ""
    for word in re.findall(r"\d+|[^\W\d_]+|\S", tidy(text).lower()):
        if word.isdecimal():
            words.append(_NUMBER + f"{int(word[:12]):012d}")
            continue
        ranks, last = "", ""
        for ch in unicodedata.normalize("NFD", word):
            if ch in _TONES:
                tones = tones[:-1] + _TONES[ch]
            elif unicodedata.combining(ch):
                last = unicodedata.normalize("NFC", last + ch)
                ranks = ranks[:-2] + _RANK.get(last, ranks[-2:])
            else:
                last = ch
                ranks += _RANK.get(ch, _SYMBOL if not ch.isalpha() else _FOREIGN)
                tones += "0"
        words.append(ranks)
    return _NEXT_WORD.join(words) + _END + tones


def half_up(value: Decimal) -> int:
    """Round to the nearest whole number, halves away from zero: the plan's own way of rounding."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def number_vi(value: Decimal | int | float, places: int = 0) -> str:
    """A number as Viet Nam writes it: ``1234.5`` → ``"1.234,5"``, rounded half up to ``places`` decimals."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,.{places}f}".translate(str.maketrans(",.", ".,"))
