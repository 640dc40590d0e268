"""Form 01 as people get it: its words, its code, and nothing of the person in the QR."""

import io
import unicodedata
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from core.clock import ZONE
from dossiers.models import DossierParty
from dossiers.slips import form_01
from dossiers.slips.form_01 import facts_of_form_01
from dossiers.slips.typesetting import qr_svg
from tests.factories.dossiers import MONDAY_9H, Office, Situations

NOW = MONDAY_9H + timedelta(hours=2)


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_it_says_what_the_law_asks_for(make: Situations) -> None:
    dossier = make.received()
    text = words(form_01(dossier, NOW))
    for part in (
        "UBND PHƯỜNG LÁNG",
        "Số: 1/TNHS",
        "GIẤY TIẾP NHẬN HỒ SƠ",
        dossier.code,
        dossier.track_key,
        "Trần Thị Thử",
        "001185000123",
        "Thủ tục xác nhận việc thử",
        "3 ngày làm việc",
        "09 giờ 00 phút, ngày 02 tháng 11 năm 2026",
        "17 giờ 00 phút, thứ Năm, ngày 05 tháng 11 năm 2026",
        "in lúc 11:00 ngày 02/11/2026",
    ):
        assert part in text


def test_it_is_one_page_of_a5(make: Situations) -> None:
    (page,) = PdfReader(io.BytesIO(form_01(make.received(), NOW))).pages
    assert (round(page.mediabox.width * 25.4 / 72), round(page.mediabox.height * 25.4 / 72)) == (148, 210)


def test_the_same_print_has_the_same_bytes(make: Situations) -> None:
    dossier = make.received()
    assert form_01(dossier, NOW) == form_01(dossier, NOW)


def test_the_code_square_holds_the_short_address_only(make: Situations) -> None:
    dossier = make.received()
    assert facts_of_form_01(dossier, NOW)["qr"] == qr_svg(f"http://127.0.0.1:8000/t/{dossier.link_key}/")


def test_a_reprint_keeps_the_first_appointment(make: Situations) -> None:
    dossier = make.awaiting_supplement()
    assert facts_of_form_01(dossier, NOW)["due"] == facts_of_form_01(make.received(), NOW)["due"]


@pytest.mark.parametrize(
    ("day", "hour", "said"), [(2, 16, ""), (2, 19, "coi như nhận ngày 03/11/2026"), (1, 10, "coi như nhận ngày 02/11/2026")]
)
def test_the_paper_says_from_which_day_it_counts(make: Situations, day: int, hour: int, said: str) -> None:
    dossier = make.received(datetime(2026, 11, day, hour, tzinfo=ZONE))
    found = facts_of_form_01(dossier, NOW)["days_off"]
    assert said in found
    assert ("coi như nhận" in found) == bool(said)


def test_letters_that_typst_reads_as_marks_stay_letters(make: Situations) -> None:
    dossier = make.received(full_name="Trần #let *Thị* $Thử$ @a [b]", address='Ngõ "1" \\ 2')
    assert "Trần #let *Thị* $Thử$ @a [b]" in words(form_01(dossier, NOW))


def test_there_is_none_before_reception(make: Situations) -> None:
    with pytest.raises(ValueError, match="is not received"):
        form_01(make.submitted(), NOW)


def test_only_the_office_prints_it(make: Situations, office: Office, elsewhere: Office, client: Client) -> None:
    address = f"/mot-cua/{make.received().code}/phieu/01.pdf"
    client.force_login(office.posts["desk_officer"].user)  # type: ignore[index]
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert client.get(address.replace("01.pdf", "02.pdf")).status_code == 404
    client.force_login(elsewhere.posts["desk_officer"].user)  # type: ignore[index]
    assert client.get(address).status_code == 404


TURNED = "Trần \u202eThị\u2028 Thử\x07"


def test_a_sign_that_turns_letters_round_is_dropped_from_what_is_typed(make: Situations) -> None:
    party = make.received(full_name=TURNED, address="Phố\u2066 Thử").parties.get(role="applicant")
    assert (party.full_name, party.address) == ("Trần Thị Thử", "Phố Thử")


def test_a_sign_that_was_stored_all_the_same_is_not_printed(make: Situations) -> None:
    dossier = make.received()
    DossierParty.objects.filter(dossier=dossier).update(full_name=TURNED)
    text = words(form_01(dossier, NOW))
    assert dossier.code in text
    assert "Trần Thị Thử" in text
    assert not [char for char in text if unicodedata.category(char) in {"Cc", "Cf"}]


@pytest.mark.parametrize("word", ["A" * 290, "Ngõ\u00a0" * 72])
def test_a_word_without_end_stays_on_the_paper(make: Situations, word: str) -> None:
    dossier = make.received()
    usual = longest_line(form_01(dossier, NOW))
    DossierParty.objects.filter(dossier=dossier).update(address=word)
    assert longest_line(form_01(dossier, NOW)) <= usual


def longest_line(pdf: bytes) -> int:
    """Return the letters of the longest line: no line may hold more than one of ordinary words does."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return max(len(line.replace("\u200b", "")) for page in pages for line in page.extract_text().splitlines())
