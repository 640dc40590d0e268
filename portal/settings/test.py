"""Tests: real servers that tests/conftest.py starts, cheap password hashing, a folder that goes with the test."""

from portal.env import VAR_DIR, env_text
from portal.settings.base import *  # noqa: F403  test is base plus this file
from portal.settings.servers import caches, databases

SECRET_KEY = "only-for-tests"  # noqa: S105  no secret is kept in a test
FIELD_KEYS = ["MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="]
HASH_KEYS = ["only-for-tests"]
DEMO_PASSWORD = "mot-cua-tap-huan"  # noqa: S105  the same as in local settings, so that demo people can be tested
DEBUG_OUTBOX = True

DATABASES = databases(env_text("DATABASE_URL", "postgres://portal@127.0.0.1:1/portal"))
REDIS_URL = env_text("REDIS_URL", "redis://127.0.0.1:1/0")
CACHES = caches(REDIS_URL)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = None  # nothing is collected for a test
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # a file is looked for when it is asked for, not listed with all others for every client of every test
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "outbox"
