"""Notices are new until their person says they were read."""

from datetime import timedelta

import pytest

from core import clock
from notifications.kinds import NoticeKind
from notifications.models import Notice
from notifications.selectors import unread_count
from notifications.service import Address, Telling, mark_all_read, queue_notices
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = clock.now()


def test_it_marks_what_is_new_and_leaves_the_rest() -> None:
    person, other = UserFactory(), UserFactory()
    for about in (1, 2):
        telling = Telling(NoticeKind.DECLINED, about, f"H26-{about}", "1", NOW)
        queue_notices(telling, [Address(user=person, email="dan@example.com"), Address(user=other)])
        assert mark_all_read(person, NOW + timedelta(hours=about)) == 1
    assert mark_all_read(person, NOW + timedelta(hours=3)) == 0
    read_at = Notice.objects.filter(recipient=person).order_by("about_id").values_list("read_at", flat=True)
    assert list(read_at) == [NOW + timedelta(hours=1), NOW + timedelta(hours=2)]
    assert (unread_count(person), unread_count(other)) == (0, 2)
    assert not Notice.objects.filter(channel="email", read_at__isnull=False).exists()
