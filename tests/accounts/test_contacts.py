"""What people type where a code should go."""

import pytest

from accounts.contacts import Contact, ContactKind, parse_contact
from accounts.errors import InvalidContact


@pytest.mark.parametrize("typed", ["0900000123", " 0900 000 123 ", "0900.000.123", "+84900000123", "84 900 000 123"])
def test_it_reads_a_mobile_number_however_it_is_written(typed):
    assert parse_contact(typed) == Contact(ContactKind.PHONE, "+84900000123")


def test_it_reads_an_address_whatever_its_capitals():
    assert parse_contact(" Lan@Example.COM ") == Contact(ContactKind.EMAIL, "lan@example.com")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Nhập số điện thoại hoặc e-mail"),
        ("lan", "Nhập số điện thoại hoặc e-mail, ví dụ"),
        ("lan@", "E-mail cần có dạng"),
        ("090000012", "cần 10 chữ số"),
        ("19001009", "cần 10 chữ số"),
        ("024 3825 0000", "Số máy bàn không nhận được tin nhắn"),
    ],
)
def test_it_refuses_what_no_code_can_reach(typed, words):
    with pytest.raises(InvalidContact, match=words):
        parse_contact(typed)


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        (Contact(ContactKind.PHONE, "+84900000123"), "0900 ••• 123"),
        (Contact(ContactKind.EMAIL, "lan@example.com"), "l•••@example.com"),
    ],
)
def test_pages_show_half_of_it(contact, shown):
    assert contact.masked == shown
