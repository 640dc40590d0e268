"""Filters of the catalogue."""

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django_filters import rest_framework as filters

from core import clock
from procedures.models import Procedure, ProcedureVersion
from procedures.search import search_procedures

MOST_FOUND = 200


class ProcedureFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """By what a procedure is; `search` finds in people's words and sorts the best first, as the page does."""

    field = filters.CharFilter(field_name="procedure__field__code", help_text="Code of the field, e.g. ho-tich")
    ministry = filters.CharFilter(help_text="Name of the managing ministry, e.g. Bộ Tư pháp")
    level = filters.CharFilter(help_text="xa, xa_from_huyen (moved from the districts, inferred), unknown")
    life_event = filters.CharFilter(field_name="procedure__life_event", help_text="Code of the life event, e.g. sinh-con")
    online_level = filters.ChoiceFilter(choices=ProcedureVersion.OnlineLevel.choices)
    verification = filters.ChoiceFilter(field_name="procedure__verification", choices=Procedure.Verification.choices)
    receive_only = filters.BooleanFilter(help_text="The commune receives and hands back; another office decides")
    search = filters.CharFilter(method="by_words", help_text="Words of everyday life, with or without marks, or a part of the code")

    class Meta:
        model = ProcedureVersion
        fields = ("field", "ministry", "level", "life_event", "online_level", "verification", "receive_only", "search")

    def by_words(self, queryset: QuerySet[ProcedureVersion], name: str, value: str) -> QuerySet[ProcedureVersion]:
        """Keep what the search of today finds, in its order."""
        found = [each.version.procedure_id for each in search_procedures(value, on=clock.today(), limit=MOST_FOUND)]
        place = Case(
            *[When(procedure=pk, then=Value(position)) for position, pk in enumerate(found)], default=0, output_field=IntegerField()
        )
        return queryset.filter(procedure__in=found).order_by(place)
