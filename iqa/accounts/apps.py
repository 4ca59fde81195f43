from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from iqa import navigation


class AccountsConfig(AppConfig):
    name = "iqa.accounts"
    label = "accounts"

    def ready(self) -> None:
        from iqa.accounts.sessions import begin

        user_logged_in.connect(begin, dispatch_uid="begin_session")
        navigation.register("Help", "accounts:help")
