"""Addresses of the home page and the catalogue."""

from django.urls import path

from core import url_codes  # noqa: F401  makes "<code:…>" known
from procedures.views.home import home
from procedures.views.procedure import procedure
from procedures.views.search import procedures

urlpatterns = [
    path("", home, name="home"),
    path("thu-tuc/", procedures, name="procedures"),
    path("thu-tuc/<code:code>/", procedure, name="procedure"),
]
