"""Administration of people and posts. Whatever touches an account asks for a reason and is logged."""

from collections.abc import Callable
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from unfold.admin import ModelAdmin
from unfold.decorators import action

from accounts.acts.add_person import add_person
from accounts.acts.administration import end_administration, grant_administration
from accounts.acts.change_details import change_details
from accounts.acts.close_account import close_account, reopen_account
from accounts.acts.end_membership import end_membership
from accounts.acts.grant_membership import grant_membership
from accounts.acts.reset_password import reset_password
from accounts.acts.reset_second_factor import reset_second_factor
from accounts.acts.revoke_token import revoke_token
from accounts.admin_forms import DetailsForm, EndForm, NewMembershipForm, NewPersonForm, ReasonForm
from accounts.models import ApiToken, Delegation, Membership, PersonAct, User
from core import clock
from core.identity import format_phone

STATE_OF_ACCOUNT = ["phone_verified", "is_active", "is_staff", "is_superuser", "date_joined", "last_login"]

for model in (Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, Group):
    admin.site.unregister(model)  # changed here, these would pass the log by


def sign_in_as_staff(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Send a visitor to the one sign-in that has limits and a second factor. 404 for people without administration."""
    if request.user.is_authenticated:
        raise Http404
    way_back = request.GET.get(REDIRECT_FIELD_NAME, reverse("admin:index"))
    return HttpResponseRedirect(f"{reverse('staff_sign_in')}?{urlencode({REDIRECT_FIELD_NAME: way_back})}")


admin.site.login = sign_in_as_staff  # type: ignore[method-assign]


class _NeverDeleted(ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class PersonAdmin(_NeverDeleted):
    list_display = ("username", "full_name", "email", "phone", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "memberships__post")
    search_fields = ("username", "full_name", "email", "phone")
    ordering = ("username",)
    actions_detail: ClassVar = [
        "change_details",
        "reset_second_factor",
        "reset_password",
        "close_account",
        "reopen_account",
        "grant_administration",
        "end_administration",
    ]

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  Django's signature
        return super().get_form(request, obj, change=change, **kwargs if obj else {**kwargs, "form": NewPersonForm})

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return [*NewPersonForm.Meta.fields, *(STATE_OF_ACCOUNT if obj else ["reason"])]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """A person who is there is changed by acts only."""
        return self.get_fields(request, obj) if obj else []

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        if not change:
            add_person(obj, actor=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]  # behind the admin's door

    @action(description="Sửa tên, liên hệ", url_path="sua-lien-he", permissions=["change"])  # type: ignore[untyped-decorator]  # unfold ships no types
    def change_details(self, request: HttpRequest, object_id: int) -> HttpResponse:
        person = get_object_or_404(User, pk=object_id)
        phone = format_phone(person.phone) if person.phone else ""
        initial = {"full_name": person.full_name, "email": person.email, "phone": phone}
        return self._with_reason(
            request,
            object_id,
            title="Sửa tên, liên hệ",
            effect="Người này bị đăng xuất ở mọi máy. E-mail cũ không dùng để đặt lại mật khẩu được nữa.",
            do=change_details,
            form=DetailsForm(request.POST or None, initial=initial),
        )

    @action(description="Đặt lại lớp xác thực thứ hai", url_path="dat-lai-lop-thu-hai", permissions=["change"])  # type: ignore[untyped-decorator]  # unfold ships no types
    def reset_second_factor(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._with_reason(
            request,
            object_id,
            title="Đặt lại lớp xác thực thứ hai",
            effect="Ứng dụng, khóa bảo mật và mã dự phòng bị gỡ. Người này bị đăng xuất ở mọi máy và phải cài lại.",
            do=reset_second_factor,
        )

    @action(description="Đặt lại mật khẩu", url_path="dat-lai-mat-khau", permissions=["change"])  # type: ignore[untyped-decorator]  # unfold ships no types
    def reset_password(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._with_reason(
            request,
            object_id,
            title="Đặt lại mật khẩu",
            effect="Mật khẩu mới hiện một lần ở trang sau. Người này bị đăng xuất ở mọi máy.",
            do=reset_password,
        )

    @action(description="Khóa tài khoản", url_path="khoa-tai-khoan", permissions=["change"])  # type: ignore[untyped-decorator]  # unfold ships no types
    def close_account(self, request: HttpRequest, object_id: int) -> HttpResponse:
        effect = "Người này bị đăng xuất ở mọi máy và không đăng nhập được nữa. Khóa API cũng dừng."
        return self._with_reason(request, object_id, title="Khóa tài khoản", effect=effect, do=close_account)

    @action(description="Mở lại tài khoản", url_path="mo-lai-tai-khoan", permissions=["change"])  # type: ignore[untyped-decorator]  # unfold ships no types
    def reopen_account(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._with_reason(request, object_id, title="Mở lại tài khoản", effect="Người này đăng nhập lại được.", do=reopen_account)

    @action(description="Giao quyền quản trị", url_path="giao-quyen-quan-tri", permissions=["change"])  # type: ignore[untyped-decorator]  # unfold ships no types
    def grant_administration(self, request: HttpRequest, object_id: int) -> HttpResponse:
        effect = "Người này mở được trang quản trị: người dùng, vị trí, danh mục. Họ bị đăng xuất ở mọi máy."
        return self._with_reason(request, object_id, title="Giao quyền quản trị", effect=effect, do=grant_administration)

    @action(description="Thu quyền quản trị", url_path="thu-quyen-quan-tri", permissions=["change"])  # type: ignore[untyped-decorator]  # unfold ships no types
    def end_administration(self, request: HttpRequest, object_id: int) -> HttpResponse:
        effect = "Người này không mở được trang quản trị nữa và bị đăng xuất ở mọi máy."
        return self._with_reason(request, object_id, title="Thu quyền quản trị", effect=effect, do=end_administration)

    def _with_reason(
        self, request: HttpRequest, object_id: int, *, title: str, effect: str, do: Callable[..., Any], form: ReasonForm | None = None
    ) -> HttpResponse:
        """Ask for the reason, then do it; a new password that comes back is shown once."""
        person = get_object_or_404(User, pk=object_id)
        form = form or ReasonForm(request.POST or None)
        context = {**self.admin_site.each_context(request), "title": title, "effect": effect, "subject": person, "form": form}
        if request.method != "POST" or not form.is_valid():
            return render(request, "account/admin/reason.html", context)
        try:
            outcome = do(person, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            person.refresh_from_db()  # the heading names the person as kept, not as typed
            return render(request, "account/admin/reason.html", context)
        if isinstance(outcome, str):
            return render(request, "account/admin/new_password.html", {**context, "password": outcome})
        messages.success(request, f"{title}: đã xong và đã ghi nhật ký")
        return redirect("admin:accounts_user_change", person.pk)


@admin.register(Membership)
class MembershipAdmin(_NeverDeleted):
    list_display = ("user", "post", "commune", "division", "valid_from", "valid_to")
    list_filter = ("post", "commune")
    list_select_related = ("user", "commune", "division")
    search_fields = ("user__username", "user__full_name", "commune__name")
    autocomplete_fields = ("user",)
    ordering = ("commune__sort_key", "post", "pk")
    actions_detail: ClassVar = ["end"]

    def get_form(self, request: HttpRequest, obj: Membership | None = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  Django's signature
        return super().get_form(request, obj, change=change, **kwargs if obj else {**kwargs, "form": NewMembershipForm})

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> list[str]:
        """A post given is not rewritten: it ends, and another begins."""
        return list(NewMembershipForm.Meta.fields) if obj else []

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        if not change:
            grant_membership(obj, actor=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]  # behind the admin's door

    @action(description="Kết thúc vị trí", url_path="ket-thuc", permissions=["change"])  # type: ignore[untyped-decorator]  # unfold ships no types
    def end(self, request: HttpRequest, object_id: int) -> HttpResponse:
        membership = get_object_or_404(Membership, pk=object_id)
        form = EndForm(request.POST or None, initial={"last_day": clock.today()})
        if request.method == "POST" and form.is_valid():
            if form.cleaned_data["last_day"] >= membership.valid_from:
                end_membership(membership, last_day=form.cleaned_data["last_day"], actor=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
                messages.success(request, "Đã kết thúc vị trí và ghi nhật ký")
                return redirect("admin:accounts_membership_change", membership.pk)
            form.add_error("last_day", "Ngày cuối phải từ ngày bắt đầu trở đi")
        context = {
            "title": "Kết thúc vị trí",
            "effect": "Hết ngày này người đó không làm việc ở đây nữa.",
            "subject": membership,
            "form": form,
        }
        return render(request, "account/admin/reason.html", {**self.admin_site.each_context(request), **context})


class _ReadOnly(_NeverDeleted):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(PersonAct)
class PersonActAdmin(_ReadOnly):
    list_display = ("at", "kind", "person", "actor", "reason")
    list_filter = ("kind",)
    list_select_related = ("person", "actor")
    search_fields = ("person__username", "person__full_name", "reason")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")


@admin.register(Delegation)
class DelegationAdmin(_ReadOnly):
    list_display = ("user", "deputy", "commune", "from_day", "to_day", "ended_on", "made_by", "made_at")
    list_filter = ("commune",)
    list_select_related = ("user", "deputy", "commune", "made_by")
    search_fields = ("user__username", "user__full_name", "deputy__username", "deputy__full_name")
    date_hierarchy = "from_day"
    ordering = ("-from_day", "-pk")


@admin.register(ApiToken)
class ApiTokenAdmin(_ReadOnly):
    list_display = ("prefix", "user", "label", "created_at", "expires_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("prefix", "user__username", "label")
    ordering = ("-created_at", "-pk")
    actions_detail: ClassVar = ["revoke"]

    @action(description="Thu hồi khóa", url_path="thu-hoi", permissions=["view"])  # type: ignore[untyped-decorator]  # unfold ships no types
    def revoke(self, request: HttpRequest, object_id: int) -> HttpResponse:
        token = get_object_or_404(ApiToken, pk=object_id)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            revoke_token(token, now=clock.now(), actor=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
            messages.success(request, "Đã thu hồi khóa và ghi nhật ký")
            return redirect("admin:accounts_apitoken_changelist")
        context = {"title": "Thu hồi khóa", "effect": "Chương trình dùng khóa này bị từ chối ngay.", "subject": token, "form": form}
        return render(request, "account/admin/reason.html", {**self.admin_site.each_context(request), **context})
