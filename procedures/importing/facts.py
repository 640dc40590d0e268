"""How one fact of a list compares with the catalogue: the same, or the words before and after and what is to be written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.text import normalise_name
from core.time_limits import TimeLimit
from procedures.importing.cells import documents_of
from procedures.importing.columns import BY_KEY
from procedures.importing.fees import fees_of, merged, says_the_same, words_of
from procedures.importing.names import same_text, shortened
from procedures.importing.time_words import rule_of
from procedures.models import Fee, ProcedureVersion

LEVEL_WORDS = {"xa": "Cấp xã", "xa_from_huyen": "Cấp xã", "huyen": "Cấp huyện", "tinh": "Cấp tỉnh", "trung_uong": "Trung ương"}
NOT_KNOWN = "chưa có thông tin"
_Level = ProcedureVersion.OnlineLevel


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that becomes another, in words for a person."""

    label: str
    old: str
    new: str


@dataclass(slots=True)
class Changes:
    """What a row changes: the words, the columns of the version, and what hangs on the procedure or on the fees."""

    words: list[Change] = field(default_factory=list)
    updates: dict[str, Any] = field(default_factory=dict)
    fees: str = ""
    field_name: str = ""
    replaced_by: str = ""
    code: str = ""

    def note(self, key: str, old: str, new: str, **updates: Any) -> None:
        self.words.append(Change(BY_KEY[key].label, old or NOT_KNOWN, new or NOT_KNOWN))
        self.updates.update(updates)


def changes_of(facts: Mapping[str, Any], version: ProcedureVersion) -> Changes:
    """Return what the facts of a row change in a version; a fact the row does not state changes nothing."""
    changes = Changes()
    for key, compare in _COMPARE.items():
        if key in facts:
            compare(key, facts[key], version, changes)
    return changes


def _text(column: str) -> Callable[[str, str, ProcedureVersion, Changes], None]:
    def compare(key: str, new: str, version: ProcedureVersion, changes: Changes) -> None:
        old = normalise_name(getattr(version, column))
        if not same_text(old, new):
            changes.note(key, old, new, **{column: new})

    return compare


def _name(key: str, new: str, version: ProcedureVersion, changes: Changes) -> None:
    """A plain name somebody wrote stays; one that only repeats the official name follows it."""
    if same_text(normalise_name(version.name), new):
        return
    plain = {"plain_name": shortened(new)} if version.plain_name == shortened(version.name) else {}
    changes.note(key, version.name, new, name=new, **plain)


def _level(key: str, new: str, version: ProcedureVersion, changes: Changes) -> None:
    """A level moved from the districts is a commune's too."""
    if LEVEL_WORDS.get(version.level) != LEVEL_WORDS[new]:
        changes.note(key, LEVEL_WORDS.get(version.level, ""), LEVEL_WORDS[new], level=new)


def _time_limit(key: str, new: str, version: ProcedureVersion, changes: Changes) -> None:
    """Other words for the same rule are no change; words that leave a choice take the rule away."""
    rule = rule_of(new, version.time_limit_rule)
    if same_text(normalise_name(version.time_limit_text), new) or (rule and rule == version.time_limit_rule):
        return
    old = limit_words(version.time_limit_text, version.time_limit_rule)
    changes.note(key, old, limit_words(new, rule), time_limit_text=new, time_limit_rule=rule, time_limit_note="")


def limit_words(text: str, rule: str) -> str:
    """Return a time limit as stated, with what the engine makes of it."""
    if not text:
        return TimeLimit.parse(rule).label() if rule else ""
    return f"{text}; cổng tính {TimeLimit.parse(rule).label()}" if rule else f"{text}; cổng chưa tính được ngày trả"


def _online_level(key: str, new: str, version: ProcedureVersion, changes: Changes) -> None:
    """The ways in follow the level: online is one of them, or none."""
    if version.online_level == new:
        return
    changes.note(
        key, version.get_online_level_display(), str(_Level(new).label), online_level=new, channels=channels_at(new, version.channels)
    )


def channels_at(online_level: str, known: list[str]) -> list[str]:
    """Return the ways in at a level of online service, keeping the others that are known."""
    others = [way for way in known if way != "online"]
    if online_level in {_Level.FULL, _Level.PARTIAL}:
        return ["online", *(others or ["counter"])]
    return others or ["counter"]


def _legal_basis(key: str, new: list[str], version: ProcedureVersion, changes: Changes) -> None:
    """The order means nothing; the words name only what leaves and what comes, since lists run long."""
    old = documents_of("; ".join(version.legal_basis))
    left, came = ([each for each in one if each not in other] for one, other in ((old, new), (new, old)))
    if left or came:
        said = [f"thêm {'; '.join(came)}" if came else "", f"bỏ {'; '.join(left)}" if left else ""]
        changes.note(key, f"{len(old)} văn bản" if old else "", ", ".join(filter(None, said)), legal_basis=new)


def _fee(key: str, new: str, version: ProcedureVersion, changes: Changes) -> None:
    known: list[Fee] = sorted(version.fees.all(), key=lambda fee: fee.position)
    lines = fees_of(new)
    if not says_the_same(new, lines, known):
        changes.note(key, words_of(known), words_of(merged(known, lines)))
        changes.fees = new


def _field(key: str, new: str, version: ProcedureVersion, changes: Changes) -> None:
    if not same_text(version.procedure.field.name, new):
        changes.note(key, version.procedure.field.name, new)
        changes.field_name = new


def _replaced_by(key: str, new: str, version: ProcedureVersion, changes: Changes) -> None:
    old = version.procedure.replaced_by.code if version.procedure.replaced_by else ""
    if old != new:
        changes.note(key, old, new)
        changes.replaced_by = new


def _code(key: str, new: str, version: ProcedureVersion, changes: Changes) -> None:
    """A procedure that had no code gets its own; found by its name, see difference._place."""
    if version.procedure.code != new:
        changes.note(key, f"chưa có mã (khóa nội bộ {version.procedure.code})", new)
        changes.code = new


_COMPARE: Mapping[str, Callable[[str, Any, ProcedureVersion, Changes], None]] = {
    "code": _code,
    "name": _name,
    "field": _field,
    "ministry": _text("ministry"),
    "level": _level,
    "agency": _text("agency"),
    "time_limit": _time_limit,
    "fee": _fee,
    "online_level": _online_level,
    "result": _text("result_name"),
    "legal_basis": _legal_basis,
    "citation": _text("citation"),
    "replaced_by": _replaced_by,
}
