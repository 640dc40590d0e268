"""Communes over HTTP: open to everyone, read only."""

from django.db.models import QuerySet
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from communes.api.filters import CommuneFilter
from communes.api.serializers import CommuneSerializer
from communes.models import Commune
from communes.selectors import communes_in_order


class CommuneViewSet(ReadOnlyModelViewSet[Commune]):
    """The communes of the city with their desks, in the order of the alphabet."""

    permission_classes = (AllowAny,)
    serializer_class = CommuneSerializer
    filterset_class = CommuneFilter
    lookup_field = "code"
    lookup_value_regex = "[0-9]{5}"

    def get_queryset(self) -> QuerySet[Commune]:
        """Return the communes in force today. Queries of a list: count, page, desks."""
        return communes_in_order().prefetch_related("reception_points")
