"""Addresses of the desk, under /mot-cua/."""

from django.urls import path

from dossiers.views.desk import acts, dossier, files, inbox, notices, reception, returns, search

urlpatterns = [
    path("", inbox.inbox, name="desk_inbox"),
    path("tiep-nhan/", reception.reception, name="desk_receive"),
    path("tra-ket-qua/", returns.returns, name="desk_returns"),
    path("tim/", search.search, name="desk_search"),
    path("thong-bao/", notices.notices, name="desk_notices"),
    path("<str:code>/", dossier.dossier_page, name="desk_dossier"),
    path("<str:code>/vi-sao-hen/", dossier.due_page, name="desk_due"),
    path("<str:code>/ai-da-mo/", dossier.readings_page, name="desk_readings"),
    path("<str:code>/so-dinh-danh/", dossier.identity, name="desk_identity"),
    path("<str:code>/tep/<int:file_id>/", files.file, name="desk_file"),
    path("<str:code>/phieu/<slug:form>.pdf", files.slip, name="desk_slip"),
    path("<str:code>/<slug:act>/", acts.act_page, name="desk_act"),
]
