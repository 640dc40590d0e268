"""The one form of the counter: person, papers of the case, where and how the result goes; nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms

from accounts.models import Membership
from communes.models import Commune
from communes.selectors import communes_in_order
from core.clock import ZONE
from core.errors import FieldErrors
from core.time_limits import TimeLimit
from dossiers.acts.complete_at_desk import Completion
from dossiers.acts.receive import CounterFiling, Paper
from dossiers.forms.desk_acts import line, signer_choices
from dossiers.forms.desk_declaration import DeskDeclaration
from dossiers.models import Channel, Delivery, DossierFile
from dossiers.offered import is_made_at_once
from dossiers.opening import papers_of
from dossiers.parties import Person, read_person
from procedures.models import DocumentRequirement, ProcedureVersion

MOST_COPIES = 99
_PERSON = ("full_name", "identity_number", "phone", "email", "address")
_COUNT = forms.NumberInput(attrs={"min": 0, "max": MOST_COPIES, "class": "paper-count"})


@dataclass(frozen=True, slots=True)
class PaperRow:
    """The controls of one paper of the checklist, and why it is asked for."""

    paper: DocumentRequirement
    tick: forms.BoundField
    originals: forms.BoundField
    copies: forms.BoundField
    why: str


class ReceptionForm(forms.Form):
    """What an officer takes in from a person at the counter. `key` makes a second press answer the first."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    identity_number = line("Số định danh", required=False, max_length=40)
    full_name = line("Họ và tên", required=False, max_length=400)
    phone = line("Điện thoại", required=False, max_length=40)
    address = line("Nơi ở", required=False, max_length=400)
    email = line("E-mail", required=False, max_length=254)
    by = forms.ChoiceField(label="Ai nộp", choices=[("self", "Tự nộp"), ("other", "Nộp thay")], initial="self", widget=forms.RadioSelect)
    filer_identity_number = line("Số định danh người nộp thay", required=False, max_length=40)
    filer_full_name = line("Họ và tên người nộp thay", required=False, max_length=400)
    filer_phone = line("Điện thoại người nộp thay", required=False, max_length=40)
    competent = forms.ChoiceField(label="Nơi giải quyết")
    delivery = forms.ChoiceField(label="Nhận kết quả", choices=Delivery.choices, initial=Delivery.COUNTER, widget=forms.RadioSelect)
    channel = forms.TypedChoiceField(
        label="Hồ sơ đến bằng",
        choices=[(Channel.DIRECT, "Trực tiếp"), (Channel.POST, "Bưu chính")],
        coerce=int,
        initial=Channel.DIRECT,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, version: ProcedureVersion, membership: Membership, at: datetime, **kwargs: Any) -> None:
        self.version, self.membership, self.at = version, membership, at
        self.communes = {commune.code: commune for commune in communes_in_order()}
        own = membership.commune
        kwargs["initial"] = {"key": uuid4(), "competent": own.code if own else "", **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._add_case()
        self._add_papers()
        self._add_limit()
        choices = [(commune.code, f"{commune.name}, {commune.get_kind_display()}") for commune in self.communes.values()]
        self.fields["competent"] = forms.ChoiceField(label="Nơi giải quyết", choices=choices)
        self._add_completion()
        typed = self.data if self.is_bound else self.initial
        self.declaration = DeskDeclaration(version, self.case_code, typed, list(self.communes.values()))

    def _add_case(self) -> None:
        cases = [(case["code"], case["label"]) for case in self.version.cases]
        self.fields["case"] = forms.ChoiceField(
            label=self.version.case_question or "Trường hợp",
            choices=cases,
            initial=cases[0][0] if cases else "",
            widget=forms.RadioSelect,
            required=bool(cases),
            error_messages={"required": "Chọn trường hợp", "invalid_choice": "Chọn trường hợp"},
        )

    def _add_papers(self) -> None:
        self.case_code = str(self["case"].value() or "")
        self.papers = papers_of(self.version, self.case_code)
        for paper in self.papers:
            self.fields[f"tick-{paper.code}"] = forms.BooleanField(label=paper.plain_name, required=False)
            for name, first in (("originals", paper.originals or int(not paper.copies)), ("copies", paper.copies)):
                self.fields[f"{name}-{paper.code}"] = forms.IntegerField(
                    label=f"{'Bản chính' if name == 'originals' else 'Bản sao'} {paper.plain_name}",
                    initial=first,
                    min_value=0,
                    max_value=MOST_COPIES,
                    required=False,
                    widget=_COUNT,
                )

    def _add_limit(self) -> None:
        if self.version.time_limit is None:
            units = [("d", "ngày làm việc"), ("h", "giờ làm việc"), ("cd", "ngày"), ("m", "tháng")]
            self.fields["limit_amount"] = forms.IntegerField(label="Thời hạn", min_value=1, max_value=400, required=False)
            self.fields["limit_unit"] = forms.ChoiceField(label="Đơn vị", choices=units, required=False)
            self.fields["basis"] = line("Căn cứ", required=False)

    def _add_completion(self) -> None:
        """Ask how it ends where this desk may end it: the procedure is so, and its own commune decides."""
        unit_id = self.membership.commune_id
        if unit_id is not None and self.chosen_commune and is_made_at_once(self.version, unit_id, self.chosen_commune.pk):
            signers = signer_choices(unit_id, self.at)
            self.fields["signer"] = forms.TypedChoiceField(label="Người ký", choices=signers, coerce=int, required=False)
            self.fields["number"] = line("Số của kết quả", required=False, max_length=60, help_text="Để trống thì lấy số tiếp theo của sổ")
            self.fields["evidence"] = line("Bằng chứng đã nhận", required=False, initial="Ký nhận tại quầy")
            self.fields["fee_settled"] = forms.BooleanField(label="Đã thu đủ phí, hoặc không phải thu", required=False)

    @property
    def rows(self) -> list[PaperRow]:
        return [
            PaperRow(paper, self[f"tick-{paper.code}"], self[f"originals-{paper.code}"], self[f"copies-{paper.code}"], _why(paper))
            for paper in self.papers
        ]

    @property
    def ticked(self) -> list[str]:
        """The codes of the papers that are there, as far as the form is filled in."""
        return [paper.code for paper in self.papers if self[f"tick-{paper.code}"].value()]

    @property
    def chosen_commune(self) -> Commune | None:
        return self.communes.get(str(self["competent"].value()))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["applicant"] = self._person(data, "")
        data["filer"] = self._person(data, "filer_") if data.get("by") == "other" else None
        data["answers"] = self.declaration.clean(self.at.astimezone(ZONE).date())
        if self.declaration.faults:
            self.add_error(None, f"Tờ khai còn {self.declaration.faults} chỗ cần sửa")
        return data

    def _person(self, data: Mapping[str, Any], prefix: str) -> Person | None:
        """Return the person typed; what cannot be right stands beside its field. A phone is not required at the counter."""
        try:
            return read_person({name: data.get(prefix + name, "") for name in _PERSON}, phone_required=False)
        except FieldErrors as error:
            for name, message in error.errors.items():
                self.add_error(prefix + name, message)
            return None

    def filing(self) -> CounterFiling:
        """Return what was taken in; call it on a valid form only."""
        data = self.cleaned_data
        return CounterFiling(
            version=self.version,
            competent=self.communes[data["competent"]],
            applicant=data["applicant"],
            filer=data["filer"],
            case_code=data["case"],
            papers=[each for paper in self.papers if self._is_kept(paper) for each in _counted(paper.code, data)],
            delivery=Delivery(data["delivery"]),
            channel=Channel(data["channel"]),
            answers=data["answers"],
        )

    def _is_kept(self, paper: DocumentRequirement) -> bool:
        """Papers only shown at the counter are compared, not taken in."""
        return paper.code in self.ticked and not paper.counter_only

    def stated_limit(self) -> TimeLimit | None:
        amount = self.cleaned_data.get("limit_amount")
        return TimeLimit.parse(f"{amount}{self.cleaned_data['limit_unit'] or 'd'}") if amount else None

    def completion(self) -> Completion:
        """Return how a result made at the counter ends; the person who brought the papers takes it.

        Where it was not asked the answers are empty: the act says why it may not end here.
        """
        data = self.cleaned_data
        taker = data["filer"] or data["applicant"]
        settled = data.get("fee_settled", False)
        return Completion(data.get("signer") or 0, taker.full_name, data.get("evidence", ""), settled, data.get("number", ""))


def _counted(code: str, data: Mapping[str, Any]) -> list[Paper]:
    """Return the lines of form 01 for a ticked paper; ticked without a number is one original."""
    kinds = ((DossierFile.Kind.ORIGINAL, data.get(f"originals-{code}")), (DossierFile.Kind.COPY, data.get(f"copies-{code}")))
    counted = [Paper(code, kind.value, count) for kind, count in kinds if count]
    return counted or [Paper(code)]


def _why(paper: DocumentRequirement) -> str:
    """Return why the paper is or is not asked for in this case."""
    if paper.counter_only:
        return "Xuất trình để đối chiếu, không giữ lại"
    if paper.required_when:
        return f"Chỉ khi {paper.required_when}"
    return "Phải có" if paper.blocks else "Không bắt buộc"
