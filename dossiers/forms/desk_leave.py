"""Who is on leave, from when to when, and who stands in."""

from collections import defaultdict
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import Membership
from accounts.permissions import Post
from accounts.selectors import colleagues, people_under
from core.errors import FieldErrors
from dossiers.forms.desk_acts import DATE_FORMATS, line


def day_field(label: str, missing: str) -> forms.DateField:
    """Return a field of one date."""
    wrong = f"{label} cần có dạng 28/11/2026"
    return forms.DateField(label=label, input_formats=DATE_FORMATS, error_messages={"required": missing, "invalid": wrong})


def person_field(label: str, missing: str) -> forms.TypedChoiceField:
    """Return a choice of one colleague by id."""
    return forms.TypedChoiceField(label=label, coerce=int, error_messages={"required": missing, "invalid_choice": missing})


class LeaveForm(forms.Form):
    """One's own leave; heads and leaders choose whose. People come with their posts, each once."""

    person = person_field("Người nghỉ", "Chọn người nghỉ")
    deputy = person_field("Người làm thay", "Chọn người làm thay")
    from_day = day_field("Từ ngày", "Nhập ngày đầu, ví dụ 24/11/2026")
    to_day = day_field("Đến hết ngày", "Nhập ngày cuối, ví dụ 28/11/2026")
    note = line("Lý do", required=False, max_length=200)

    def __init__(self, data: QueryDict | None = None, *, office: Membership, today: date) -> None:
        super().__init__(data, initial={"person": office.user_id, "from_day": f"{today:%d/%m/%Y}"})
        people = _named(office, today)
        under = set(people_under(office, today).values_list("user", flat=True)) | {office.user_id}
        self._offer("person", [(pk, name) for pk, name in people if pk in under])
        others = people if len(under) > 1 else [(pk, name) for pk, name in people if pk != office.user_id]
        self._offer("deputy", [("", "Chọn đồng nghiệp"), *others])
        if len(under) == 1:
            del self.fields["person"]

    def take(self, error: FieldErrors) -> None:
        """Put what the act found wrong beside its field."""
        for name, message in error.errors.items():
            self.add_error(name if name in self.fields else None, message)

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101  for the type only
        field.choices = choices


def _named(office: Membership, today: date) -> list[tuple[int, str]]:
    """Return the people of the commune with their posts: "Bùi Yến, thụ lý". One query."""
    posts: dict[int, list[str]] = defaultdict(list)
    names = {}
    for held in colleagues(office.commune_id or 0, today):
        names[held.user_id] = held.user.full_name
        posts[held.user_id].append(Post(held.post).label.lower())
    return [(pk, f"{name}, {', '.join(dict.fromkeys(posts[pk]))}") for pk, name in names.items()]
