"""The communes of the city."""

from django.apps import AppConfig


class CommunesConfig(AppConfig):
    """Communes, their desks, divisions and working calendars."""

    name = "communes"
    verbose_name = "Xã, phường"
