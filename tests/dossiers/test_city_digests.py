"""The city is told once of one thing; a fault of ours is no telling."""

from dataclasses import replace

import pytest
from django.db import IntegrityError

from accounts.permissions import Post
from dossiers.city_digests import _tell, tell_the_city
from notifications.models import Notice
from notifications.service import Digest, NoticeKind
from tests.factories.accounts import MembershipFactory
from tests.factories.dossiers import MONDAY_9H

pytestmark = pytest.mark.django_db


def test_who_joins_later_is_told_too_and_nobody_twice() -> None:
    facts = {"once": "1", "now": MONDAY_9H, "data": {}, "path": "/thanh-pho/"}
    told = []
    for _ in range(2):
        MembershipFactory(commune=None, post=Post.CITY_STAFF)
        told.append(tell_the_city(NoticeKind.CALENDAR_MISSING, [Post.CITY_STAFF], **facts))
    assert (told, Notice.objects.count()) == ([1, 1], 2)


def test_any_other_fault_of_the_database_is_heard_of() -> None:
    digest = Digest(NoticeKind.CALENDAR_MISSING, MembershipFactory().user, "1", MONDAY_9H, {})
    with pytest.raises(IntegrityError, match="null value"):
        _tell(replace(digest, at=None), "/")  # type: ignore[arg-type]
