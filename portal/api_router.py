"""Routes of the API, version 1."""

from rest_framework.routers import DefaultRouter

from communes.api.viewsets import CommuneViewSet

router = DefaultRouter()
router.register("communes", CommuneViewSet, basename="commune")

urlpatterns = router.urls
