from django.urls import path

from iqa.questions.views import activities, outcomes, questions, sets

app_name = "questions"

urlpatterns = [
    path("question-sets/", sets.set_list, name="set_list"),
    path("question-sets/<int:pk>/", sets.set_detail, name="set_detail"),
    path("question-sets/<int:pk>/copy/", sets.set_copy, name="set_copy"),
    path("question-sets/<int:pk>/compare/", sets.set_compare, name="set_compare"),
    path("question-sets/<int:pk>/publish/", sets.set_publish, name="set_publish"),
    path("question-sets/<int:pk>/take-back/", sets.set_take_back, name="set_take_back"),
    path("question-sets/<int:pk>/questions/add/", questions.question_add, name="question_add"),
    path("question-sets/<int:pk>/questions/<int:question>/edit/", questions.question_edit, name="question_edit"),
    path("question-sets/<int:pk>/questions/<int:question>/move/", questions.question_move, name="question_move"),
    path("question-sets/<int:pk>/questions/<int:question>/retire/", questions.question_retire, name="question_retire"),
    path("question-sets/<int:pk>/activities/add/", activities.activity_add, name="activity_add"),
    path("question-sets/<int:pk>/activities/<slug:code>/edit/", activities.activity_edit, name="activity_edit"),
    path("question-sets/<int:pk>/activities/<slug:code>/move/", activities.activity_move, name="activity_move"),
    path("question-sets/<int:pk>/activities/<slug:code>/retire/", activities.activity_retire, name="activity_retire"),
    path("question-sets/<int:pk>/outcomes/add/", outcomes.outcome_add, name="outcome_add"),
    path("question-sets/<int:pk>/outcomes/<int:outcome>/edit/", outcomes.outcome_edit, name="outcome_edit"),
    path("question-sets/<int:pk>/outcomes/<int:outcome>/move/", outcomes.outcome_move, name="outcome_move"),
    path("question-sets/<int:pk>/outcomes/<int:outcome>/retire/", outcomes.outcome_retire, name="outcome_retire"),
]
