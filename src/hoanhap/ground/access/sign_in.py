"""How allauth and axes are bent to this product: no sign-up, no e-mail, own messages, sealed second-factor secrets."""

from functools import cache
from pathlib import Path
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.access import actions, selectors
from hoanhap.ground.access.models import User
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.kernel.text import tidy

SECOND_FACTOR_KEY = "second_factor_key"
"""The file in ``settings.KEYS``, made by ``hoanhap init``."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator and have no e-mail address."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # One answer for a wrong password, an unknown name and a closed account.
        "username_password_mismatch": _("The sign-in name or the password is not right."),
        "too_many_login_attempts": _("Too many attempts from this address. Try again in a few minutes."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("This is not your present password."),
        "rate_limited": _("Too many requests. Wait a little."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account comes from an administrator."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The account, if name and password are right and it is open.

        allauth would let a closed account through to a page that says so; here it is answered like an unknown one.
        """
        if not settings.DEMO and credentials.get("password") == settings.DEMO_PASSWORD:
            return None  # everybody knows it: a demo's database that is served for real opens to nobody
        user = super().authenticate(request, **credentials)
        return user if isinstance(user, User) and user.is_active else None

    def set_password(self, user: User, password: str) -> None:
        """Through our own action, so that it is recorded and the password counts as the holder's own."""
        changed = actions.change_password(by=Actor(user=str(user.pk)), user=user, password=password)
        user.password, user.password_is_initial = changed.password, changed.password_is_initial

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """A first password is changed before anything else."""
        if isinstance(request.user, User) and request.user.password_is_initial:
            return reverse("account_change_password")
        url: str = super().get_login_redirect_url(request)
        return url

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account page."""
        return reverse("access:account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Where a second factor is set up, step-up asks for it: the password alone is not enough (§3.5)."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if isinstance(user, User) and selectors.has_second_factor(user):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """A closed account that tries a passkey is answered like an unknown one."""
        messages.error(request, self.error_messages["username_password_mismatch"])
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """The holder's language, unless this browser has chosen one already."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                samesite="Lax",
                secure=settings.HTTPS,
                httponly=True,
            )
        return response


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of code generators are sealed with a key that lies outside the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed text."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises InvalidToken with another installation's key."""
        return _seal().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The drawing alone, without the XML head, to stand inside the page: our content policy allows no data URIs."""
        drawing: str = super().build_totp_svg(url)
        return drawing[drawing.index("<svg") :]

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002
        """A first name for a key; the holder may change it."""
        return str(_("Passkey"))


def _seal() -> Fernet:
    return _seal_with(settings.KEYS / SECOND_FACTOR_KEY)


@cache
def _seal_with(path: Path) -> Fernet:
    return Fernet(path.read_bytes())


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The name under which failures are counted: as it is compared, so that "VIDU" is no new chance after "vidu"."""
    name = (credentials or {}).get("username") or request.POST.get("login")
    return tidy(str(name)).lower()[:255] if name else None


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address; behind our own proxies the one they report (``HOANHAP_PROXIES``)."""
    address: str | None = get_client_ip(request)
    return address


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page for too many failures: the same for known and unknown names, and for this address only."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "access/sign_in_locked.html", {"minutes": minutes}, status=429)
