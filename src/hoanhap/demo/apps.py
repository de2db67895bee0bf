"""The demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Synthetic people and figures. No models."""

    name = "hoanhap.demo"
    label = "demo"
