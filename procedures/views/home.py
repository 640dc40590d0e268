"""The home page: one question, eight occasions, and where a dossier is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from core import clock
from procedures.city_calendar import city_calendar, coming_holiday
from procedures.life_events import life_events

FREQUENT_WORDS = ("khai sinh", "chứng thực bản sao", "trích lục")
NOTICE_DAYS = 3  # a closed day further off changes nothing for a visitor of today


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    calendar = city_calendar()
    catalogue = reverse("procedures")
    context = {
        "frequent": [{"label": words, "url": f"{catalogue}?{urlencode({'q': words})}"} for words in FREQUENT_WORDS],
        "events": [
            {"label": event.title, "hint": event.hint, "icon": event.icon, "url": f"{catalogue}?{urlencode({'viec': event.code})}"}
            for event in life_events()
        ],
        "holiday": coming_holiday(clock.today(), calendar, NOTICE_DAYS) if calendar else None,
    }
    return render(request, "citizen/catalogue/home.html", context)
