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
    path("half-days/<int:pk>/", half_days.detail, name="half_day_detail"),
    path("half-days/<int:pk>/cases/add/", cases.add, name="case_add"),
    path("half-days/<int:pk>/feedback/record/", feedback.record_for_half_day, name="half_day_feedback_record"),
    path("cases/<int:pk>/", cases.detail, name="case_detail"),
    path("cases/<int:pk>/edit/", cases.edit, name="case_edit"),
    path("assessments/", find.find, name="assessment_list"),
    path("assessments/<int:pk>/", assessment.detail, name="assessment_detail"),
    path("assessments/<int:pk>/versions/<int:number>/", assessment.version, name="version_detail"),
    path("assessments/<int:pk>/mark/", marking.mark, name="assessment_mark"),
    path("assessments/<int:pk>/activities/<slug:code>/remove/", optional.remove, name="activity_remove"),
    path("assessments/<int:pk>/action/edit/", recording.edit_action, name="action_edit"),
    path("assessments/<int:pk>/record/", recording.record, name="assessment_record"),
    path("assessments/<int:pk>/recorded/", recording.recorded, name="assessment_recorded"),
    path("assessments/<int:pk>/correct/", correction.correct, name="assessment_correct"),
    path("assessments/<int:pk>/withdraw/", after.withdraw, name="assessment_withdraw"),
    path("assessments/<int:pk>/reopen/", after.reopen, name="assessment_reopen"),
    path("assessments/<int:pk>/close/", after.close, name="assessment_close"),
    path("assessments/<int:pk>/discard/", after.discard, name="assessment_discard"),
    path("assessments/<int:pk>/restore/", after.restore, name="assessment_restore"),
    path("assessments/<int:pk>/feedback/record/", feedback.record, name="feedback_record"),
    path("assessments/<int:pk>/action/take/", feedback.take_action, name="action_take"),
    path("question-sets/<int:pk>/preview/", preview.preview, name="question_set_preview"),
    path("people/<int:pk>/assessments/", find.of_person, name="person_assessments"),
]
