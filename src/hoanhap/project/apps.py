"""The project app: commands that put the whole house in order."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """No models; ``init`` and ``reference``."""

    name = "hoanhap.project"
    label = "project"
