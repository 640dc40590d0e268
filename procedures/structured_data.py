"""A procedure for search engines: a description, and schema.org's words."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from procedures.page import ProcedurePage
from procedures.plain_words import UNKNOWN, short_time

LONGEST = 160  # characters search engines show
_ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}  # so that a text cannot end the element


def description(shown: ProcedurePage) -> str:
    """Return one or two sentences: what it is, how long, what it costs where that is known."""
    version = shown.version
    time = short_time(version)
    told = [version.summary or f"{version.plain_name} tại phường, xã của Hà Nội"]
    told += [] if time.startswith(UNKNOWN) else [f"Thời gian: {time.lower()}"]
    text = ". ".join(part.rstrip(".") for part in told) + "."
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def government_service(shown: ProcedurePage) -> SafeString:
    """Return the JSON-LD of the page, safe inside a script element; facts that are not known are left out."""
    version = shown.version
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": version.plain_name,
        "alternateName": version.name,
        "description": description(shown),
        "url": shown.address,
        "inLanguage": "vi",
        "serviceType": version.procedure.field.name,
        "provider": {"@type": "GovernmentOrganization", "name": "Ủy ban nhân dân phường, xã thuộc Thành phố Hà Nội"},
        "areaServed": {"@type": "City", "name": "Hà Nội"},
        "availableChannel": {"@type": "ServiceChannel", "serviceUrl": shown.address, "servicePhone": _phone()},
    }
    if version.procedure.code_is_official:
        told["identifier"] = version.procedure.code
    if version.result_name:
        told["serviceOutput"] = {"@type": "Thing", "name": version.result_name}
    return SafeString(json.dumps(told, ensure_ascii=False).translate(_ESCAPES))


def _phone() -> dict[str, str]:
    return {"@type": "ContactPoint", "telephone": settings.HOTLINE}
