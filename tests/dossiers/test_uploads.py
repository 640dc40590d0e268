"""Files: what they are is found by content, and refused in words that say what to do."""

import hashlib
import io
import os
import tracemalloc

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from dossiers.errors import UploadRefused
from dossiers.uploads import HEIC, JPEG, PDF, PNG, check_upload, clean_name, store_file

LIMIT = 100_000


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (32, 32), "red").save(made, kind)
    return made.getvalue()


def pdf(*, password: str = "", opens: dict[str, str] | None = None, pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if opens:
        kind, value = next(iter(opens.items()))
        key = "/JS" if kind == "/JavaScript" else "/F"
        action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject(key): TextStringObject(value)})
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
        (b"<html>", "anh.png", "nội dung tệp không phải ảnh hay PDF"),
        (b"\x89PNG\r\n\x1a\n broken", "a.png", "tệp hỏng"),
        (b"\xff\xd8\xff broken", "a.jpg", "tệp hỏng"),
        (b"%PDF-1.7 broken", "a.pdf", "tệp hỏng"),
        (pdf(password="x"), "a.pdf", "có mật khẩu"),
        (pdf(opens={"/JavaScript": "app.alert(1)"}), "a.pdf", "mã chạy kèm"),
        (pdf(opens={"/Launch": "cmd.exe"}), "a.pdf", "mã chạy kèm"),
        (pdf(opens={"/GoToR": "khac.pdf"}), "a.pdf", "mã chạy kèm"),
        (pdf(opens={"/GoToE": "khac.pdf"}), "a.pdf", "mã chạy kèm"),
        (picture("GIF"), "a.gif", "“gif”"),
    ],
)
def test_it_refuses_and_says_what_to_do(data: bytes, name: str, words: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        check_upload(ContentFile(data, name=name), limit=LIMIT)
    assert words in refused.value.message
    assert name in refused.value.message


def test_a_kept_file_ends_as_what_it_is_and_a_refused_one_keeps_its_name() -> None:
    assert check_upload(ContentFile(pdf(), name="don.hta"), limit=LIMIT).name == "don.hta.pdf"
    assert check_upload(ContentFile(pdf(), name="don.PDF"), limit=LIMIT).name == "don.PDF"
    with pytest.raises(UploadRefused, match=r"^don\.hta: "):
        check_upload(ContentFile(pdf(password="x"), name="don.hta"), limit=LIMIT)


def test_a_script_in_an_object_of_a_later_generation_is_found() -> None:
    body = b"%PDF-1.4\n"
    offsets = {}
    for number, generation, text in (
        (1, 0, b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 1 R >>"),
        (2, 0, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        (3, 0, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"),
        (4, 1, b"<< /S /JavaScript /JS (app.alert(1)) >>"),
    ):
        offsets[number] = (len(body), generation)
        body += b"%d %d obj %s endobj\n" % (number, generation, text)
    start = len(body)
    body += b"xref\n0 5\n0000000000 65535 f \n"
    body += b"".join(b"%010d %05d n \n" % offsets[number] for number in (1, 2, 3, 4))
    body += b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    with pytest.raises(UploadRefused, match="mã chạy kèm"):
        check_upload(ContentFile(body, name="a.pdf"), limit=LIMIT)


def sent(data: bytes, name: str) -> TemporaryUploadedFile:
    """Return a large upload as a request holds it: in a temporary file."""
    upload = TemporaryUploadedFile(name, "", len(data), None)
    upload.write(data)
    upload.seek(0)
    return upload


def scan(pages: int, size: int) -> bytes:
    """Return a PDF whose pictures are `size` bytes each."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
        pixels = StreamObject()
        pixels.set_data(os.urandom(size))
        writer._add_object(pixels)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_large_scan_is_never_in_memory_as_a_whole() -> None:
    data = scan(pages=6, size=1_000_000)
    digest, size = hashlib.sha256(data).digest(), len(data)
    with sent(data, "quet.pdf") as upload:
        del data
        tracemalloc.start()
        try:
            checked = check_upload(upload, limit=size)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert (checked.sha256, checked.size, checked.pages) == (digest, size, 6)
        assert most < size / 2  # one picture and its parsing, not six


def test_a_stored_file_is_what_was_sent() -> None:
    data = scan(pages=1, size=10_000)
    with sent(data, "quet.pdf") as upload:
        stored = store_file(check_upload(upload, limit=LIMIT), "drafts/1")
    assert stored.stored.startswith("drafts/1/")
    with default_storage.open(stored.stored) as kept:
        assert kept.read() == data
    assert store_file(stored, "drafts/2") is stored


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (7, 9)])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_photo_of_any_size_and_colour_is_taken(size: tuple[int, int], mode: str) -> None:
    made = io.BytesIO()
    Image.new(mode, size).save(made, "JPEG")
    assert check_upload(ContentFile(made.getvalue(), name="a.jpg"), limit=LIMIT).content_type == JPEG


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_a_photo_that_was_cut_off_is_refused(kind: str) -> None:
    made = io.BytesIO()
    Image.effect_noise((120, 120), 90).convert("RGB").save(made, kind)
    cut = made.getvalue()[: len(made.getvalue()) * 2 // 3]
    with pytest.raises(UploadRefused, match="tệp hỏng"):
        check_upload(ContentFile(cut, name="a.anh"), limit=10 * LIMIT)


def test_an_attached_file_is_refused() -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    attached = StreamObject()
    attached.set_data(b"MZ")
    files = DictionaryObject({NameObject("/F"): writer._add_object(attached)})
    spec = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/Filespec"), NameObject("/EF"): files}))
    note = DictionaryObject(
        {NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/FileAttachment"), NameObject("/FS"): spec}
    )
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    made = io.BytesIO()
    writer.write(made)
    with pytest.raises(UploadRefused, match="mã chạy kèm"):
        check_upload(ContentFile(made.getvalue(), name="a.pdf"), limit=LIMIT)


def test_a_long_name_stays_within_its_column_after_conversion() -> None:
    assert len(check_upload(ContentFile(picture("HEIF"), name="a" * 200), limit=LIMIT).name) <= 200


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


def test_a_pdf_locked_by_a_way_of_its_own_is_refused() -> None:
    strange = pdf(password="x").replace(b"/Filter /Standard", b"/Filter /Strangers")
    with pytest.raises(UploadRefused):
        check_upload(ContentFile(strange, name="a.pdf"), limit=LIMIT)
