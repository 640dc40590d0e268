"""Sealed text at rest (MultiFernet) and keyed hashes for look-up. Source: docs/legal/personal-data.md#sealing.

`settings.FIELD_KEYS` and `settings.HASH_KEYS` are lists of text, newest first. A new key goes to the front; the old
ones stay until every row is sealed or hashed anew.
"""

import hashlib
import hmac
from functools import lru_cache
from http import HTTPStatus

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from core.errors import DomainError

KEY_ID_MASK = 0x7FFF  # 15 bits: a positive smallint beside each hash


class SealBroken(DomainError):
    """Sealed text that none of the present keys opens: a lost key or a changed row."""

    code = "seal-broken"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR


def seal(text: str) -> bytes:
    """Return `text` encrypted with the newest key; two seals of one text differ."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """Return the text of `seal`, whichever of the keys sealed it.

    Raises:
        SealBroken: no present key opens it.
    """
    try:
        return _box(tuple(settings.FIELD_KEYS)).decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise SealBroken("Không mở được dữ liệu đã mã hóa") from error


def keyed_hash(text: str) -> bytes:
    """Return the 32 bytes under which `text` is looked up: HMAC-SHA256 with the newest key."""
    return _hash(_newest_hash_key(), text)


def keyed_hashes(text: str) -> tuple[bytes, ...]:
    """Return the hash of `text` under every present key, newest first: what a look-up compares while keys change."""
    return tuple(_hash(key, text) for key in settings.HASH_KEYS)


def hash_key_id() -> int:
    """Return a small number that names the newest hash key, to store beside each hash; it tells nothing of the key."""
    digest = hashlib.sha256(b"key-id:" + _newest_hash_key().encode()).digest()
    return int.from_bytes(digest[:2], "big") & KEY_ID_MASK


def _newest_hash_key() -> str:
    return str(settings.HASH_KEYS[0])


def _hash(key: str, text: str) -> bytes:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
