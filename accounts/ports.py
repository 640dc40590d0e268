"""The port through which sign-in sends SMS; `settings.SMS_SENDER` names what stands behind it."""

from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

OUTBOX_SENDER = "accounts.sms.OutboxSmsSender"
NO_SENDER = "accounts.sms.NoSmsSender"


class SmsSender(Protocol):
    """Hands one message to a gateway and returns within five seconds."""

    def send_sms(self, phone: str, text: str) -> None:
        """Send `text` to an E.164 number.

        Raises:
            MessageNotSent: the gateway did not take it.
        """


def sms_sender() -> SmsSender:
    """Return the sender of this installation; where nothing is set, the outbox page if it is shown, else one that refuses."""
    path = settings.SMS_SENDER or (OUTBOX_SENDER if settings.DEBUG_OUTBOX else NO_SENDER)
    return cast(SmsSender, import_string(path)())
