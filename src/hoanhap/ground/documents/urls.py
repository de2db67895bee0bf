"""Addresses of the documents app. Papers themselves have none: their owners serve them."""

from django.urls import path

from hoanhap.ground.documents import views

app_name = "documents"

urlpatterns = [
    path("templates/", views.template_list, name="template_list"),
    path("templates/<uuid:ref>/", views.template_detail, name="template_detail"),
    path("templates/<uuid:ref>/source/", views.template_source, name="template_source"),
    path("templates/<uuid:ref>/sample/<str:format>/", views.template_sample, name="template_sample"),
    path("templates/<uuid:ref>/verify/", views.template_verify, name="template_verify"),
    path("templates/<uuid:ref>/replace/", views.template_replace, name="template_replace"),
    path("signatories/", views.signatory_list, name="signatory_list"),
    path("signatories/<uuid:ref>/", views.signatory_add, name="signatory_add"),
]
