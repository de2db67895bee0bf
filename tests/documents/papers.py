"""What the papers of these tests state; nobody real."""

from datetime import date

CONTENT: dict[str, object] = {
    "person_name": "Nguyễn Văn Mẫu",
    "sex": "nam",
    "birth_on": date(1990, 2, 28),
    "occupation": "lao động tự do",
    "current_residence": "Số 7, ngõ 3, phố Thử Nghiệm",
    "measure": "cai nghiện ma túy bắt buộc",
    "completed_on": date(2026, 8, 31),
    "term_words": "02 năm",
    "from_on": date(2026, 8, 31),
    "to_on": date(2028, 8, 31),
    "place_of_management": "phường Ví Dụ",
    "executing_body": "Công an phường Ví Dụ",
    "helper": "ông Lê Văn Thử",
}
