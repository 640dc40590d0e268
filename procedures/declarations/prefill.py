"""First answers taken from what the person said of himself, so that nothing is asked twice; each may be changed."""

from collections.abc import Mapping
from typing import Any

from core.identity import IDENTITY_DIGITS, birth_year_of, format_phone, sex_of
from procedures.declarations.definition import Prefill, Section

SOURCES = {
    "applicant.full_name": "Họ, chữ đệm, tên người yêu cầu",
    "applicant.identity_number": "Số định danh người yêu cầu",
    "applicant.phone": "Số điện thoại người yêu cầu",
    "applicant.email": "E-mail người yêu cầu",
    "applicant.address": "Nơi ở hiện nay của người yêu cầu",
    "applicant.birth_year": "Năm sinh, theo số định danh của người yêu cầu",
    "applicant.sex": "Giới tính, theo số định danh của người yêu cầu",
}


def prefilled(section: Section, person: Mapping[str, str], answers: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the first answers of a section. `person` is the applicant as typed so far, `answers` what other sections say."""
    known = _facts(person)
    said = {f"{code}.{field}": answer for code, given in answers.items() for field, answer in given.items()}
    asked = ((question.code, question.prefill) for question in section.questions)
    first = {code: prefill.value or known.get(prefill.source, "") for code, prefill in asked if prefill and _applies(prefill, said)}
    return {code: value for code, value in first.items() if value}


def _applies(prefill: Prefill, said: Mapping[str, Any]) -> bool:
    return all(condition.holds(said) for condition in prefill.when)


def _facts(person: Mapping[str, str]) -> dict[str, str]:
    number, phone = person.get("identity_number", ""), person.get("phone", "")
    facts = {f"applicant.{name}": value for name, value in person.items()}
    if phone.startswith("+"):
        facts["applicant.phone"] = format_phone(phone)
    if len(number) == IDENTITY_DIGITS and number.isascii() and number.isdecimal():
        facts |= {"applicant.birth_year": str(birth_year_of(number)), "applicant.sex": sex_of(number).value}
    return facts
