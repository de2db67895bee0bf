"""The words of this app's refusals."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "demo.people_out_of_range": _("The demo can invent between 0 and %(most)s people."),
    "demo.not_here": _("This database has accounts of its own: the demo goes into a database that has none."),
    "demo.unit_missing": _("The unit with code %(unit)s from %(valid_from)s is missing: run `hoanhap init` first."),
}
