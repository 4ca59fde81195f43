from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "iqa.notifications"
    label = "notifications"
