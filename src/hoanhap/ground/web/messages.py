"""Sentences of refusals that belong to no other room."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MESSAGES: dict[str, "StrPromise"] = {
    "web.example": _("This is how a refusal looks that no form could show."),
    "web.no_key": _("The key file “%(name)s” is missing or damaged. Restore it from the backup of the keys."),
    "web.too_many_rows": _(
        "The list has %(rows)s rows; a file holds at most %(most)s. "
        "Narrow the list with its filters, then export again."
    ),
    "web.seal_broken": _("An encrypted entry cannot be opened: it was moved or altered, or the key is another one."),
}
