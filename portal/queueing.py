"""Queues, limits and the timetable of the background work. Celery reads these names; reasons stand beside them."""

from datetime import timedelta
from urllib.parse import urlsplit

from celery.schedules import crontab
from django.conf import settings
from kombu import Exchange, Queue


def broker_address(redis_url: str) -> str:
    """Return a Redis address as Celery spells it; only unix sockets differ."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = parts.query.removeprefix("db=") or "0"
    return f"redis+socket://{parts.path}?virtual_host={number}"


broker_url = broker_address(settings.REDIS_URL)
broker_connection_retry_on_startup = True
broker_connection_timeout = 2  # an act that succeeded must not wait for a queue that is away
broker_transport_options = {"visibility_timeout": 600}  # messages are acknowledged early: only one lost on its way comes again
task_publish_retry_policy = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}

# Two queues, so that a slow mail server never delays the clock. Each names its exchange and key: left out, both
# queues would hang on the default one and every message would arrive twice.
task_queues = [Queue(name, Exchange(name), routing_key=name) for name in ("clock", "sending")]
task_default_queue = "clock"
task_routes = {"notifications.tasks.*": {"queue": "sending"}}

task_ignore_result = True  # what happened is in the database
task_acks_late = False  # a sweep that is lost is swept again 15 s later
task_soft_time_limit = 240
task_time_limit = 300
worker_prefetch_multiplier = 1
worker_max_tasks_per_child = 500  # keeps memory flat; about 40 minutes of sweeps
worker_max_memory_per_child = 250_000  # KB
worker_hijack_root_logger = False  # Django's LOGGING holds
timezone = "Asia/Ho_Chi_Minh"

beat_schedule = {
    # A time limit that runs out must be flagged within 60 s at p99, one lost beat included.
    "sweep-clock": {
        "task": "dossiers.tasks.sweep_clock",
        "schedule": timedelta(seconds=15),
        "options": {"expires": 15},  # a beat that waited is worth nothing: the next one does its work
    },
    # Levels of the ladder are half a day apart; a minute is soon enough, and the levels of one moment come in one message.
    "climb-ladder": {
        "task": "dossiers.tasks.climb_ladder",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    # The net under the kick that an approval gives: a calendar whose worker was killed is applied to its end.
    "apply-calendars": {
        "task": "reporting.tasks.apply_calendars",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    # Asks which jobs of the day are due and not done, so that a restart or a bad night skips none.
    "daily-jobs": {
        "task": "dossiers.tasks.daily_jobs",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 600},
    },
    # The net under the kick that every transaction gives: whatever was not sent goes now.
    "drain-outbox": {
        "task": "notifications.tasks.drain_outbox",
        "schedule": timedelta(seconds=15),
        "options": {"expires": 15},
    },
    # City and desk pages read sums; half a minute behind is what they promise.
    "roll-tallies": {
        "task": "reporting.tasks.roll_tallies",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 30},
    },
    # Sessions, drafts and objects nobody needs hold personal data. At night (`timezone` above) no desk is open; a night
    # that was missed is made up for by the next one, and two runs at once do no harm.
    "tidy-up": {
        "task": "dossiers.tasks.tidy_up",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 3 * 3600},  # never in office hours
    },
}
