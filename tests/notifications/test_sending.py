"""The outbox by a real mail server: at least once by e-mail, never twice by SMS."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

from accounts.errors import MessageNotSent
from core import clock
from notifications.kinds import WORDS, NoticeKind, fill
from notifications.models import Channel, Notice, Status
from notifications.sending import PAUSES, give_up_on_lost, send_pending
from notifications.service import Address, Telling, queue_notices
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = clock.now()


class Mailbox(MessageHandler):
    """Keeps what a real SMTP server was given."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.messages.append(message)


@pytest.fixture
def mailbox(settings: Any, free_port: Callable[[], int]) -> Iterator[Mailbox]:
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    server.start()
    yield box
    server.stop(no_assert=True)


class SmsDouble:
    """A gateway of the test's own; the port is what is used, no other code is replaced."""

    sent: ClassVar[list[tuple[str, str]]] = []
    fails = False

    def send_sms(self, phone: str, text: str) -> None:
        if SmsDouble.fails:
            raise MessageNotSent
        SmsDouble.sent.append((phone, text))


@pytest.fixture
def sms(settings: Any) -> Iterator[type[SmsDouble]]:
    settings.SMS_SENDER = f"{__name__}.SmsDouble"
    SmsDouble.sent, SmsDouble.fails = [], False
    yield SmsDouble
    SmsDouble.sent = []


def tell(address: Address, once: str = "1", kind: NoticeKind = NoticeKind.RECEIVED) -> None:
    data = {"code": "H26.101-261123-0147", "due": "17:00 25/11/2026", "link": "https://motcua.example/t/7K2M9QX4ABCD/"}
    queue_notices(Telling(kind, 7, data["code"], once, NOW, data), [address])


def status_of(channel: Channel) -> str:
    return Notice.objects.get(channel=channel).status


def test_the_same_telling_is_queued_once(sms: type[SmsDouble]) -> None:
    address = Address(user=UserFactory(), phone="+84912345678", email="a@example.com")
    tell(address)
    tell(address)
    assert Notice.objects.count() == 3
    tell(address, once="2")
    assert Notice.objects.count() == 6


def test_mail_leaves_with_a_stable_id_and_a_plain_subject(mailbox: Mailbox) -> None:
    tell(Address(email="a@example.com"))
    assert send_pending(now=NOW) == 1
    assert send_pending(now=NOW) == 0
    (message,) = mailbox.messages
    notice = Notice.objects.get()
    assert message["Message-ID"] == f"<notice-{notice.pk}@mot-cua>"
    assert len(str(message["Subject"])) > 0
    assert status_of(Channel.EMAIL) == Status.SENT


def test_a_mail_server_that_is_away_is_tried_again_later(settings: Any, free_port: Callable[[], int]) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    tell(Address(email="a@example.com"))
    send_pending(now=NOW)
    notice = Notice.objects.get()
    assert (notice.status, notice.attempts) == (Status.PENDING, 1)
    assert notice.next_try_at >= NOW + PAUSES[0]
    assert send_pending(now=NOW) == 0


def test_it_gives_up_after_the_last_pause(sms: type[SmsDouble]) -> None:
    sms.fails = True
    tell(Address(phone="+84912345678"))
    for _ in range(len(PAUSES) + 1):
        send_pending(now=NOW + timedelta(days=2))
        Notice.objects.update(next_try_at=NOW)
    assert status_of(Channel.SMS) == Status.FAILED


def test_a_lost_mail_goes_again_and_a_lost_sms_waits_for_a_person(sms: type[SmsDouble]) -> None:
    tell(Address(phone="+84912345678", email="a@example.com"))
    Notice.objects.update(status=Status.SENDING, claimed_until=NOW)

    give_up_on_lost(now=NOW)
    assert (status_of(Channel.EMAIL), status_of(Channel.SMS)) == (Status.SENDING, Status.SENDING)

    give_up_on_lost(now=NOW + timedelta(seconds=1))
    assert (status_of(Channel.EMAIL), status_of(Channel.SMS)) == (Status.PENDING, Status.UNCLEAR)


def test_one_poisoned_row_never_stops_the_others(sms: type[SmsDouble]) -> None:
    tell(Address(phone="+84912345678"))
    tell(Address(phone="+84912345679"), once="2")
    Notice.objects.filter(dedupe__contains=":1:").update(address_sealed=b"broken")
    send_pending(now=NOW)
    assert sorted(Notice.objects.values_list("status", flat=True)) == [Status.PENDING, Status.SENT]
    assert sms.sent == [("+84912345679", sms.sent[0][1])]


def test_a_mail_that_loses_its_sender_every_time_is_given_up(mailbox: Mailbox) -> None:
    tell(Address(email="a@example.com"))
    for _ in range(len(PAUSES) + 1):
        Notice.objects.update(status=Status.SENDING, claimed_until=NOW)
        give_up_on_lost(now=NOW + timedelta(seconds=1))
    assert status_of(Channel.EMAIL) == Status.FAILED


def test_addresses_lie_sealed(sms: type[SmsDouble]) -> None:
    tell(Address(phone="+84912345678"))
    notice = Notice.objects.get()
    assert b"912345678" not in bytes(notice.address_sealed or b"")
    assert "912345678" not in notice.dedupe
    send_pending(now=NOW)
    assert sms.sent[0][0] == "+84912345678"


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if WORDS[kind].sms])
def test_a_filled_sms_fits_160_characters(kind: NoticeKind) -> None:
    longest = {
        "code": "H26.101-261123-00147",
        "due": "17:00 25/11/2026",
        "answer_by": "17:00 25/11/2026",
        "link": "https://motcua.example/t/7K2M9QX4ABCD/",
        "count": "12",
        "hotline": "1900 1009",
        "unit": "phường Văn Miếu – Quốc Tử Giám",
        "where": "Nhận tại quầy phường Văn Miếu – Quốc Tử Giám, mang giấy tờ tùy thân.",
        "old_due": "17:00 24/11/2026",
        "deletes_on": "25/11/2026",
    }
    assert len(fill(WORDS[kind].sms, longest)) <= 160


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_no_words_name_a_fact_that_is_not_given(kind: NoticeKind) -> None:
    words = WORDS[kind]
    known = {
        "code",
        "due",
        "answer_by",
        "link",
        "count",
        "hotline",
        "unit",
        "where",
        "codes",
        "old_due",
        "deletes_on",
        "what",
        "who",
        "days",
        "year",
    }
    for text in (words.title, words.sms, words.body):
        assert set(re.findall(r"{(\w+)}", text)) <= known
