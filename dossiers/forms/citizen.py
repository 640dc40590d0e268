"""Pages of a filing as forms. They check nothing themselves: rules answer with FieldErrors, which `show_errors` puts in place."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from communes.models import Commune
from core.identity import format_phone
from dossiers.forms.date_parts import DateParts, joined
from dossiers.models import Delivery, Draft
from dossiers.parties import ADDRESS_LENGTH, NAME_LENGTH
from procedures.declarations import Question, Section
from procedures.models import ProcedureVersion

MOST_RADIOS = 7
Choices = list[tuple[str, str]]


class TypedForm(forms.Form):
    """A form that carries text. `required` only says whether a label shows "(không bắt buộc)"."""

    use_required_attribute = False

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def typed(self) -> dict[str, str]:
        """Return what was typed, one text a field; a date is joined from its boxes."""
        values = {name: bound.data for name, bound in ((name, self[name]) for name in self.fields)}
        return {name: joined(value) if isinstance(value, list) else str(value or "") for name, value in values.items()}

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put the sentences beside their fields; one for a field the form does not have goes on top."""
        for name, message in errors.items():
            self.errors.setdefault(name if name in self.fields else "__all__", self.error_class()).append(message)


class PlaceForm(TypedForm):
    """Where the dossier goes, and which case it is."""

    commune = forms.ChoiceField(label="Phường, xã nơi nộp", help_text="Nơi bạn muốn nộp và nhận kết quả")

    def __init__(self, *args: Any, version: ProcedureVersion, communes: Iterable[Commune], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [("", "Chọn phường, xã"), *[(commune.code, _named(commune)) for commune in communes]]
        self.fields["commune"].widget = forms.Select(choices=options)
        if version.cases:
            cases: Choices = [(str(case["code"]), str(case["label"])) for case in version.cases]
            label = version.case_question or "Chọn trường hợp của bạn"
            self.fields["case"] = forms.ChoiceField(label=label, choices=cases, widget=forms.RadioSelect)
        self.order_fields(["case", "commune"])


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


def applicant_initial(draft: Draft, saved: Mapping[str, str]) -> dict[str, str]:
    """Return what the page of the person shows: what was saved, else what the account knows."""
    person = draft.owner
    known = {"full_name": person.full_name, "phone": person.phone or "", "email": person.email or ""}
    shown = dict(saved) if saved else known
    if shown.get("phone", "").startswith("+"):
        shown["phone"] = format_phone(shown["phone"])
    return shown


class DeliveryForm(TypedForm):
    """How the result is handed over."""

    delivery = forms.ChoiceField(label="Bạn muốn nhận kết quả thế nào?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, commune: Commune | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counter = f"Tại quầy {commune.full_name}" if commune else "Tại quầy"
        words = {
            Delivery.COUNTER: counter,
            Delivery.POST: "Qua bưu chính, đến nơi ở của bạn",
            Delivery.ELECTRONIC: "Bản điện tử, trong “Hồ sơ của tôi”",
        }
        self.fields["delivery"].widget = forms.RadioSelect(choices=list(words.items()))


class SectionForm(TypedForm):
    """One page of a declaration, its fields made from the questions of the version."""

    def __init__(self, *args: Any, section: Section, communes: Iterable[Commune] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        places: Choices = [(commune.full_name, _named(commune)) for commune in communes]
        for question in section.questions:
            self.fields[question.code] = _field(question, places)

    def questions(self) -> list[tuple[forms.BoundField, Question, str]]:
        """Return each field with its question and, for one that is only asked sometimes, when that is."""
        return [(self[question.code], question, self._when(question)) for question in self.section.questions]

    def _when(self, question: Question) -> str:
        if question.when is None:
            return ""
        asked = next((each for each in self.section.questions if each.code == question.when[0]), None)
        if asked is None:
            return ""
        words = {**dict(asked.choices), **({"co": "Có", "khong": "Không"} if asked.type == "yes_no" else {})}
        return f"Chỉ điền khi bạn chọn “{words.get(question.when[1], question.when[1])}” ở “{asked.label}”"


def _field(question: Question, places: Choices) -> forms.Field:
    return forms.CharField(label=question.label, help_text=question.hint, required=question.required, widget=_widget(question, places))


def _widget(question: Question, places: Choices) -> forms.Widget:
    match question.type:
        case "date":
            return DateParts()
        case "longtext":
            return forms.Textarea({"rows": 4, "maxlength": question.max_length})
        case "yes_no":
            return forms.RadioSelect(choices=[("co", "Có"), ("khong", "Không")])
        case "choice":
            few = len(question.choices) <= MOST_RADIOS
            return forms.RadioSelect(choices=question.choices) if few else forms.Select(choices=[("", "Chọn"), *question.choices])
        case "commune":
            return forms.Select(choices=[("", "Chọn phường, xã"), *places])
        case _:
            return forms.TextInput(_box(question))


def _box(question: Question) -> dict[str, Any]:
    """Return the attributes of a box: numbers of other people are not for the browser to remember."""
    boxes: dict[str, dict[str, Any]] = {
        "identity": {"inputmode": "numeric", "autocomplete": "off", "maxlength": 20},
        "phone": {"type": "tel", "inputmode": "tel", "autocomplete": "off", "maxlength": 20},
        "number": {"inputmode": "decimal", "autocomplete": "off", "maxlength": 24},
    }
    return boxes.get(question.type, {"autocomplete": "off", "maxlength": question.max_length})
