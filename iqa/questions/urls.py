from django.urls import path

from iqa.questions import views

app_name = "questions"

urlpatterns = [
    path("question-sets/", views.set_list, name="set_list"),
    path("question-sets/<int:pk>/", views.set_detail, name="set_detail"),
    path("question-sets/<int:pk>/copy/", views.set_copy, name="set_copy"),
    path("question-sets/<int:pk>/compare/", views.set_compare, name="set_compare"),
    path("question-sets/<int:pk>/publish/", views.set_publish, name="set_publish"),
    path("question-sets/<int:pk>/take-back/", views.set_take_back, name="set_take_back"),
    path("question-sets/<int:pk>/questions/add/", views.question_add, name="question_add"),
    path("question-sets/<int:pk>/questions/<int:question>/edit/", views.question_edit, name="question_edit"),
    path("question-sets/<int:pk>/questions/<int:question>/move/", views.question_move, name="question_move"),
    path("question-sets/<int:pk>/questions/<int:question>/retire/", views.question_retire, name="question_retire"),
    path("question-sets/<int:pk>/activities/add/", views.activity_add, name="activity_add"),
    path("question-sets/<int:pk>/activities/<slug:code>/retire/", views.activity_retire, name="activity_retire"),
]
