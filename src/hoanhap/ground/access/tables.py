"""Columns of the lists of posts and accounts."""

from datetime import date

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.access.models import Post, User
from hoanhap.ground.kernel import clock
from hoanhap.ground.web.lists import Column, DayColumn, LinkColumn, ListTable


class PostTable(ListTable):
    """One row for each post."""

    person = LinkColumn(
        verbose_name=_("Holder"),
        accessor="user__full_name",
        order_by=("user__sort_key", "user__sign_in"),
        to="access:user_detail",
        by=("user_id",),
        attrs={"td": {"lang": "vi"}},
    )
    role = Column(verbose_name=_("Role"))
    place = Column(verbose_name=_("Place"), accessor="place__full_name", order_by=("place__sort_key", "place__code"))
    from_on = DayColumn(verbose_name=_("First day"))
    to_on = DayColumn(verbose_name=_("Last day"))
    state = Column(verbose_name=_("State"), empty_values=(), orderable=False)

    empty_words = _("No post matches these filters.")
    spare = ("to_on",)

    def render_state(self, record: Post) -> str:
        """Open, ended or not begun."""
        return render_to_string("access/_post_state.html", {"state": post_state(record, clock.today())})


class UserTable(ListTable):
    """One row for each account."""

    full_name = LinkColumn(
        verbose_name=_("Holder"), order_by=("sort_key", "sign_in"), to="access:user_detail", by=("pk",)
    )
    sign_in = Column(verbose_name=_("Sign-in name"))
    second_factor = Column(verbose_name=_("Second factor"))
    state = Column(verbose_name=_("State"), accessor="is_active")

    empty_words = _("No account matches these filters.")

    def render_second_factor(self, value: bool) -> str:
        """Whether one is set up."""
        return str(_("set up") if value else _("not set up"))

    def render_state(self, record: User) -> str:
        """Open or closed."""
        return render_to_string("access/_user_state.html", {"user": record})


def post_state(post: Post, day: date) -> str:
    """Whether a post is "open", "ended" or to begin "later", seen from a day."""
    ends = [end for end in (post.to_on, post.place.valid_to) if end]
    if ends and min(ends) < day:
        return "ended"
    return "open" if post.from_on <= day else "later"
