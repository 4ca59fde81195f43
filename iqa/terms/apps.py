from django.apps import AppConfig


class TermsConfig(AppConfig):
    name = "iqa.terms"
    label = "terms"
