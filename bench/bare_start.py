"""The reference for cold starts: what ``django-admin startproject`` makes, until its first page is answered."""

import dj_database_url
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import path

from bench.site import Site


def main() -> None:
    """Print how long the sign-in page of the admin is."""
    import os

    settings.configure(
        SECRET_KEY="bench-only",  # noqa: S106 - signs nothing that lasts
        ALLOWED_HOSTS=["localhost"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.staticfiles",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"])},
        STATIC_URL="static/",
        LANGUAGE_CODE="vi",
        USE_TZ=True,
    )
    application = get_wsgi_application()
    from django.contrib import admin

    urlpatterns.append(path("admin/", admin.site.urls))
    print(len(Site(application).get("/admin/login/")))


urlpatterns: list[object] = []

if __name__ == "__main__":
    main()
