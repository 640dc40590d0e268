"""The wiring as an app, so that its commands are found."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Cổng một cửa"
