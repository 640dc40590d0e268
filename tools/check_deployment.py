"""Django's deployment checks with the city's settings and made-up secrets; a warning fails."""

import os
import sys
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.management import execute_from_command_line

ROOT = Path(__file__).resolve().parent.parent
MADE_UP = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "made-up-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "FIELD_KEYS": Fernet.generate_key().decode(),
    "HASH_KEYS": "made-up-for-the-check",
    "DATABASE_URL": "postgres://portal:made-up@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "motcua.example",
}


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.update(MADE_UP)
    execute_from_command_line(["manage.py", "check", "--deploy", "--fail-level", "WARNING"])


if __name__ == "__main__":
    main()
