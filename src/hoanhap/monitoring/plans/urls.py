"""Addresses of plans, targets and progress. A plan is addressed by its number: "270-KH-UBND"."""

from django.urls import path

from hoanhap.monitoring.plans import progress_views, views

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="plan_list"),
    path("targets/", views.target_list, name="target_list"),
    path("targets/<slug:plan>/<int:edition>/<str:code>/", views.target_detail, name="target_detail"),
    path("progress/", progress_views.progress_first, name="progress"),
    path("<slug:slug>/progress/", progress_views.progress, name="progress_plan"),
    path("<slug:slug>/progress/units/", progress_views.progress_units, name="progress_units"),
    path("<slug:slug>/", views.plan_detail, name="plan_detail"),
    path("<slug:slug>/check/", views.plan_check, name="plan_check"),
]
