from django.apps import AppConfig

from iqa import navigation


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        from assessments import tasks_due  # noqa: F401  (its sources register themselves with iqa.worklist)
        from assessments.policies.access import may_find

        navigation.register("My work", "assessments:home")
        navigation.register("IQAs", "assessments:assessment_list", shown_to=may_find)
