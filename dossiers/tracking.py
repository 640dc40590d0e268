"""Finding a dossier without signing in: its code and a second thing only its people know. Guessing is slowed three ways."""

import hashlib
import time
from hmac import compare_digest

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from accounts.errors import TooManyAttempts
from core.lookup import get_or_none
from dossiers.access import DETAIL_RELATIONS
from dossiers.errors import DossierNotFound
from dossiers.models import Dossier

WINDOW_SECONDS = 15 * 60
WRONG_PER_CODE = 5  # four digits have ten thousand values
WRONG_PER_ADDRESS = 30  # a family, or a ward's public computer
WRONG_IN_TOTAL = 3_000  # many addresses guessing at many codes
LONGEST_CODE = 40
DIGITS_OF_PHONE = 4


def track_dossier(code: str, secret: str, *, address: str) -> Dossier:
    """Return the dossier of this code to somebody who knows its key, or the last four digits of a phone left with it.

    `address` is where the asker comes from. Only wrong tries count; a code that does not exist is a wrong try like any other.

    Raises:
        DossierNotFound: no such code, or the secret is not its. TooManyAttempts: even a right one is not looked at for a while.
    """
    code = "".join(code.split()).upper()[:LONGEST_CODE]
    keys = _count_try(code, address)
    dossier = get_or_none(Dossier.objects.select_related(*DETAIL_RELATIONS).filter(code=code.replace("\x00", "")))
    if dossier is None or not _knows(dossier, secret):
        raise DossierNotFound
    for key in keys:
        cache.decr(key)  # a right try gives its place back
    return dossier


def _count_try(code: str, address: str) -> list[str]:
    """Count a try by address, code and in total; return the keys it was counted under.

    A try that one limit stops is not counted by the next, so that one address alone cannot use up the city's total.

    Raises TooManyAttempts.
    """
    keys = []
    for kind, value, most in (("address", address, WRONG_PER_ADDRESS), ("code", code, WRONG_PER_CODE), ("total", "", WRONG_IN_TOTAL)):
        key, count = _counted(kind, value)
        if count > most:
            raise TooManyAttempts
        keys.append(key)
    return keys


def client_address(request: HttpRequest) -> str:
    """Return where a request comes from; headers of proxies count only as far as the settings trust them."""
    return str(get_adapter().get_client_ip(request))


def _knows(dossier: Dossier, secret: str) -> bool:
    typed = "".join(letter for letter in secret if letter.isalnum()).upper().encode()
    if compare_digest(typed, dossier.track_key.encode()):
        return True
    phones = [party.phone[-DIGITS_OF_PHONE:].encode() for party in dossier.parties.order_by("role") if party.phone_cipher]
    return any([compare_digest(typed, digits) for digits in phones])  # noqa: C419  every phone is compared, whatever the first says


def _counted(kind: str, value: str) -> tuple[str, int]:
    """Count a try in the present window; return its key and the tries so far. Counting first leaves no gap between look and count."""
    digest = hashlib.sha256(value.encode()).hexdigest()[:24]
    key = f"tracking:{kind}:{digest}:{int(time.time()) // WINDOW_SECONDS}"
    cache.add(key, 0, 2 * WINDOW_SECONDS)  # outlives its window, so that it can always be counted down again
    return key, cache.incr(key)
