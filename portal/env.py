"""Read settings from the environment; a wrong value stops the start with a sentence that names it."""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()


def env_text(name: str, default: str | None = None) -> str:
    """Return the variable, or the content of the file that NAME_FILE points at, or the default.

    Raises ImproperlyConfigured when there is neither and no default.
    """
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE) in the environment.")
    return value


def env_bool(name: str, *, default: bool) -> bool:
    value = env_text(name, "yes" if default else "no").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not “{value}”.")


def env_int(name: str, default: int) -> int:
    value = env_text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.") from error


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in env_text(name, default).split(",") if item.strip()]


def database_settings(url: str) -> dict[str, object]:
    """Return Django's DATABASES entry for a postgres:// address; the host part may be a quoted socket folder.

    Raises ImproperlyConfigured when it is the address of something else.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres://: PostgreSQL is the one database of this portal.")
    host, port = _host_and_port(parts.netloc)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
    }


def _host_and_port(netloc: str) -> tuple[str, str]:
    """Return both as written: `urlsplit` lowers the case of hosts, and a socket folder has one."""
    found = re.fullmatch(r"(?:.*@)?(\[[0-9a-fA-F:]+\]|[^:]*)(?::(\d*))?", netloc)
    if found is None:
        raise ImproperlyConfigured("DATABASE_URL must read postgres://user:password@host:port/name.")
    return unquote(found[1].strip("[]")), found[2] or ""
