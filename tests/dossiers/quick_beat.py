"""The real beat in a hurry, for tests that would otherwise wait for it: the clock alone, twice a second."""

from datetime import timedelta

from portal.celery import app

app.conf.beat_schedule = {
    "sweep-clock": {"task": "dossiers.tasks.sweep_clock", "schedule": timedelta(seconds=0.5), "options": {"expires": 15}},
}
