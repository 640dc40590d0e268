"""The app of people and their posts."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Người dùng và vị trí việc làm"

    def ready(self) -> None:
        import_module("accounts.api.schema")  # registers itself; REST framework cannot be imported before the apps are ready
