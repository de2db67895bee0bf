"""The words of this app's refusals."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "project.var_not_writable": _("The directory %(path)s cannot be written: %(reason)s."),
    "project.database_unreachable": _("The database cannot be reached: %(reason)s."),
}
