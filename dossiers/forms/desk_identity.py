"""Why somebody of the office needs the whole identity number of a person."""

from django import forms
from django.db import models

from dossiers.models import PartyRole


class ReadingPurpose(models.TextChoices):
    """Purposes of reading a person's record. Source: docs/legal/personal-data.md."""

    COMPARE = "compare", "Đối chiếu người đến nhận"
    VERIFY = "verify", "Xác minh nhân thân để giải quyết"
    AGENCY = "agency", "Hỏi cơ quan khác về hồ sơ"


class IdentityForm(forms.Form):
    """Which person, and the purpose that is noted."""

    role = forms.ChoiceField(choices=PartyRole.choices)
    purpose_code = forms.ChoiceField(
        label="Xem số định danh để",
        choices=[("", "Chọn mục đích"), *ReadingPurpose.choices],
        error_messages={"required": "Chọn mục đích xem số định danh", "invalid_choice": "Chọn mục đích xem số định danh"},
    )

    @property
    def purpose(self) -> str:
        """The words that go into the log."""
        return f"Xem số định danh: {ReadingPurpose(self.cleaned_data['purpose_code']).label}"
