"""At night the portal itself says nothing by e-mail or SMS; what a person set off goes at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.clock import ZONE
from notifications.kinds import NoticeKind
from notifications.models import Channel, Notice
from notifications.quiet import first_try, send_from
from notifications.sending import _retry
from notifications.service import Address, Digest, Telling, queue_digests, queue_notices
from tests.factories.accounts import UserFactory

EVENING = datetime(2026, 2, 23, 20, 0, tzinfo=ZONE)
MORNING = datetime(2026, 2, 24, 7, 0, tzinfo=ZONE)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _quiet_at_night(settings: Any) -> None:
    settings.QUIET_HOURS = "20:00-07:00"


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        (EVENING - SECOND, EVENING - SECOND),
        (EVENING, MORNING),
        (EVENING + timedelta(hours=4), MORNING),  # midnight
        (MORNING - SECOND, MORNING),
        (MORNING, MORNING),
        (MORNING + SECOND, MORNING + SECOND),
    ],
)
def test_the_first_moment_is_quiet_and_the_last_is_not(moment: datetime, leaves: datetime) -> None:
    assert send_from(moment) == leaves
    assert send_from(moment.astimezone(UTC)) == leaves  # hours are those of the office


@pytest.mark.parametrize(("hour", "leaves"), [(11, 11), (12, 13), (13, 13)])
def test_hours_within_a_day_are_quiet_as_well(settings: Any, hour: int, leaves: int) -> None:
    settings.QUIET_HOURS = "12:00-13:00"
    assert send_from(EVENING.replace(hour=hour)) == EVENING.replace(hour=leaves)


def test_an_empty_setting_is_never_quiet(settings: Any) -> None:
    settings.QUIET_HOURS = ""
    assert send_from(EVENING) == EVENING


@pytest.mark.parametrize("text", ["20:00", "20:00-07:00-08:00", "20-7 giờ", "25:00-07:00", "20:00-20:00"])
def test_a_setting_that_cannot_be_read_is_refused(settings: Any, text: str) -> None:
    settings.QUIET_HOURS = text
    with pytest.raises(ImproperlyConfigured, match="QUIET_HOURS"):
        send_from(EVENING)


@pytest.mark.parametrize(("kind", "leaves"), [(NoticeKind.OVERDUE_CITIZEN, MORNING), (NoticeKind.RECEIVED, EVENING)])
def test_only_the_clock_waits_for_the_morning(db: None, kind: NoticeKind, leaves: datetime) -> None:
    address = Address(user=UserFactory(), phone="+84912345678", email="dan@example.com")
    queue_notices(Telling(kind, 1, "H26-1", "1", EVENING), [address])
    assert dict(Notice.objects.order_by("pk").values_list("channel", "next_try_at")) == {"in_app": EVENING, "sms": leaves, "email": leaves}


def test_another_try_does_not_fall_into_the_night(db: None) -> None:
    queue_notices(Telling(NoticeKind.OVERDUE_CITIZEN, 1, "H26-1", "1", EVENING - SECOND), [Address(phone="+84912345678")])
    notice = Notice.objects.get()
    _retry(notice, EVENING - SECOND, OSError())
    notice.refresh_from_db()
    assert notice.next_try_at == MORNING


def test_every_kind_is_said_by_the_clock_or_set_off_by_somebody() -> None:
    """A new kind is thought about: it stands here or in `SAID_BY_THE_CLOCK`."""
    set_off = {
        "submitted received declined supplement_requested supplemented forwarded withdrawal_requested withdrawal_refused stopped",
        "result_ready reopened extended extended_officer date_changed delegated delegation_ended",
    }
    assert {kind for kind in NoticeKind if first_try(kind, EVENING) == EVENING} == set(" ".join(sorted(set_off)).split())


def test_a_digest_goes_to_the_portal_and_by_mail_to_the_notice(db: None) -> None:
    with_mail, without = UserFactory(with_email=True), UserFactory()
    digests = [Digest(NoticeKind.ESCALATED, person, "7", EVENING, {"count": "3"}) for person in (without, with_mail)]
    notices = queue_digests(digests, lambda pk: f"https://cong/{pk}/")
    assert [notice.recipient for notice in notices] == [without, with_mail]
    mail = Notice.objects.get(channel=Channel.EMAIL)
    assert (mail.data["link"], mail.data["count"], mail.next_try_at) == (f"https://cong/{notices[1].pk}/", "3", MORNING)
