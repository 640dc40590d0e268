"""A laptop or a training room: embedded servers under var/ unless addresses are given."""

from portal.embedded import database_url, local_secrets, redis_url
from portal.env import VAR_DIR, env_text
from portal.settings.base import *  # noqa: F403  local is base plus this file
from portal.settings.servers import caches, databases

DEBUG = False  # pages look as they do in the city; errors are in the log
DEBUG_OUTBOX = True
DEMO_PASSWORD = "mot-cua-tap-huan"  # noqa: S105  printed at every start, exists in local settings only

DATABASES = databases(env_text("DATABASE_URL", database_url(VAR_DIR)))
REDIS_URL = env_text("REDIS_URL", redis_url(VAR_DIR))
CACHES = caches(REDIS_URL)

_secrets = local_secrets(VAR_DIR)
SECRET_KEY = _secrets["SECRET_KEY"]
FIELD_KEYS = [_secrets["FIELD_KEY"]]
HASH_KEYS = [_secrets["HASH_KEY"]]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "outbox"
