"""Forms of a draft and of its approval."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import User
from communes.models import Commune
from core.errors import DomainError
from procedures.acts.drafts import draft_stand, with_writer
from procedures.admin.fields import CasesField, DeclarationField, LinesField
from procedures.comparison import CHANNEL_WORDS, RESULT_KINDS, limit_words
from procedures.importing.facts import LEVEL_WORDS
from procedures.importing.time_words import limits_in, rule_of
from procedures.models import ProcedureVersion
from procedures.soundness import declaration_problems, wrong_limit
from procedures.upload_form import FARTHEST

DAY_FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]
LEVELS = {**LEVEL_WORDS, "xa_from_huyen": "Cấp xã (nhận từ cấp huyện)", "unknown": "Chưa có thông tin"}
ONE_A_LINE = "Mỗi dòng một mục."
LIMIT_HELP = (
    "3d: 3 ngày làm việc · 4h: 4 giờ làm việc · 7cd: 7 ngày, tính cả ngày nghỉ · 1m: 1 tháng · "
    "same-day@15:00: trong ngày, nhận sau 15:00 thì trả ngày làm việc tiếp theo. "
    "Để trống khi văn bản không nêu hoặc còn tùy trường hợp; khi đó cổng không tính ngày trả."
)
CHANGED = "Bản nháp này đã được lưu từ nơi khác sau khi bạn mở trang. Mở lại trang ở cửa sổ mới, chép phần bạn ghi sang rồi lưu."


class DraftForm(forms.ModelForm[ProcedureVersion]):
    """What a draft says. `editor` is who writes; `stand` what the draft was when the page was opened."""

    editor: ClassVar[User]

    search_words = LinesField(label="Từ người dân hay dùng", most_letters=80, help_text=f"{ONE_A_LINE} Dùng để tìm, không hiện trên trang.")
    time_limit_rule = forms.CharField(
        label="Quy tắc tính thời hạn", max_length=20, required=False, help_text=LIMIT_HELP, widget=UnfoldAdminTextInputWidget
    )
    channels = forms.MultipleChoiceField(
        label="Kênh nộp",
        choices=list(CHANNEL_WORDS.items()),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        error_messages={"required": "Chọn ít nhất một kênh nộp"},
    )
    level = forms.ChoiceField(label="Cấp thực hiện", choices=list(LEVELS.items()), widget=UnfoldAdminSelectWidget)
    result_kind = forms.ChoiceField(
        label="Loại kết quả", choices=list(RESULT_KINDS.items()), required=False, widget=UnfoldAdminSelectWidget
    )
    handled_by = LinesField(
        label="Chỉ phường, xã này giải quyết", most_letters=5, rows=2, help_text=f"{ONE_A_LINE} Ghi mã phường, xã. Để trống: tất cả."
    )
    legal_basis = LinesField(label="Căn cứ pháp lý", most_letters=80, help_text=f"{ONE_A_LINE} Số, ký hiệu văn bản.")
    cases = CasesField(
        label="Các trường hợp",
        most_letters=400,
        help_text=f"{ONE_A_LINE} Ghi: mã | tên trường hợp | gợi ý. Giữ nguyên mã cũ vì giấy tờ và tờ khai nhắc tới mã.",
    )
    not_needed = LinesField(label="Không phải nộp", most_letters=400, help_text=ONE_A_LINE)
    citizen_steps = LinesField(label="Các bước của người dân", most_letters=600, help_text=ONE_A_LINE)
    declaration = DeclarationField(label="Tờ khai", help_text="JSON, xem tài liệu về tờ khai. Để trống: cổng dùng tờ khai chung.")
    stand = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ProcedureVersion
        fields: ClassVar[list[str]] = []  # the administration names them
        widgets: ClassVar = {
            "name": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            "summary": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            "time_limit_text": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
            "time_limit_note": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
            "conditions": UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        }
        help_texts: ClassVar = {
            "name": "Đúng như văn bản công bố.",
            "plain_name": "Lời người dân hay nói, ngắn.",
            "summary": "Một câu: được gì, dùng để làm gì.",
            "time_limit_text": "Đúng như văn bản công bố. Người dân đọc lời này khi chưa có quy tắc tính.",
            "time_limit_note": "Cho cán bộ: vì sao ghi như vậy.",
            "is_immediate": "Quầy làm xong trong lúc người dân chờ.",
            "receivable_elsewhere": "Quầy của phường, xã khác được nhận hồ sơ thay.",
            "case_question": "Ví dụ: Con bạn sinh ở đâu? Chỉ hỏi khi có từ hai trường hợp.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []
        is_draft = self.instance.status == ProcedureVersion.Status.DRAFT
        self.initial["stand"] = draft_stand(self.instance.pk) if is_draft else ""

    def clean_time_limit_rule(self) -> str:
        return _sound_limit(self.cleaned_data["time_limit_rule"])

    def clean_channels(self) -> list[str]:
        return [way for way in CHANNEL_WORDS if way in self.cleaned_data["channels"]]

    def clean_handled_by(self) -> list[str]:
        codes: list[str] = self.cleaned_data["handled_by"]
        known = set(Commune.objects.filter(code__in=codes).order_by("code").values_list("code", flat=True))
        if missing := [code for code in codes if code not in known]:
            raise ValidationError(f"Không có phường, xã mang mã {', '.join(missing)}")
        return codes

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("stand") != self.initial["stand"]:
            raise ValidationError(CHANGED)
        try:
            with_writer(self.instance, self.editor)
        except DomainError as error:
            raise ValidationError(error.message) from error
        return self.cleaned_data

    def _post_clean(self) -> None:
        """Look at what belongs together: the declaration with the cases, the rule with the words of the time limit."""
        super()._post_clean()  # type: ignore[misc]  # Django's hook for what needs the instance
        if {"declaration", "cases"} <= self.cleaned_data.keys():
            for problem in declaration_problems(self.instance):
                if problem.is_warning:
                    self.warnings.append(f"Tờ khai, {problem}")
                else:
                    self.add_error("declaration", str(problem))
        rule, words = self.instance.time_limit_rule, self.instance.time_limit_text
        if rule and limits_in(words) and rule_of(words, rule) != rule:
            self.warnings.append(f"Quy tắc tính là {limit_words(rule)}, lời văn thời hạn nêu khác.")


def _sound_limit(typed: str) -> str:
    rule = typed.strip().lower()
    if message := wrong_limit(rule):
        raise ValidationError(message)
    return rule


class ApprovalForm(forms.Form):
    """From which day a draft is in force, and by which paper."""

    in_force_from = forms.DateField(
        label="Có hiệu lực từ ngày",
        input_formats=DAY_FORMATS,
        widget=UnfoldAdminSingleDateWidget,
        help_text="Hồ sơ nộp trước ngày này giữ nguyên thời hạn, giấy tờ, tờ khai của bản cũ.",
        error_messages={"required": "Nhập ngày có hiệu lực", "invalid": "Ngày cần có dạng 01/12/2026"},
    )
    citation = forms.CharField(
        label="Văn bản công bố",
        max_length=400,
        widget=UnfoldAdminTextInputWidget,
        help_text="Số, ký hiệu, ngày, ví dụ: Quyết định 4567/QĐ-UBND ngày 02/11/2026",
        error_messages={"required": "Ghi số, ký hiệu và ngày của văn bản công bố"},
    )

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_in_force_from(self) -> Any:
        day = self.cleaned_data["in_force_from"]
        if day > self.today + FARTHEST:
            raise ValidationError(f"Ngày {day:%d/%m/%Y} xa quá hai năm. Xem lại năm")
        return day

    def take_errors(self, errors: dict[str, str]) -> None:
        """Put each refusal beside its field; what concerns the draft itself stands above the form."""
        for field, message in errors.items():
            self.add_error(field if field in self.fields else None, message)
