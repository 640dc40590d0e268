"""Answers to a supplement request while they are written: in the person's session, sealed; files checked and stored privately."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.core.files.base import File
from django.core.files.storage import default_storage

from core.clock import ZONE
from core.sealing import seal, unseal
from dossiers.acts.supplement import Sent
from dossiers.errors import UploadRefused
from dossiers.models import Suspension
from dossiers.uploads import CheckedFile, check_upload


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A checked file waiting to be sent with its item. `original` is empty where nothing had to be converted."""

    path: str
    name: str
    content_type: str
    size: int
    sha256: str
    pages: int | None
    original: str = ""
    original_name: str = ""

    def opened(self, until: ExitStack) -> CheckedFile:
        """Return the file as an act takes it, open until the stack is left."""
        content = File(until.enter_context(default_storage.open(self.path)), name=self.name)
        original = File(until.enter_context(default_storage.open(self.original)), name=self.original_name) if self.original else None
        return CheckedFile(self.name, content, self.content_type, self.size, bytes.fromhex(self.sha256), self.pages, original)


class SupplementTray:
    """What one person has ready for one request. Items are named by their position."""

    def __init__(self, session: SessionBase, request: Suspension) -> None:
        self._session = session
        self._key = f"supplement-{request.pk}"
        kept = session.get(self._key)
        self._data: dict[str, Any] = json.loads(unseal(kept.encode())) if kept else {"answers": {}, "files": {}}

    def answer(self, position: int) -> str:
        return str(self._data["answers"].get(str(position), ""))

    def files(self, position: int) -> list[KeptFile]:
        """Return the files ready for an item; those the store has cleaned away since are left out."""
        found = [KeptFile(**file) for file in self._data["files"].get(str(position), [])]
        return [file for file in found if default_storage.exists(file.path)]

    def keep_answers(self, answers: Mapping[int, str]) -> None:
        self._data["answers"] = {str(position): text for position, text in answers.items() if text}
        self._save()

    def add(self, position: int, upload: File[bytes], *, limit: int, most: int, at: datetime) -> None:
        """Check a file and keep it for an item; the same content twice is kept once.

        Raises UploadRefused.
        """
        files = self.files(position)
        if len(files) >= most:
            raise UploadRefused(f"Nhận tối đa {most} tệp. Bỏ bớt rồi thêm lại.")
        checked = check_upload(upload, limit=limit)
        if checked.sha256.hex() not in {file.sha256 for file in files}:
            self._put(position, [*files, _stored(checked, at)])

    def remove(self, position: int, path: str) -> None:
        """Take a file away. Nothing happens if it is gone already."""
        for file in self.files(position):
            if file.path == path:
                _delete([file])
        self._put(position, [file for file in self.files(position) if file.path != path])

    @contextmanager
    def opened(self, positions: Iterable[int]) -> Iterator[list[Sent]]:
        """Give everything that is ready, as the act takes it, its files open; items without anything are left out."""
        with ExitStack() as until:
            ready = [Sent(each, self.answer(each), tuple(file.opened(until) for file in self.files(each))) for each in positions]
            yield [sent for sent in ready if sent.answer.strip() or sent.files]

    def clear(self, positions: Iterable[int]) -> None:
        """Forget everything once it was sent."""
        for position in positions:
            _delete(self.files(position))
        self._session.pop(self._key, None)

    def _put(self, position: int, files: list[KeptFile]) -> None:
        self._data["files"][str(position)] = [asdict(file) for file in files]
        self._save()

    def _save(self) -> None:
        self._session[self._key] = seal(json.dumps(self._data, ensure_ascii=False)).decode()


def _stored(checked: CheckedFile, at: datetime) -> KeptFile:
    folder = f"drafts/{at.astimezone(ZONE):%Y/%m}"
    path = default_storage.save(f"{folder}/{uuid4().hex}", checked.content)
    original = default_storage.save(f"{folder}/{uuid4().hex}", checked.original) if checked.original else ""
    named = (checked.original.name or "") if checked.original else ""
    return KeptFile(path, checked.name, checked.content_type, checked.size, checked.sha256.hex(), checked.pages, original, named)


def _delete(files: Iterable[KeptFile]) -> None:
    for file in files:
        for path in filter(None, (file.path, file.original)):
            default_storage.delete(path)
