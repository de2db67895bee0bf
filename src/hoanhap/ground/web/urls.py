"""The component shelf: every part in every state, to be looked at."""

from django.urls import path

from hoanhap.ground.web import views

app_name = "web"

urlpatterns = [
    path("", views.shelf, name="shelf"),
    path("refusals/<int:status>/", views.shelf_refusal, name="shelf_refusal"),
]
