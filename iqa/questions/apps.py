from django.apps import AppConfig

from iqa import navigation
from iqa.permissions import NATIONAL, Permission, has_permission


class QuestionsConfig(AppConfig):
    name = "iqa.questions"
    label = "questions"

    def ready(self) -> None:
        navigation.register(
            "Question sets",
            "questions:set_list",
            shown_to=lambda person: has_permission(person, Permission.DRAFT_QUESTION_SETS, NATIONAL),
        )
