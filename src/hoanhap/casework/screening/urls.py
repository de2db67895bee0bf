"""Addresses of the screening app."""

from django.urls import path

from hoanhap.casework.screening.views import draws, planning, positives, sessions

app_name = "screening"

urlpatterns = [
    path("", planning.home, name="home"),
    path("appointments/", planning.appointments, name="appointments"),
    path("schedule/", planning.schedule, name="schedule"),
    path("settings/", planning.settings, name="settings"),
    path("settings/<uuid:ref>/correct/", planning.setting_correct, name="setting_correct"),
    path("schedule/<uuid:ref>/level/", planning.level, name="level"),
    path("schedule/<uuid:ref>/consent/", planning.consent, name="consent"),
    path("draws/", draws.draw_list, name="draw_list"),
    path("draws/new/", draws.draw_open, name="draw_open"),
    path("draws/<uuid:ref>/", draws.draw_detail, name="draw_detail"),
    path("draws/<uuid:ref>/make/", draws.draw_make, name="draw_make"),
    path("draws/<uuid:ref>/list.<slug:form>", draws.draw_file, name="draw_file"),
    path("sessions/", sessions.session_list, name="session_list"),
    path("sessions/new/", sessions.session_open, name="session_open"),
    path("sessions/<uuid:ref>/", sessions.session_detail, name="session_detail"),
    path("sessions/<uuid:ref>/sheet/", sessions.session_sheet, name="session_sheet"),
    path("sessions/<uuid:ref>/add/", sessions.line_add, name="line_add"),
    path("sessions/<uuid:ref>/close/", sessions.session_close, name="session_close"),
    path("sessions/<uuid:ref>/minutes.<slug:form>", sessions.session_minutes, name="session_minutes"),
    path("results/<uuid:ref>/correct/", sessions.line_correct, name="line_correct"),
    path("positives/", positives.positive_list, name="positive_list"),
    path("positives/<uuid:ref>/", positives.positive_detail, name="positive_detail"),
    path("positives/<uuid:ref>/sign/", positives.positive_sign, name="positive_sign"),
    path("positives/<uuid:ref>/conclude/", positives.positive_conclude, name="positive_conclude"),
    path("positives/<uuid:ref>/record/<slug:what>/", positives.positive_record, name="positive_record"),
]
