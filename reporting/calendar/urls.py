"""Addresses of working calendars."""

from django.urls import path

from reporting.calendar import changing, views

urlpatterns = [
    path("", views.home, name="calendar_home"),
    path("ban/<int:revision_id>/", views.revision, name="calendar_revision"),
    path("soan/", changing.begin, name="calendar_begin"),
    path("soan/<int:draft_id>/", views.draft, name="calendar_draft"),
    path("soan/<int:draft_id>/tuan/", changing.week, name="calendar_week"),
    path("soan/<int:draft_id>/nam/<int:year>/", changing.year, name="calendar_year"),
    path("soan/<int:draft_id>/nap/", changing.take_file, name="calendar_file"),
    path("soan/<int:draft_id>/ho-so/", views.effect, name="calendar_effect"),
    path("soan/<int:draft_id>/tien-do/", views.progress, name="calendar_progress"),
    path("soan/<int:draft_id>/viec/<slug:act>/", changing.decide, name="calendar_decide"),
]
