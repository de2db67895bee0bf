"""States and outcomes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportState(TextChoices):
    """The life of an import; which follows which stands in ``rules.NEXT``."""

    READING = "reading", _("being read")
    CHECKED = "checked", _("checked, not written yet")
    REFUSED = "refused", _("refused")
    WRITTEN = "written", _("written")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Outcome(TextChoices):
    """What writing a row would do. A row with problems has none."""

    NONE = "", _("nothing: it has problems")
    NEW = "new", _("new")
    SAME = "same", _("already there")
    CHANGE = "change", _("change")
