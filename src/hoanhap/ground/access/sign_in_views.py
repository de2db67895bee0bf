"""The sign-in page: allauth's, with the demo's accounts beside it."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings

from hoanhap.ground.access import selectors
from hoanhap.ground.kernel import clock


class SignIn(LoginView):  # type: ignore[misc]
    """Sign in by name and password, or by passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """In the demo also the accounts to try, none of which is a real person."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO:
            context |= {
                "demo_groups": selectors.demo_accounts(on=clock.today()),
                "demo_password": settings.DEMO_PASSWORD,
            }
        return context
