"""A difference as it is stored with an upload and shown on its page: plain lists of words, whatever the catalogue does later."""

from typing import Any

from procedures.importing.difference import TO_BE_GIVEN, Difference, new_words

Report = dict[str, Any]


def report_of(found: Difference) -> Report:
    """Return counts and words of a difference, as JSON holds them. Equal reports write the same."""
    return {
        "counts": {
            "refused": len(found.refused),
            "changed": len(found.changed),
            "new": len(found.new),
            "gone": len(found.gone),
            "unchanged": found.unchanged,
        },
        "refused": [{"line": each.line, "text": each.text, "reason": each.reason} for each in found.refused],
        "changed": [
            {"line": each.row.line, "code": each.version.procedure.code, "name": each.version.name, "changes": _pairs(each.changes.words)}
            for each in found.changed
        ],
        "new": [
            {"line": each.line, "code": each.code or TO_BE_GIVEN, "name": each.name, "changes": _pairs(new_words(each))}
            for each in found.new
        ],
        "gone": [{"code": each.procedure.code, "name": each.name} for each in found.gone],
        "ignored": found.ignored,
    }


def _pairs(words: Any) -> list[dict[str, str]]:
    return [{"label": each.label, "old": each.old, "new": each.new} for each in words]


def report_lines(report: Report) -> list[str]:
    """Return a report as lines of a terminal: refused rows first, then what changes, field by field."""
    lines = [f"Bị từ chối, dòng {each['line']}: {each['reason']} [{each['text']}]" for each in report["refused"]]
    lines += [f"Không dùng cột: {', '.join(report['ignored'])}"] if report["ignored"] else []
    for kind, word in (("changed", "Thay đổi"), ("new", "Mới")):
        for each in report[kind]:
            lines.append(f"{word} {each['code']} {each['name'][:80]}")
            lines += [f"    {_change(change)}" for change in each["changes"]]
    lines += [f"Không còn trong danh sách: {each['code']} {each['name'][:80]}" for each in report["gone"]]
    return [*lines, counts_line(report)]


def _change(change: dict[str, str]) -> str:
    return f"{change['label']}: {change['old']} → {change['new']}" if change["old"] else f"{change['label']}: {change['new']}"


def counts_line(report: Report) -> str:
    counts = report["counts"]
    if not any(counts[key] for key in ("refused", "changed", "new", "gone")):
        return f"Không có gì thay đổi: {counts['unchanged']} thủ tục như cũ."
    return (
        f"{counts['new']} mới, {counts['changed']} thay đổi, {counts['gone']} không còn trong danh sách, "
        f"{counts['unchanged']} như cũ, {counts['refused']} dòng bị từ chối."
    )
