from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "iqa.organisation"
    label = "organisation"
