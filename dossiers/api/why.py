"""How a due moment came about, as the API shows it."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.errors import DomainError
from core.time_limits import DayKind, Derivation, DerivedDay, Pause, Step


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


class ClockChangeSerializer(serializers.Serializer[Any]):
    """One stop of the clock, or the new appointment, with the due moment before and after it; `until` null while a stop lasts."""

    change = serializers.ChoiceField(choices=["stop", "extension"])
    at = serializers.DateTimeField(help_text="When the clock stopped, or when the new appointment was decided")
    until = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    due_before = serializers.DateTimeField()
    due_after = serializers.DateTimeField()


class DerivationSerializer(serializers.Serializer[Derivation]):
    """The engine's own working. `has_provisional`: a day off on the way is not announced yet."""

    received_at = serializers.DateTimeField()
    original_due_at = serializers.DateTimeField(help_text="Before any stop of the clock, and before a new appointment")
    due_at = serializers.DateTimeField()
    has_provisional = serializers.BooleanField()
    sentences = serializers.ListField(child=serializers.CharField(), help_text="The rule first, then the facts")
    changes = serializers.SerializerMethodField(help_text="In order of time")
    days = DerivedDaySerializer(many=True)

    @extend_schema_field(ClockChangeSerializer(many=True))
    def get_changes(self, derivation: Derivation) -> Any:
        return ClockChangeSerializer([_change(step) for step in derivation.steps], many=True).data


def _change(step: Step) -> dict[str, Any]:
    if isinstance(step.change, Pause):
        facts = {"change": "stop", "at": step.change.stopped_at, "until": step.change.resumed_at}
    else:
        facts = {"change": "extension", "at": step.change.decided_at, "until": step.due_at}
    return {**facts, "reason": step.change.reason, "due_before": step.due_before, "due_after": step.due_at}
