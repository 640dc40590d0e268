"""One dossier with everything in it, as its own people and the offices that serve it see it."""

import json
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.sealing import unseal
from dossiers.api.callers import Caller
from dossiers.api.given import ANSWERS
from dossiers.api.shown import DossierRowSerializer
from dossiers.models import (
    Declaration,
    Delivery,
    Dossier,
    DossierEvent,
    DossierFile,
    DossierParty,
    DossierStep,
    Extension,
    PartyRole,
    ReceivedPaper,
    Relation,
    Result,
    SupplementItem,
    Suspension,
)
from dossiers.offered import offered_moves
from dossiers.opening import missing_papers
from dossiers.selectors.derivation import extension_of
from dossiers.selectors.files import files_open_to
from dossiers.states import Act, DossierState, Move, Stage
from procedures.declarations import masked_answers, sections_of

# Acts whose words were written for the citizen; those of other acts are the office's own.
SAID_TO_CITIZEN = frozenset({Act.DECLINE, Act.EXTEND, Act.STOP, Act.WITHDRAW, Act.APPROVE_WITHDRAWAL, Act.CANCEL_WITHDRAWAL})


class PersonSerializer(serializers.Serializer[DossierParty]):
    """A person of the dossier as declared. An office sees the identity number masked unless it said why it needs it."""

    party = serializers.ChoiceField(source="role", choices=PartyRole.choices)
    relation = serializers.ChoiceField(choices=Relation.choices, allow_blank=True, help_text="Of a filer to the applicant")
    full_name = serializers.CharField()
    identity_number = serializers.SerializerMethodField()
    phone = serializers.CharField()
    email = serializers.CharField()
    address = serializers.CharField()

    def get_identity_number(self, party: DossierParty) -> str:
        return party.identity_number if self.context["reveals"] else party.masked_identity


class PaperSerializer(serializers.ModelSerializer[ReceivedPaper]):
    """A line of form 01: a paper that came in."""

    class Meta:
        model = ReceivedPaper
        fields = ("position", "document_code", "name", "kind", "quantity")


class FileSerializer(serializers.ModelSerializer[DossierFile]):
    """A file that may be opened at `files/{id}/`; `sha256` in hexadecimal, `replaced_by` the file that took its place."""

    sha256 = serializers.SerializerMethodField()

    class Meta:
        model = DossierFile
        fields = ("id", "purpose", "document_code", "name", "content_type", "size", "pages", "sha256", "added_at", "replaced_by")

    def get_sha256(self, file: DossierFile) -> str:
        return bytes(file.sha256).hex()


class StepSerializer(serializers.ModelSerializer[DossierStep]):
    """A hand-over inside the office, budgets in working minutes."""

    assignee = serializers.CharField(source="assignee.full_name", default=None, allow_null=True)

    class Meta:
        model = DossierStep
        fields = ("position", "name", "post", "assignee", "budget_minutes", "started_at", "due_at", "finished_at", "spent_minutes")


class SupplementItemSerializer(serializers.ModelSerializer[SupplementItem]):
    """One thing asked for, and what was answered."""

    class Meta:
        model = SupplementItem
        fields = ("position", "document_code", "what", "reason", "answered_at", "answer")


class SuspensionSerializer(serializers.Serializer[Suspension]):
    """A stop of the clock; `ended_at` null while it lasts."""

    stage = serializers.ChoiceField(choices=Stage.choices)
    number = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    answer_by = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    legal_basis = serializers.CharField()
    items = SupplementItemSerializer(many=True)


class ExtensionSerializer(serializers.ModelSerializer[Extension]):
    """The letter of apology that was issued, form 04: the appointment before and after it."""

    class Meta:
        model = Extension
        fields = ("number", "reason", "until", "issued_at", "due_before", "due_after")


class ResultSerializer(serializers.ModelSerializer[Result]):
    """A signed result; `voided_at` set: taken back before it was handed over."""

    class Meta:
        model = Result
        fields = ("version", "number", "issued_on", "signer_name", "signer_title", "is_refusal", "released_at", "voided_at")


class EventSerializer(serializers.Serializer[DossierEvent]):
    """One line of the log. `who` is empty for citizens' eyes where an officer acted; `hash` chains it to the line before."""

    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    act = serializers.ChoiceField(choices=Act.choices)
    act_label = serializers.CharField(source="get_act_display")
    who = serializers.SerializerMethodField()
    capacity = serializers.CharField(source="post", help_text="The post acted in, citizen, or system")
    from_state = serializers.IntegerField(allow_null=True)
    to_state = serializers.IntegerField(allow_null=True)
    artefact = serializers.CharField(help_text="Form and number, e.g. 01:412/TNHS")
    reason = serializers.SerializerMethodField()
    hash = serializers.SerializerMethodField()

    def get_who(self, event: DossierEvent) -> str:
        may_know = self.context["caller"].office is not None or event.actor_id == self.context["caller"].actor.user_id
        return event.actor.full_name if event.actor and may_know else ""

    def get_reason(self, event: DossierEvent) -> str:
        note = getattr(event, "note", None)
        may_know = self.context["caller"].office is not None or event.act in SAID_TO_CITIZEN
        return note.reason if note and may_know else ""

    def get_hash(self, event: DossierEvent) -> str:
        return bytes(event.hash).hex()


class AllowedActSerializer(serializers.Serializer[Any]):
    """An act the caller may perform now, by POST to `dossiers/{code}/{act}/`; `to_state` null: as it was before."""

    act = serializers.ChoiceField(choices=Act.choices)
    label = serializers.CharField(source="act.label")  # type: ignore[assignment]  # the API's word; DRF keeps an attribute of that name
    to_state = serializers.ChoiceField(source="to", choices=DossierState.choices, allow_null=True)
    form = serializers.CharField(help_text="Number of the official form it makes, if any")


class DossierDetailSerializer(DossierRowSerializer):
    """Everything in a dossier, as far as the caller may see it: steps are the office's, a result the citizen's once handed over."""

    track_key = serializers.CharField()
    delivery = serializers.ChoiceField(choices=Delivery.choices)
    time_limit_rule = serializers.CharField()
    original_due_at = serializers.DateTimeField(allow_null=True)
    remaining_minutes = serializers.IntegerField(allow_null=True, help_text="Working minutes left while the clock stands")
    overdue_noted_at = serializers.DateTimeField(allow_null=True)
    people = PersonSerializer(many=True, source="parties")
    case_code = serializers.SerializerMethodField()
    answers = serializers.SerializerMethodField(help_text="The declaration: section → question → answer; numbers masked as in people")
    papers = PaperSerializer(many=True)
    files = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()
    suspensions = SuspensionSerializer(many=True)
    extension = serializers.SerializerMethodField(help_text="Null unless an apology was sent")
    results = serializers.SerializerMethodField()
    events = EventSerializer(many=True)
    allowed_acts = serializers.SerializerMethodField()

    @property
    def caller(self) -> Caller:
        caller: Caller = self.context["caller"]
        return caller

    def get_case_code(self, dossier: Dossier) -> str:
        declared = _declared(dossier)
        return declared.case_code if declared else ""

    @extend_schema_field(ANSWERS)
    def get_answers(self, dossier: Dossier) -> Any:
        declared = _declared(dossier)
        answers = json.loads(unseal(bytes(declared.answers_sealed))) if declared and declared.answers_sealed else {}
        return answers if self.context["reveals"] else _masked(dossier, answers)

    @extend_schema_field(FileSerializer(many=True))
    def get_files(self, dossier: Dossier) -> Any:
        return FileSerializer(files_open_to(dossier, is_office=self.caller.office is not None), many=True).data

    @extend_schema_field(StepSerializer(many=True))
    def get_steps(self, dossier: Dossier) -> Any:
        return StepSerializer(dossier.steps.all(), many=True).data if self.caller.office else []

    @extend_schema_field(ExtensionSerializer(allow_null=True))
    def get_extension(self, dossier: Dossier) -> Any:
        letter = extension_of(dossier)
        return ExtensionSerializer(letter).data if letter and letter.issued_at else None

    @extend_schema_field(ResultSerializer(many=True))
    def get_results(self, dossier: Dossier) -> Any:
        is_returned = dossier.state == DossierState.RETURNED
        known = [each for each in dossier.results.all() if self.caller.office or (is_returned and each.voided_at is None)]
        return ResultSerializer(known, many=True).data

    @extend_schema_field(AllowedActSerializer(many=True))
    def get_allowed_acts(self, dossier: Dossier) -> Any:
        return AllowedActSerializer(allowed_moves(self.caller), many=True).data


def with_everything(dossier: Dossier) -> Dossier:
    """Read what hangs on a dossier: people, papers, steps, stops with their items, results, events; one query each."""
    prefetch_related_objects(
        [dossier],
        Prefetch("parties", DossierParty.objects.order_by("role")),
        Prefetch("papers", ReceivedPaper.objects.order_by("position")),
        Prefetch("steps", DossierStep.objects.select_related("assignee").order_by("position")),
        Prefetch("suspensions", Suspension.objects.order_by("started_at", "pk")),
        Prefetch("suspensions__items", SupplementItem.objects.order_by("position")),
        Prefetch("results", Result.objects.order_by("version")),
        Prefetch("events", DossierEvent.objects.select_related("actor", "note").order_by("seq")),
    )
    return dossier


def allowed_moves(caller: Caller) -> list[Move]:
    """Return the moves this caller may make now."""
    dossier = caller.dossier
    return offered_moves(dossier, caller.actor, dossier.suspensions.all(), _papers_missing(dossier) if caller.office else ())


def _papers_missing(dossier: Dossier) -> list[str]:
    """Return the papers without which a dossier that waits cannot be received. Two queries, none once it was received."""
    if dossier.state != DossierState.SUBMITTED:
        return []
    declared = _declared(dossier)
    present = set(dossier.files.filter(replaced_by__isnull=True).values_list("document_code", flat=True))
    return [code for code, _ in missing_papers(dossier.procedure_version, declared.case_code if declared else "", present)]


def _declared(dossier: Dossier) -> Declaration | None:
    declaration: Declaration | None = getattr(dossier, "declaration", None)
    return declaration


def _masked(dossier: Dossier, answers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the answers with every identity number masked: those of parents, spouse and child are people's too."""
    return masked_answers(sections_of(dossier.procedure_version.declaration), answers)
