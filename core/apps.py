"""The shared kernel as a Django app, because it carries template filters; it has no models."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers the template filters of the kernel."""

    name = "core"
