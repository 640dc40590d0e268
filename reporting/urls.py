"""Addresses of the city."""

from django.urls import path

from reporting import views
from reporting.clock.views import clock_differences
from reporting.workload.views import workload

urlpatterns = [
    path("", views.overview, name="city_overview"),
    path("ho-so/", views.dossiers, name="city_dossiers"),
    path("hen-tra-lech/", clock_differences, name="city_clock_differences"),
    path("khoi-luong/", workload, name="city_workload"),
    path("<slug:code>/", views.commune, name="city_commune"),
]
