"""What must hold before a draft comes into force: a day, a paper, facts the engine can work with."""

from datetime import date

from core import clock
from core.errors import FieldErrors
from core.time_limits import InvalidTimeLimit, TimeLimit
from procedures.declarations import Problem, lint_declaration
from procedures.models import ProcedureVersion


def require_approvable(draft: ProcedureVersion, before: ProcedureVersion | None, in_force_from: date, citation: str) -> None:
    """Raise FieldErrors with everything that stands in the way; the draft comes with its details."""
    errors = _wrong_day(before, in_force_from)
    if not citation.strip():
        errors["citation"] = "Ghi số, ký hiệu và ngày của văn bản công bố"
    errors |= _wrong_facts(draft)
    if errors:
        raise FieldErrors(errors)


def declaration_problems(version: ProcedureVersion) -> list[Problem]:
    """Return what is wrong with the declaration of a version, warnings too."""
    cases = version.cases if isinstance(version.cases, list) else []
    return lint_declaration(version.declaration, [str(case.get("code")) for case in cases if isinstance(case, dict)])


def wrong_limit(rule: str) -> str:
    """Return why a time limit cannot be counted with; empty for a good one or none."""
    try:
        TimeLimit.parse(rule) if rule else None
    except InvalidTimeLimit as error:
        return error.message
    return ""


def _wrong_day(before: ProcedureVersion | None, in_force_from: date) -> dict[str, str]:
    if in_force_from < clock.today():
        return {"in_force_from": "Ngày hiệu lực không được ở quá khứ"}
    if before is not None and in_force_from <= before.in_force_from:
        return {"in_force_from": f"Phải sau ngày {before.in_force_from:%d/%m/%Y}, ngày bản trước bắt đầu có hiệu lực"}
    return {}


def _wrong_facts(draft: ProcedureVersion) -> dict[str, str]:
    rules = {"time_limit_rule": draft.time_limit_rule}
    rules |= {f"unit_limits.{limit.position}": limit.rule for limit in draft.unit_limits.all()}
    errors = {place: message for place, rule in rules.items() if (message := wrong_limit(rule))}
    wrong = [str(problem) for problem in declaration_problems(draft) if not problem.is_warning]
    return errors | ({"declaration": f"Tờ khai còn chỗ sai: {'; '.join(wrong)}"} if wrong else {})
