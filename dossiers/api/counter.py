"""From what a caller sent to what the acts of the counter take."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from communes.models import Commune
from core.errors import FieldErrors
from core.time_limits import InvalidTimeLimit, TimeLimit
from dossiers.acts.receive import CounterFiling
from dossiers.models import Channel, Delivery
from dossiers.opening import require_commune, require_version
from dossiers.parties import Person, read_person
from procedures.declarations import Answer, clean_section, sections_of
from procedures.models import ProcedureVersion


def counter_filing(given: Mapping[str, Any], own: Commune, *, today: date) -> CounterFiling:
    """Return the filing an officer of the commune `own` takes in.

    Raises:
        FieldErrors: people or answers that cannot be right. ProcedureNotAvailable, CommuneNotFound.
    """
    version = require_version(given["procedure"], today, online=False)
    errors: dict[str, str] = {}
    cases = {case["code"] for case in version.cases}
    if cases and given["case"] not in cases:
        errors["case"] = "Chọn trường hợp của hồ sơ"
    applicant = _person("applicant", given["applicant"], errors)
    filer = _person("filer", given["filer"], errors) if given["filer"] else None
    answers = clean_answers(version, given["answers"], errors, today=today)
    if errors or applicant is None:
        raise FieldErrors(errors)
    return CounterFiling(
        version=version,
        competent=require_commune(given["competent"], today) if given["competent"] else own,
        applicant=applicant,
        filer=filer,
        case_code=given["case"] if cases else "",
        papers=given["papers"],
        delivery=Delivery(given["delivery"]),
        channel=Channel(given["channel"]),
        answers=answers,
    )


def _person(name: str, raw: Mapping[str, Any], errors: dict[str, str]) -> Person | None:
    """Return the person, or None with what is wrong in `errors`. At the counter many people have no phone."""
    try:
        return read_person(raw, phone_required=False)
    except FieldErrors as wrong:
        errors.update({f"{name}.{field}": message for field, message in wrong.errors.items()})
        return None


def clean_answers(
    version: ProcedureVersion, given: Mapping[str, Mapping[str, Any]], errors: dict[str, str], *, today: date
) -> dict[str, dict[str, Answer]]:
    """Return the answers of the sections given, normalised; what is wrong goes to `errors` as `answers.section.question`."""
    sections = {section.code: section for section in sections_of(version.declaration)}
    cleaned = {}
    for code, raw in given.items():
        if code not in sections:
            errors[f"answers.{code}"] = "Tờ khai của thủ tục này không có phần đó"
            continue
        cleaned[code], wrong = clean_section(sections[code], raw, today=today)
        errors.update({f"answers.{code}.{question}": message for question, message in wrong.items()})
    return cleaned


def stated_limit(rule: str) -> TimeLimit | None:
    """Return the time limit an officer states; None where nothing is stated.

    Raises FieldErrors.
    """
    if not rule:
        return None
    try:
        return TimeLimit.parse(rule)
    except InvalidTimeLimit as error:
        raise FieldErrors({"time_limit": error.message}) from error
