"""Addresses of the audit log."""

from django.urls import path

from hoanhap.ground.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entry_list, name="entry_list"),
    path("checkpoint/", views.checkpoint_create, name="checkpoint_create"),
    path("verification/", views.verification, name="verification"),
]
