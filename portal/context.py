"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    return {"hotline": settings.HOTLINE, "city_procedure_figure": settings.CITY_PROCEDURE_FIGURE, "has_outbox_page": settings.DEBUG_OUTBOX}
