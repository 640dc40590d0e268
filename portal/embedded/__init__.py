"""PostgreSQL and Redis out of Python wheels, for a laptop or a training room where nobody installs servers.

The addresses follow from VAR_DIR alone, so settings know them before the servers run.
"""

from portal.embedded.addresses import database_url, redis_url
from portal.embedded.local_secrets import local_secrets

__all__ = ["database_url", "local_secrets", "redis_url"]
