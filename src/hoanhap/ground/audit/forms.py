"""The form of a verification."""

from django.utils.translation import gettext_lazy as _

from hoanhap.ground.web.forms import MEGABYTE, Form, UploadField


class VerificationForm(Form):
    """Which checkpoint to hold the log against, if any. A city's has about a tenth of a megabyte."""

    checkpoint = UploadField(
        label=_("Checkpoint file"),
        help_text=_(
            "The file you hold outside this system. Without it, a cut or wholly rewritten chain is not noticed."
        ),
        endings=(".json",),
        limit=2 * MEGABYTE,
        required=False,
    )
