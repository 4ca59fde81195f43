from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        from assessments import tasks_due  # noqa: F401  (its sources register themselves with iqa.worklist)
