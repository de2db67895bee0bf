"""The words of this app's refusals and events."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "audit.no_signing_key": _("The key that signs checkpoints cannot be read (%(file)s): run `hoanhap init`."),
    "audit.no_public_key": _("The public key that verifies checkpoints cannot be read (%(file)s)."),
    "audit.unreadable_checkpoint": _("“%(file)s” is not a checkpoint, or is damaged."),
    "audit.unwritable_checkpoint": _("The checkpoint cannot be written to “%(file)s”."),
}

EVENTS = {
    "audit.checkpointed": _("A checkpoint of the audit log was made"),
}

REASONS = {
    "digest": _("the entry is not what was written: something in it was changed"),
    "link": _("the entry does not continue the one before it: one was changed, exchanged or put in between"),
    "gap": _("entries are missing here, or come twice"),
    "missing_since_checkpoint": _("the checkpoint knows this entry, and it is gone"),
    "differs_from_checkpoint": _("the checkpoint saw another entry here: the chain was written anew"),
    "checkpoint_signature": _("it is not signed with this key, or was changed after it was signed"),
    "checkpoint_tree": _("it contradicts itself"),
}
