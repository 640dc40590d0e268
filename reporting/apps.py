"""What the city sees: tallies, dashboards, replay of a past."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Báo cáo"
