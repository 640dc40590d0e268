"""Files people send: what they are is found by content, names and claimed types are never trusted.

Source: docs/adr/0011-uploads-checked-by-content.md.
"""

import hashlib
import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO

import pillow_heif
from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from dossiers.errors import UploadRefused

pillow_heif.register_heif_opener()
MOST_PIXELS = 60_000_000  # a phone's largest photo; beyond it a picture is a bomb

PDF, JPEG, PNG, HEIC = "application/pdf", "image/jpeg", "image/png", "image/heic"
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"}
_ACTIVE_KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/XFA"}
_ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"}
MOST_OBJECTS = 50_000  # of a PDF; scans hold a few hundred
JPEG_QUALITY = 88
NAME_LENGTH = 200


@dataclass(slots=True)
class CheckedFile:
    """A file that may be kept. `original` is what was sent where `content` had to be made from it (HEIC)."""

    name: str
    content: File[bytes]
    content_type: str
    size: int
    sha256: bytes
    pages: int | None
    original: File[bytes] | None = field(default=None)


def check_upload(upload: File[bytes], *, limit: int) -> CheckedFile:
    """Return the file with its type found by content.

    Raises UploadRefused with a sentence that says what to do: empty, too large, other kind, broken, locked, or carrying code.
    """
    name = clean_name(upload.name or "")
    size = upload.size or 0
    if size == 0:
        raise UploadRefused(f"{name}: tệp trống (0 byte). Chọn lại tệp")
    if size > limit:
        raise UploadRefused(
            f"{name}: tệp quá lớn: {_megabytes(size)} MB, tối đa {_megabytes(limit)} MB. Chụp từng trang bằng điện thoại rồi gửi"
        )
    head = _head(upload)
    content_type = _type_of(head)
    if content_type is None:
        kind = PurePath(name).suffix.lstrip(".").lower()[:8] or "không rõ"
        raise UploadRefused(f"{name}: chỉ nhận ảnh JPG, PNG, HEIC và PDF. Tệp này là “{kind}”")
    return _CHECKS[content_type](upload, name)


def clean_name(name: str) -> str:
    """Return a name fit to be shown: the last part, without control characters, cut to length."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(letter for letter in last if letter.isprintable()).strip()
    return shown[-NAME_LENGTH:] or "tệp"


def _head(upload: File[bytes]) -> bytes:
    upload.seek(0)
    head: bytes = upload.read(1024)
    upload.seek(0)
    return head


def _type_of(head: bytes) -> str | None:
    if head.lstrip()[:5] == b"%PDF-":
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC
    return None


def _check_pdf(upload: File[bytes], name: str) -> CheckedFile:
    data = upload.read()
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise UploadRefused(f"{name}: không mở được: tệp PDF có mật khẩu. Bỏ mật khẩu rồi chọn lại, hoặc chụp ảnh tờ giấy")
        pages, is_active = len(reader.pages), _carries_code(reader)
    except _BROKEN_PDF as error:
        raise UploadRefused(f"{name}: tệp hỏng, không mở được. Chụp lại hoặc chọn tệp khác") from error
    if pages == 0:
        raise UploadRefused(f"{name}: tệp hỏng, không có trang nào. Chụp lại hoặc chọn tệp khác")
    if is_active:
        raise UploadRefused(f"{name}: tệp có mã chạy kèm nên không được nhận. Chụp ảnh tờ giấy rồi gửi ảnh")
    return _checked(name, data, PDF, pages)


_BROKEN_PDF = (PyPdfError, ValueError, KeyError, RecursionError, OSError, TypeError, AttributeError, AssertionError, zlib.error)


def _carries_code(reader: PdfReader) -> bool:
    """Tell whether any object of the file holds a script, an attached file or an action that leaves the page.

    Objects are read one by one, compressed ones too; bytes are not searched, for a scan's pixels may spell anything.
    """
    listed = {(number, generation) for generation, table in reader.xref.items() for number in table}
    listed |= {(number, 0) for number in reader.xref_objStm}
    if len(listed) > MOST_OBJECTS:
        return True
    return any(_is_active(reader.get_object(IndirectObject(number, generation, reader))) for number, generation in sorted(listed) if number)


def _is_active(part: object, depth: int = 0) -> bool:
    if depth > 20:
        return True
    if isinstance(part, DictionaryObject):
        if _ACTIVE_KEYS & part.keys() or str(part.raw_get("/S") if "/S" in part else "") in _ACTIVE_ACTIONS:
            return True
        return any(_is_active(part.raw_get(key), depth + 1) for key in part)
    if isinstance(part, ArrayObject):
        return any(_is_active(each, depth + 1) for each in list.__iter__(part))
    return False


def _check_picture(content_type: str) -> Callable[[File[bytes], str], CheckedFile]:
    def check(upload: File[bytes], name: str) -> CheckedFile:
        data = upload.read()
        _open_picture(io.BytesIO(data), name).close()
        return _checked(name, data, content_type, 1)

    return check


def _check_heic(upload: File[bytes], name: str) -> CheckedFile:
    """Make a JPEG once, upright and without the place where it was taken; what was sent stays beside it."""
    data = upload.read()
    picture = ImageOps.exif_transpose(_open_picture(io.BytesIO(data), name)).convert("RGB")
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=JPEG_QUALITY)
    checked = _checked(f"{PurePath(name).stem[: NAME_LENGTH - 4]}.jpg", made.getvalue(), JPEG, 1)
    checked.original = ContentFile(data, name=name)
    checked.sha256 = hashlib.sha256(data).digest()
    return checked


def _open_picture(source: IO[bytes], name: str) -> Image.Image:
    try:
        picture = Image.open(source)
        if picture.width * picture.height > MOST_PIXELS:
            raise UploadRefused(f"{name}: ảnh quá lớn. Chụp lại ở cỡ thường rồi gửi")
        picture.load()
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
    ) as error:
        raise UploadRefused(f"{name}: tệp hỏng, không mở được. Chụp lại hoặc chọn tệp khác") from error
    return picture


def _checked(name: str, data: bytes, content_type: str, pages: int) -> CheckedFile:
    return CheckedFile(name, ContentFile(data, name=name), content_type, len(data), hashlib.sha256(data).digest(), pages)


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".rstrip("0").rstrip(".").replace(".", ",")


_CHECKS: dict[str, Callable[[File[bytes], str], CheckedFile]] = {
    PDF: _check_pdf,
    JPEG: _check_picture(JPEG),
    PNG: _check_picture(PNG),
    HEIC: _check_heic,
}
