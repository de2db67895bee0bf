"""How notes and sources of the reference are shown."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hoanhap.ground.places import messages

register = template.Library()


@register.simple_tag
def statements(text: str) -> SafeString:
    """A note or a source, statement by statement, in the reader's language; names stay as they are."""
    return format_html_join("; ", "{}", ((_statement(part),) for part in messages.parts(text)))


def _statement(part: messages.Part) -> SafeString | str:
    return part.text if part.known else format_html('<span translate="no">{}</span>', part.text)
