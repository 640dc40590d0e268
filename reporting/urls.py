"""Addresses of the city."""

from django.urls import path

from reporting import views

urlpatterns = [
    path("", views.overview, name="city_overview"),
    path("ho-so/", views.dossiers, name="city_dossiers"),
    path("<slug:code>/", views.commune, name="city_commune"),
]
