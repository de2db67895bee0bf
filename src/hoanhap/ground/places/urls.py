"""Addresses of the administrative units."""

from django.urls import path

from hoanhap.ground.places import views

app_name = "places"
urlpatterns = [
    path("", views.unit_list, name="unit_list"),
    path("<str:code>/<str:valid_from>/", views.unit_detail, name="unit_detail"),
]
