"""Addresses of the programmes app."""

from django.urls import path

from hoanhap.casework.programmes import import_views, views

app_name = "programmes"

urlpatterns = [
    path("", views.deployment_list, name="deployment_list"),
    path("start/", views.commune_choose, name="commune_choose"),
    path("start/<str:code>/<str:valid_from>/", views.deployment_start, name="deployment_start"),
    path("import/", import_views.import_start, name="import_start"),
    path("import/template.xlsx", import_views.import_template, name="import_template"),
    path("import/<uuid:ref>/", import_views.import_detail, name="import_detail"),
    path("<uuid:ref>/", views.deployment_detail, name="deployment_detail"),
    path("<uuid:ref>/correct/", views.deployment_correct, name="deployment_correct"),
    path("<uuid:ref>/end/", views.deployment_end, name="deployment_end"),
    path("<uuid:ref>/withdraw/", views.deployment_withdraw, name="deployment_withdraw"),
]
