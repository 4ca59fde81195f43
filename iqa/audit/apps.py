from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "iqa.audit"
    label = "audit"
