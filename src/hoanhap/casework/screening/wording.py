"""What lines, strips and paths are called on pages and papers."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from hoanhap.casework.screening import rules
from hoanhap.casework.screening.choices import Ending, Found, Identifier, NextStep, NoticeWay, Taking, Verdict
from hoanhap.casework.screening.models import Confirmation, CounterSignature, StripTest
from hoanhap.casework.screening.paths import PathRows
from hoanhap.casework.screening.selectors import PositivePage
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web.words import day_words

TONES = {Verdict.NEGATIVE: "green", Verdict.POSITIVE: "amber", Verdict.INVALID: "grey", "": "grey"}


def result_words(test: StripTest) -> str:
    """What became of a line, in a word or two; a positive says that it is no more than a strip."""
    if test.verdict == Verdict.POSITIVE:
        return _("positive strip, not confirmed")
    return str(Verdict(test.verdict).label if test.verdict else Taking(test.taking).label)


def strips_words(test: StripTest) -> str:
    """Strip by strip."""
    found: dict[str, list[str]] = {}
    for one in sorted(test.readings.all(), key=lambda row: (row.substance, row.attempt)):
        found.setdefault(one.get_substance_display(), []).append(str(one.get_reading_display()))
    return "; ".join(f"{substance}: {', '.join(readings)}" for substance, readings in found.items())


def identified_words(test: StripTest) -> str:
    """By which two things."""
    return "; ".join(str(Identifier(one).label) for one in (test.identified_1, test.identified_2) if one)


@dataclass(frozen=True)
class StepView:
    """One step of a path: done, the next, or still to come."""

    title: str
    words: str
    done: bool
    now: bool
    who: str = ""


@dataclass(frozen=True)
class Button:
    """What the post may do now."""

    words: str
    url: str
    primary: bool = True


def who_next(rows: PathRows, step: str) -> str:
    """Who takes the next step: by organisation."""
    if step in ("sign", "sign_again"):
        waiting = rows.second or rows.first
        of_police = waiting is not None and waiting.recorded_body == "police"
        return _("the health station, who did not read the strip") if of_police else _("the commune police")
    return {
        "confirm": _("police or health station, once the laboratory has answered"),
        "confirm_again": _("police or health station, once the laboratory has answered again"),
        "notify": _("police or health station"),
        "wait": _("the person, who may contest"),
        "conclude": _("the commune police"),
        "dismiss": _("the commune police"),
    }.get(step, "")


def steps_of(page: PositivePage, on: date) -> list[StepView]:
    """The path from the strip to its end, in order."""
    rows = page.rows
    now = rules.next_step(rows.path, on=on)
    test, notified = page.test, rows.notice is not None
    told = [
        _step(_("Positive strip"), strips_words(test), True),
        *_confirmed(rows.first, rows.signature, now, ("confirm", "sign"), rows),
        _step(_("The person is told"), _notice(rows), notified, now == "notify", who_next(rows, "notify")),
        _step(_("Time to contest"), _window(rows), notified and now != "wait", now == "wait", who_next(rows, "wait")),
    ]
    if rows.contest is not None:
        told.append(_step(_("Contested"), _("on %(day)s") % {"day": day_words(rows.contest.contested_on)}, True))
        told += _confirmed(rows.second, rows.second_signature, now, ("confirm_again", "sign_again"), rows)
    ending = str(Ending(rows.conclusion.ending).label) if rows.conclusion else ""
    words = f"{ending} · {day_words(rows.conclusion.concluded_on)}" if rows.conclusion else ""
    told.append(_step(_("Conclusion"), words, bool(words), now in ("conclude", "dismiss"), who_next(rows, now)))
    return told


def _step(title: str, words: str, done: bool, now: bool = False, who: str = "") -> StepView:
    return StepView(title, words, done, now and not done, who if now and not done else "")


def _confirmed(
    row: Confirmation | None, signature: CounterSignature | None, now: str, keys: tuple[str, str], rows: PathRows
) -> list[StepView]:
    words = ""
    if row is not None:
        said = {
            "result": Found(row.result).label,
            "body": row.body,
            "paper": row.paper_no,
            "day": day_words(row.result_on),
        }
        words = _("%(result)s · %(body)s · paper %(paper)s · %(day)s") % said
    signed = _("on %(day)s") % {"day": day_words(signature.signed_on)} if signature else ""
    title = _("Confirmation by a laboratory or facility") if keys[0] == "confirm" else _("Second confirmation")
    return [
        _step(title, words, row is not None, now == keys[0], who_next(rows, keys[0])),
        _step(
            _("Signature of a second organisation"),
            signed,
            signature is not None,
            now == keys[1],
            who_next(rows, keys[1]),
        ),
    ]


def _notice(rows: PathRows) -> str:
    if rows.notice is None:
        return ""
    return f"{day_words(rows.notice.given_on)} · {NoticeWay(rows.notice.way).label}"


def _window(rows: PathRows) -> str:
    if rows.notice is None:
        return ""
    told = {"days": rows.notice.contest_days, "day": day_words(rows.notice.contest_until)}
    return _("%(days)s working days, until the end of %(day)s") % told


def step_words(page: PositivePage, on: date) -> str:
    """What a path waits for, in words."""
    return str(NextStep(rules.next_step(page.rows.path, on=on)).label)


def buttons_of(by: Actor, page: PositivePage, on: date) -> list[Button]:
    """What the acting post may do with a path now."""
    now = rules.next_step(page.rows.path, on=on)
    key, rows = page.test.pk, page.rows
    places = (page.test.line.session.place_id, page.test.line.episode.place_id)
    record = any(by.may(Permission.TESTS_RECORD, at=place) for place in places)
    sign = any(by.may(Permission.TESTS_SIGN, at=place) for place in places)
    found = []

    def to(what: str) -> str:
        return reverse("screening:positive_record", args=[key, what])

    if record and now in ("confirm", "confirm_again"):
        found.append(Button(_("Record the answer"), to("confirmation")))
    if record and now in ("sign", "sign_again"):
        found.append(Button(_("Correct the answer"), to("correction"), primary=False))
    if sign and now in ("sign", "sign_again"):
        waiting = rows.second or rows.first
        if waiting is not None and by.user not in (waiting.recorded_by, page.test.recorded_by):
            found.append(Button(_("Sign"), reverse("screening:positive_sign", args=[key])))
    if record and now == "notify":
        found.append(Button(_("Record the notice"), to("notice")))
    if record and rows.notice is not None and rows.contest is None and now in ("wait", "conclude"):
        found.append(Button(_("Record that the person contests"), to("contest"), primary=False))
    if sign and now in ("conclude", "dismiss"):
        found.append(Button(_("Conclude"), reverse("screening:positive_conclude", args=[key])))
    return found
