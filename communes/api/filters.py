"""Filters of the list of communes."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from communes.models import Commune, CommuneKind
from communes.selectors import find_communes


class CommuneFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """By kind, by the district of before July 2025, by name without marks."""

    kind = filters.ChoiceFilter(choices=CommuneKind.choices)
    former_district = filters.CharFilter(lookup_expr="iexact")
    q = filters.CharFilter(method="by_name", label="Tên, có dấu hoặc không dấu")

    class Meta:
        model = Commune
        fields = ("kind", "former_district", "q")

    def by_name(self, queryset: QuerySet[Commune], name: str, value: str) -> QuerySet[Commune]:
        """Keep the communes whose name holds the text."""
        return find_communes(value, among=queryset)
