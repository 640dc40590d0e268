"""The city: every address and secret comes from the environment, everything over TLS."""

from portal.env import env_bool, env_int, env_list, env_text
from portal.settings.base import *  # noqa: F403  production is base plus this file
from portal.settings.servers import caches, databases

SECRET_KEY = env_text("SECRET_KEY")
FIELD_KEYS = env_list("FIELD_KEYS")
HASH_KEYS = env_list("HASH_KEYS")
if not FIELD_KEYS or not HASH_KEYS:
    raise ValueError("Set FIELD_KEYS and HASH_KEYS: identity numbers are never stored in the clear.")

DATABASES = databases(env_text("DATABASE_URL"))
REDIS_URL = env_text("REDIS_URL")
CACHES = caches(REDIS_URL)

SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env_int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

STAFF_SECOND_FACTOR_REQUIRED = env_bool("STAFF_SECOND_FACTOR_REQUIRED", default=True)

EMAIL_HOST = env_text("EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env_text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_text("DEFAULT_FROM_EMAIL", "mot-cua@localhost")
