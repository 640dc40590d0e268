"""How a due moment came about, as the API shows it."""

from http import HTTPStatus

from rest_framework import serializers

from core.errors import DomainError
from core.time_limits import DayKind, Derivation, DerivedDay


class ClockNotStarted(DomainError):
    """There is no appointment to explain: the dossier was not received, or its procedure runs on no clock."""

    code = "clock-not-started"
    http_status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__("Hồ sơ chưa được tiếp nhận nên chưa có hẹn trả.")


class DerivedDaySerializer(serializers.Serializer[DerivedDay]):
    """One day on the way: whether it counts, and why."""

    day = serializers.DateField()
    day_kind = serializers.ChoiceField(source="kind", choices=[kind.value for kind in DayKind])
    counted = serializers.IntegerField(allow_null=True, help_text="Number of the day; null where days are not numbered")
    minutes = serializers.IntegerField(help_text="Office minutes that ran, where hours count")
    words = serializers.CharField(source="label", help_text="The day in a word, in Vietnamese")
    reason = serializers.CharField()
    basis = serializers.CharField(source="source", help_text="Where the day off or make-up day is announced")


class DerivationSerializer(serializers.Serializer[Derivation]):
    """The engine's own working. `has_provisional`: a day off on the way is not announced yet."""

    received_at = serializers.DateTimeField()
    original_due_at = serializers.DateTimeField(help_text="Before any stop of the clock")
    due_at = serializers.DateTimeField()
    has_provisional = serializers.BooleanField()
    sentences = serializers.ListField(child=serializers.CharField(), help_text="The rule first, then the facts")
    days = DerivedDaySerializer(many=True)
