"""Errors on the API: one shape, a stable code, words for a person."""

from http import HTTPStatus

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from core.api_errors import problem_body, problem_handler
from core.errors import DomainError, FieldErrors


class DeskClosed(DomainError):
    """A refusal with facts for a machine."""

    code = "desk-closed"
    http_status = HTTPStatus.CONFLICT


def answer(exc: Exception) -> Response:
    response = problem_handler(exc, {})
    assert response is not None
    return response


def test_a_domain_error_says_what_where_and_why():
    refusal = DeskClosed("Bộ phận một cửa đã đóng", data={"opens": "08:00"})
    assert problem_body(refusal) == {
        "type": "/problems/desk-closed",
        "title": "Bộ phận một cửa đã đóng",
        "status": 409,
        "code": "desk-closed",
        "opens": "08:00",
    }
    assert answer(refusal).status_code == HTTPStatus.CONFLICT


def test_facts_never_hide_the_code():
    assert problem_body(DeskClosed("x", data={"code": "other", "status": 200}))["code"] == "desk-closed"


def test_every_problem_has_the_type_of_problems():
    assert answer(Http404()).content_type == "application/problem+json"


def test_field_errors_name_each_field():
    refusal = FieldErrors({"phone": "Số điện thoại cần 10 chữ số, bắt đầu bằng 0", "name": "Nhập họ tên"})
    body = problem_body(refusal)
    assert (body["status"], body["code"], body["title"]) == (422, "invalid-input", "Có 2 chỗ cần sửa")
    assert body["errors"] == {"phone": ["Số điện thoại cần 10 chữ số, bắt đầu bằng 0"], "name": ["Nhập họ tên"]}
    assert refusal.errors["name"] == "Nhập họ tên"


@pytest.mark.parametrize(
    ("exc", "status", "code"),
    [
        (Http404(), 404, "not-found"),
        (exceptions.NotFound(), 404, "not-found"),
        (PermissionDenied(), 403, "permission-denied"),
        (exceptions.PermissionDenied(), 403, "permission-denied"),
        (exceptions.NotAuthenticated(), 401, "not-signed-in"),
        (exceptions.AuthenticationFailed(), 401, "not-signed-in"),
        (exceptions.Throttled(wait=90), 429, "too-many-attempts"),
        (exceptions.ParseError(), 400, "unreadable-body"),
        (exceptions.ValidationError({"name": ["x"]}), 400, "invalid-input"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method-not-allowed"),
        (exceptions.NotAcceptable(), 406, "not-acceptable"),
        (exceptions.UnsupportedMediaType("text/csv"), 415, "unsupported-media-type"),
        (exceptions.APIException(), 500, "request-refused"),
    ],
)
def test_each_refusal_of_the_framework_has_its_code(exc, status, code):
    response = answer(exc)
    assert (response.status_code, response.data["status"], response.data["code"]) == (status, status, code)
    assert response.data["type"] == f"/problems/{code}"
    assert response.data["title"]


def test_strangers_get_401_even_where_the_framework_says_403():
    refusal = exceptions.NotAuthenticated()
    refusal.status_code = 403  # what the framework sets when sessions are the first way to sign in
    response = answer(refusal)
    assert response.status_code == HTTPStatus.UNAUTHORIZED
    assert response["WWW-Authenticate"]


def test_it_keeps_when_to_come_back():
    assert answer(exceptions.Throttled(wait=90))["Retry-After"] == "90"


def test_a_fault_of_ours_is_left_to_django():
    assert problem_handler(RuntimeError("x"), {}) is None


def test_another_fault_of_the_database_is_no_lock_that_took_too_long():
    assert problem_handler(OperationalError("the server is gone"), {}) is None


class Paper(serializers.Serializer[object]):
    pages = serializers.IntegerField()


class Filing(serializers.Serializer[object]):
    name = serializers.CharField()
    papers = Paper(many=True)


def test_nested_fields_are_named_by_their_path():
    filing = Filing(data={"papers": [{"pages": 1}, {"pages": "x"}]})
    with pytest.raises(exceptions.ValidationError) as refusal:
        filing.is_valid(raise_exception=True)
    assert set(answer(refusal.value).data["errors"]) == {"name", "papers.1.pages"}


def test_messages_about_the_whole_stand_apart():
    assert answer(exceptions.ValidationError("Sai ở đây")).data["errors"] == {"non_field_errors": ["Sai ở đây"]}


@pytest.mark.parametrize(
    ("field", "sent", "words"),
    [
        (serializers.ChoiceField(choices=["a"]), "x" * 1000, "Không có giá trị này. Xem các giá trị được nhận ở /api/docs/"),
        (serializers.IntegerField(), "abc", "Sai kiểu dữ liệu. Xem kiểu của trường này ở /api/docs/"),
        (serializers.CharField(), None, "Không được để null"),
        (serializers.CharField(), "a\0", "Có ký tự NUL, không nhận được"),
        (serializers.ListField(), "abc", "Phải là danh sách"),
        (serializers.CharField(max_length=3), "abcd", "Dài quá mức cho phép"),
        (serializers.IntegerField(max_value=3), 4, "Lớn hơn mức cho phép"),
    ],
)
def test_what_the_framework_says_in_english_is_said_in_vietnamese(field, sent, words):
    with pytest.raises(exceptions.ValidationError) as refusal:
        field.run_validation(sent)
    (said,) = answer(refusal.value).data["errors"]["non_field_errors"]
    assert said == words or not said.isascii()
    assert len(said) < 100
