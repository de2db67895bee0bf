"""The list of the audit log."""

import json

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.audit.presenters import UnknownEvent, sentence_for
from hoanhap.ground.web.lists import Column, ListTable, MomentColumn
from hoanhap.ground.web.words import number_words


class EntryTable(ListTable):
    """One row for each entry: when, who, what, about what."""

    recorded_at = MomentColumn(_("When"))
    name = Column(_("What"))
    facts = Column(_("Facts"), orderable=False)
    user = Column(_("Account"))
    chain = Column(_("Chain"), order_by=("chain", "seq"))

    class Meta(ListTable.Meta):
        order_by = "-recorded_at"

    def render_name(self, record: AuditEntry) -> str:
        """What happened, in words (the bare name where no app has words for it any more), and to what."""
        try:
            what = sentence_for(record.name)
        except UnknownEvent:
            what = format_html("<code>{}</code>", record.name)
        about = " · ".join(filter(None, (record.subject, record.purpose)))
        return format_html('{}<div class="hn-note">{}</div>', what, about)

    def render_facts(self, record: AuditEntry) -> str:
        """The facts one by one; as they stand where they are no JSON object any more."""
        try:
            pairs = [
                (name, fact if isinstance(fact, str) else json.dumps(fact, ensure_ascii=False))
                for name, fact in record.stated().items()
            ]
        except (ValueError, AttributeError):
            pairs = [("?", record.facts)]
        return format_html_join("", '<div class="hn-note">{}: {}</div>', pairs)

    def render_user(self, record: AuditEntry) -> str:
        """The account, and the role in which it acted."""
        return format_html('{}<div class="hn-note">{}</div>', record.user, record.role)

    def render_chain(self, record: AuditEntry) -> str:
        """The chain and the number in it."""
        number = number_words(record.seq)
        return format_html('<span class="hn-nowrap">{}</span><div class="hn-note">{}</div>', record.chain, number)
