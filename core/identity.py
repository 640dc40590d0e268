"""Identity numbers and telephones: what is certainly wrong is refused, a doubt is only a warning.

Source: docs/legal/identity.md
"""

import re
from enum import StrEnum

from core import clock
from core.errors import DomainError

IDENTITY_DIGITS = 12
COUNTRY = "+84"
MOBILE_DIGITS = 10

_NOISE = re.compile(r"[\s.\-–()]+")
_DIGITS = re.compile(r"[0-9]*")
_MOBILE = re.compile(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}")
_LANDLINE = re.compile(r"02[0-9]{9}")

# The 63 codes of before the merger of provinces; numbers already given keep them.
_PROVINCES = """
001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046
048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095
096
"""
PROVINCE_CODES = frozenset(_PROVINCES.split())


class Sex(StrEnum):
    """Sex as the fourth digit of an identity number says it."""

    MALE = "nam"
    FEMALE = "nu"


class InvalidIdentityNumber(DomainError):
    """The text cannot be a personal identity number."""

    code = "invalid-identity-number"


class InvalidPhone(DomainError):
    """The text cannot be a telephone number of a person."""

    code = "invalid-phone"


def parse_identity_number(raw: str) -> str:
    """Return the 12 digits of a personal identity number; spaces, dots and hyphens are ignored.

    Raises:
        InvalidIdentityNumber: not 12 digits, or born in a year to come. An unknown province code is no error (see `check_identity_against`).

    Source: docs/legal/identity.md#number
    """
    digits = _NOISE.sub("", raw)
    if not digits:
        raise InvalidIdentityNumber("Nhập số định danh, 12 chữ số")
    if not _DIGITS.fullmatch(digits):
        raise InvalidIdentityNumber("Số định danh chỉ gồm chữ số")
    if len(digits) < IDENTITY_DIGITS:
        raise InvalidIdentityNumber(f"Số định danh cần đủ 12 chữ số, bạn mới nhập {len(digits)}")
    if len(digits) > IDENTITY_DIGITS:
        raise InvalidIdentityNumber(f"Số định danh có 12 chữ số, bạn nhập {len(digits)}")
    if birth_year_of(digits) > clock.today().year:
        raise InvalidIdentityNumber(f"Số định danh này ghi năm sinh {birth_year_of(digits)}. Xem lại chữ số thứ 4, 5 và 6")
    return digits


def check_identity_against(number: str, birth_year: int | None = None, sex: str | None = None) -> list[str]:
    """Return warnings where a parsed number disagrees with a year of birth, a sex (`Sex`) or the list of provinces.

    None means not known: nothing is compared. Whether a warning blocks is for the caller to say.

    Source: docs/legal/identity.md#number
    """
    warnings = []
    if birth_year is not None and birth_year != birth_year_of(number):
        warnings.append("Số định danh và năm sinh không khớp. Xem lại cả hai")
    if sex is not None and sex != sex_of(number):
        warnings.append("Số định danh và giới tính không khớp. Xem lại cả hai")
    if number[:3] not in PROVINCE_CODES:
        warnings.append("Ba số đầu của số định danh không phải mã tỉnh, thành phố. Sinh ở nước ngoài thì bỏ qua")
    return warnings


def birth_year_of(number: str) -> int:
    """Return the year of birth a parsed number says. Source: docs/legal/identity.md#number"""
    return 1900 + int(number[3]) // 2 * 100 + int(number[4:6])


def sex_of(number: str) -> Sex:
    """Return the sex a parsed number says. Source: docs/legal/identity.md#number"""
    return Sex.FEMALE if int(number[3]) % 2 else Sex.MALE


def mask_identity(number: str) -> str:
    """Return an identity number for lists: "001185000123" → "001*****0123"."""
    return f"{number[:3]}{'*' * max(len(number) - 7, 0)}{number[-4:]}"


def parse_phone(raw: str) -> str:
    """Return a Vietnamese mobile or landline number as E.164: "0900 000 123" → "+84900000123".

    Raises:
        InvalidPhone: neither a mobile (10 digits) nor a landline (11 digits); service numbers are no contact.

    Source: docs/legal/identity.md#phone
    """
    national = _national(_NOISE.sub("", raw))
    if not (_MOBILE.fullmatch(national) or _LANDLINE.fullmatch(national)):
        complete = len(national) == MOBILE_DIGITS and national.isdecimal() and national[0] == "0"
        raise InvalidPhone(
            "Không có đầu số điện thoại này. Xem lại số vừa nhập" if complete else "Số điện thoại cần 10 chữ số, bắt đầu bằng 0"
        )
    return COUNTRY + national[1:]


def format_phone(phone: str) -> str:
    """Return an E.164 number as people read it: "0900 000 123", a landline "024 0000 0199"."""
    national = _national(phone)
    if len(national) == MOBILE_DIGITS:
        return f"{national[:4]} {national[4:7]} {national[7:]}"
    return f"{national[:3]} {national[3:7]} {national[7:]}"


def mask_phone(phone: str) -> str:
    """Return an E.164 number for notices: "+84900000123" → "0900 ••• 123"."""
    national = _national(phone)
    head = 4 if len(national) == MOBILE_DIGITS else 3
    return f"{national[:head]} {'•' * max(len(national) - head - 3, 0)} {national[-3:]}"


def _national(digits: str) -> str:
    for prefix in (COUNTRY, "0084", "84"):
        if digits.startswith(prefix):
            return "0" + digits.removeprefix(prefix).removeprefix("0")
    return digits
