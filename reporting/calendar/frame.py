"""The frame of the calendar's pages: the city's header for the city, the desk's for a commune."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from dossiers.city_context import render_city
from dossiers.desk_context import asker_of, render_desk
from reporting.calendar.access import Editor


def render_calendar(request: HttpRequest, template: str, context: Mapping[str, Any], *, editor: Editor, status: int = 200) -> HttpResponse:
    """Answer with a page, kept by no browser."""
    known = {"editor": editor, **context}
    if editor.commune is not None:
        return render_desk(request, template, known, asker=asker_of(request), status=status)
    return render_city(request, template, known, active="calendar", status=status)
