"""The local settings against the bench's own servers; the addresses hold one more page, an empty one."""

import logging

from portal.settings.local import *  # noqa: F403  local plus this file
from portal.settings.local import REST_FRAMEWORK

ROOT_URLCONF = "tests.bench.urls"
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"tracking": None, "upload": None}}  # the bench asks more often than people
ALLOWED_HOSTS = ["testserver"]
STAFF_SECOND_FACTOR_REQUIRED = False
logging.disable(logging.INFO)
