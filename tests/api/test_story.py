"""One dossier goes all the way, told through the API: a citizen of phường Hoàn Kiếm asks for a paper and gets it."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from rest_framework.test import APIClient

from accounts.demo import make_demo_people
from accounts.models import User
from core.clock import ZONE
from dossiers.chain import first_broken
from dossiers.models import Dossier, RecordReading
from procedures.importing import BUNDLED, load_procedures, read_files
from tests.api.clients import client_of
from tests.factories.dossiers import picture

HOAN_KIEM = "00070"
MARITAL_STATUS = "1.004873"  # three working days; the old confirmation is a paper that blocks where it is asked for again
ANSWERS = {"date": "2/11/1990", "yes_no": "co", "identity": "001085000123", "phone": "0912345678", "number": "2"}

Travel = Callable[[str], None]


@pytest.fixture
def hanoi(db: None) -> None:
    """The city as it is: its communes, its calendar, this procedure, and people in every post."""
    call_command("load_communes", verbosity=0)
    call_command("load_calendar", verbosity=0)
    load_procedures([row for row in read_files(BUNDLED) if row["code"] == MARITAL_STATUS], today=datetime(2026, 11, 2, tzinfo=ZONE).date())
    make_demo_people()


@pytest.fixture
def at(monday: time_machine.Traveller) -> Travel:
    """Return a function that moves everybody to a moment of November 2026: at("02 09:00")."""
    return lambda moment: monday.move_to(datetime.strptime(f"2026-11-{moment} +0700", "%Y-%m-%d %H:%M %z"))


def person(username: str) -> APIClient:
    return client_of(User.objects.get(username=username))


def answered(declaration: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Answer every question of a declaration with something that can be right."""
    return {section["code"]: item(section["questions"]) for section in declaration}


def item(questions: list[dict[str, Any]]) -> dict[str, Any]:
    return {question["code"]: answer_to(question) for question in questions}


def answer_to(question: dict[str, Any]) -> Any:
    if question.get("repeat"):
        return [item(question["questions"])]
    return question["choices"][0][0] if question["choices"] else ANSWERS.get(question["type"], "Nội dung thử")


@pytest.mark.usefixtures("hanoi")
def test_a_dossier_goes_all_the_way(at: Travel, anybody: APIClient) -> None:
    # Monday morning a citizen looks for the procedure in her own words, without an account.
    at("02 08:30")
    found = anybody.get("/api/v1/procedures/", {"search": "giấy độc thân"}).json()["results"]
    assert found[0]["code"] == MARITAL_STATUS
    procedure = anybody.get(f"/api/v1/procedures/{MARITAL_STATUS}/").json()
    assert procedure["time_limit"]["label"] == "3 ngày làm việc"
    case = "cap-lai"
    papers = [paper["code"] for paper in procedure["documents"] if paper["blocks"] and paper["case_code"] in {"", case}]

    # She signs in, chooses her phường and her case, and fills in the form in two goes.
    citizen = person("cong-dan")
    draft = citizen.post("/api/v1/drafts/", {"procedure": MARITAL_STATUS, "commune": HOAN_KIEM, "case": case}).json()
    address = f"/api/v1/drafts/{draft['id']}/"
    assert [paper["code"] for paper in citizen.get(f"{address}missing/").json()["documents"]] == papers
    herself = {"full_name": "Nguyễn Thị Thử Nghiệm", "identity_number": "001 185 000 123", "phone": "0912 345 678"}
    citizen.patch(address, {"applicant": herself, "delivery": "counter"})
    citizen.patch(address, {"answers": answered(procedure["declaration"])})
    for paper in papers:
        sent = citizen.post(f"{address}files/", {"document": paper, "file": picture(f"{paper}.png")}, format="multipart")
        assert sent.status_code == 201
    assert citizen.get(f"{address}missing/").json() == {"ready": True, "documents": [], "errors": {}}

    # She sends it; the tap on the button that came twice makes one dossier.
    submitted = citizen.post("/api/v1/dossiers/submit/", {"draft": draft["id"], "agreed": True})
    again = citizen.post("/api/v1/dossiers/submit/", {"draft": draft["id"], "agreed": True})
    assert (submitted.status_code, again.status_code, again.headers["Idempotent-Replay"]) == (201, 201, "true")
    code, track_key = submitted.json()["code"], submitted.json()["track_key"]
    assert re.fullmatch(r"H26\.\d{3}-261102-0001", code)
    assert again.json()["code"] == code
    dossier = f"/api/v1/dossiers/{code}/"

    # The desk of her phường sees it on top, opens it, and receives it; the appointment is Thursday evening.
    at("02 09:10")
    desk = person("mot-cua.hoan-kiem")
    inbox = desk.get("/api/v1/dossiers/").json()
    assert [row["code"] for row in inbox["results"]] == [code]
    assert inbox["results"][0]["applicant"]["identity_number"] == "001*****0123"
    opened = desk.get(dossier)
    assert {each["act"] for each in opened.json()["allowed_acts"]} == {"receive", "request_supplement"}  # to refuse is a leader's here
    received = desk.post(f"{dossier}receive/", {}, headers={"If-Match": opened.headers["ETag"]}).json()
    assert (received["state_label"], received["due_at"]) == ("Đã tiếp nhận", "2026-11-05T17:00:00+07:00")

    # The officer hands it on to the specialist, who finds a photo that cannot be read and asks for it, once.
    at("02 09:20")
    assert desk.post(f"{dossier}forward/", {}).json()["assignee"] == "Trần Văn Thử"
    at("02 15:00")
    specialist = person("thu-ly.hoan-kiem")
    asked = specialist.post(
        f"{dossier}request_supplement/",
        {"items": [{"what": "Giấy xác nhận cũ", "reason": "Ảnh mờ, không đọc được", "document_code": papers[0]}]},
    ).json()
    assert (asked["state"], asked["clock"]["punctuality"]) == (5, "paused")

    # Two days later the citizen reads why, sends a better photo, and the clock goes on with what was left of it.
    at("04 10:00")
    shown = citizen.get(dossier).json()
    assert shown["suspensions"][0]["items"][0]["reason"] == "Ảnh mờ, không đọc được"
    assert [each["act"] for each in shown["allowed_acts"]] == ["supplement", "withdraw"]
    answer = {"items": '[{"position": 1, "answer": "Đã chụp lại"}]', "file-1": picture("ro-hon.png", "silver")}
    supplemented = citizen.post(f"{dossier}supplement/", answer, format="multipart").json()
    assert supplemented["state_label"] == "Đang giải quyết"
    assert supplemented["due_at"] > received["due_at"]
    why = citizen.get(f"{dossier}why/").json()
    assert (why["due_at"], why["original_due_at"]) == (supplemented["due_at"], received["due_at"])

    # The specialist writes the paper, the leader signs, the clerk numbers it and publishes the file.
    at("04 14:00")
    specialist.post(f"{dossier}forward/", {"remark": "Đủ điều kiện"})
    leader = person("lanh-dao.hoan-kiem")
    at("05 09:00")
    assert leader.post(f"{dossier}forward/", {}).json()["assignee"] == "Trần Thị Ví Dụ"
    clerk = person("van-thu.hoan-kiem")
    at("05 10:00")
    signed = {"number": "12/XN-UBND", "issued_on": "2026-11-05", "signer_name": "Trần Văn Minh Họa", "signer_title": "Chủ tịch UBND"}
    released = clerk.post(f"{dossier}release_result/", {**signed, "file": picture("ket-qua.png")}, format="multipart").json()
    assert (released["state"], released["clock"]["words"]) == (9, "Xong trước hạn")

    # Until she comes for it, the file is not hers to open.
    result = next(file["id"] for file in clerk.get(dossier).json()["files"] if file["purpose"] == "result")
    assert citizen.get(f"{dossier}files/{result}/").status_code == 404

    # She shows her card at the desk; the officer hands the paper over.
    at("06 08:15")
    handed = {"receiver_name": "Nguyễn Thị Thử Nghiệm", "evidence": "Đã xem căn cước, ký nhận trên phiếu 01", "fee_settled": True}
    assert desk.post(f"{dossier}return_result/", handed).json()["state"] == 10

    # At home she looks it up by the slip, without signing in, and downloads the file after signing in.
    at("06 20:00")
    tracked = anybody.post("/api/v1/track/", {"code": code.lower(), "key": track_key}).json()
    assert (tracked["state_label"], tracked["returned_at"][:16]) == ("Đã trả kết quả", "2026-11-06T08:15")
    assert "applicant" not in tracked
    download = citizen.get(f"{dossier}files/{result}/", headers={"Accept": "image/png"})
    assert (download["Content-Type"], b"".join(download.streaming_content)[:4]) == ("image/png", b"\x89PNG")

    # The log tells the same story, line chained to line, and says who of the office opened her record.
    events = citizen.get(dossier).json()["events"]
    assert [event["act"] for event in events] == [
        "submit", "receive", "forward", "request_supplement", "supplement", "forward", "forward", "release_result", "return_result",
    ]  # fmt: skip
    row = Dossier.objects.get(code=code)
    assert first_broken(row.events.order_by("seq"), last_seq=row.last_seq, last_hash=row.last_hash) is None
    assert set(RecordReading.objects.values_list("reader__username", flat=True)) == {"mot-cua.hoan-kiem", "van-thu.hoan-kiem"}
    assert len(citizen.get("/api/v1/notices/").json()["results"]) == 4
