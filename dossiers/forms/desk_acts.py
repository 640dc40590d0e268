"""Forms of the acts at the desk: shape of what is typed; whether the act is allowed is for the act to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accounts.models import Membership
from accounts.permissions import Post
from accounts.selectors import people_at
from core.clock import ZONE
from core.errors import DomainError, FieldErrors
from core.lookup import get_or_none
from core.text import visible_lines
from core.time_limits import TimeLimit
from dossiers.acts.decline import DeclineReason
from dossiers.acts.stop import STOP_GROUNDS, GivenBack, StopGround
from dossiers.models import Dossier, DossierFile
from dossiers.uploads import CheckedFile, check_upload

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
Files = MultiValueDict[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a form is about: the dossier, the post it is acted on in, the moment of the request."""

    dossier: Dossier
    membership: Membership
    at: datetime


class ActForm(forms.Form):
    """Every act's hidden pair: `key` makes a second press answer the first, `version` shows who was faster."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    asks_first: ClassVar[bool] = False  # shown once more before it is done, because the citizen reads it

    def __init__(
        self, data: QueryDict | None = None, files: Files | None = None, *, desk: Desk, typed: Mapping[str, Any] | None = None
    ) -> None:
        self.desk = desk
        super().__init__(data, files, initial={**(typed or {}), "key": uuid4(), "version": desk.dossier.version})
        self.prepare()

    def prepare(self) -> None:
        """Set what depends on the dossier: choices, and first values where nothing was typed."""

    def take(self, error: FieldErrors) -> None:
        """Put what an act found wrong beside its field."""
        for name, message in error.errors.items():
            self.add_error(name if name in self.fields else None, message)

    @classmethod
    def again(cls, data: QueryDict, *, desk: Desk) -> "ActForm":
        """Return the form with everything that was typed, ready for another press on the dossier as it is now."""
        return cls(desk=desk, typed=data.dict())


class TypedText(forms.CharField):
    """Text without signs nobody sees; one of them alone is nothing typed."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(visible_lines(value) if isinstance(value, str) else value)


def line(label: str, *, required: bool = True, **options: Any) -> forms.CharField:
    """Return a field of one line."""
    return TypedText(label=label, required=required, max_length=options.pop("max_length", 300), **options)


def lines(label: str, *, required: bool = True, rows: int = 3, **options: Any) -> forms.CharField:
    """Return a field of several lines."""
    return TypedText(label=label, required=required, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **options)


class ReceiveForm(ActForm):
    """Nothing to fill in where the catalogue knows the limit; else the limit and where it is written."""

    limit_amount = forms.IntegerField(label="Thời hạn", required=False, min_value=1, max_value=400)
    limit_unit = forms.ChoiceField(
        label="Đơn vị", required=False, choices=[("d", "ngày làm việc"), ("h", "giờ làm việc"), ("cd", "ngày"), ("m", "tháng")]
    )
    basis = line("Căn cứ", required=False, help_text="Văn bản ghi thời hạn này, ví dụ: Điều 20 Luật Hộ tịch")

    def prepare(self) -> None:
        if self.desk.dossier.procedure_version.time_limit is not None:
            for name in ("limit_amount", "limit_unit", "basis"):
                del self.fields[name]

    @property
    def stated_limit(self) -> TimeLimit | None:
        """Return the limit the officer states; None where the catalogue has one, or nothing was stated."""
        amount = self.cleaned_data.get("limit_amount")
        return TimeLimit.parse(f"{amount}{self.cleaned_data['limit_unit'] or 'd'}") if amount else None


class DeclineForm(ActForm):
    """Ground and words of a refusal; asked twice, because the citizen reads it."""

    asks_first = True
    ground = forms.ChoiceField(
        label="Lý do", choices=DeclineReason.choices, widget=forms.RadioSelect, error_messages={"required": "Chọn lý do từ chối"}
    )
    explanation = lines(
        "Giải thích để người dân đọc",
        help_text="Viết rõ vì sao và người dân nộp lại thế nào, ở đâu",
        error_messages={"required": "Ghi rõ lý do để người dân hiểu và biết nộp lại thế nào"},
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def ground_label(self) -> str:
        return DeclineReason(self.cleaned_data["ground"]).label


class GivenBackForm(ActForm):
    """What form 05 says of money already paid and of papers handed in."""

    refund = lines("Xử lý phí, lệ phí đã nộp", required=False, rows=2, help_text="Để trống nếu chưa thu khoản nào")
    papers_back = lines("Giấy tờ trả lại", required=False, rows=2, help_text="Để trống nếu không giữ bản giấy nào")

    def prepare(self) -> None:
        paper = self.desk.dossier.papers.exclude(kind=DossierFile.Kind.ELECTRONIC).order_by("position")
        self.initial.setdefault("papers_back", "\n".join(f"{each.name}: {each.quantity:02d} {each.get_kind_display()}" for each in paper))

    @property
    def given_back(self) -> GivenBack:
        return GivenBack(self.cleaned_data["refund"], self.cleaned_data["papers_back"])


class WithdrawalForm(GivenBackForm):
    """What was decided when a dossier is let go."""


class KeepForm(ActForm):
    """Why a leader does not let a dossier go."""

    reason = lines("Lý do không đồng ý cho rút", required=False, rows=2)


class StopForm(GivenBackForm):
    """Ground and words of a stop, and what is given back."""

    ground = forms.ChoiceField(
        label="Dừng vì",
        choices=[(each.value, each.label) for each in STOP_GROUNDS],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn lý do dừng"},
    )
    legal_basis = line("Căn cứ pháp lý", error_messages={"required": "Ghi căn cứ pháp lý của việc dừng"})
    explanation = lines("Lý do để người dân đọc", error_messages={"required": "Ghi lý do để người dân hiểu"})
    field_order = ["key", "version", "ground", "legal_basis", "explanation", "refund", "papers_back"]

    def prepare(self) -> None:
        super().prepare()
        waits = self.desk.dossier.supplement_due_at
        self.initial.setdefault("ground", StopGround.SUPPLEMENT_EXPIRED if waits and waits < self.desk.at else StopGround.OTHER)


class ReopenForm(ActForm):
    """What is wrong with a released result."""

    reason = lines("Lỗi cần sửa trong kết quả", error_messages={"required": "Ghi lỗi cần sửa trong kết quả"})


class ReleaseForm(ActForm):
    """Number, date, signer and file of a signed result."""

    number = line("Số, ký hiệu văn bản", max_length=60, error_messages={"required": "Nhập số, ký hiệu của văn bản"})
    issued_on = forms.DateField(
        label="Ngày ban hành",
        input_formats=DATE_FORMATS,
        error_messages={"required": "Nhập ngày ban hành, ví dụ 02/11/2026", "invalid": "Ngày ban hành cần có dạng 02/11/2026"},
    )
    signer_name = line("Người ký", max_length=120, error_messages={"required": "Nhập tên người ký"})
    signer_title = line("Chức vụ người ký", max_length=120, error_messages={"required": "Nhập chức vụ người ký"})
    file = forms.FileField(
        label="Tệp kết quả đã ký",
        help_text="PDF hoặc ảnh chụp, tối đa 20 MB",
        allow_empty_file=True,
        error_messages={"required": "Chọn tệp kết quả đã ký"},
    )
    is_refusal = forms.BooleanField(label="Đây là văn bản từ chối giải quyết", required=False)

    def prepare(self) -> None:
        self.initial.setdefault("issued_on", f"{self.desk.at.astimezone(ZONE):%d/%m/%Y}")
        signer = self.desk.dossier.steps.filter(post=Post.COMMUNE_LEADER).select_related("assignee").order_by("-position").first()
        if signer is not None and signer.assignee is not None:
            self.initial.setdefault("signer_name", signer.assignee.full_name)
            self.initial.setdefault("signer_title", "Lãnh đạo UBND")

    def clean_file(self) -> CheckedFile:
        return checked(self.cleaned_data["file"])


def checked(upload: File[bytes]) -> CheckedFile:
    """Return a file that may be kept; a refusal becomes the error of its field."""
    try:
        return check_upload(upload, limit=settings.DESK_FILE_LIMIT)
    except DomainError as error:
        raise forms.ValidationError(error.message) from error


class ReturnForm(ActForm):
    """Who took the result, by which evidence, and that nothing is left to pay."""

    receiver_name = line("Người nhận kết quả", max_length=200, error_messages={"required": "Nhập tên người nhận kết quả"})
    evidence = line(
        "Bằng chứng đã nhận",
        help_text="Ví dụ: ký nhận trên phiếu 01, đã xem căn cước; người nhận thay thì ghi giấy ủy quyền",
        error_messages={"required": "Ghi bằng chứng đã nhận, ví dụ: ký nhận trên phiếu 01, đã xem căn cước"},
    )
    fee_settled = forms.BooleanField(label="Đã thu đủ phí, lệ phí, hoặc không phải thu", required=False)

    def prepare(self) -> None:
        party = get_or_none(self.desk.dossier.parties.filter(role="applicant"))
        self.initial.setdefault("receiver_name", party.full_name if party else "")


class CompleteForm(ReturnForm):
    """What a result made while the citizen waits needs besides: who signed, and its number."""

    signer = forms.TypedChoiceField(label="Người ký", coerce=int, error_messages={"required": "Chọn người ký"})
    number = line("Số của kết quả", required=False, max_length=60, help_text="Để trống thì lấy số tiếp theo của sổ")
    field_order = ["key", "version", "signer", "number", "receiver_name", "evidence", "fee_settled"]

    def prepare(self) -> None:
        super().prepare()
        signer = self.fields["signer"]
        assert isinstance(signer, forms.TypedChoiceField)  # noqa: S101  for the type only
        signer.choices = signer_choices(self.desk.dossier.competent_unit_id, self.desk.at)


def signer_choices(unit_id: int, at: datetime) -> list[tuple[int, str]]:
    """Return the leaders of a commune today."""
    people = people_at(unit_id, [Post.COMMUNE_LEADER], at.astimezone(ZONE).date())
    return [(person.pk, person.full_name) for person in people]
