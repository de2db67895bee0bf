"""Addresses of these tests alone: a page for each way in which a view can end."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, Refusal


def fine(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    kinds = {"lost": NotFound, "forbidden": PermissionRefused, "wrong": Refusal}
    if kind == "crash":
        raise RuntimeError("Nguyễn Văn Mẫu")
    raise kinds[kind]("web.example")


def sign_in(request: HttpRequest) -> HttpResponse:
    request.session["x"] = 1
    return HttpResponse("in")


urlpatterns = [
    path("fine/", fine),
    path("refuse/<str:kind>/", refuse),
    path("in/", sign_in),
    path("shelf/", include("hoanhap.ground.web.urls")),
]
handler400 = "hoanhap.ground.web.views.bad_request"
handler403 = "hoanhap.ground.web.views.refused"
handler404 = "hoanhap.ground.web.views.not_found"
handler500 = "hoanhap.ground.web.views.broken"
