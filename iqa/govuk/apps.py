from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "iqa.govuk"
    label = "govuk"
