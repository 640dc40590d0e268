"""Procedures as the API shows them: what is asked for, how long it takes, what it costs."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core import clock
from procedures.declarations import GROUP, TYPES, Condition, Question, Repeat, sections_of
from procedures.models import DocumentRequirement, Fee, Field, Procedure, ProcedureStep, ProcedureVersion, UnitTimeLimit
from procedures.prices import price_of


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
    code_is_official = serializers.BooleanField(source="procedure.code_is_official", help_text="False: a key of this portal's own")
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
    ministry = serializers.CharField()
    level = serializers.CharField()
    receive_only = serializers.BooleanField(help_text="The commune receives and hands back; another office decides")
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
    amount = serializers.IntegerField(allow_null=True, help_text="List price")
    payable_online = serializers.SerializerMethodField(help_text="What is left to pay when filed online today; null: not known")
    unit = serializers.CharField()
    payer = serializers.CharField(help_text="Who pays it; empty: everybody")
    set_by = serializers.ChoiceField(choices=Fee.SetBy.choices)
    legal_basis = serializers.CharField()
    note = serializers.CharField()

    def get_payable_online(self, fee: Fee) -> int | None:
        return price_of(fee, Fee.Channel.ONLINE, clock.today()).payable


class UnitTimeLimitSerializer(serializers.ModelSerializer[UnitTimeLimit]):
    """The share of one unit in the whole limit, where the source states it."""

    class Meta:
        model = UnitTimeLimit
        fields = ("unit", "rule", "text")


class ProcedureStepSerializer(serializers.ModelSerializer[ProcedureStep]):
    """A step inside the office; `budget_minutes` are working minutes, null where not fixed."""

    class Meta:
        model = ProcedureStep
        fields = ("position", "name", "post", "budget_minutes")


class ConditionSerializer(serializers.Serializer[Condition]):
    """Holds while the question, which stands before, has one of these answers."""

    field = serializers.CharField()
    values = serializers.ListField(child=serializers.CharField())


class RepeatSerializer(serializers.Serializer[Repeat]):
    """How often a group is asked."""

    least = serializers.IntegerField()
    most = serializers.IntegerField()
    item_title = serializers.CharField()


class PlainQuestionSerializer(serializers.Serializer[Question]):
    """A question of the declaration. `when`: asked only while all of these hold; `cases`: only in these, empty: in every case."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # as above
    type = serializers.CharField(help_text=f"{', '.join(TYPES)}; {GROUP}: answered with a list of items")
    required = serializers.BooleanField()  # type: ignore[assignment]  # as above
    hint = serializers.CharField()
    choices = serializers.ListField(
        source="options", child=serializers.ListField(child=serializers.CharField()), help_text="[value, label]"
    )
    max_length = serializers.IntegerField()
    when = ConditionSerializer(many=True)
    required_when = ConditionSerializer(many=True)
    cases = serializers.ListField(child=serializers.CharField())
    past = serializers.BooleanField(help_text="A date or year that is not after today")
    not_before = serializers.CharField(help_text="Code of a date this one may not precede")


class QuestionSerializer(PlainQuestionSerializer):
    """A question, or with `repeat` a group of questions that is answered several times."""

    repeat = RepeatSerializer(allow_null=True)
    questions = PlainQuestionSerializer(many=True)


class SectionSerializer(serializers.Serializer[Any]):
    """A page of the declaration."""

    code = serializers.CharField()
    title = serializers.CharField()
    hint = serializers.CharField()
    cases = serializers.ListField(child=serializers.CharField(), help_text="Asked only in these cases; empty: in every case")
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
    agency = serializers.CharField()
    citation = serializers.CharField(help_text="The decision that published this version")
    approved_by = serializers.CharField()
    conditions = serializers.CharField()
    legal_basis = serializers.ListField(child=serializers.CharField())
    result_name = serializers.CharField()
    result_kind = serializers.CharField()
    retention = serializers.CharField()
    handled_by = serializers.ListField(child=serializers.CharField(), help_text="Codes of the communes that handle it; empty: all")
    receivable_elsewhere = serializers.BooleanField(help_text="Any desk of the city may receive it")
    unit_limits = UnitTimeLimitSerializer(many=True)
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


class VersionLineSerializer(serializers.Serializer[Any]):
    """One version in the list of a procedure's versions."""

    version = serializers.IntegerField(source="number")
    in_force_from = serializers.DateField()
    in_force_to = serializers.DateField(allow_null=True)
    name = serializers.CharField()
    citation = serializers.CharField()
    approved_by = serializers.CharField()
    approved_at = serializers.DateTimeField(allow_null=True)


class CatalogueCountsSerializer(serializers.Serializer[Any]):
    """What the catalogue holds on a day, beside the figure the city reported."""

    in_force_on = serializers.DateField()
    city_figure = serializers.IntegerField(help_text="Procedures of the commune level as the city reported in July 2025")
    held = serializers.IntegerField()
    published = serializers.IntegerField(help_text="Held and not replaced by another")
    by_verification = serializers.DictField(child=serializers.IntegerField())


class DayAskedSerializer(serializers.Serializer[Any]):
    """The day a reader asks for."""

    in_force_on = serializers.DateField(required=False)


class ExportAskedSerializer(serializers.Serializer[Any]):
    """The form of the file a reader asks for."""

    file = serializers.ChoiceField(choices=["csv", "xlsx", "json"], default="csv")
