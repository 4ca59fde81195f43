from django.apps import AppConfig

from iqa import navigation


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        from reporting import in_step
        from reporting.policies.access import has_dashboard, may_read_reports
        from reporting.views.dashboard import dashboard

        in_step.listen()
        navigation.register(
            "Reports",
            "reporting:report_list",
            shown_to=may_read_reports,
            others=("/dashboard/", "/views/", "/comments/export/", "/targets/", "/imports/"),
        )
        navigation.register_front(dashboard, shown_to=has_dashboard)
