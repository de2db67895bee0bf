"""What an entry of the audit log can be, and the names that the log itself uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """Something was changed, or somebody looked."""

    EVENT = "event", _("Change")
    READ = "read", _("Read")


SYSTEM_CHAIN = "system"
"""The chain of everything that belongs to no commune-level unit."""

CHECKPOINTED = "audit.checkpointed"
"""The event in the system's chain that says a checkpoint was made."""
