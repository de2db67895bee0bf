"""Addresses of the people app. A person stands in them by public reference alone."""

from django.urls import path

from hoanhap.casework.people.views import duplicates, intake, lists, looks, particulars, requests, residences

app_name = "people"

urlpatterns = [
    path("search/", intake.person_search, name="person_search"),
    path("new/", intake.intake_list, name="intake_list"),
    path("new/start/", intake.intake_start, name="intake_start"),
    path("new/<uuid:ref>/review/", intake.intake_review, name="intake_review"),
    path("new/<uuid:ref>/drop/", intake.intake_drop, name="intake_drop"),
    path("new/<uuid:ref>/<slug:step>/", intake.intake_step, name="intake_step"),
    path("transfers/", requests.transfer_list, name="transfer_list"),
    path("transfers/ask/", requests.transfer_ask, name="transfer_ask"),
    path("transfers/<uuid:ref>/", requests.transfer_answer, name="transfer_answer"),
    path("namesakes/", requests.namesake_list, name="namesake_list"),
    path("namesakes/<uuid:ref>/", requests.namesake_answer, name="namesake_answer"),
    path("duplicates/", duplicates.duplicate_list, name="duplicate_list"),
    path("duplicates/<str:ref>/<str:other>/", duplicates.duplicate_pair, name="duplicate_pair"),
    path("duplicates/<str:ref>/<str:other>/apart/", duplicates.duplicate_part, name="duplicate_part"),
    path("duplicates/<str:ref>/<str:other>/merge/", duplicates.person_merge, name="person_merge"),
    path("import/", lists.import_start, name="import_start"),
    path("import/template.xlsx", lists.import_template, name="import_template"),
    path("import/<uuid:ref>/", lists.import_detail, name="import_detail"),
    path("import/<uuid:ref>/write/", lists.import_write, name="import_write"),
    path("import/<uuid:ref>/withdraw/", lists.import_withdraw, name="import_withdraw"),
    path("<str:ref>/particulars/", particulars.person_particulars, name="person_particulars"),
    path("<str:ref>/identity/", particulars.identity_correct, name="identity_correct"),
    path("<str:ref>/names/add/", particulars.name_add, name="name_add"),
    path("<str:ref>/papers/add/", particulars.identifier_add, name="identifier_add"),
    path("<str:ref>/papers/<uuid:key>/withdraw/", particulars.identifier_withdraw, name="identifier_withdraw"),
    path("<str:ref>/papers/<uuid:key>/show/", particulars.identifier_show, name="identifier_show"),
    path("<str:ref>/contacts/add/", particulars.contact_add, name="contact_add"),
    path("<str:ref>/contacts/<uuid:key>/withdraw/", particulars.contact_withdraw, name="contact_withdraw"),
    path("<str:ref>/relations/add/", particulars.relation_add, name="relation_add"),
    path("<str:ref>/relations/<uuid:key>/withdraw/", particulars.relation_withdraw, name="relation_withdraw"),
    path("<str:ref>/residences/add/", residences.residence_add, name="residence_add"),
    path("<str:ref>/residences/<uuid:key>/correct/", residences.residence_correct, name="residence_correct"),
    path("<str:ref>/residences/<uuid:key>/end/", residences.residence_end, name="residence_end"),
    path("<str:ref>/residences/<uuid:key>/withdraw/", residences.residence_withdraw, name="residence_withdraw"),
    path("<str:ref>/merges/<str:merged>/undo/", particulars.merge_undo, name="merge_undo"),
    path("<str:ref>/reopen/", requests.file_reopen, name="file_reopen"),
    path("<str:ref>/namesakes/", requests.namesake_send, name="namesake_send"),
    path("<str:ref>/who-looked/", looks.who_looked, name="who_looked"),
]
