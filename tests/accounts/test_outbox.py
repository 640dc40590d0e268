"""Messages of a training room: shown there, and nowhere else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.mail import send_mail

from accounts.errors import MessageNotSent
from accounts.outbox import keep_message, recent_messages
from accounts.ports import sms_sender
from core import clock

PAGE = "/phat-trien/tin-nhan/"


def test_newest_messages_come_first():
    now = clock.now()
    for minutes in (0, 2, 1):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            keep_message(channel="SMS", to="+84900000123", text=f"tin {minutes}")

    assert [message.text for message in recent_messages(limit=2)] == ["tin 2", "tin 1"]


def test_mails_stand_beside_messages(settings, outbox_folder):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = outbox_folder
    send_mail("mã đăng nhập", "Mã của bạn: 012345. Đừng đưa cho ai.", None, ["lan@example.com"])

    message = recent_messages()[0]
    assert (message.channel, message.to, message.subject) == ("E-mail", "lan@example.com", "mã đăng nhập")
    assert message.text.strip() == "Mã của bạn: 012345. Đừng đưa cho ai."
    assert abs(message.at - clock.now()) < timedelta(minutes=1)


def test_other_peoples_files_in_the_folder_do_no_harm(outbox_folder):
    keep_message(channel="SMS", to="+84900000123", text="tin")
    (outbox_folder / "la.json").write_text("{", encoding="utf-8")
    (outbox_folder / "la-2.json").write_text("[]", encoding="utf-8")

    assert len(recent_messages()) == 1


@pytest.mark.django_db
def test_the_page_lists_them(client):
    assert "Chưa có tin nào." in client.get(PAGE).content.decode()
    keep_message(channel="SMS", to="+84900000123", text="Mã <b>012345</b>")

    assert "Mã &lt;b&gt;012345" in client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_elsewhere_there_is_no_such_page(client, settings):
    settings.DEBUG_OUTBOX = False

    assert client.get(PAGE).status_code == 404


def test_without_a_gateway_nothing_is_sent_outside_a_training_room(settings):
    settings.DEBUG_OUTBOX = False

    with pytest.raises(MessageNotSent):
        sms_sender().send_sms("+84900000123", "Mã")


def test_a_gateway_is_named_by_a_setting(settings):
    settings.SMS_SENDER = "accounts.sms.NoSmsSender"

    assert type(sms_sender()).__name__ == "NoSmsSender"
