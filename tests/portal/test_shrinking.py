"""Text travels compressed to whoever takes it so; what is compressed already travels as it is."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from portal.middleware import ShrinkMiddleware

LONG = b"Ha Noi " * 500


def passed(response: HttpResponseBase, accepts: str = "gzip, br") -> HttpResponseBase:
    return ShrinkMiddleware(lambda _: response)(RequestFactory().get("/", headers={"accept-encoding": accepts}))


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/css", "application/json", "application/problem+json", "image/svg+xml"])
def test_text_is_compressed(kind: str) -> None:
    answer = passed(HttpResponse(LONG, content_type=kind))
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.content) == LONG  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["image/jpeg", "application/pdf", "application/octet-stream", ""])
def test_photos_and_papers_travel_as_they_are(kind: str) -> None:
    answer = passed(FileResponse([LONG], content_type=kind))
    assert "Content-Encoding" not in answer.headers
    assert b"".join(answer.streaming_content) == LONG  # type: ignore[attr-defined]


def test_whoever_takes_no_compressed_answer_gets_a_plain_one() -> None:
    assert "Content-Encoding" not in passed(HttpResponse(LONG), accepts="identity").headers


def test_what_was_compressed_before_is_not_compressed_again() -> None:
    ready = StreamingHttpResponse([gzip.compress(LONG)], content_type="text/css", headers={"Content-Encoding": "gzip"})
    assert gzip.decompress(b"".join(passed(ready).streaming_content)) == LONG  # type: ignore[attr-defined]


def test_pages_go_through_it(client: Client, db: None) -> None:
    plain = client.get("/tra-cuu/")
    small = client.get("/tra-cuu/", headers={"accept-encoding": "gzip"})
    assert len(small.content) < len(plain.content) / 2
    assert "Tra cứu" in gzip.decompress(small.content).decode()
