from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "iqa.accounts"
    label = "accounts"
