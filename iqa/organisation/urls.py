from django.urls import path

from iqa.organisation.views import grants, people, postings, staff_lists, units

app_name = "organisation"

urlpatterns = [
    path("people/", people.person_list, name="person_list"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/import/", staff_lists.staff_list_import, name="staff_list_import"),
    path("people/import/<uuid:key>/", staff_lists.staff_list_preview, name="staff_list_preview"),
    path("people/<key:pk>/", people.person_detail, name="person_detail"),
    path("people/<key:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<key:pk>/leave/", people.person_leave, name="person_leave"),
    path("people/<key:pk>/disable/", people.person_disable, name="person_disable"),
    path("people/<key:pk>/enable/", people.person_enable, name="person_enable"),
    path("people/<key:pk>/postings/add/", postings.posting_add, name="posting_add"),
    path("people/<key:pk>/absences/add/", postings.absence_add, name="absence_add"),
    path("postings/<key:pk>/end/", postings.posting_end, name="posting_end"),
    path("postings/<key:pk>/move/", postings.posting_move, name="posting_move"),
    path("postings/<key:pk>/withdraw/", postings.posting_withdraw, name="posting_withdraw"),
    path("absences/<key:pk>/end/", postings.absence_end, name="absence_end"),
    path("areas/", units.area_list, name="area_list"),
    path("areas/<key:pk>/units/open/", units.unit_open, name="unit_open"),
    path("units/<key:pk>/", units.unit_detail, name="unit_detail"),
    path("units/<key:pk>/close/", units.unit_close, name="unit_close"),
    path("units/<key:pk>/merge/", units.unit_merge, name="unit_merge"),
    path("grants/", grants.grant_list, name="grant_list"),
    path("grants/request/", grants.grant_request, name="grant_request"),
    path("grants/<key:pk>/approve/", grants.grant_approve, name="grant_approve"),
]
