"""The shared Django parts: the look, lists, forms, refusals, headers. No models, no domain words."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "hoanhap.ground.web"
    label = "web"
