"""What callers send with an act: shape and type only. Whether it may be done, and the words for what is missing, are the act's."""

import json
from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request

from core.text import visible_lines
from dossiers.acts.decline import DeclineReason
from dossiers.acts.receive import Paper
from dossiers.acts.request_supplement import MOST_ITEMS, Asked
from dossiers.acts.stop import STOP_GROUNDS, GivenBack, StopGround
from dossiers.api import examples
from dossiers.deadlines import SUPPLEMENT_DAYS
from dossiers.models import Channel, Delivery, DossierFile, Relation

Given = serializers.Serializer[Any]
MOST_PAPERS = 100
MOST_ITEMS_GIVEN = 100  # of a group in a declaration; how many a declaration takes is for its version to say
_TEXTS: dict[str, Any] = {"type": "object", "additionalProperties": {"type": "string"}}
_ANSWER = {"oneOf": [{"type": "string"}, {"type": "array", "items": _TEXTS}]}
ANSWERS = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": _ANSWER}}
AT_COUNTER = frozenset({Channel.DIRECT, Channel.POST})


def read(shape: type[Given], request: Request) -> dict[str, Any]:
    """Return what was sent, in the shape asked for.

    Raises ValidationError: 400 with a message a field.
    """
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class Words(serializers.CharField):
    """Text that may be left out or empty: the act says what is missing, in words that help."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_blank": True, "default": "", "max_length": 2_000, **options})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return visible_lines(super().run_validation(data))


class AnswerGiven(Words):
    """What answers one question: text, or for a group a list of items, each question → text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 4_000, **options})
        self.items = serializers.ListField(child=serializers.DictField(child=Words(max_length=4_000)), max_length=MOST_ITEMS_GIVEN)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return self.items.run_validation(data) if isinstance(data, list) else super().run_validation(data)


@extend_schema_field(ANSWERS)
class AnswersGiven(serializers.DictField):
    """Answers of a declaration: section → question → answer."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=serializers.DictField(child=AnswerGiven()), **options)


class PersonGivenSerializer(Given):
    """A person as typed: the number of 12 digits, a Vietnamese phone number, each generously read."""

    full_name = Words(help_text="Họ, chữ đệm, tên")
    identity_number = Words(help_text="Số định danh cá nhân, 12 digits")
    phone = Words()
    email = Words()
    address = Words()


class FilerGivenSerializer(PersonGivenSerializer):
    """Who files for somebody else, and what he is to him."""

    relation = Words(max_length=12, help_text=f"One of {', '.join(Relation.values)}")


@extend_schema_serializer(examples=[examples.SUBMISSION])
class SubmitSerializer(Given):
    """The draft to send, and the statement that what it says is true."""

    draft = serializers.UUIDField()
    agreed = serializers.BooleanField(help_text="True: the person declares the content to be true")


class StatedLimitSerializer(Given):
    """A time limit stated by the officer, needed only where the catalogue knows none."""

    time_limit = Words(max_length=20, help_text="3d, 4h, 20cd, 1m or same-day@15:00")
    basis = Words(max_length=300, help_text="The document that sets it")


class PaperGivenSerializer(Given):
    """A paper handed over at the counter."""

    document_code = serializers.SlugField(max_length=80)
    kind = serializers.ChoiceField(choices=DossierFile.Kind.choices, default=DossierFile.Kind.ORIGINAL)
    quantity = serializers.IntegerField(min_value=1, max_value=999, default=1)

    def to_internal_value(self, data: Any) -> Any:
        return Paper(**super().to_internal_value(data))


class CounterFilingSerializer(Given):
    """What a person brings to the counter. `competent`: the commune that decides; left out, the officer's own."""

    procedure = serializers.CharField(max_length=32, help_text="Code of the procedure")
    competent = serializers.CharField(max_length=5, required=False, allow_blank=True, default="")
    case = Words(max_length=80)
    applicant = PersonGivenSerializer()
    filer = PersonGivenSerializer(required=False, allow_null=True, default=None)
    papers = serializers.ListField(child=PaperGivenSerializer(), default=list, max_length=MOST_PAPERS)
    answers = AnswersGiven(default=dict)
    delivery = serializers.ChoiceField(choices=Delivery.choices, default=Delivery.COUNTER)
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.DIRECT, help_text="1 at the counter, 3 by post")

    def validate_channel(self, channel: int) -> int:
        if channel not in AT_COUNTER:
            raise serializers.ValidationError("Tại quầy chỉ nhận trực tiếp (1) hoặc bưu chính (3).")
        return channel


@extend_schema_serializer(examples=[examples.COUNTER])
class CounterReceptionSerializer(CounterFilingSerializer, StatedLimitSerializer):
    """What a person brings to the counter, to be received."""


class CompletionSerializer(Given):
    """How a procedure made at once ends: who signed, who took it. `number` left out: the next of the register."""

    signer = serializers.IntegerField(min_value=1, help_text="Id of the leader who signed")
    receiver_name = Words(max_length=200)
    evidence = Words(max_length=300, help_text="How the receiver showed who he is, or signed")
    fee_settled = serializers.BooleanField()
    number = Words(max_length=60)


class CounterCompletionSerializer(CounterFilingSerializer, CompletionSerializer):
    """A filing at the counter whose result is made and handed over at once."""


class DeclineSerializer(Given):
    """Why the desk refuses: a ground of the law, and words the person can act on."""

    ground = serializers.ChoiceField(choices=DeclineReason.choices)
    explanation = Words()


class AskedSerializer(Given):
    """One thing to send or to put right; `document_code` names the paper, empty: a place in the declaration."""

    what = Words(max_length=200)
    reason = Words()
    document_code = serializers.SlugField(max_length=80, allow_blank=True, default="")

    def to_internal_value(self, data: Any) -> Any:
        return Asked(**super().to_internal_value(data))


@extend_schema_serializer(examples=[examples.SUPPLEMENT_REQUEST])
class RequestSupplementSerializer(Given):
    """Everything that is missing, once. `working_days`: how long the person has; left out, the usual window."""

    items = serializers.ListField(child=AskedSerializer(), max_length=MOST_ITEMS)
    legal_basis = Words(max_length=300)
    working_days = serializers.IntegerField(
        min_value=SUPPLEMENT_DAYS[0], max_value=SUPPLEMENT_DAYS[-1], required=False, allow_null=True, default=None
    )


class AnswerSerializer(Given):
    """The answer to one item; files come beside it as parts named `file-<position>`."""

    position = serializers.IntegerField(min_value=1)
    answer = Words()


class JsonOrText(serializers.ListField):
    """A list, or in multipart bodies the same list as JSON text."""

    def get_value(self, dictionary: Mapping[Any, Any]) -> Any:
        return dictionary.get(self.field_name, serializers.empty)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str):
            try:
                data = json.loads(data)
            except (ValueError, RecursionError):
                self.fail("not_a_list", input_type="str")
        return super().to_internal_value(data)


class SupplementSerializer(Given):
    """Answers to what was asked, by position. In multipart bodies `items` is JSON text and files are parts `file-1`, `file-2`, …"""

    items = JsonOrText(child=AnswerSerializer(), default=list, max_length=MOST_ITEMS)


class ForwardSerializer(Given):
    """Who takes it next. Left out: the next step, and the holder of its post with the fewest dossiers."""

    to_user_id = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    step_position = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    remark = Words()


class ReasonSerializer(Given):
    """A reason in words."""

    reason = Words()


class GivenBackSerializer(Given):
    """What form 05 says the citizen gets back, in words."""

    refund = Words(help_text="What was decided about money already paid")
    papers_back = Words(help_text="Which papers are handed back")

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        given_back = GivenBack(given.pop("refund"), given.pop("papers_back"))
        return {**given, "given_back": given_back}


class StopSerializer(GivenBackSerializer):
    """Why a leader ends it. `supplement_expired`: only once the window for the supplement is over."""

    ground = serializers.ChoiceField(choices=[(each.value, each.label) for each in STOP_GROUNDS], default=StopGround.OTHER)
    legal_basis = Words(max_length=300)
    explanation = Words()


class ExtendSerializer(Given):
    """The letter of apology: why the appointment cannot be kept, and the last day of the new one."""

    reason = Words(help_text="What the citizen reads: at least ten letters that say why")
    until = serializers.DateField(help_text="A working day after the present appointment and after today")


class ReleaseResultSerializer(Given):
    """The signed result with its number and file."""

    number = Words(max_length=60, help_text="Số, ký hiệu")
    issued_on = serializers.DateField()
    signer_name = Words(max_length=120)
    signer_title = Words(max_length=120)
    is_refusal = serializers.BooleanField(default=False, help_text="The result refuses what was asked")
    file = serializers.FileField(required=False, allow_null=True, default=None, allow_empty_file=True)


class ReturnResultSerializer(Given):
    """Who took the result, by which evidence."""

    receiver_name = Words(max_length=200)
    evidence = Words(max_length=300)
    fee_settled = serializers.BooleanField()
