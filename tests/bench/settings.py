"""The local settings against the bench's own servers; the addresses hold one more page, an empty one."""

import logging

from portal.settings.local import *  # noqa: F403  local plus this file

ROOT_URLCONF = "tests.bench.urls"
ALLOWED_HOSTS = ["testserver"]
STAFF_SECOND_FACTOR_REQUIRED = False
logging.disable(logging.INFO)
