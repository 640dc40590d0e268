"""The doors a file leaves by: each says the type found in it, lets nothing in it run, and is closed to malware."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Post
from dossiers.file_sizes import MEGABYTE, size_words
from dossiers.models import Dossier, DossierFile
from dossiers.uploads import JPEG, PDF, PNG
from tests.api.clients import client_of
from tests.factories.dossiers import Office, Situations

Door = Callable[[Dossier], Any]
PAGES = {"citizen": "/ho-so/{code}/tep/{file}/", "desk": "/mot-cua/{code}/tep/{file}/"}
API = "/api/v1/dossiers/{code}/files/{file}/"


@pytest.fixture(params=["citizen", "desk"])
def person(request: pytest.FixtureRequest, office: Office, applicant: User) -> tuple[str, User]:
    return request.param, applicant if request.param == "citizen" else office.person(Post.DESK_OFFICER)


@pytest.fixture(params=["page", "api"])
def door(request: pytest.FixtureRequest, person: tuple[str, User]) -> Door:
    """Return what asks for the only file of a dossier at one door."""
    name, user = person
    client: Client = client_of(user) if request.param == "api" else Client()
    if request.param == "page":
        client.force_login(user)
    address = API if request.param == "api" else PAGES[name]
    return lambda dossier: client.get(address.format(code=dossier.code, file=dossier.files.get().pk))


def test_a_file_comes_as_what_was_found_in_it_and_is_kept_by_nobody(door: Door, make: Situations) -> None:
    answer = door(make.submitted())
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == (PNG, "nosniff")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("content_type", ["application/octet-stream", "text/html", "image/svg+xml"])
def test_what_could_run_is_saved_and_not_opened(door: Door, make: Situations, content_type: str) -> None:
    dossier = make.submitted()
    dossier.files.update(content_type=content_type)
    answer = door(dossier)
    answer.close()
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_file_with_malware_opens_nowhere(door: Door, make: Situations) -> None:
    dossier = make.submitted()
    dossier.files.update(scan=DossierFile.Scan.INFECTED)
    assert door(dossier).status_code == 404


def test_pdfs_open_for_officers_only(person: tuple[str, User], make: Situations, client: Client) -> None:
    name, user = person
    client.force_login(user)
    dossier = make.submitted()
    dossier.files.update(content_type=PDF)
    answer = client.get(PAGES[name].format(code=dossier.code, file=dossier.files.get().pk))
    answer.close()
    assert answer.headers["Content-Disposition"].startswith("inline" if name == "desk" else "attachment")


@pytest.mark.parametrize("content_type", [JPEG, PNG])
def test_pictures_open_on_pages(person: tuple[str, User], make: Situations, client: Client, content_type: str) -> None:
    name, user = person
    client.force_login(user)
    dossier = make.submitted()
    dossier.files.update(content_type=content_type)
    answer = client.get(PAGES[name].format(code=dossier.code, file=dossier.files.get().pk))
    answer.close()
    assert answer.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "1 kB"),
        (1, "1 kB"),
        (340 * 1024, "340 kB"),
        (MEGABYTE - 1, "1024 kB"),
        (MEGABYTE, "1 MB"),
        (MEGABYTE * 5 // 4, "1,2 MB"),
        (10 * MEGABYTE, "10 MB"),
        (1234 * MEGABYTE, "1234 MB"),
    ],
)
def test_sizes_are_said_in_words(size: int, words: str) -> None:
    assert size_words(size) == words
