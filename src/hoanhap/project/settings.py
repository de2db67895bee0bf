"""Settings. Everything that differs between machines comes from the environment; see docs/how-to/install.md.

``DATABASE_URL``     the database; SQLite files too. Default: a file in ``HOANHAP_VAR``.
``HOANHAP_VAR``      where files that are not code live: database, keys, uploads. Default: ``var`` in the checkout.
``HOANHAP_DEMO``     ``1`` for the demo: demo sign-ins are listed and a second factor is not required.
``HOANHAP_HOSTS``    host names served, separated by commas.
``HOANHAP_HTTPS``    ``0`` where no HTTPS stands in front (the demo); default on outside the demo.
``HOANHAP_SECRET_KEY``  else the file that ``hoanhap init`` makes.
``HOANHAP_SECOND_FACTOR``  ``0``: do not require one; default on outside the demo.
``HOANHAP_PROXIES``    how many proxies of our own stand in front; default 1 with HTTPS, else 0.
"""

import os
import secrets
from datetime import date, timedelta
from pathlib import Path

import dj_database_url
from django.urls import reverse_lazy

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("HOANHAP_VAR", ROOT / "var")).resolve()
KEYS = VAR / "keys"
"""Signing and encryption keys: outside the database, made by ``hoanhap init``."""

DEMO = os.environ.get("HOANHAP_DEMO") == "1"
HTTPS = os.environ.get("HOANHAP_HTTPS", "0" if DEMO else "1") == "1"
DEBUG = False
DEMO_PASSWORD = "hoa-nhap-demo-2026"  # noqa: S105 - shown beside the form; opens accounts in a demo only
"""Shared by all demo accounts and shown beside the sign-in form; no demo account is a real person."""


def _secret_key() -> str:
    """The environment's key, the file's, or one for this process alone (commands need no lasting one)."""
    kept = KEYS / "secret_key"
    return os.environ.get("HOANHAP_SECRET_KEY") or (
        kept.read_text().strip() if kept.exists() else secrets.token_urlsafe(50)
    )


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("HOANHAP_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "hoanhap.project",
    "hoanhap.demo",
    "hoanhap.doors.desk",
    "hoanhap.monitoring.plans",
    "hoanhap.casework.screening",
    "hoanhap.casework.programmes",
    "hoanhap.casework.episodes",
    "hoanhap.casework.people",
    "hoanhap.ground.documents",
    "hoanhap.ground.access",
    "hoanhap.ground.places",
    "hoanhap.ground.exchange",
    "hoanhap.ground.audit",
    "hoanhap.ground.web",
    "hoanhap.ground.law",
    # After our own, so that our templates and words stand in front of theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hoanhap.ground.web.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hoanhap.ground.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hoanhap.ground.access.middleware.ActingPost",
    "hoanhap.ground.access.middleware.Policy",
    "hoanhap.ground.web.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "hoanhap.project.urls"
WSGI_APPLICATION = "hoanhap.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "hoanhap.ground.access.navigation.context",
            ],
            "builtins": ["hoanhap.ground.web.templatetags.shelf", "django.templatetags.i18n"],
        },
    }
]

FORM_RENDERER = "hoanhap.ground.web.forms.HouseRenderer"

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'hoanhap.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SECOND_FACTOR_REQUIRED = os.environ.get("HOANHAP_SECOND_FACTOR", "0" if DEMO else "1") == "1"

LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = reverse_lazy("account_login")

# Sign-in: allauth owns the flow, access.sign_in bends it. No sign-up, no e-mail, no reset by e-mail.
ACCOUNT_ADAPTER = "hoanhap.ground.access.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Guessing is slowed by axes, per sign-in name *and* address; allauth's own limit by name alone would let anybody
# lock out anybody from afar, so only its limits by address stay. An office may share one address.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip"}
MFA_ADAPTER = "hoanhap.ground.access.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Hòa Nhập"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# How many proxies of our own stand in front and write X-Forwarded-For: one where HTTPS is, else none.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("HOANHAP_PROXIES", "1" if HTTPS else "0"))

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "hoanhap.ground.access.sign_in.name_tried"
AXES_CLIENT_IP_CALLABLE = "hoanhap.ground.access.sign_in.client_address"
AXES_LOCKOUT_CALLABLE = "hoanhap.ground.access.sign_in.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "login", "ip_address", "user_agent", "credential", "code", "next"]
AXES_VERBOSE = False
SESSION_ENGINE = "hoanhap.ground.web.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "hoanhap.ground.web.views.csrf_failed"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # the shelf groups digits where a number is meant; a year or a key is none
FORMAT_MODULE_PATH = ["hoanhap.project.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

PROGRESS_AS_OF: date | None = date(2023, 12, 31) if DEMO else None
"""The day on which the progress page opens. ``None``: today. The demo's roll-out ends with 2023."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
