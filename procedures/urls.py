"""Addresses of the home page, the catalogue, and the pages of its editors."""

from django.urls import path

from core import url_codes  # noqa: F401  makes "<code:…>" known
from procedures.views import imports, notes
from procedures.views.completeness import completeness, gap
from procedures.views.crawlers import robots, sitemap
from procedures.views.desk_home import desk_home
from procedures.views.home import home
from procedures.views.procedure import procedure, procedure_sheet
from procedures.views.search import catalogue_contents, procedures
from procedures.views.versions import comparison

urlpatterns = [
    path("", home, name="home"),
    path("thu-tuc/", procedures, name="procedures"),
    path("thu-tuc/danh-muc/", catalogue_contents, name="catalogue_contents"),
    path("thu-tuc/<code:code>/", procedure, name="procedure"),
    path("thu-tuc/<code:code>/in/", procedure_sheet, name="procedure_sheet"),
    path("thu-tuc/<code:code>/so-sanh/", comparison, name="procedure_comparison"),
    path("thu-tuc/<code:code>/ghi-chu/", notes.add, name="note_add"),
    path("thu-tuc/<code:code>/ghi-chu/<int:note_id>/", notes.edit, name="note_edit"),
    path("thu-tuc/<code:code>/ghi-chu/<int:note_id>/xoa/", notes.remove, name="note_remove"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("danh-muc/", desk_home, name="catalogue_desk"),
    path("danh-muc/do-day-du/", completeness, name="catalogue_completeness"),
    path("danh-muc/do-day-du/<slug:gap_code>/", gap, name="catalogue_gap"),
    path("danh-muc/nap/", imports.imports, name="catalogue_imports"),
    path("danh-muc/nap/mau.xlsx", imports.template, name="catalogue_import_template"),
    path("danh-muc/nap/<uuid:import_id>/", imports.catalogue_import, name="catalogue_import"),
    path("danh-muc/nap/<uuid:import_id>/duyet/", imports.approve, name="catalogue_import_approve"),
    path("danh-muc/nap/<uuid:import_id>/bo/", imports.discard, name="catalogue_import_discard"),
    path("danh-muc/nap/<uuid:import_id>/tien-do/", imports.progress, name="catalogue_import_progress"),
]
