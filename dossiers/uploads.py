"""Files people send: what they are is found by content, names and claimed types are never trusted.

Content is read from where it lies (memory or a temporary file), piece by piece; no copy of a whole file is made.

Source: docs/adr/0011-uploads-checked-by-content.md.
"""

import hashlib
import io
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import PurePath
from typing import Any
from uuid import uuid4

import pillow_heif
from django.core.files.base import File
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from dossiers.errors import UploadRefused

pillow_heif.register_heif_opener()
MOST_PIXELS = 60_000_000  # a phone's largest photo; beyond it a picture is a bomb

PDF, JPEG, PNG, HEIC = "application/pdf", "image/jpeg", "image/png", "image/heic"
_SUFFIXES = {PDF: (".pdf",), JPEG: (".jpg", ".jpeg"), PNG: (".png",), HEIC: (".heic", ".heif")}
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"}
_ACTIVE_KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/XFA"}
_ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToR", "/GoToE"}
MOST_OBJECTS = 50_000  # of a PDF; scans hold a few hundred
JPEG_QUALITY = 88
CHECKED_AT = 8  # times smaller: the most a JPEG decoder can leave out
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
    original: File[bytes] | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A checked file whose objects lie in the store, named by no row yet. `original` is empty where nothing was converted."""

    name: str
    content_type: str
    size: int
    sha256: bytes
    pages: int | None
    stored: str
    original: str = ""

    def columns(self) -> dict[str, Any]:
        """Return what a row of a draft or a dossier holds of it."""
        return asdict(self)


def store_file(file: CheckedFile | StoredFile, folder: str) -> StoredFile:
    """Write the objects of a file under names that say nothing; one that lies in the store already stays where it is.

    Call it before rows are locked: a store may be slow. What no row names in the end the janitor removes.
    """
    if isinstance(file, StoredFile):
        return file
    stored, original = (_put(each, folder) if each else "" for each in (file.content, file.original))
    return StoredFile(file.name, file.content_type, file.size, file.sha256, file.pages, stored, original)


def _put(content: File[bytes], folder: str) -> str:
    content.seek(0)
    return default_storage.save(f"{folder}/{uuid4().hex}", content)


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
        suffix = PurePath(name).suffix.lower()
        if any(suffix in suffixes for suffixes in _SUFFIXES.values()):
            raise UploadRefused(f"{name}: nội dung tệp không phải ảnh hay PDF như tên tệp. Chụp ảnh tờ giấy rồi gửi ảnh")
        raise UploadRefused(f"{name}: chỉ nhận ảnh JPG, PNG, HEIC và PDF. Tệp này là “{suffix.lstrip('.')[:8] or 'không rõ'}”")
    checked = _CHECKS[content_type](upload, name)
    return replace(checked, name=_named_by_kind(checked.name, checked.content_type))


def _named_by_kind(name: str, content_type: str) -> str:
    """Return the name with an ending of what the file is: who saves and opens it starts no other program by it."""
    suffix, own = PurePath(name).suffix.lower(), _SUFFIXES[content_type]
    return name if not suffix or suffix in own else f"{name[-NAME_LENGTH + len(own[0]) :]}{own[0]}"


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
    try:
        reader = PdfReader(upload)
        if reader.is_encrypted:
            raise UploadRefused(f"{name}: không mở được: tệp PDF có mật khẩu. Bỏ mật khẩu rồi chọn lại, hoặc chụp ảnh tờ giấy")
        pages, is_active = len(reader.pages), _carries_code(reader)
        reader.close()
    except _BROKEN_PDF as error:
        raise UploadRefused(f"{name}: tệp hỏng, không mở được. Chụp lại hoặc chọn tệp khác") from error
    if pages == 0:
        raise UploadRefused(f"{name}: tệp hỏng, không có trang nào. Chụp lại hoặc chọn tệp khác")
    if is_active:
        raise UploadRefused(f"{name}: tệp có mã chạy kèm nên không được nhận. Chụp ảnh tờ giấy rồi gửi ảnh")
    return _checked(upload, name, PDF, pages)


_BROKEN_PDF = (
    PyPdfError,
    NotImplementedError,
    ValueError,
    KeyError,
    RecursionError,
    OSError,
    TypeError,
    AttributeError,
    AssertionError,
    zlib.error,
)


def _carries_code(reader: PdfReader) -> bool:
    """Tell whether any object of the file holds a script, an attached file or an action that leaves the page.

    Objects are read one by one, compressed ones too; bytes are not searched, for a scan's pixels may spell anything.
    """
    listed = {(number, generation) for generation, table in reader.xref.items() for number in table}
    listed |= {(number, 0) for number in reader.xref_objStm}
    if len(listed) > MOST_OBJECTS:
        return True
    return any(_is_active(_object(reader, number, generation)) for number, generation in sorted(listed) if number)


def _object(reader: PdfReader, number: int, generation: int) -> object:
    """Return an object of the file. The reader forgets pictures at once: they are most of a scan."""
    found = reader.get_object(IndirectObject(number, generation, reader))
    if isinstance(found, StreamObject) and found.get("/Type") != "/ObjStm":
        reader.resolved_objects.pop((generation, number), None)
    return found


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
        _open_picture(upload, name, scale=CHECKED_AT)
        return _checked(upload, name, content_type, 1)

    return check


def _check_heic(upload: File[bytes], name: str) -> CheckedFile:
    """Make a JPEG once, upright and without the place where it was taken; what was sent stays beside it."""
    picture = _open_picture(upload, name)
    ImageOps.exif_transpose(picture, in_place=True)
    made = io.BytesIO()
    (picture if picture.mode == "RGB" else picture.convert("RGB")).save(made, "JPEG", quality=JPEG_QUALITY, exif=b"")
    jpeg = File(made, name=f"{PurePath(name).stem[: NAME_LENGTH - 4]}.jpg")
    return CheckedFile(str(jpeg.name), jpeg, JPEG, jpeg.size, _digest(upload), 1, original=upload)


def _open_picture(upload: File[bytes], name: str, *, scale: int = 1) -> Image.Image:
    """Return the picture, decoded to its end. With a `scale` a JPEG is decoded that many times smaller: enough to know it is whole."""
    try:
        picture = Image.open(upload)
        if picture.width * picture.height > MOST_PIXELS:
            raise UploadRefused(f"{name}: ảnh quá lớn. Chụp lại ở cỡ thường rồi gửi")
        if scale > 1:
            picture.draft(None, (max(1, picture.width // scale), max(1, picture.height // scale)))
        picture.load()
    except (
        UnidentifiedImageError,
        OSError,
        RuntimeError,  # the HEIC library refuses so, too
        ValueError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
    ) as error:
        raise UploadRefused(f"{name}: tệp hỏng, không mở được. Chụp lại hoặc chọn tệp khác") from error
    return picture


def _checked(upload: File[bytes], name: str, content_type: str, pages: int) -> CheckedFile:
    return CheckedFile(name, upload, content_type, upload.size, _digest(upload), pages)


def _digest(upload: File[bytes]) -> bytes:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.digest()


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".rstrip("0").rstrip(".").replace(".", ",")


_CHECKS: dict[str, Callable[[File[bytes], str], CheckedFile]] = {
    PDF: _check_pdf,
    JPEG: _check_picture(JPEG),
    PNG: _check_picture(PNG),
    HEIC: _check_heic,
}
