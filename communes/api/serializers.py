"""Communes as the API shows them."""

from rest_framework import serializers

from communes.models import Commune, ReceptionPoint


class ReceptionPointSerializer(serializers.ModelSerializer[ReceptionPoint]):
    """A desk; an empty text is a fact not known."""

    class Meta:
        model = ReceptionPoint
        fields = ("name", "address", "phone", "hours_note", "is_main")


class CommuneSerializer(serializers.ModelSerializer[Commune]):
    """A commune with its desks; null is a fact not known."""

    full_name = serializers.CharField(read_only=True)
    area_km2 = serializers.DecimalField(max_digits=7, decimal_places=2, coerce_to_string=False, allow_null=True)
    reception_points = ReceptionPointSerializer(many=True, read_only=True)

    class Meta:
        model = Commune
        fields = (
            "code",
            "unit_code",
            "name",
            "full_name",
            "kind",
            "slug",
            "former_district",
            "lat",
            "lon",
            "area_km2",
            "population",
            "valid_from",
            "valid_to",
            "reception_points",
        )
