"""What a supervisor asks: is the process alive, can it serve, how is the queue."""

from collections.abc import Callable
from hmac import compare_digest
from http import HTTPStatus

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from dossiers.clock_check import open_differences
from portal.queueing import task_queues

ANSWER_SECONDS = 2


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process runs; touches no server, so a database restart kills no web process."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when database and queue answer, else 503 and which of them does not."""
    checks: dict[str, Callable[[], bool]] = {"database": database_answers, "queue": queue_answers}
    states = {name: answers() for name, answers in checks.items()}
    status = HTTPStatus.OK if all(states.values()) else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(states, status=status)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer gauges for Prometheus to the bearer of METRICS_TOKEN; to everybody else the page does not exist."""
    token = getattr(settings, "METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "")
    if not token or not compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise Http404
    return HttpResponse(generate_latest(_gauges()), content_type=CONTENT_TYPE_LATEST)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def queue_answers() -> bool:
    try:
        with _client() as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _gauges() -> CollectorRegistry:
    """Return gauges read at this moment, equal whichever web process answers."""
    registry = CollectorRegistry()
    Gauge("portal_database_up", "1 when PostgreSQL answers", registry=registry).set(database_answers())
    Gauge("portal_queue_up", "1 when Redis answers", registry=registry).set(queue_answers())
    waiting = Gauge("portal_queue_waiting", "Messages no worker has taken yet", ["queue"], registry=registry)
    for name, count in _waiting_messages().items():
        waiting.labels(queue=name).set(count)
    differences = _clock_differences()
    if differences is not None:
        Gauge("portal_clock_differences", "Dossiers whose stored moments are not those counted again", registry=registry).set(differences)
    return registry


def _clock_differences() -> int | None:
    """Return how many the last comparisons found; None when PostgreSQL is away."""
    try:
        return open_differences().count()
    except DatabaseError:
        return None


def _waiting_messages() -> dict[str, int]:
    """Return how many messages wait in each queue; empty when Redis is away."""
    try:
        with _client() as client:
            return {queue.name: int(client.llen(queue.name)) for queue in task_queues}
    except redis.RedisError:
        return {}


def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS)
