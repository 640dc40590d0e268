"""Messages of development: SMS as JSON files, mails as Django's file backend writes them, in one folder."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from core import clock

MAIL_RULE = "-" * 79  # what Django's file backend puts between two mails


@dataclass(frozen=True)
class OutboxMessage:
    """One message that was not really sent."""

    at: datetime
    channel: str
    to: str
    text: str
    subject: str = ""


def keep_message(*, channel: str, to: str, text: str) -> None:
    """Write one message into the outbox folder, whole or not at all."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    message = OutboxMessage(at=clock.now(), channel=channel, to=to, text=text)
    name = f"{message.at:%Y%m%d-%H%M%S-%f}-{uuid4().hex[:8]}"
    part = folder / f"{name}.part"
    part.write_text(json.dumps(asdict(message), default=str, ensure_ascii=False), encoding="utf-8")
    part.rename(folder / f"{name}.json")


def recent_messages(limit: int = 50) -> list[OutboxMessage]:
    """Return the newest messages first: at most `limit`, read from at most as many files of each kind."""
    messages = [message for path in _newest("*.json", limit) if (message := _read_sms(path))]
    for path in _newest("*.log", limit):
        messages += _read_mails(path)
    return sorted(messages, key=lambda message: message.at, reverse=True)[:limit]


def _folder() -> Path:
    return Path(settings.OUTBOX_DIR)


def _newest(pattern: str, limit: int) -> list[Path]:
    return sorted(_folder().glob(pattern), reverse=True)[:limit]


def _read_sms(path: Path) -> OutboxMessage | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return OutboxMessage(**{**kept, "at": datetime.fromisoformat(kept["at"])})
    except (ValueError, KeyError, TypeError):
        return None  # a file somebody else put there


def _read_mails(path: Path) -> list[OutboxMessage]:
    mails = path.read_bytes().split(MAIL_RULE.encode())
    return [_mail(mail.lstrip(b"\n")) for mail in mails if mail.strip()]


def _moment_of(stated: str) -> datetime:
    """Return the moment of a mail; "-0000" means UTC without a place, which Python reads as no zone at all."""
    moment = parsedate_to_datetime(stated)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(clock.ZONE)


def _mail(content: bytes) -> OutboxMessage:
    mail = message_from_bytes(content, policy=policy.default)
    body = mail.get_body(preferencelist=("plain",))
    return OutboxMessage(
        at=_moment_of(str(mail["Date"])),
        channel="E-mail",
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        text=body.get_content() if body else "",
    )
