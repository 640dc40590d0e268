"""Keys of one laptop: made once, kept in VAR_DIR/secrets.json, readable by its user only.

Losing the file makes the sealed identity numbers of this folder unreadable, as it should.
"""

import base64
import json
import os
import secrets
from pathlib import Path


def local_secrets(var_dir: Path) -> dict[str, str]:
    """Return SECRET_KEY, FIELD_KEY and HASH_KEY of this folder, making them at the first call."""
    path = var_dir / "secrets.json"
    if not path.exists():
        _write_once(path)
    kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def _write_once(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".secrets-{os.getpid()}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(_fresh_keys(), file, indent=2)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process of the group was first: its keys hold
    finally:
        draft.unlink()


def _fresh_keys() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),  # the form that Fernet asks for
        "HASH_KEY": secrets.token_urlsafe(32),
    }
