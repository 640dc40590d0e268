"""Files in words: received with their size, refused with what to do."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import File

from dossiers.errors import UploadRefused
from dossiers.file_sizes import size_words
from dossiers.models import DraftFile
from dossiers.uploads import PDF, clean_name


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken: why, and what to do. `name` empty: it is about the paper, not one file."""

    name: str
    text: str
    advice: str


def file_name_of(document_code: str) -> str:
    """Return the name of the file control of a paper."""
    return f"tep-{document_code}"


def refused(upload: File[bytes], error: UploadRefused) -> Refused:
    """Return a refusal without the file's name in front, split into reason and advice."""
    name = clean_name(upload.name or "")
    reason, _, advice = error.message.removeprefix(f"{name}: ").partition(". ")
    return Refused(name, f"{reason[:1].upper()}{reason[1:]}", advice.rstrip(".") + "." if advice else "")


def received_words(file: DraftFile) -> dict[str, Any]:
    """Return a kept file as `components/file_row.html` takes it."""
    kind = "pdf" if file.content_type == PDF else "image"
    return {"id": file.pk, "name": file.name, "kind": kind, "text": f"Đã nhận, {size_words(file.size)}"}
