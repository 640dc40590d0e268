"""Files: what they are is found by content, and refused in words that say what to do."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from dossiers.errors import UploadRefused
from dossiers.uploads import HEIC, JPEG, PDF, PNG, check_upload, clean_name

LIMIT = 100_000


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (32, 32), "red").save(made, kind)
    return made.getvalue()


def pdf(*, password: str = "", script: str = "", pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if script:
        action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)})
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)
    if password:
        writer.encrypt(password)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "content_type", "pages"),
    [
        (picture("PNG"), "a.png", PNG, 1),
        (picture("JPEG"), "noi-doi.docx", JPEG, 1),
        (pdf(pages=3), "a.pdf", PDF, 3),
    ],
)
def test_the_content_says_what_a_file_is(data: bytes, name: str, content_type: str, pages: int) -> None:
    checked = check_upload(ContentFile(data, name=name), limit=LIMIT)
    assert (checked.content_type, checked.pages, checked.size) == (content_type, pages, len(data))


def test_heic_becomes_jpeg_and_the_original_stays() -> None:
    data = picture("HEIF")
    checked = check_upload(ContentFile(data, name="IMG_1.HEIC"), limit=LIMIT)
    assert (checked.content_type, checked.name) == (JPEG, "IMG_1.jpg")
    assert checked.original is not None
    assert checked.original.read() == data
    assert Image.open(checked.content).format == "JPEG"
    assert HEIC != JPEG


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.png", "tệp trống"),
        (b"PK\x03\x04 a zip", "a.docx", "“docx”"),
        (b"<svg onload=alert(1)>", "a.svg", "“svg”"),
        (b"<html>", "anh.png", "chỉ nhận ảnh"),
        (b"\x89PNG\r\n\x1a\n broken", "a.png", "tệp hỏng"),
        (b"\xff\xd8\xff broken", "a.jpg", "tệp hỏng"),
        (b"%PDF-1.7 broken", "a.pdf", "tệp hỏng"),
        (pdf(password="x"), "a.pdf", "có mật khẩu"),
        (pdf(script="app.alert(1)"), "a.pdf", "mã chạy kèm"),
        (picture("GIF"), "a.gif", "“gif”"),
    ],
)
def test_it_refuses_and_says_what_to_do(data: bytes, name: str, words: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        check_upload(ContentFile(data, name=name), limit=LIMIT)
    assert words in refused.value.message
    assert name in refused.value.message


def test_pixels_may_spell_anything() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    pixels = StreamObject()
    pixels.set_data(b"\x00/JS /JavaScript /Launch\x00")
    writer._add_object(pixels)
    made = io.BytesIO()
    writer.write(made)
    assert check_upload(ContentFile(made.getvalue(), name="quet.pdf"), limit=LIMIT).content_type == PDF


@pytest.mark.parametrize(("size", "taken"), [(LIMIT - 1, True), (LIMIT, True), (LIMIT + 1, False)])
def test_the_limit_is_the_last_size_taken(size: int, taken: bool) -> None:
    data = pdf()
    data += b"\n" * (size - len(data))
    if taken:
        assert check_upload(ContentFile(data, name="a.pdf"), limit=LIMIT).size == size
    else:
        with pytest.raises(UploadRefused, match="quá lớn"):
            check_upload(ContentFile(data, name="a.pdf"), limit=LIMIT)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("../../etc/passwd", "passwd"), ("C:\\temp\\a.png", "a.png"), ("a\x00b\n.png", "ab.png"), ("", "tệp"), ("x" * 300, "x" * 200)],
)
def test_names_are_only_shown(name: str, shown: str) -> None:
    assert clean_name(name) == shown
