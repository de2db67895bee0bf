"""Names, numbers, telephones and addresses that cannot be anybody's.

Every given name is a word for "sample", "example", "trial", "imagined" or the like, mostly with a number behind it.
Citizen cards begin with 999 (no province has a code above 096), old cards with 000, telephones with 051 (no network
has that prefix); addresses stand in streets called "Ví Dụ" and the like.
"""

from random import Random

FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh",
    "Trịnh", "Mai", "Tô", "Đoàn", "Lương", "Cao", "Tạ", "Hà", "Chu",
)  # fmt: skip
MIDDLES = {
    "male": ("Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Công"),
    "female": ("Thị", "Thu", "Ngọc", "Thanh", "Kim"),
}
GIVEN = ("Mẫu", "Ví Dụ", "Thử", "Thí Dụ", "Giả Định", "Minh Họa", "Tưởng Tượng", "Hư Cấu", "Thử Nghiệm", "Làm Mẫu")
"""Sample, example, trial, instance, assumed, illustration, imagined, fictitious, experiment, specimen."""

MOST = 900_000
"""So many people can be told apart by their numbers."""

_DIGITS = ("", "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín")
STREETS = ("Ví Dụ", "Mẫu", "Thử Nghiệm", "Minh Họa", "Giả Định")


def number_words(number: int) -> str:
    """A number under 100 in words, each with a capital, as it stands behind a sample name.

    >>> number_words(5), number_words(15), number_words(41)
    ('Năm', 'Mười Lăm', 'Bốn Mươi Mốt')
    """
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    last = "Lăm" if ones == 5 else "Mốt" if ones == 1 and tens > 1 else _DIGITS[ones]
    return f"{'Mười' if tens == 1 else _DIGITS[tens] + ' Mươi'} {last}".strip()


def full_name(chance: Random, *, sex: str) -> str:
    """Somebody's name."""
    given = chance.choice(GIVEN)
    number = chance.randrange(60)
    parts = (chance.choice(FAMILIES), chance.choice(MIDDLES[sex]), given, number_words(number))
    return " ".join(part for part in parts if part)


def citizen_card(*, index: int, sex: str, birth_year: int) -> str:
    """The number of a card of no province, one for each index under a million. Century, sex and year agree."""
    century = 2 * (birth_year // 100 - 19) + (sex == "female")
    return f"999{century}{birth_year % 100:02d}{index:06d}"


def old_card(*, index: int) -> str:
    """Nine digits that no office gave out."""
    return f"000{index:06d}"


def phone(*, index: int) -> str:
    """A telephone of a prefix that no network has."""
    return f"051{index:07d}"


def address(chance: Random) -> str:
    """Where somebody lives: a house in a street that is nowhere."""
    return f"Số {chance.randint(1, 99)}, ngõ {chance.randint(1, 40)}, phố {chance.choice(STREETS)}"
