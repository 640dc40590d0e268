"""The person's own page: name, contacts, posts, password and second factor."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.generic import FormView

from accounts.current_office import OfficeRequest
from accounts.forms import NameForm
from accounts.models import Membership, User
from accounts.second_factor import has_second_factor
from core.identity import format_phone
from core.vietnamese_dates import long_date


class ProfileView(LoginRequiredMixin, FormView[NameForm]):
    """People of the office do not rename themselves: their name stands on papers they sign."""

    template_name = "account/profile.html"
    form_class = NameForm
    success_url = reverse_lazy("profile")

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"full_name": self.person.full_name}

    def form_valid(self, form: NameForm) -> HttpResponse:
        if not self.person.signs_in_with_password:
            self.person.full_name = form.cleaned_data["full_name"]
            self.person.save(update_fields=["full_name"])
            messages.success(self.request, "Đã lưu họ và tên")
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "person": self.person,
            "contacts": self._contacts(),
            "posts": [{"label": _capital(held.place), "value": _post(held)} for held in cast(OfficeRequest, self.request).memberships],
            "may_rename": not self.person.signs_in_with_password,
            "has_second_factor": has_second_factor(self.person),
        }

    def _contacts(self) -> list[dict[str, str]]:
        phone = format_phone(self.person.phone) if self.person.phone else "Chưa có"
        return [{"label": "Điện thoại", "value": phone}, {"label": "E-mail", "value": self.person.email or "Chưa có"}]


def _post(held: Membership) -> str:
    until = f", đến hết {long_date(held.valid_to)}" if held.valid_to else ""
    return f"{held.get_post_display()}{until}"


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
