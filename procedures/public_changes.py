"""What changed between two versions, for everybody: without the office's own steps, without codes."""

import re

from core.money import dong
from procedures.comparison import compared
from procedures.importing.facts import NOT_KNOWN, Change
from procedures.models import ProcedureVersion

_INSIDE = ("Từ hay dùng", "Bước ", "Thời hạn lưu hồ sơ")  # how labels begin that are the office's business
_DECLARATION, _CASE = "Tờ khai: ", "Trường hợp: "
_ROWS = (_CASE, "Giấy tờ: ", "Khoản thu: ", "Thời hạn của: ")  # a row that one of the versions has not
_SUM = re.compile(r"(?<![\d.])(\d{4,}) đồng")  # a sum without its dots
_CASE_CODE = re.compile(r"; trường hợp [a-z0-9-]+")


def public_changes(old: ProcedureVersion, new: ProcedureVersion) -> list[Change]:
    """Return what differs in the order of the page; questions of the declaration are counted, not listed.

    Both come with their details prefetched; no query then.
    """
    changes = [change for change in compared(old, new) if not change.label.startswith(_INSIDE)]
    told = [Change(each.label, _told(each.label, each.old), _told(each.label, each.new)) for each in changes if not _is_asked(each)]
    asked = sum(" / " in change.label for change in changes if _is_asked(change))
    return (
        [*told, Change("Tờ khai", "", f"{asked} câu hỏi khác trước" if asked else "sắp xếp khác trước")]
        if len(told) < len(changes)
        else told
    )


def _is_asked(change: Change) -> bool:
    return change.label.startswith(_DECLARATION)


def _told(label: str, fact: str) -> str:
    if fact == NOT_KNOWN and label.startswith(_ROWS):
        return "không có"
    if label.startswith(_CASE):
        return "có"
    return _SUM.sub(lambda found: dong(int(found[1])), _CASE_CODE.sub("", fact))
