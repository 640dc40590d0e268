"""Every address of the portal, by room."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView

from portal import health
from portal.policies import swagger_policy
from portal.schema import SchemaView

handler429 = "accounts.views.too_many.too_many_requests"
admin.site.index_title = "Danh mục và tài khoản"

urlpatterns = [
    path("", include("procedures.urls")),
    path("", include("dossiers.urls_citizen")),
    path("mot-cua/", include("dossiers.urls_desk")),
    path("thanh-pho/", include("reporting.urls")),
    path("lich/", include("reporting.calendar.urls")),
    path("dang-nhap/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("portal.api_router")),
    path("api/schema/", SchemaView.as_view(), name="schema"),
    path("api/docs/", swagger_policy(SpectacularSwaggerSplitView.as_view(url_name="schema")), name="api_docs"),
    path("healthz/live", health.live, name="health_live"),
    path("healthz/ready", health.ready, name="health_ready"),
    path("metrics", health.metrics, name="metrics"),
]

if settings.DEBUG_OUTBOX:
    urlpatterns += [
        path("phat-trien/tin-nhan/", include("accounts.outbox_urls")),
        path("phat-trien/thanh-phan/", include("portal.gallery")),
    ]
