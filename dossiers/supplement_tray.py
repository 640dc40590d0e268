"""Answers to a supplement request while they are written: in the person's session, sealed; files checked and stored privately."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.core.files.base import File

from core.clock import ZONE
from core.sealing import seal, unseal
from dossiers.acts.supplement import Sent
from dossiers.errors import UploadRefused
from dossiers.janitor import KEPT_READY
from dossiers.models import Suspension
from dossiers.uploads import StoredFile, check_upload, store_file


class SupplementTray:
    """What one person has ready for one request, at a moment. Items are named by their position.

    Nothing is deleted here: what is sent becomes the dossier's where it lies, what is taken away or forgotten the janitor removes.
    """

    def __init__(self, session: SessionBase, request: Suspension, now: datetime) -> None:
        self._session, self._now = session, now
        self._key = f"supplement-tray-{request.pk}"
        kept = session.get(self._key)
        self._data: dict[str, Any] = json.loads(unseal(kept.encode())) if kept else {"answers": {}, "files": {}}

    def answer(self, position: int) -> str:
        return str(self._data["answers"].get(str(position), ""))

    def files(self, position: int) -> list[StoredFile]:
        """Return the files ready for an item; those the janitor may take soon are left out."""
        since = (self._now - KEPT_READY).timestamp()
        return [_opened(kept) for kept in self._kept(position) if kept["at"] > since]

    def _kept(self, position: int) -> list[dict[str, Any]]:
        return list(self._data["files"].get(str(position), []))

    def keep_answers(self, answers: Mapping[int, str]) -> None:
        self._data["answers"] = {str(position): text for position, text in answers.items() if text}
        self._save()

    def add(self, position: int, upload: File[bytes], *, limit: int, most: int) -> None:
        """Check a file and keep it for an item; the same content twice is kept once.

        Raises UploadRefused.
        """
        files = self.files(position)
        if len(files) >= most:
            raise UploadRefused(f"Nhận tối đa {most} tệp. Bỏ bớt rồi thêm lại.")
        checked = check_upload(upload, limit=limit)
        if checked.sha256 not in {file.sha256 for file in files}:
            stored = store_file(checked, f"drafts/{self._now.astimezone(ZONE):%Y/%m}")
            self._put(position, [*self._kept(position), {**asdict(stored), "sha256": stored.sha256.hex(), "at": self._now.timestamp()}])

    def remove(self, position: int, path: str) -> None:
        """Take a file away. Nothing happens if it is gone already."""
        self._put(position, [kept for kept in self._kept(position) if kept["stored"] != path])

    def ready(self, positions: Iterable[int]) -> list[Sent]:
        """Return everything that is ready, as the act takes it; items without anything are left out."""
        everything = [Sent(each, self.answer(each), self.files(each)) for each in positions]
        return [sent for sent in everything if sent.answer.strip() or sent.files]

    def clear(self) -> None:
        """Forget everything once it was sent."""
        self._session.pop(self._key, None)

    def _put(self, position: int, kept: list[dict[str, Any]]) -> None:
        self._data["files"][str(position)] = kept
        self._save()

    def _save(self) -> None:
        self._session[self._key] = seal(json.dumps(self._data, ensure_ascii=False)).decode()


def _opened(kept: Mapping[str, Any]) -> StoredFile:
    file = {name: value for name, value in kept.items() if name != "at"}
    return StoredFile(**{**file, "sha256": bytes.fromhex(file["sha256"])})
