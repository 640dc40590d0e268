"""Doors of the API: every action names who may enter, in one table a viewset. A test walks the tables."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, ClassVar

from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from accounts.api.offices import offices_in_question
from accounts.permissions import GRANTS, Permission, Post


class Door(Enum):
    """Doors that no post opens. `MOVES`: signed in; which act is whose is decided by the table of moves, dossier in hand."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    MOVES = "table of moves"


class BehindDoor(BasePermission):
    """Check that the caller may enter: anybody signed in, or holders of a post that grants the permission."""

    def __init__(self, door: Door | Permission) -> None:
        self.door = door

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        if isinstance(self.door, Permission):
            return any(self.door in GRANTS[Post(office.post)] for office in offices_in_question(request))
        return True


class BehindDoors(ViewSet):
    """A viewset whose actions are listed in `doors`; an action that is not listed has no door and cannot be reached."""

    doors: ClassVar[Mapping[str, Door | Permission]]
    http_method_names = ["get", "head", "post", "patch", "delete"]

    def get_permissions(self) -> list[Any]:
        """Return the door of the action; a method that no action answers (405) needs none."""
        door = Door.PUBLIC if self.action in {None, "metadata"} else self.doors[self.action]
        return [AllowAny() if door is Door.PUBLIC else BehindDoor(door)]
