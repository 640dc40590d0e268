"""Pages of a filing as forms. They check nothing themselves: rules answer with FieldErrors, which `show_errors` puts in place."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from accounts.models import User
from communes.models import Commune
from core.identity import format_phone
from dossiers.forms.date_parts import joined
from dossiers.models import Delivery, Relation
from dossiers.parties import ADDRESS_LENGTH, NAME_LENGTH
from procedures.models import ProcedureVersion

FOR_SELF, FOR_OTHER = "self", "other"
Choices = list[tuple[str, str]]


class TypedForm(forms.Form):
    """A form that carries text. `required` only says whether a label shows "(không bắt buộc)"."""

    use_required_attribute = False

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def typed(self) -> dict[str, Any]:
        """Return what was typed, one text a field; a date is joined from its boxes."""
        values = {name: bound.data for name, bound in ((name, self[name]) for name in self.fields)}
        return {name: joined(value) if isinstance(value, list) else str(value or "") for name, value in values.items()}

    def rearranged(self) -> tuple[dict[str, Any], str] | None:
        """Return what was typed with an item more or less, and the place to show; None where no such button was pressed."""
        return None

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put the sentences beside their fields; one for a field the form does not have goes on top."""
        for name, message in errors.items():
            self.errors.setdefault(name if name in self.fields else "__all__", self.error_class()).append(message)


class PlaceForm(TypedForm):
    """Whom the dossier is for, where it goes, and which case it is."""

    by = forms.ChoiceField(
        label="Bạn nộp cho ai?",
        help_text="Cha, mẹ làm giấy tờ cho con nhỏ thì chọn “Cho tôi”; thông tin của con khai ở trang sau",
        choices=[(FOR_SELF, "Cho tôi"), (FOR_OTHER, "Cho người khác")],
        widget=forms.RadioSelect,
    )
    commune = forms.ChoiceField(label="Phường, xã nơi nộp", help_text="Nơi bạn muốn nộp và nhận kết quả")

    def __init__(self, *args: Any, version: ProcedureVersion, communes: Iterable[Commune], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [("", "Chọn phường, xã"), *[(commune.code, _named(commune)) for commune in communes]]
        self.fields["commune"].widget = forms.Select(choices=options)
        if version.cases:
            cases: Choices = [(str(case["code"]), str(case["label"])) for case in version.cases]
            label = version.case_question or "Chọn trường hợp của bạn"
            self.fields["case"] = forms.ChoiceField(label=label, choices=cases, widget=forms.RadioSelect)
        self.order_fields(["by", "case", "commune"])


def _named(commune: Commune) -> str:
    return f"{commune.name} ({commune.get_kind_display()})"


class ApplicantForm(TypedForm):
    """The person the dossier is for; what is known of the account is filled in and may be changed."""

    full_name = forms.CharField(label="Họ, chữ đệm, tên", widget=forms.TextInput({"autocomplete": "name", "maxlength": NAME_LENGTH}))
    identity_number = forms.CharField(
        label="Số định danh",
        help_text="12 chữ số trên thẻ căn cước",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "maxlength": 20}),
    )
    phone = forms.CharField(
        label="Số điện thoại",
        help_text="Để nhận tin về hồ sơ; 4 số cuối dùng khi tra cứu",
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "tel", "maxlength": 20}),
    )
    email = forms.CharField(
        label="E-mail", required=False, widget=forms.TextInput({"inputmode": "email", "autocomplete": "email", "maxlength": 254})
    )
    address = forms.CharField(
        label="Nơi ở hiện nay",
        required=False,
        help_text="Số nhà, đường, phường hoặc xã",
        widget=forms.TextInput({"autocomplete": "street-address", "maxlength": ADDRESS_LENGTH}),
    )

    WIDTHS = {"identity_number": "10", "phone": "10"}


class OtherApplicantForm(ApplicantForm):
    """The person somebody else files for: nothing is known of him, and the browser is not to remember him."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = False
        self.fields["phone"].help_text = "Nếu có: người này cũng nhận tin về hồ sơ và tra cứu được"
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class FilerForm(ApplicantForm):
    """The person who files for somebody else: the owner of the account."""

    address = None  # type: ignore[assignment]  # Django's way to leave a field of the parent out
    relation = forms.ChoiceField(label="Bạn là gì của người yêu cầu?", choices=Relation.choices, widget=forms.RadioSelect)
    field_order = ["relation", "full_name", "identity_number", "phone", "email"]


def known_of(account: User) -> dict[str, str]:
    """Return what an account knows of its person."""
    return {"full_name": account.full_name, "phone": account.phone or "", "email": account.email or ""}


def shown_of(person: Mapping[str, str]) -> dict[str, str]:
    """Return what is known of a person as its page shows it."""
    phone = person.get("phone", "")
    return {**person, "phone": format_phone(phone) if phone.startswith("+") else phone}


class DeliveryForm(TypedForm):
    """How the result is handed over."""

    delivery = forms.ChoiceField(label="Bạn muốn nhận kết quả thế nào?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, commune: Commune | None, for_other: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counter = f"Tại quầy {commune.full_name}" if commune else "Tại quầy"
        words = {
            Delivery.COUNTER: counter,
            Delivery.POST: f"Qua bưu chính, đến nơi ở của {'người yêu cầu' if for_other else 'bạn'}",
            Delivery.ELECTRONIC: "Bản điện tử, trong “Hồ sơ của tôi”",
        }
        self.fields["delivery"].widget = forms.RadioSelect(choices=list(words.items()))
