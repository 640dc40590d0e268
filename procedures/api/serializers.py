"""Procedures as the API shows them: what is asked for, how long it takes, what it costs."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from procedures.declarations import Question, sections_of
from procedures.models import DocumentRequirement, Fee, Field, Procedure, ProcedureStep, ProcedureVersion


class FieldSerializer(serializers.ModelSerializer[Field]):
    """A field of state management."""

    class Meta:
        model = Field
        fields = ("code", "name")


class TimeLimitSerializer(serializers.Serializer[ProcedureVersion]):
    """`rule` is what the portal counts with (3d, 4h, 20cd, 1m, same-day@15:00); empty: not known, the desk states it."""

    rule = serializers.CharField(source="time_limit_rule")
    label = serializers.SerializerMethodField(help_text="The rule in words; empty if it is not known")  # type: ignore[assignment]  # the API's word; DRF keeps an attribute of that name
    text = serializers.CharField(source="time_limit_text")
    note = serializers.CharField(source="time_limit_note")

    def get_label(self, version: ProcedureVersion) -> str:
        return version.time_limit.label() if version.time_limit else ""


class ProcedureSerializer(serializers.Serializer[ProcedureVersion]):
    """One line of the catalogue: the version in force today."""

    code = serializers.CharField(source="procedure.code")
    version = serializers.IntegerField(source="number")
    name = serializers.CharField(help_text="Official name")
    plain_name = serializers.CharField()
    summary = serializers.CharField()
    field = FieldSerializer(source="procedure.field")
    life_event = serializers.CharField(source="procedure.life_event")
    verification = serializers.ChoiceField(source="procedure.verification", choices=Procedure.Verification.choices)
    online_level = serializers.ChoiceField(choices=ProcedureVersion.OnlineLevel.choices)
    channels = serializers.ListField(child=serializers.CharField(), help_text="online, counter, post")
    time_limit = TimeLimitSerializer(source="*")
    is_immediate = serializers.BooleanField(help_text="The result is made while the person waits")


class DocumentRequirementSerializer(serializers.ModelSerializer[DocumentRequirement]):
    """A paper of the file. Only those with `blocks` stop a filing; `case_code` empty: asked for in every case."""

    class Meta:
        model = DocumentRequirement
        fields = (
            "code",
            "name",
            "plain_name",
            "hint",
            "form_code",
            "originals",
            "copies",
            "required_when",
            "case_code",
            "blocks",
            "counter_only",
            "reusable",
        )


class FeeSerializer(serializers.Serializer[Fee]):
    """A fee as stated; `amount` in đồng, null where the source names the fee but not the sum."""

    paid_through = serializers.ChoiceField(source="channel", choices=Fee.Channel.choices)
    label = serializers.CharField()  # type: ignore[assignment]  # as above
    amount = serializers.IntegerField(allow_null=True)
    unit = serializers.CharField()
    legal_basis = serializers.CharField()
    note = serializers.CharField()


class ProcedureStepSerializer(serializers.ModelSerializer[ProcedureStep]):
    """A step inside the office; `budget_minutes` are working minutes, null where not fixed."""

    class Meta:
        model = ProcedureStep
        fields = ("position", "name", "post", "budget_minutes")


class QuestionSerializer(serializers.Serializer[Question]):
    """A question of the declaration; `when` [question, answer]: asked only then."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # as above
    type = serializers.CharField(help_text="text, longtext, date, number, choice, yes_no, identity, phone, commune")
    required = serializers.BooleanField()  # type: ignore[assignment]  # as above
    hint = serializers.CharField()
    choices = serializers.ListField(child=serializers.ListField(child=serializers.CharField()), help_text="[value, label]")
    max_length = serializers.IntegerField()
    when = serializers.ListField(child=serializers.CharField(), allow_null=True)


class SectionSerializer(serializers.Serializer[Any]):
    """A page of the declaration."""

    code = serializers.CharField()
    title = serializers.CharField()
    questions = QuestionSerializer(many=True)


class CaseSerializer(serializers.Serializer[dict[str, str]]):
    """One of the cases a person chooses from."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # as above
    hint = serializers.CharField(default="")


class ProcedureDetailSerializer(ProcedureSerializer):
    """Everything about the version in force: papers, fees, steps, declaration."""

    in_force_from = serializers.DateField()
    in_force_to = serializers.DateField(allow_null=True)
    replaced_by = serializers.CharField(source="procedure.replaced_by.code", default=None, allow_null=True)
    ministry = serializers.CharField()
    conditions = serializers.CharField()
    legal_basis = serializers.ListField(child=serializers.CharField())
    result_name = serializers.CharField()
    receive_only = serializers.BooleanField(help_text="The commune receives and hands back; another office decides")
    case_question = serializers.CharField()
    cases = CaseSerializer(many=True)
    not_needed = serializers.ListField(child=serializers.CharField())
    citizen_steps = serializers.ListField(child=serializers.CharField())
    documents = DocumentRequirementSerializer(many=True)
    fees = FeeSerializer(many=True)
    steps = ProcedureStepSerializer(many=True)
    declaration = serializers.SerializerMethodField()

    @extend_schema_field(SectionSerializer(many=True))
    def get_declaration(self, version: ProcedureVersion) -> Any:
        return SectionSerializer(sections_of(version.declaration), many=True).data
