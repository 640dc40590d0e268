"""Database, queue and cache addresses, once each."""

from portal.env import database_settings

DATABASE_OPTIONS = {
    "options": "-c lock_timeout=3s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s",
}


def databases(url: str) -> dict[str, dict[str, object]]:
    """Return DATABASES for one PostgreSQL address, with the time limits that keep one slow act from stopping a desk."""
    return {"default": {**database_settings(url), "OPTIONS": DATABASE_OPTIONS, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}


def caches(redis_url: str) -> dict[str, dict[str, object]]:
    """Return CACHES on Redis: rate limits and sessions need one cache that all processes share."""
    return {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url, "KEY_PREFIX": "portal"}}
