"""Numbers in sentences: few things in words, more in figures."""

from django.utils.translation import pgettext

from hoanhap.ground.web.words import number_words


def few(number: int) -> str:
    """ "two" up to nine, then figures."""
    words = {
        1: pgettext("count", "one"),
        2: pgettext("count", "two"),
        3: pgettext("count", "three"),
        4: pgettext("count", "four"),
        5: pgettext("count", "five"),
        6: pgettext("count", "six"),
        7: pgettext("count", "seven"),
        8: pgettext("count", "eight"),
        9: pgettext("count", "nine"),
    }
    return words.get(number) or number_words(number)
