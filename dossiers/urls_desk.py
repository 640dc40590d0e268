"""Addresses of the desk, under /mot-cua/."""

from django.urls import path

from core import url_codes  # noqa: F401  makes "<code:…>" known
from dossiers.views.desk import acts, dossier, files, inbox, leave, notices, reception, returns, search, workload

urlpatterns = [
    path("", inbox.inbox, name="desk_inbox"),
    path("tiep-nhan/", reception.reception, name="desk_receive"),
    path("tra-ket-qua/", returns.returns, name="desk_returns"),
    path("tim/", search.search, name="desk_search"),
    path("khoi-luong/", workload.workload, name="desk_workload"),
    path("thong-bao/", notices.notices, name="desk_notices"),
    path("thong-bao/<int:notice_id>/", notices.notice, name="desk_notice"),
    path("nghi-phep/", leave.leave, name="desk_leave"),
    path("nghi-phep/<int:delegation_id>/ket-thuc/", leave.end, name="desk_leave_end"),
    path("<code:code>/", dossier.dossier_page, name="desk_dossier"),
    path("<code:code>/vi-sao-hen/", dossier.due_page, name="desk_due"),
    path("<code:code>/ai-da-mo/", dossier.readings_page, name="desk_readings"),
    path("<code:code>/so-dinh-danh/", dossier.identity, name="desk_identity"),
    path("<code:code>/tep/<int:file_id>/", files.file, name="desk_file"),
    path("<code:code>/phieu/<slug:form>.pdf", files.slip, name="desk_slip"),
    path("<code:code>/<slug:act>/", acts.act_page, name="desk_act"),
]
