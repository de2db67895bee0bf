"""Addresses of the programmes app."""

from django.urls import path

from hoanhap.casework.programmes import helper_views, import_views, team_views, views

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
    path("teams/", team_views.team_list, name="team_list"),
    path("teams/found/", team_views.team_found, name="team_found"),
    path("teams/<uuid:ref>/", team_views.team_detail, name="team_detail"),
    path("teams/<uuid:ref>/end/", team_views.team_end, name="team_end"),
    path("teams/<uuid:ref>/appoint/", team_views.appoint, name="appoint"),
    path("teams/<uuid:ref>/meeting/", team_views.meeting_record, name="meeting_record"),
    path("teams/members/<uuid:ref>/end/", team_views.appointment_end, name="appointment_end"),
    path("teams/meetings/<uuid:ref>.<str:form>", team_views.meeting_file, name="meeting_file"),
    path("teams/helpers/<str:ref>/", helper_views.helper_choose, name="helper_choose"),
    path("teams/helpers/<str:ref>/change/", helper_views.helper_change, name="helper_change"),
    path("teams/handover/", helper_views.helpers_hand_over, name="helpers_hand_over"),
    path("teams/activity/", helper_views.activity_sheet, name="activity_sheet"),
    path("teams/allowances/", helper_views.allowance_sheet, name="allowance_sheet"),
]
