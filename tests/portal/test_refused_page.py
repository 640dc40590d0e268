"""The page of a refusal that no form could show: what happened, that nothing was kept, and a way on that works."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from core.locks import Busy
from portal.middleware import DomainErrorMiddleware

CODE = "H26.101-261122-0001"


def refused(path: str) -> HttpResponse:
    """Return the answer to a POST at this address that ended in a refusal."""
    request = RequestFactory().post(path)
    request.resolver_match, request.user, request.memberships = resolve(request.path), AnonymousUser(), ()
    answer = DomainErrorMiddleware(lambda _: HttpResponse()).process_exception(request, Busy())
    assert answer is not None
    return answer


@pytest.mark.parametrize(
    ("path", "way_on"),
    [
        (f"/mot-cua/{CODE}/receive/", f"/mot-cua/{CODE}/"),
        (f"/ho-so/{CODE}/khong-rut/", f"/ho-so/{CODE}/"),
        ("/mot-cua/tiep-nhan/?thu-tuc=1.001193", "/mot-cua/tiep-nhan/?thu-tuc=1.001193"),
        ("/dang-nhap/", "/dang-nhap/"),
    ],
)
def test_it_leads_to_where_one_can_go_on(path: str, way_on: str) -> None:
    answer = refused(path)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Hồ sơ đang được người khác xử lý. Thử lại sau vài giây." in page
    assert "Việc vừa rồi chưa được ghi lại." in page
    assert f'href="{way_on}"' in page


def test_programs_get_a_problem_instead() -> None:
    answer = refused(f"/api/v1/dossiers/{CODE}/receive/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
