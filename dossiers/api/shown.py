"""Dossiers as the API shows them in lists and after an act. Numbers of people are masked here, always."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communes.models import Commune
from core import clock
from dossiers.deadlines import ClockReading, Punctuality
from dossiers.models import Channel, Dossier, DossierParty, PartyRole
from dossiers.selectors.clock import clock_of
from dossiers.states import DossierState
from procedures.models import ProcedureVersion


class UnitSerializer(serializers.Serializer[Commune]):
    """A commune by its administrative code."""

    code = serializers.CharField()
    name = serializers.CharField(source="full_name")


class DossierProcedureSerializer(serializers.Serializer[ProcedureVersion]):
    """The procedure, in the version the dossier keeps."""

    code = serializers.CharField(source="procedure.code")
    version = serializers.IntegerField(source="number")
    plain_name = serializers.CharField()


class ClockSerializer(serializers.Serializer[ClockReading]):
    """How the dossier stands against its due moment, now; days are working days."""

    punctuality = serializers.ChoiceField(source="kind.value", choices=[kind.value for kind in Punctuality])
    words = serializers.CharField(source="label")


class MaskedPersonSerializer(serializers.Serializer[DossierParty]):
    """The applicant with masked numbers."""

    full_name = serializers.CharField()
    identity_number = serializers.CharField(source="masked_identity")
    phone = serializers.CharField(source="masked_phone")


class TrackedDossierSerializer(serializers.Serializer[Dossier]):
    """What anybody may know who holds the code and its key: no names."""

    code = serializers.CharField()
    procedure = DossierProcedureSerializer(source="procedure_version")
    state = serializers.ChoiceField(choices=DossierState.choices)
    state_label = serializers.CharField()
    receiving_unit = UnitSerializer()
    competent_unit = UnitSerializer()
    submitted_at = serializers.DateTimeField(allow_null=True)
    response_due_at = serializers.DateTimeField(allow_null=True, help_text="Until when the desk must answer a filing sent online")
    received_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True, help_text="The appointment; while the clock stands, the last one promised")
    supplement_due_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    clock = serializers.SerializerMethodField()

    @extend_schema_field(ClockSerializer)
    def get_clock(self, dossier: Dossier) -> Any:
        return ClockSerializer(clock_of(dossier, self.context.get("now") or clock.now())).data


class DossierRowSerializer(TrackedDossierSerializer):
    """One dossier in a list, or after an act. `version` is what If-Match takes; the context says whether an office looks (`is_office`)."""

    version = serializers.IntegerField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    listed_at = serializers.DateTimeField()
    applicant = serializers.SerializerMethodField()
    assignee = serializers.SerializerMethodField(help_text="Who holds it in the office; null for citizens' eyes")

    @extend_schema_field(MaskedPersonSerializer(allow_null=True))
    def get_applicant(self, dossier: Dossier) -> Any:
        person = next((party for party in dossier.parties.all() if party.role == PartyRole.APPLICANT), None)
        return MaskedPersonSerializer(person).data if person else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_assignee(self, dossier: Dossier) -> str | None:
        return dossier.assignee.full_name if dossier.assignee and self.context["is_office"] else None


class DossierPageSerializer(serializers.Serializer[Any]):
    """A page of dossiers. `count` stops at 1,000; `count_is_exact` says whether it did."""

    count = serializers.IntegerField()
    count_is_exact = serializers.BooleanField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = DossierRowSerializer(many=True)


class ActResultSerializer(DossierRowSerializer):
    """The dossier after an act, with the key printed on its slips."""

    track_key = serializers.CharField(help_text="Mã tra cứu: with the code it opens the public tracking")
