"""What search engines are told."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.procedures import ProcedureFactory, ProcedureVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    settings.SITE_ADDRESS = "https://motcua.example"


def test_robots_keep_out_of_what_is_somebodys_own(client: Client) -> None:
    response = client.get("/robots.txt")
    told = response.content.decode()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /ho-so/" in told
    assert "Disallow: /thu-tuc/" not in told
    assert "Sitemap: https://motcua.example/sitemap.xml" in told


def test_the_sitemap_lists_what_may_be_filed(client: Client) -> None:
    version = ProcedureVersionFactory()
    old = ProcedureVersionFactory(procedure=ProcedureFactory(replaced_by=version.procedure))
    told = client.get("/sitemap.xml").content.decode()
    assert f"<loc>https://motcua.example/thu-tuc/{version.procedure.code}/</loc><lastmod>2025-07-01</lastmod>" in told
    assert old.procedure.code not in told
    assert told.startswith("<?xml")
