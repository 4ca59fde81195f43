from django.apps import AppConfig

from iqa import navigation
from iqa.permissions import Permission, has_permission_anywhere


class OrganisationConfig(AppConfig):
    name = "iqa.organisation"
    label = "organisation"

    def ready(self) -> None:
        from iqa.organisation import tasks_due  # noqa: F401  (its source registers itself with iqa.worklist)

        navigation.register(
            "People and places",
            "organisation:person_list",
            shown_to=lambda person: has_permission_anywhere(person, Permission.MANAGE_PEOPLE),
            others=("/areas/", "/units/", "/postings/", "/absences/", "/grants/"),
        )
