"""Filters of the catalogue."""

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django_filters import rest_framework as filters

from core import clock
from procedures.models import Procedure, ProcedureVersion
from procedures.search import search_procedures

MOST_FOUND = 200


class ProcedureFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """By field, life event, online level, verification; `q` searches in people's words and sorts the best first."""

    field = filters.CharFilter(field_name="procedure__field__code", help_text="Code of the field, e.g. ho-tich")
    life_event = filters.CharFilter(field_name="procedure__life_event", help_text="Code of the life event, e.g. sinh-con")
    online_level = filters.ChoiceFilter(choices=ProcedureVersion.OnlineLevel.choices)
    verification = filters.ChoiceFilter(field_name="procedure__verification", choices=Procedure.Verification.choices)
    q = filters.CharFilter(method="by_words", help_text="Words of everyday life, with or without marks, or a part of the code")

    class Meta:
        model = ProcedureVersion
        fields = ("field", "life_event", "online_level", "verification", "q")

    def by_words(self, queryset: QuerySet[ProcedureVersion], name: str, value: str) -> QuerySet[ProcedureVersion]:
        """Keep what the search finds, in its order."""
        found = [each.version.pk for each in search_procedures(value, on=clock.today(), limit=MOST_FOUND)]
        place = Case(*[When(pk=pk, then=Value(position)) for position, pk in enumerate(found)], default=0, output_field=IntegerField())
        return queryset.filter(pk__in=found).order_by(place)
