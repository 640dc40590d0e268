"""Who the caller is and in which posts he may work."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.doors import BehindDoors, Door
from accounts.current_office import OfficeRequest
from accounts.models import Delegation, Membership, User
from accounts.permissions import GRANTS, Post
from accounts.selectors import leaves_about
from core import clock
from core.identity import mask_phone


class OfficeSerializer(serializers.Serializer[Membership]):
    """A post held today; `commune` null stands for the whole city. `id` is what the header X-Office takes."""

    id = serializers.IntegerField()
    post = serializers.ChoiceField(choices=Post.choices)
    post_label = serializers.CharField(source="get_post_display")
    commune = serializers.CharField(source="commune.code", default=None, allow_null=True)
    place = serializers.CharField()
    division = serializers.CharField(source="division.name", default=None, allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    permissions = serializers.SerializerMethodField()

    def get_permissions(self, office: Membership) -> list[str]:
        return sorted(GRANTS[Post(office.post)])


class LeaveSerializer(serializers.Serializer[Delegation]):
    """A leave that is not over, and who stands in; both days count."""

    commune = serializers.CharField(source="commune.code")
    person = serializers.CharField(source="user.full_name")
    deputy = serializers.CharField(source="deputy.full_name")
    from_day = serializers.DateField()
    to_day = serializers.DateField(source="last_day")


class MeSerializer(serializers.Serializer[Any]):
    """The caller. `office` is the post taken when X-Office is not sent; null: none, or several and none chosen.

    `deputies`: who stands in for the caller, now or later; `stands_in_for`: for whom the caller does.
    """

    username = serializers.CharField()
    full_name = serializers.CharField()
    phone = serializers.SerializerMethodField()
    office = serializers.IntegerField(allow_null=True, source="current")
    offices = OfficeSerializer(many=True)
    deputies = LeaveSerializer(many=True)
    stands_in_for = LeaveSerializer(many=True)

    def get_phone(self, person: dict[str, Any]) -> str:
        return mask_phone(person["phone"]) if person["phone"] else ""


class MeViewSet(BehindDoors):
    """The caller's own account."""

    doors = {"list": Door.SIGNED_IN}

    @extend_schema(operation_id="me_retrieve", responses=MeSerializer, tags=["me"])
    def list(self, request: Request) -> Response:
        """The signed-in person, the posts held today, and leaves."""
        here = cast(OfficeRequest, request._request)
        user = cast(User, request.user)
        leaves = leaves_about(user.pk, clock.today())
        person = {
            "username": user.username,
            "full_name": user.full_name,
            "phone": user.phone,
            "current": here.membership.pk if here.membership else None,
            "offices": here.memberships,
            "deputies": [leave for leave in leaves if leave.user_id == user.pk],
            "stands_in_for": [leave for leave in leaves if leave.deputy_id == user.pk],
        }
        return Response(MeSerializer(person).data)
