"""From the words of a time limit to the rule the engine counts with; no rule where the words leave a choice."""

import re

from core.text import fold
from core.time_limits import InvalidTimeLimit, TimeLimit

# Plain "ngày" is none of these: the words do not say whether days of rest count. Source: docs/legal/time-limits.md
_UNITS = {"ngay lam viec": "d", "gio lam viec": "h", "thang": "m"}
_LIMIT = re.compile(r"\b0*([1-9]\d{0,2})(?: \([^)]{1,20}\))? (ngay lam viec|gio lam viec|thang|ngay|gio)\b")
_SAME_DAY = re.compile(r"\btrong (?:ngay|buoi lam viec)\b")
_CUT_OFF = re.compile(r"\bsau (\d{1,2}) ?(?:gio|g|h|:)(?: ?([0-5]\d)\b)?")
_CHOICE = re.compile(r"\btruong hop\b|\bneu\b|\bdoi voi\b|\bxac minh\b|\bgia han\b|\bkeo dai\b")
_OTHER_CASES = re.compile(r"\bcac (?:viec|truong hop) khac\b")


def limits_in(text: str) -> set[str]:
    """Return every limit the words name, as rules; the plain "ngày" and "giờ" as words without a rule."""
    folded = fold(text)
    found = {_rule(amount, unit) for amount, unit in _LIMIT.findall(folded)}
    cut_off = _CUT_OFF.search(folded)
    if cut_off and _SAME_DAY.search(folded):
        found = {each for each in found if "?" not in each}  # "sau 15 giờ" is no limit of its own
        found.add(f"same-day@{int(cut_off[1]):02d}:{cut_off[2] or '00'}")
    return found


def _rule(amount: str, unit: str) -> str:
    return f"{amount}{_UNITS[unit]}" if unit in _UNITS else f"{amount}?{unit}"


def rule_of(text: str, known: str = "") -> str:
    """Return the rule of a time limit: "03 ngày làm việc" is 3d, "trong ngày … sau 15 giờ" is same-day@15:00.

    Empty unless the words name one limit and no choice. A rule already `known` stays while the words still name it,
    or name as many plain days: a person chose it among them.
    """
    found = limits_in(text)
    if known and (known in found or f"{known.rstrip('cdh')}?ngay" in found):
        return known
    if len(found) != 1:
        return ""
    (rule,) = found
    choice = _OTHER_CASES if rule.startswith("same-day") else _CHOICE  # a cut-off hour is said with "nếu"
    return "" if choice.search(fold(text)) or not _is_valid(rule) else rule


def _is_valid(rule: str) -> bool:
    """Tell whether the engine knows the rule: "sau 27 giờ" is none."""
    try:
        TimeLimit.parse(rule)
    except InvalidTimeLimit:
        return False
    return True
