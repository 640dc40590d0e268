"""The person's own page: name, contacts, posts, password and second factor."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.generic import FormView

from accounts.forms import NameForm
from accounts.models import User
from accounts.second_factor import has_second_factor
from core.identity import format_phone


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
            "phone": format_phone(self.person.phone) if self.person.phone else "",
            "may_rename": not self.person.signs_in_with_password,
            "has_second_factor": has_second_factor(self.person),
        }
