from django.urls import path

from iqa.organisation.views import grants, people, postings, staff_lists, units

app_name = "organisation"

urlpatterns = [
    path("people/", people.person_list, name="person_list"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/import/", staff_lists.staff_list_import, name="staff_list_import"),
    path("people/import/<uuid:key>/", staff_lists.staff_list_preview, name="staff_list_preview"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/leave/", people.person_leave, name="person_leave"),
    path("people/<int:pk>/disable/", people.person_disable, name="person_disable"),
    path("people/<int:pk>/enable/", people.person_enable, name="person_enable"),
    path("people/<int:pk>/postings/add/", postings.posting_add, name="posting_add"),
    path("people/<int:pk>/absences/add/", postings.absence_add, name="absence_add"),
    path("postings/<int:pk>/end/", postings.posting_end, name="posting_end"),
    path("postings/<int:pk>/move/", postings.posting_move, name="posting_move"),
    path("postings/<int:pk>/withdraw/", postings.posting_withdraw, name="posting_withdraw"),
    path("absences/<int:pk>/end/", postings.absence_end, name="absence_end"),
    path("areas/", units.area_list, name="area_list"),
    path("areas/<int:pk>/units/open/", units.unit_open, name="unit_open"),
    path("units/<int:pk>/", units.unit_detail, name="unit_detail"),
    path("units/<int:pk>/close/", units.unit_close, name="unit_close"),
    path("units/<int:pk>/merge/", units.unit_merge, name="unit_merge"),
    path("grants/", grants.grant_list, name="grant_list"),
    path("grants/request/", grants.grant_request, name="grant_request"),
    path("grants/<int:pk>/approve/", grants.grant_approve, name="grant_approve"),
]
