"""What is asked for again, and what is brought in answer: one block a paper, the reason typed for each."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings

from core.lookup import get_or_none
from dossiers.acts.request_supplement import DAYS_REFUSED, Asked
from dossiers.acts.supplement import Sent
from dossiers.deadlines import SUPPLEMENT_DAYS
from dossiers.forms.desk_acts import ActForm, checked, line, lines
from dossiers.models import Declaration, SupplementItem
from dossiers.opening import papers_of
from dossiers.uploads import CheckedFile

OTHERS = 2  # free lines for what stands in no list: a place in the declaration, a paper of another kind
WHAT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class AskedBlock:
    """The controls of one paper: tick it, then say what is wrong with it. `what` is a control only on free lines."""

    title: str
    note: str
    tick: forms.BoundField | None
    what: forms.BoundField | None
    reason: forms.BoundField


class RequestSupplementForm(ActForm):
    """Papers of the checklist, each with a reason, and free lines. Nothing generic can be sent."""

    legal_basis = line("Căn cứ", required=False, help_text="Điều, khoản của văn bản quy định giấy tờ này")
    working_days = forms.IntegerField(
        label="Hạn bổ sung",
        min_value=SUPPLEMENT_DAYS[0],
        max_value=SUPPLEMENT_DAYS[-1],
        help_text=f"số ngày làm việc, từ {SUPPLEMENT_DAYS[0]} đến {SUPPLEMENT_DAYS[-1]}",
        error_messages={
            "required": "Nhập hạn bổ sung",
            "invalid": "Hạn bổ sung chỉ ghi số ngày",
            "min_value": DAYS_REFUSED,
            "max_value": DAYS_REFUSED,
        },
    )

    def prepare(self) -> None:
        dossier = self.desk.dossier
        case = get_or_none(Declaration.objects.filter(pk=dossier.pk).values_list("case_code", flat=True)) or ""
        self.papers = papers_of(dossier.procedure_version, case)
        self.initial.setdefault("working_days", settings.SUPPLEMENT_WORKING_DAYS)
        for at, paper in enumerate(self.papers):
            self.fields[f"ask_{at}"] = forms.BooleanField(label=paper.plain_name, required=False)
            self.fields[f"why_{at}"] = line("Cần sửa gì (người dân đọc câu này)", required=False)
        for at in range(OTHERS):
            self.fields[f"what_{at}"] = line("Nội dung khác", required=False, max_length=WHAT_LENGTH)
            self.fields[f"other_why_{at}"] = line("Cần sửa gì (người dân đọc câu này)", required=False)

    @property
    def blocks(self) -> list[AskedBlock]:
        """Return the controls in the order of the checklist, free lines last."""
        listed = [
            AskedBlock(paper.plain_name, paper.required_when, self[f"ask_{at}"], None, self[f"why_{at}"])
            for at, paper in enumerate(self.papers)
        ]
        free = [AskedBlock("", "", None, self[f"what_{at}"], self[f"other_why_{at}"]) for at in range(OTHERS)]
        return listed + free

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        asked = []
        for at, paper in enumerate(self.papers):
            asked += self._asked(f"why_{at}", paper.plain_name, data.get(f"why_{at}", ""), paper.code, ticked=bool(data.get(f"ask_{at}")))
        for at in range(OTHERS):
            what = data.get(f"what_{at}", "")
            asked += self._asked(f"other_why_{at}", what, data.get(f"other_why_{at}", ""), "", ticked=bool(what))
        if not asked and not self.errors:
            self.add_error(None, "Chọn ít nhất một giấy tờ hoặc nội dung cần bổ sung")
        data["items"] = asked
        return data

    def _asked(self, name: str, what: str, reason: str, code: str, *, ticked: bool) -> list[Asked]:
        """Return the one item of a block; a reason alone counts as a tick, a tick without reason is an error."""
        if not ticked and not reason:
            return []
        if not reason:
            self.add_error(name, f"{what}: ghi rõ cần sửa gì, để người dân làm đúng một lần")
            return []
        return [Asked(what or "Nội dung khác", reason, code)]


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """The controls that answer one item."""

    item: SupplementItem
    answer: forms.BoundField
    file: forms.BoundField


class SupplementForm(ActForm):
    """What the citizen brought, item by item, as scan or in words."""

    def prepare(self) -> None:
        suspension = get_or_none(self.desk.dossier.suspensions.filter(ended_at__isnull=True))
        self.items = list(suspension.items.order_by("position")) if suspension else []
        for item in self.items:
            self.fields[f"answer_{item.position}"] = lines("Đã nhận gì", required=False, rows=1)
            self.fields[f"file_{item.position}"] = forms.FileField(label="Bản quét", required=False, allow_empty_file=True)

    @property
    def blocks(self) -> list[AnswerBlock]:
        return [AnswerBlock(item, self[f"answer_{item.position}"], self[f"file_{item.position}"]) for item in self.items]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["sent"] = [self._sent(item, data) for item in self.items]
        return data

    def _sent(self, item: SupplementItem, data: dict[str, Any]) -> Sent:
        answer, upload = data.get(f"answer_{item.position}", ""), data.get(f"file_{item.position}")
        files: list[CheckedFile] = []
        try:
            files = [checked(upload)] if upload else []
        except forms.ValidationError as error:
            self.add_error(f"file_{item.position}", error)
            return Sent(item.position, answer)
        if not answer and not files:
            self.add_error(f"answer_{item.position}", f"{item.what}: chọn bản quét hoặc ghi đã nhận gì")
        return Sent(item.position, answer, files)
