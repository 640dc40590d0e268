"""Addresses of citizens' pages: filing, tracking, one's own dossiers."""

from django.urls import path

from core import url_codes  # noqa: F401  makes "<code:…>" known
from dossiers.views.citizen.filing import filing
from dossiers.views.citizen.filing_discard import filing_discard
from dossiers.views.citizen.filing_papers import filing_file
from dossiers.views.citizen.filing_steps import filing_step
from dossiers.views.citizen.my_dossier import my_dossier, my_dossier_file
from dossiers.views.citizen.my_dossiers import my_dossiers
from dossiers.views.citizen.notices import my_notice, my_notices
from dossiers.views.citizen.receipt import submitted
from dossiers.views.citizen.slips import my_dossier_slip
from dossiers.views.citizen.supplement import my_dossier_supplement
from dossiers.views.citizen.tracking import short_link, track
from dossiers.views.citizen.withdraw import my_dossier_cancel_withdrawal, my_dossier_withdraw

urlpatterns = [
    path("nop-ho-so/<code:code>/", filing, name="filing"),
    path("nop-ho-so/<code:code>/<uuid:draft>/tep/<int:file>/", filing_file, name="filing_file"),
    path("nop-ho-so/<code:code>/<uuid:draft>/xoa/", filing_discard, name="filing_discard"),
    path("nop-ho-so/<code:code>/<uuid:draft>/<slug:step>/", filing_step, name="filing_step"),
    path("tra-cuu/", track, name="track"),
    path("t/<code:key>/", short_link, name="short_link"),
    path("ho-so/", my_dossiers, name="my_dossiers"),
    path("ho-so/thong-bao/", my_notices, name="my_notices"),
    path("ho-so/thong-bao/<int:notice_id>/", my_notice, name="my_notice"),
    path("ho-so/<code:code>/", my_dossier, name="my_dossier"),
    path("ho-so/<code:code>/da-nop/", submitted, name="submitted"),
    path("ho-so/<code:code>/bo-sung/", my_dossier_supplement, name="my_dossier_supplement"),
    path("ho-so/<code:code>/rut/", my_dossier_withdraw, name="my_dossier_withdraw"),
    path("ho-so/<code:code>/khong-rut/", my_dossier_cancel_withdrawal, name="my_dossier_cancel_withdrawal"),
    path("ho-so/<code:code>/tep/<int:file>/", my_dossier_file, name="my_dossier_file"),
    path("ho-so/<code:code>/phieu/<slug:form>.pdf", my_dossier_slip, name="my_dossier_slip"),
]
