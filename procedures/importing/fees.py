"""Fees of a list: sums that can be read, or a sentence that names who sets them. A doubtful sum is refused, never guessed."""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.money import number
from core.text import fold, normalise_name
from procedures.importing.cells import CellRefused
from procedures.importing.names import same_text
from procedures.models import Fee

LABEL = "Phí, lệ phí"
FREE = {"khong", "khong co", "khong thu", "khong thu phi", "khong mat phi", "mien phi", "khong thu phi, le phi", "khong thu le phi"}
LEAST, MOST = 1_000, 1_000_000_000  # đồng; the portal often leaves the thousands out, so less than 1.000 is a slip
SENTENCE = 3  # words; shorter prose says nothing about a fee

_PART = re.compile(
    r"(?:(?P<label>[^:\d][^:]{1,199}):)? ?(?P<amount>\d[\d., ]*) ?(?:đồng|vnđ|vnd|đ)? ?(?:/ ?(?P<unit>[^/;]{1,40}))?\.?", re.IGNORECASE
)
_AMOUNT = re.compile(r"\d{1,3}(?:[. ,]\d{3})+|\d+")


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee of a list: a sum in đồng, or None with the sentence that stands for it."""

    amount: int | None
    unit: str = ""
    label: str = ""
    note: str = ""


def fees_of(text: str) -> tuple[FeeLine, ...]:
    """Return the fees a cell states; none for "0", which the portal writes where nobody filled it in.

    Several sums stand between semicolons. "Không" says that nothing is charged. Raises CellRefused for what is neither
    a sum nor a sentence.
    """
    bare = fold(text[:40]).strip(" .")
    if bare in {"", "0", "0 dong", "0 d", "0 vnd"}:
        return ()
    if bare in FREE:
        return (FeeLine(0, note=text),)
    parts = [part.strip() for part in text.split(";") if part.strip()]
    matches = [_PART.fullmatch(part) for part in parts]
    if all(matches):
        return tuple(FeeLine(_amount(m["amount"]), m["unit"] or "", m["label"] or "") for m in matches if m)
    if len(text.split()) < SENTENCE:
        raise CellRefused(f"không đọc được mức phí “{text[:60]}”; ghi như 8.000 đồng/bản")
    return (FeeLine(None, note=text),)


def _amount(words: str) -> int:
    words = words.strip()
    if not _AMOUNT.fullmatch(words):
        raise CellRefused(f"không đọc được số tiền “{words[:40]}”; ghi như 8.000")
    amount = int(re.sub(r"\D", "", words)[:12])
    if amount and not LEAST <= amount <= MOST:
        raise CellRefused(f"số tiền {number(amount)} đồng không hợp lý; ghi đủ đồng, ví dụ 8.000")
    return amount


def words_of(fees: Sequence[Fee | FeeLine]) -> str:
    """Return fees as a list writes them: "Lệ phí: 8.000 đồng/bản; Theo Nghị quyết …"."""
    return "; ".join(_words(fee) for fee in fees)


def _words(fee: Fee | FeeLine) -> str:
    if fee.amount is None:
        return fee.note or f"{fee.label}: chưa rõ mức"
    label = f"{fee.label}: " if fee.label and fee.label != LABEL else ""
    unit = f"/{fee.unit}" if fee.unit else ""
    return f"{label}{number(fee.amount)} đồng{unit}"


def says_the_same(text: str, lines: Sequence[FeeLine], known: Sequence[Fee]) -> bool:
    """Tell whether the cell adds nothing to the fees known: its words, or its sums, are among them.

    A list states less than the catalogue often enough: fewer sums take nothing away, and a sentence never takes the place
    of a known sum.
    """
    if not lines or any(same_text(text, words) for words in (words_of(known), *(normalise_name(fee.note) for fee in known))):
        return True
    sums = {fee.amount for fee in known if fee.amount is not None}
    if all(line.amount is None for line in lines):
        return bool(sums)
    return {line.amount for line in lines} <= sums


def merged(known: Sequence[Fee], lines: Sequence[FeeLine]) -> list[Fee]:
    """Return the fees, not saved, after a list stated these lines.

    Its sums take the place of the sums known; fees named without a sum stay, unless nothing is charged any more. One sum
    for one keeps who sets it, who pays and where. A sentence stands where no sum is known.
    """
    by_sentence = any(line.amount is None for line in lines) or lines == (FeeLine(0, note=lines[0].note),)
    stay = [] if by_sentence else [fee for fee in known if fee.amount is None]
    leave = [fee for fee in known if fee not in stay]
    fees = [_rewritten(leave[0], lines[0])] if len(leave) == len(lines) == 1 else [_fresh(line) for line in lines]
    result = [_copy(fee) for fee in stay] + fees
    for position, fee in enumerate(result, start=1):
        fee.position = position
    return result


def _copy(fee: Fee) -> Fee:
    made = copy.copy(fee)
    made.pk, made._state.adding = None, True
    return made


def _rewritten(fee: Fee, line: FeeLine) -> Fee:
    made = _copy(fee)
    made.amount, made.unit, made.note = line.amount, line.unit or fee.unit, line.note
    made.label = line.label or fee.label
    return made


def _fresh(line: FeeLine) -> Fee:
    return Fee(label=line.label or LABEL, amount=line.amount, unit=line.unit, note=line.note)
