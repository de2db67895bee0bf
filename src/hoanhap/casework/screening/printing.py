"""The list of a draw and the minutes of a session as files, on layouts of our own ("không theo mẫu")."""

from datetime import date

from hoanhap.casework.screening.choices import SessionKind
from hoanhap.casework.screening.selectors import DrawPage, SheetPage
from hoanhap.casework.screening.wording import identified_words, result_words, strips_words
from hoanhap.ground.access.models import Post
from hoanhap.ground.documents.files import MEDIA_TYPES, RenderedFile, unsigned_file
from hoanhap.ground.kernel.errors import NotFound


def draw_file(page: DrawPage, form: str, on: date) -> RenderedFile:
    """The list of a draw: references and weights, no name. Raises NotFound for another format."""
    _check(form)
    rows = [
        {
            "file_reference": row.reference,
            "draw_weight": row.weight,
            "draw_key": f"{row.key:.10f}",
            "draw_rank": row.rank or "",
        }
        for row in page.rows
    ]
    content = {
        "draw_no": page.draw.reference, "draw_seed": page.draw.seed, "draw_digest": page.draw.digest,
        "draw_rows": rows, "total_words": f"{len(rows)} người trong danh sách, chọn {page.draw.how_many}",
        "as_of": page.draw.recorded_at, "reason": page.draw.reason,
    }  # fmt: skip
    return unsigned_file("O-TEST-DRAW", form, body="committee", place=page.draw.place, content=content, on=on)


def minutes_file(page: SheetPage, form: str) -> RenderedFile:
    """The minutes of a session, to be signed by everybody present. Raises NotFound for another format."""
    _check(form)
    session = page.session
    rows = []
    for row in page.rows:
        person, test = row.line.episode.person, row.test
        told = {"file_reference": person.reference, "person_name": person.name, "birth_on": person.birth_year}
        if test is not None:
            told |= {
                "identified_words": identified_words(test),
                "strips_words": strips_words(test),
                "result_words": result_words(test),
            }
        rows.append(told)
    drawn = session.kind == SessionKind.UNANNOUNCED
    content = {
        "tested_on": session.held_on, "test_venue": session.venue,
        "test_kind": "đột xuất, theo kết quả chọn ngẫu nhiên" if drawn else "định kỳ",
        "police_present": _present(session.police), "health_present": _present(session.health),
        "tested_people": rows, "minutes_no": page.minutes.paper_no if page.minutes else "",
        "draw_no": f"{session.place.code}-{session.draw.month:%Y-%m}-{session.draw.number}" if session.draw else "",
        "total_words": f"{len(rows)} người có tên trong buổi xét nghiệm",
    }  # fmt: skip
    return unsigned_file(
        "O-TEST-MINUTES", form, body="committee", place=session.place, content=content, on=session.held_on
    )


def _present(post: Post) -> str:
    return f"{post.user.full_name}, {post.get_role_display()}"


def _check(form: str) -> None:
    if form not in MEDIA_TYPES:
        raise NotFound("screening.unknown")
