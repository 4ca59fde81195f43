from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "iqa.questions"
    label = "questions"
