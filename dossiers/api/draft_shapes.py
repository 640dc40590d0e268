"""Drafts as the API takes and shows them: the owner's own words, so nothing is masked."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from core import clock
from core.errors import FieldErrors
from dossiers.api import examples
from dossiers.api.given import ANSWERS, AnswersGiven, FilerGivenSerializer, Given, PersonGivenSerializer, Words
from dossiers.api.shown import DossierProcedureSerializer
from dossiers.filing import answers_of, applicant_of, filer_of, read_filing
from dossiers.models import Delivery, Draft, DraftFile
from dossiers.opening import missing_papers


@extend_schema_serializer(examples=[examples.NEW_DRAFT])
class NewDraftSerializer(Given):
    """What is to be filed, where, and in which case."""

    procedure = serializers.CharField(max_length=32, help_text="Code of the procedure")
    commune = Words(max_length=5, help_text="Administrative code of the commune, 5 digits")
    case = Words(max_length=80, help_text="Code of the case, where the procedure has several")


@extend_schema_serializer(examples=[examples.PART_OF_DRAFT])
class DraftGivenSerializer(Given):
    """Any part of a draft; what is left out stays as it is."""

    commune = serializers.CharField(max_length=5, allow_blank=True, required=False)
    case = serializers.CharField(max_length=80, allow_blank=True, required=False)
    applicant = PersonGivenSerializer(required=False)
    filer = FilerGivenSerializer(
        required=False, allow_null=True, help_text="The caller, where he files for somebody else; null: for himself"
    )
    answers = AnswersGiven(required=False, help_text="Section → question → answer, whole sections; for a group a list of items")
    delivery = serializers.ChoiceField(choices=Delivery.choices, required=False)


class FileGivenSerializer(Given):
    """A file for a paper of the case: PDF, JPEG, PNG or HEIC, found by its content."""

    document = serializers.CharField(max_length=80, help_text="Code of the paper")
    file = serializers.FileField(allow_empty_file=True)


class DraftFileSerializer(serializers.ModelSerializer[DraftFile]):
    """A file of a draft, checked; HEIC has become JPEG."""

    sha256 = serializers.SerializerMethodField()

    class Meta:
        model = DraftFile
        fields = ("id", "document_code", "name", "content_type", "size", "pages", "sha256", "added_at")

    def get_sha256(self, file: DraftFile) -> str:
        return bytes(file.sha256).hex()


class MissingPaperSerializer(serializers.Serializer[tuple[str, str]]):
    """A paper without which the draft cannot be sent."""

    code = serializers.CharField()
    name = serializers.CharField()


class MissingSerializer(serializers.Serializer[dict[str, Any]]):
    """What keeps a draft from being sent: nothing where `ready`."""

    ready = serializers.BooleanField()
    documents = MissingPaperSerializer(many=True)
    errors = serializers.DictField(child=serializers.CharField(), help_text="Step or question → what to do, in Vietnamese")  # type: ignore[assignment]  # the API's word; DRF keeps a property of that name


class DraftSerializer(serializers.Serializer[Any]):
    """A draft of the caller."""

    id = serializers.UUIDField()
    procedure = DossierProcedureSerializer(source="procedure_version")
    commune = serializers.CharField(source="commune.code", default=None, allow_null=True)
    case = serializers.CharField(source="case_code")
    applicant = serializers.SerializerMethodField()
    filer = serializers.SerializerMethodField(help_text="Null: the caller files for himself")
    answers = serializers.SerializerMethodField()
    delivery = serializers.CharField()
    files = DraftFileSerializer(many=True)
    saved_at = serializers.DateTimeField()

    @extend_schema_field(PersonGivenSerializer)
    def get_applicant(self, draft: Draft) -> Any:
        return applicant_of(draft)

    @extend_schema_field(FilerGivenSerializer(allow_null=True))
    def get_filer(self, draft: Draft) -> Any:
        return filer_of(draft) if draft.is_for_other else None

    @extend_schema_field(ANSWERS)
    def get_answers(self, draft: Draft) -> Any:
        return answers_of(draft)


def missing_of(draft: Draft) -> dict[str, Any]:
    """Return everything that keeps a draft from being sent."""
    present = {file.document_code for file in draft.files.all()}
    papers = missing_papers(draft.procedure_version, draft.case_code, present)
    errors: dict[str, str] = {}
    try:
        read_filing(draft, today=clock.today())
    except FieldErrors as wrong:
        errors = wrong.errors
    documents = [{"code": code, "name": name} for code, name in papers]
    return {"ready": not papers and not errors, "documents": documents, "errors": errors}
