"""The clock of a term, drawn: what has counted, what has not, what is left; and why it ends when it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoanhap.casework.episodes import overview, rules
from hoanhap.casework.episodes.choices import InterruptionKind, Measure
from hoanhap.casework.episodes.models import Episode
from hoanhap.doors.desk.law_words import regime_words, sources_of
from hoanhap.ground.kernel.text import capital
from hoanhap.ground.law.periods import add_months
from hoanhap.ground.web.words import day_words, number_words

NARROW = 9.0
"""A part under so many percent has no room for words inside."""
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A stretch of the bar, in percent of the whole."""

    start: float
    wide: float
    tone: str
    words: str = ""  # inside the bar
    below: str = ""  # under it

    @property
    def middle(self) -> float:
        """Where its words stand."""
        return self.start + self.wide / 2


@dataclass(frozen=True)
class Reason:
    """One line of the answer to "why?"."""

    label: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """The clock as the page draws it."""

    title: str
    parts: list[Part]
    now: float | None
    now_words: str
    start: str
    end: str
    spoken: str
    printed: str
    computed: str
    because: str
    differs: bool
    paused: bool
    reasons: list[Reason]

    @property
    def now_anchor(self) -> str:
        """How the words over the mark of today lie, so that they stay inside the drawing."""
        at = self.now or 0
        return "start" if at < 12 else "end" if at > 88 else "middle"


def bar_of(episode: Episode, *, on: date, full: bool = True) -> Bar | None:
    """The clock of a measure on a day; None while its term has not begun or has no length.

    Not ``full``: days and lengths only, not why days do not count (posts that see dates alone).
    """
    if episode.started_on is None or (episode.ends_on is None and episode.months is None):
        return None
    breaks = overview.breaks_of(episode)
    clock = rules.clock_on(started_on=episode.started_on, ends_on=episode.ends_on, breaks=breaks, on=on)
    last = episode.ends_on or _likely_end(episode, clock, on)
    whole = max((last - episode.started_on).days, 1)
    upto = min(max(on, episode.started_on), last)
    parts = _parts(clock, first=episode.started_on, last=last, upto=upto, whole=whole, full=full)
    return Bar(
        title=_title(episode),
        parts=parts,
        now=100 * (on - episode.started_on).days / whole if episode.started_on <= on <= last else None,
        now_words=_("today %(day)s") % {"day": day_words(on)},
        start=f"{day_words(episode.started_on)} {_start_words(episode)}",
        end=_("ends %(day)s") % {"day": day_words(last)} if episode.ends_on else _("no end can be computed yet"),
        spoken=_spoken(clock),
        printed=day_words(episode.printed_to) if episode.printed_to else "",
        computed=day_words(episode.ends_on) if episode.ends_on else "",
        because=_because(clock) if full else "",
        differs=bool(episode.printed_to and episode.ends_on and episode.printed_to != episode.ends_on),
        paused=not clock.running,
        reasons=_reasons(episode, breaks, clock) if full else [],
    )


def _title(episode: Episode) -> str:
    if episode.months is None:
        return _("Term")
    return _("Term of %(number)s months") % {"number": number_words(episode.months)}


def _likely_end(episode: Episode, clock: rules.Clock, on: date) -> date:
    """Where the bar ends while an interruption lasts: as if it were over today."""
    assert episode.started_on is not None  # noqa: S101 - asked by the caller
    assert episode.months is not None  # noqa: S101 - asked by the caller
    return max(add_months(episode.started_on, episode.months) + timedelta(days=clock.uncounted), on + DAY)


def _parts(clock: rules.Clock, *, first: date, last: date, upto: date, whole: int, full: bool) -> list[Part]:
    """Stretches in their order: counted in green, not counted in amber, what is left in grey."""
    cuts: list[tuple[date, date, str, str]] = []  # after this day, to this day, tone, words below
    at = first
    for begin, end, kind in clock.pauses:
        start, stop = max(begin - DAY, at), min(end or upto, last)
        if stop <= start:
            continue
        cuts += _plain(at, start, upto)
        days = (stop - start).days
        words = ngettext("%(kind)s, %(number)s day", "%(kind)s, %(number)s days", days)
        below = words % {"kind": pause_words(kind), "number": number_words(days)} if full else _days_words("lost", days)
        cuts.append((start, stop, "amber", below))
        at = stop
    cuts += _plain(at, last, upto)
    parts = []
    widest = {tone: max(((b - a).days for a, b, t, _w in cuts if t == tone), default=0) for tone in ("green", "grey")}
    for begin, end, tone, below in cuts:
        wide = 100 * (end - begin).days / whole
        words = ""
        if wide >= NARROW and tone in widest and (end - begin).days == widest[tone]:
            words = _inside(tone, clock)
            widest[tone] = -1
        parts.append(Part(start=100 * (begin - first).days / whole, wide=wide, tone=tone, words=words, below=below))
    return parts


def _plain(start: date, stop: date, upto: date) -> list[tuple[date, date, str, str]]:
    """A stretch without interruption: what has passed, and what is left."""
    found = []
    if start < min(stop, upto):
        found.append((start, min(stop, upto), "green", ""))
    if max(start, upto) < stop:
        found.append((max(start, upto), stop, "grey", ""))
    return found


def _inside(tone: str, clock: rules.Clock) -> str:
    if tone == "green":
        return _days_words("counted", clock.counted)
    return _days_words("left", clock.remaining) if clock.remaining is not None else ""


def _days_words(what: str, number: int) -> str:
    written = {"number": number_words(number)}
    if what == "counted":
        return ngettext("%(number)s day counted", "%(number)s days counted", number) % written
    if what == "lost":
        return ngettext("%(number)s day not counted", "%(number)s days not counted", number) % written
    return ngettext("%(number)s day left", "%(number)s days left", number) % written


def pause_words(kind: InterruptionKind) -> str:
    """Why days do not count."""
    return {
        InterruptionKind.ABSENCE: _("unreported absence"),
        InterruptionKind.PRISON: _("in prison"),
        InterruptionKind.ESCAPE: _("away from the facility without leave"),
        InterruptionKind.DETENTION: _("in custody"),
    }[kind]


def _start_words(episode: Episode) -> str:
    if episode.measure == Measure.POST_REHAB:
        return _("rehabilitation completed (start of the term)")
    return _("start of the term")


def _spoken(clock: rules.Clock) -> str:
    said = [_days_words("counted", clock.counted)]
    if clock.uncounted:
        said.append(_days_words("lost", clock.uncounted))
    if clock.remaining is not None:
        said.append(_days_words("left", clock.remaining))
    return ", ".join(said)


def _because(clock: rules.Clock) -> str:
    """Why the end is another than the months alone would make it."""
    kinds = list(dict.fromkeys(kind for _begin, _end, kind in clock.pauses))
    if not kinds:
        return ""
    what = ", ".join(pause_words(kind) for kind in kinds)
    if not clock.running:
        return _("stands still: %(what)s") % {"what": what}
    days = sum((end - begin).days + 1 for begin, end, _kind in clock.pauses if end)
    words = ngettext(
        "because %(number)s day does not count (%(what)s)", "because %(number)s days do not count (%(what)s)", days
    )
    return words % {"number": number_words(days), "what": what}


def _reasons(episode: Episode, breaks: Sequence[rules.Break], clock: rules.Clock) -> list[Reason]:
    """The rules with their law, and the facts, from which the end is computed."""
    assert episode.started_on is not None  # noqa: S101 - asked by the caller
    term = overview.term_of(episode, list(breaks))
    found = [Reason(code, law or _("own rule")) for code, law in sources_of(term.rules)] if term else []
    found.append(Reason(_("Law of the term"), regime_words(episode.started_on)))
    found.append(Reason(capital(_start_words(episode)), day_words(episode.started_on)))
    for begin, end, kind in clock.pauses:
        until = day_words(end) if end else _("still lasts")
        found.append(Reason(_("Not counted"), f"{day_words(begin)} – {until}: {pause_words(kind)}"))
    for one in breaks:
        if one.reported:
            until = day_words(one.last) if one.last else "…"
            found.append(Reason(_("Days that count"), f"{day_words(one.first)} – {until}: " + _("reported absence")))
    if episode.printed_from and episode.printed_to:
        printed = f"{day_words(episode.printed_from)} – {day_words(episode.printed_to)}"
        found.append(Reason(_("Printed on the decision"), printed))
    return found
