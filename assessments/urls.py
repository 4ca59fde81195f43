from django.urls import path

from assessments.views import (
    after,
    assessment,
    cases,
    correction,
    feedback,
    find,
    half_days,
    home,
    marking,
    optional,
    preview,
    recording,
)

app_name = "assessments"

urlpatterns = [
    path("", home.home, name="home"),
    path("half-days/start/", half_days.start, name="half_day_start"),
    path("half-days/<key:pk>/", half_days.detail, name="half_day_detail"),
    path("half-days/<key:pk>/cases/add/", cases.add, name="case_add"),
    path("half-days/<key:pk>/feedback/record/", feedback.record_for_half_day, name="half_day_feedback_record"),
    path("cases/<key:pk>/", cases.detail, name="case_detail"),
    path("cases/<key:pk>/edit/", cases.edit, name="case_edit"),
    path("assessments/", find.find, name="assessment_list"),
    path("assessments/<key:pk>/", assessment.detail, name="assessment_detail"),
    path("assessments/<key:pk>/versions/<key:number>/", assessment.version, name="version_detail"),
    path("assessments/<key:pk>/mark/", marking.mark, name="assessment_mark"),
    path("assessments/<key:pk>/activities/<slug:code>/remove/", optional.remove, name="activity_remove"),
    path("assessments/<key:pk>/action/edit/", recording.edit_action, name="action_edit"),
    path("assessments/<key:pk>/record/", recording.record, name="assessment_record"),
    path("assessments/<key:pk>/recorded/", recording.recorded, name="assessment_recorded"),
    path("assessments/<key:pk>/correct/", correction.correct, name="assessment_correct"),
    path("assessments/<key:pk>/withdraw/", after.withdraw, name="assessment_withdraw"),
    path("assessments/<key:pk>/reopen/", after.reopen, name="assessment_reopen"),
    path("assessments/<key:pk>/close/", after.close, name="assessment_close"),
    path("assessments/<key:pk>/discard/", after.discard, name="assessment_discard"),
    path("assessments/<key:pk>/restore/", after.restore, name="assessment_restore"),
    path("assessments/<key:pk>/feedback/record/", feedback.record, name="feedback_record"),
    path("assessments/<key:pk>/action/take/", feedback.take_action, name="action_take"),
    path("question-sets/<key:pk>/preview/", preview.preview, name="question_set_preview"),
    path("people/<key:pk>/assessments/", find.of_person, name="person_assessments"),
]
