"""Two ends of the SMS port: the outbox of development, and none at all."""

from accounts.errors import MessageNotSent
from accounts.outbox import keep_message


class OutboxSmsSender:
    """Keeps messages where the page of messages shows them; nothing leaves the machine."""

    def send_sms(self, phone: str, text: str) -> None:
        keep_message(channel="SMS", to=phone, text=text)


class NoSmsSender:
    """Stands where no gateway is configured: people sign in by e-mail until one is."""

    def send_sms(self, phone: str, text: str) -> None:
        raise MessageNotSent
