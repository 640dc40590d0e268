"""Sign-in of citizens: where the code goes, then the code itself. Passwords and second factors are views of allauth."""

from typing import Any

from allauth.account.mixins import NextRedirectMixin, RedirectAuthenticatedUserMixin
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from accounts.desk_session import ENDED_KEY
from accounts.errors import MessageNotSent, TooManyAttempts
from accounts.forms import CodeForm, ContactForm
from accounts.sign_in_code import SignInCode


class SignInView(RedirectAuthenticatedUserMixin, NextRedirectMixin, FormView[ContactForm]):  # type: ignore[misc]  # allauth ships no types
    """The choice of ways in; for a citizen the phone number or address that gets a code."""

    template_name = "account/sign_in.html"
    form_class = ContactForm

    def form_valid(self, form: ContactForm) -> HttpResponse:
        try:
            SignInCode.start(self.request, form.cleaned_data["contact"])
        except (TooManyAttempts, MessageNotSent) as error:
            form.add_error("contact", error.message)
            return self.form_invalid(form)
        return HttpResponseRedirect(self.passthrough_next_url(reverse("sign_in_code")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "session_ended": self.request.session.pop(ENDED_KEY, False),
            "vneid_is_on": bool(settings.VNEID_SERVER),
        }


@method_decorator(never_cache, name="dispatch")
class CodeView(NextRedirectMixin, FormView[CodeForm]):  # type: ignore[misc]
    """The code. `action=resend` sends another one."""

    template_name = "account/code.html"
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        process = SignInCode.resume(request)
        if process is None:
            return self._begin_again()
        self.process = process
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "resend" and self.process.can_resend:
            return self._resend()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        try:
            right = self.process.matches(form.cleaned_data["code"])
        except TooManyAttempts as error:
            return self._begin_again(error.message)
        if right:
            return self.process.finish(self.get_next_url())
        if not self.process.record_invalid_attempt():
            return self._begin_again("Mã đã nhập sai nhiều lần nên không dùng được nữa. Lấy mã mới")
        form.add_error("code", "Mã chưa đúng. Xem lại tin nhắn hoặc e-mail mới nhất")
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "contact": self.process.contact,
            "can_resend": self.process.can_resend,
            "minutes": settings.SIGN_IN_CODE_SECONDS // 60,
            "outbox_is_on": settings.DEBUG_OUTBOX,
        }

    def _resend(self) -> HttpResponse:
        try:
            self.process.resend()
        except (TooManyAttempts, MessageNotSent) as error:
            messages.error(self.request, error.message)
        else:
            messages.success(self.request, "Đã gửi mã mới. Mã trước không dùng được nữa")
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))

    def _begin_again(self, why: str = "") -> HttpResponse:
        if why:
            messages.error(self.request, why)
        address = reverse("account_login")
        if next_url := self.get_next_url():
            address = f"{address}?{urlencode({REDIRECT_FIELD_NAME: next_url})}"
        return HttpResponseRedirect(address)
