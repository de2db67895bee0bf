"""Root addresses. Each name is listed in the access policy; an unlisted one is never served."""

from django.urls import include, path

urlpatterns = [
    path("", include("hoanhap.doors.desk.urls")),
    path("account/", include("hoanhap.ground.access.urls")),
    path("audit/", include("hoanhap.ground.audit.urls")),
    path("documents/", include("hoanhap.ground.documents.urls")),
    path("places/", include("hoanhap.ground.places.urls")),
    path("plans/", include("hoanhap.monitoring.plans.urls")),
    path("shelf/", include("hoanhap.ground.web.urls")),
    path("people/", include("hoanhap.casework.people.urls")),
    path("tests/", include("hoanhap.casework.screening.urls")),
    path("deployments/", include("hoanhap.casework.programmes.urls")),
]

handler400 = "hoanhap.ground.web.views.bad_request"
handler403 = "hoanhap.ground.web.views.refused"
handler404 = "hoanhap.ground.web.views.not_found"
handler500 = "hoanhap.ground.web.views.broken"
