"""Filing for somebody else: who is who, who hears of it, whose account it hangs on."""

from typing import Any

import pytest

from accounts.models import User
from accounts.permissions import Post
from core.errors import FieldErrors
from dossiers import drafts, filing
from dossiers.access import own_dossiers
from dossiers.actors import ActCall, citizen
from dossiers.acts.receive import receive_dossier
from dossiers.acts.submit import submit_dossier
from dossiers.errors import DossierNotFound
from dossiers.models import Dossier, Draft, PartyRole, Relation
from dossiers.slips.form_01 import facts_of_form_01
from dossiers.tracking import track_dossier
from notifications.models import Channel, Notice
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import MONDAY_9H, PERSON, Situations

TODAY = MONDAY_9H.date()
MOTHER = {"full_name": "Lò Thị Mẹ", "identity_number": "001160000456", "phone": "", "address": "Bản Thử"}
CHILD = {"full_name": "Lò Văn Con", "identity_number": "001085000123", "phone": "0987654321", "relation": "child"}


def for_other(make: Situations, applicant: dict[str, str] = MOTHER, filer: dict[str, str] = CHILD) -> Draft:
    draft = make.draft()
    drafts.save_filer(draft, filer)
    drafts.save_applicant(draft, applicant)
    return draft


def send(draft: Draft) -> Dossier:
    return submit_dossier(draft.pk, call=ActCall(citizen(draft.owner), MONDAY_9H), agreed=True)


def people(dossier: Dossier) -> dict[str, tuple[str, User | None, str]]:
    return {party.role: (party.full_name, party.user, party.relation) for party in dossier.parties.all()}


def place(draft: Draft, *, other: bool | None) -> None:
    assert draft.commune is not None
    drafts.save_place(draft, commune_code=draft.commune.code, case_code="", for_other=other, today=TODAY)


def test_whoever_files_for_himself_is_the_only_person(make: Situations) -> None:
    assert people(make.submitted()) == {PartyRole.APPLICANT: ("Trần Thị Thử", make.applicant, "")}


def test_the_account_is_the_filers_and_the_applicant_has_none(make: Situations) -> None:
    dossier = send(for_other(make))
    assert people(dossier) == {
        PartyRole.APPLICANT: ("Lò Thị Mẹ", None, ""),
        PartyRole.FILER: ("Lò Văn Con", make.applicant, Relation.CHILD),
    }
    assert list(own_dossiers(make.applicant)) == [dossier]


def test_an_account_of_the_applicant_sees_nothing_of_it(make: Situations) -> None:
    mother = UserFactory(phone="+84912000456", phone_verified=True)
    send(for_other(make, {**MOTHER, "phone": "0912000456"}))
    assert not own_dossiers(mother).exists()


def test_a_number_typed_again_is_one_person_with_one_account(make: Situations) -> None:
    dossier = send(for_other(make, MOTHER, {**CHILD, "identity_number": "001 160 000 456"}))
    assert people(dossier) == {PartyRole.APPLICANT: ("Lò Thị Mẹ", make.applicant, "")}
    assert dossier.parties.get().phone == "+84987654321"


def test_the_applicant_needs_no_phone_where_somebody_else_files(make: Situations) -> None:
    draft = make.draft()
    with pytest.raises(FieldErrors) as refused:
        drafts.save_applicant(draft, MOTHER)
    assert list(refused.value.errors) == ["phone"]
    assert filing.read_filing(for_other(make), today=TODAY).applicant.phone == ""


def test_without_filer_again_the_phone_is_missing_again(make: Situations) -> None:
    draft = for_other(make)
    drafts.save_filer(draft, None)
    with pytest.raises(FieldErrors) as refused:
        send(draft)
    assert list(refused.value.errors) == ["nguoi-nop.phone"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"relation": ""}, "relation"),
        ({"relation": "neighbour"}, "relation"),
        ({"phone": ""}, "phone"),
        ({"identity_number": "1"}, "identity_number"),
    ],
)
def test_a_filer_that_cannot_be_is_refused_and_the_old_one_stays(make: Situations, wrong: dict[str, str], field: str) -> None:
    draft = for_other(make)
    with pytest.raises(FieldErrors) as refused:
        drafts.save_filer(draft, {**CHILD, **wrong})
    assert list(refused.value.errors) == [field]
    draft.refresh_from_db()
    assert filing.filer_of(draft)["relation"] == "child"


def test_everything_wrong_with_a_filer_is_said_at_once(make: Situations) -> None:
    with pytest.raises(FieldErrors) as refused:
        drafts.save_filer(make.draft(), {})
    assert list(refused.value.errors) == ["relation", "full_name", "identity_number", "phone"]


def test_a_filer_left_out_is_named_by_his_page(make: Situations) -> None:
    draft = make.draft()
    place(draft, other=True)
    with pytest.raises(FieldErrors) as refused:
        send(draft)
    assert list(refused.value.errors) == ["nguoi-nop", "nguoi-nop-thay.relation"]


def test_changing_whom_it_is_for_keeps_what_one_said_of_oneself(make: Situations) -> None:
    draft = make.draft()
    own = filing.applicant_of(draft)
    place(draft, other=True)
    assert (filing.applicant_of(draft), filing.filer_of(draft)) == ({}, own)
    assert {"nguoi-nop", "nguoi-nop-thay"}.isdisjoint(draft.done_steps)
    place(draft, other=None)
    assert draft.is_for_other
    place(draft, other=False)
    assert (filing.applicant_of(draft), draft.is_for_other) == (own, False)


def test_both_hear_of_it_and_the_portal_tells_the_filer(make: Situations) -> None:
    dossier = send(for_other(make, {**MOTHER, "phone": "0912000456"}))
    told = Notice.objects.filter(about_id=dossier.pk)
    assert [notice.recipient for notice in told.filter(channel=Channel.IN_APP)] == [make.applicant]
    assert told.filter(channel=Channel.SMS).count() == 2


def test_one_phone_for_both_is_told_once(make: Situations) -> None:
    dossier = send(for_other(make, {**MOTHER, "phone": "0987654321"}))
    assert Notice.objects.filter(about_id=dossier.pk, channel=Channel.SMS).count() == 1


@pytest.mark.parametrize(("digits", "found"), [("0456", True), ("4321", True), ("0000", False)])
def test_either_phone_tracks_it(make: Situations, digits: str, found: bool) -> None:
    dossier = send(for_other(make, {**MOTHER, "phone": "0912000456"}))
    if found:
        assert track_dossier(dossier.code, digits, address="192.0.2.1") == dossier
    else:
        with pytest.raises(DossierNotFound):
            track_dossier(dossier.code, digits, address="192.0.2.1")


def test_form_01_names_both(make: Situations) -> None:
    dossier = send(for_other(make))
    received = receive_dossier(dossier.pk, call=make.office.call(Post.DESK_OFFICER))
    facts: dict[str, Any] = facts_of_form_01(received, MONDAY_9H)
    assert (facts["applicant"], facts["filer"]) == ("Lò Thị Mẹ", "Lò Văn Con")


def test_signs_that_no_text_may_hold_are_left_out_of_names(make: Situations) -> None:
    draft = for_other(make, {**MOTHER, "full_name": "Lò Thị\x00 Mẹ", "address": "\x00"}, {**CHILD, "full_name": "Lò Văn Con\x00"})
    assert {name for name, *_ in people(send(draft)).values()} == {"Lò Thị Mẹ", "Lò Văn Con"}


def test_what_is_typed_in_the_name_of_the_account_stays_as_it_was_at_filing(make: Situations) -> None:
    dossier = send(for_other(make))
    make.applicant.full_name = "Tên Mới"
    make.applicant.save(update_fields=["full_name"])
    assert people(dossier)[PartyRole.FILER][0] == "Lò Văn Con" != PERSON["full_name"]
