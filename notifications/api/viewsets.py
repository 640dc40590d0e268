"""What the portal told a person, over HTTP."""

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.doors import BehindDoors, Door
from accounts.models import User
from core import clock
from notifications.selectors import NoticeLine, notices_of, unread_count
from notifications.service import mark_all_read


class NoticeSerializer(serializers.Serializer[NoticeLine]):
    """One notice in words."""

    title = serializers.CharField()
    body = serializers.CharField()
    about_code = serializers.CharField(help_text="Code of the dossier it is about")
    at = serializers.DateTimeField()
    is_read = serializers.BooleanField()


class NoticeListSerializer(serializers.Serializer[dict[str, object]]):
    """The newest notices, and how many were not opened yet (counted to 100)."""

    unread = serializers.IntegerField()
    results = NoticeSerializer(many=True)


class NoticeViewSet(BehindDoors):
    """Notices of the caller, in the portal."""

    doors = {"list": Door.SIGNED_IN, "read": Door.SIGNED_IN}

    @extend_schema(operation_id="notices_list", responses=NoticeListSerializer, tags=["me"])
    def list(self, request: Request) -> Response:
        """The newest 50 notices of the caller, newest first. Two queries."""
        return _answer(cast(User, request.user))

    @extend_schema(operation_id="notices_read", request=None, responses=NoticeListSerializer, tags=["me"])
    @action(detail=False, methods=["post"])
    def read(self, request: Request) -> Response:
        """Mark all notices of the caller as read, and answer with the list."""
        person = cast(User, request.user)
        mark_all_read(person, clock.now())
        return _answer(person)


def _answer(person: User) -> Response:
    return Response(NoticeListSerializer({"unread": unread_count(person), "results": notices_of(person)}).data)
