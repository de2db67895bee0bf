"""Lists of this room."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.people import messages, staging, wording
from hoanhap.casework.people.choices import Purpose
from hoanhap.casework.people.duplicates import Pair
from hoanhap.casework.people.importing import Outcome
from hoanhap.casework.people.matching import Reason
from hoanhap.casework.people.models import Namesakes
from hoanhap.ground.access import selectors as access
from hoanhap.ground.access.choices import ROLE_WORDS
from hoanhap.ground.access.models import Post
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.exchange.models import ImportRow
from hoanhap.ground.kernel.permissions import Role
from hoanhap.ground.web.lists import Column, ListTable, MomentColumn, NumberColumn
from hoanhap.ground.web.templatetags.shelf import pill


class PairTable(ListTable):
    """Pairs of files that may be about one person."""

    empty_title = _("No two files look alike")
    empty_words = _("Nobody in your units looks like somebody else there, or those who do were told apart.")

    names = Column(verbose_name=_("Two files"), accessor="one", orderable=False)
    match = Column(verbose_name=_("How sure"), accessor="judgement", orderable=False)
    reasons = Column(verbose_name=_("What speaks for it"), accessor="judgement", orderable=False)
    compare = Column(verbose_name="", accessor="other", orderable=False)

    class Meta(ListTable.Meta):
        fields = ("names", "match", "reasons", "compare")

    def render_names(self, record: Pair) -> SafeString:
        """Name, year and reference of both."""
        both = ((one.name, one.birth_year, one.reference) for one in (record.one, record.other))
        line = '<div><span lang="vi">{}</span>, {} <span class="hn-note hn-nowrap">{}</span></div>'
        return format_html_join("", line, both)

    def render_match(self, record: Pair) -> SafeString:
        """As a pill."""
        words, tone = wording.MATCHES[record.judgement.match]
        return pill(words, tone)

    def render_reasons(self, record: Pair) -> str:
        """In words."""
        return _reasons(record.judgement.reasons)

    def render_compare(self, record: Pair) -> SafeString:
        """The next step."""
        address = reverse("people:duplicate_pair", args=[record.one.reference, record.other.reference])
        return format_html('<a class="btn btn-outline" href="{}">{}</a>', address, _now("Compare"))


def _reasons(reasons: Iterable[Reason]) -> str:
    return ", ".join(str(wording.REASONS[reason]) for reason in reasons)


class NamesakesTable(ListTable):
    """Files of two units that may be about one person, by code alone."""

    empty_title = _("No suspected namesakes")
    empty_words = _("No unit has asked the city to compare, or nothing matches these filters.")

    codes = Column(verbose_name=_("Two codes"), accessor="own__reference", orderable=False)
    reasons = Column(verbose_name=_("What speaks for it"), orderable=False)
    raised_at = MomentColumn(verbose_name=_("Asked"))
    answer = Column(verbose_name=_("What the city finds"))

    class Meta(ListTable.Meta):
        fields = ("codes", "reasons", "raised_at", "answer")

    def render_codes(self, record: Namesakes) -> SafeString:
        """Both references, as a link to the comparison."""
        address = reverse("people:namesake_answer", args=[record.pk])
        return format_html('<a href="{}">{} · {}</a>', address, record.own.reference, record.other.reference)

    def render_reasons(self, value: list[str]) -> str:
        """In words."""
        return _reasons(Reason(one) for one in value)

    def render_answer(self, record: Namesakes) -> SafeString:
        """As a pill."""
        tone = {"open": "amber", "same": "green", "different": "grey"}[record.answer]
        return pill(record.get_answer_display(), tone)


class LookTable(ListTable):
    """Who looked at one person's file, in words and without ids."""

    empty_title = _("Nobody has looked")
    empty_words = _("Nobody has opened this file since it was made.")

    recorded_at = MomentColumn(verbose_name=_("When"), orderable=False)
    user = Column(verbose_name=_("Who"), orderable=False, attrs={"td": {"lang": "vi"}})
    role = Column(verbose_name=_("Role"), orderable=False)
    post = Column(verbose_name=_("Unit"), orderable=False, attrs={"td": {"lang": "vi"}})
    name = Column(verbose_name=_("What was looked at"), orderable=False)
    purpose = Column(verbose_name=_("For what"), orderable=False)

    class Meta(ListTable.Meta):
        model = AuditEntry
        fields = ("recorded_at", "user", "role", "post", "name", "purpose")

    def body(self) -> SafeString:
        """The names of those who looked are fetched for the page at once."""
        rows = [row.record for row in self.paginated_rows]
        self.names: dict[str, str] = access.names_of(row.user for row in rows)
        self.posts: dict[str, Post] = access.posts_of(row.post for row in rows)
        return super().body()

    def render_user(self, value: str) -> str:
        """The full name."""
        return self.names.get(value, str(_now("the system itself")))

    def render_role(self, value: str) -> str:
        """In words."""
        return str(ROLE_WORDS.get(Role(value), "–")) if value else "–"

    def render_post(self, value: str) -> str:
        """The unit of the post."""
        return self.posts[value].place.full_name if value in self.posts else "–"

    def render_name(self, value: str) -> str:
        """What was opened or shown."""
        return str(messages.EVENTS.get(value, _now("Something of this file was looked at")))

    def render_purpose(self, value: str) -> str:
        """In words."""
        return str(Purpose(value).label) if value in Purpose.values else value


class RowTable(ListTable):
    """Every row of a list, with what it amounts to and what is wrong with it."""

    empty_title = _("No such row")
    empty_words = _("No row of the list amounts to this.")

    number = NumberColumn(verbose_name=_("Row"), orderable=False)
    who = Column(verbose_name=_("Name in the list"), accessor="values", orderable=False, attrs={"td": {"lang": "vi"}})
    amounts = Column(verbose_name=_("Outcome"), accessor="values", orderable=False)
    why = Column(
        verbose_name=_("Cell and reason, or what is written too"), accessor="problems", orderable=False, empty_values=()
    )

    class Meta(ListTable.Meta):
        model = ImportRow
        fields = ("number", "who", "amounts", "why")

    def render_who(self, record: ImportRow) -> str:
        """The name, so that the row is found in one's own list; the sealed row is opened for it."""
        return str(staging.opened(record.run_id, record.number, record.values).get("name") or "")

    def render_amounts(self, record: ImportRow) -> SafeString:
        """As a pill."""
        words, tone = wording.OUTCOMES[Outcome(record.values["outcome"])]
        return pill(words, tone)

    def render_why(self, record: ImportRow, value: list[dict[str, str]]) -> SafeString:
        """One line a problem; what else is told of the row."""
        problems = sorted(value, key=lambda problem: (len(problem["cell"]), problem["cell"]))
        lines = [(f"{one['cell']}: " if one["cell"] else "", one["reason"]) for one in problems]
        lines += [("", one) for one in staging.told(record.run_id, record.number, record.values)]
        return format_html_join("", "<div><strong>{}</strong>{}</div>", lines)
