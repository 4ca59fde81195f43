from django.urls import path

from iqa.questions.views import activities, outcomes, questions, sets

app_name = "questions"

urlpatterns = [
    path("question-sets/", sets.set_list, name="set_list"),
    path("question-sets/<key:pk>/", sets.set_detail, name="set_detail"),
    path("question-sets/<key:pk>/copy/", sets.set_copy, name="set_copy"),
    path("question-sets/<key:pk>/compare/", sets.set_compare, name="set_compare"),
    path("question-sets/<key:pk>/publish/", sets.set_publish, name="set_publish"),
    path("question-sets/<key:pk>/take-back/", sets.set_take_back, name="set_take_back"),
    path("question-sets/<key:pk>/questions/add/", questions.question_add, name="question_add"),
    path("question-sets/<key:pk>/questions/<key:question>/edit/", questions.question_edit, name="question_edit"),
    path("question-sets/<key:pk>/questions/<key:question>/move/", questions.question_move, name="question_move"),
    path("question-sets/<key:pk>/questions/<key:question>/retire/", questions.question_retire, name="question_retire"),
    path("question-sets/<key:pk>/activities/add/", activities.activity_add, name="activity_add"),
    path("question-sets/<key:pk>/activities/<slug:code>/edit/", activities.activity_edit, name="activity_edit"),
    path("question-sets/<key:pk>/activities/<slug:code>/move/", activities.activity_move, name="activity_move"),
    path("question-sets/<key:pk>/activities/<slug:code>/retire/", activities.activity_retire, name="activity_retire"),
    path("question-sets/<key:pk>/outcomes/add/", outcomes.outcome_add, name="outcome_add"),
    path("question-sets/<key:pk>/outcomes/<key:outcome>/edit/", outcomes.outcome_edit, name="outcome_edit"),
    path("question-sets/<key:pk>/outcomes/<key:outcome>/move/", outcomes.outcome_move, name="outcome_move"),
    path("question-sets/<key:pk>/outcomes/<key:outcome>/retire/", outcomes.outcome_retire, name="outcome_retire"),
]
