"""Addresses of the desk. A person stands in them by public reference alone."""

from django.urls import path

from hoanhap.doors.desk.views import (
    deciding,
    duties,
    evidence,
    files,
    handovers,
    home,
    notices,
    reassignment,
    recording,
    sheets,
    teams,
)

app_name = "desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("today/", home.today, name="today"),
    path("duties/", duties.duty_list, name="duty_list"),
    path("duties/units/", duties.duty_units, name="duty_units"),
    path("team/", teams.team_board, name="team_board"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/sent/", handovers.handovers_out, name="handovers_out"),
    path("handovers/<uuid:transfer>/", handovers.handover, name="handover"),
    path("handovers/<uuid:transfer>/<slug:act>/", handovers.handover_step, name="handover_step"),
    path("reassignment/", reassignment.reassignment, name="reassignment"),
    path("reassignment/<str:ref>/address/", reassignment.reassignment_address, name="reassignment_address"),
    path("reassignment/<str:ref>/take-over/", reassignment.take_over, name="take_over"),
    path("files/", files.people, name="people"),
    path("files/<str:ref>/", files.person, name="person"),
    path("files/<str:ref>/timeline/", files.person_timeline, name="timeline"),
    path("files/<str:ref>/measures/", files.person_measures, name="measures"),
    path("files/<str:ref>/papers/", files.person_papers, name="papers"),
    path("files/<str:ref>/papers/<uuid:key>.<str:form>", files.paper_file, name="paper_file"),
    path("files/<str:ref>/papers/<uuid:key>/", deciding.paper, name="paper"),
    path("files/<str:ref>/papers/<uuid:key>/sign/", deciding.paper_sign, name="paper_sign"),
    path("files/<str:ref>/papers/<uuid:key>/return/", deciding.paper_return, name="paper_return"),
    path("files/<str:ref>/measures/<uuid:episode>/prepare/<slug:what>/", deciding.paper_prepare, name="paper_prepare"),
    path("files/<str:ref>/measures/<uuid:episode>/step/<slug:what>/", deciding.measure_step, name="measure_step"),
    path("files/<str:ref>/measures/<uuid:episode>/ruling/<slug:what>/", deciding.measure_ruling, name="measure_ruling"),
    path("sheets/monthly/", sheets.monthly_review, name="monthly_review"),
    path("sheets/removal/", sheets.removal_sheet, name="removal_sheet"),
    path("sheets/sign/<slug:what>/", sheets.sheet_sign, name="sheet_sign"),
    path("sheets/book/", sheets.book, name="book"),
    path("sheets/book/<slug:what>.<str:form>", sheets.book_file, name="book_file"),
    path("files/<str:ref>/open/<slug:way>/", recording.measure_open, name="measure_open"),
    path("files/<str:ref>/measures/<uuid:episode>/close/", recording.measure_close, name="measure_close"),
    path("files/<str:ref>/measures/<uuid:episode>/away/", recording.days_record, name="days_record"),
    path("files/<str:ref>/measures/<uuid:episode>/record/<slug:kind>/", recording.event_record, name="event_record"),
    path("files/<str:ref>/events/<uuid:event>/correct/", recording.event_correct, name="event_correct"),
    path("files/<str:ref>/events/<uuid:event>/withdraw/", recording.event_withdraw, name="event_withdraw"),
    path("files/<str:ref>/away/<uuid:days>/end/", recording.days_end, name="days_end"),
    path("files/<str:ref>/away/<uuid:days>/correct/", recording.days_correct, name="days_correct"),
    path("files/<str:ref>/away/<uuid:days>/withdraw/", recording.days_withdraw, name="days_withdraw"),
    path("files/<str:ref>/measures/<uuid:episode>/left/", notices.left_record, name="left_record"),
    path("files/<str:ref>/measures/<uuid:episode>/notice/", notices.transfer_send, name="transfer_send"),
    path(
        "files/<str:ref>/measures/<uuid:episode>/notice/<slug:about>/prepare/",
        notices.notice_prepare,
        name="notice_prepare",
    ),
    path(
        "files/<str:ref>/measures/<uuid:episode>/notice/<slug:about>/letter/",
        notices.notice_letter,
        name="notice_letter",
    ),
    path("files/<str:ref>/measures/<uuid:episode>/notice/<uuid:paper>/sign/", notices.notice_sign, name="notice_sign"),
    path("files/<str:ref>/measures/<uuid:episode>/completion/", notices.completion, name="completion"),
    path("files/<str:ref>/evidence/", evidence.evidence, name="evidence"),
    path(
        "files/<str:ref>/measures/<uuid:episode>/evidence/<slug:kind>/",
        evidence.evidence_record,
        name="evidence_record",
    ),
    path(
        "files/<str:ref>/evidence/<slug:kind>/<uuid:fact>/correct/", evidence.evidence_correct, name="evidence_correct"
    ),
    path(
        "files/<str:ref>/evidence/<slug:kind>/<uuid:fact>/withdraw/",
        evidence.evidence_withdraw,
        name="evidence_withdraw",
    ),
    path("files/<str:ref>/evidence/<uuid:fact>/confirm/", evidence.finding_confirm, name="finding_confirm"),
]
