"""The access app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Users, posts and the one access policy."""

    name = "hoanhap.ground.access"
    label = "access"
    verbose_name = _("Access")

    def ready(self) -> None:
        """Read the policy now: a mistake in it stops the program before the first request."""
        from hoanhap.ground.access.policy import policy

        policy()
