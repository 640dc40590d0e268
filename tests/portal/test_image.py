"""The image: what its web server writes into the log of the container."""

import json
import re

from django.conf import settings
from gunicorn.config import Config


def test_the_access_log_carries_no_queries_and_no_referrers():
    command = (settings.BASE_DIR / "Dockerfile").read_text(encoding="utf-8").split("\nCMD ")[1].replace("\\\n", "")
    options = Config().parser().parse_args(json.loads(command)[1:])
    assert options.accesslog == "-"
    assert set(re.findall(r"%\((\S+?)\)s", options.access_log_format)) == {"h", "t", "m", "U", "s", "b", "M"}
