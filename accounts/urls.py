"""Addresses of sign-in, under /dang-nhap/. Names that begin with account_, mfa_ or socialaccount_ are allauth's."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.urls import include, path, re_path

from accounts.views import office, profile, sign_in

second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("nhap-ma/", mfa.authenticate, name="mfa_authenticate"),
    path("nhap-ma-lai/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("ung-dung/", totp.activate_totp, name="mfa_activate_totp"),
    path("ung-dung/bo/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("ma-du-phong/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("ma-du-phong/tao/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("ma-du-phong/tai/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("khoa/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("khoa/them/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("khoa/xac-nhan-lai/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("khoa/<int:pk>/bo/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("khoa/<int:pk>/ten/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]

passwords = [
    path("doi/", account.password_change, name="account_change_password"),
    path("xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("quen/", account.password_reset, name="account_reset_password"),
    path("quen/da-gui/", account.password_reset_done, name="account_reset_password_done"),
    re_path(r"^quen/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", account.password_reset_from_key, name="account_reset_password_from_key"),
    path("quen/xong/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]

other_providers = [
    path("huy/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("loi/", social.login_error, name="socialaccount_login_error"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]

urlpatterns = [
    path("", sign_in.SignInView.as_view(), name="account_login"),
    path("ma/", sign_in.CodeView.as_view(), name="sign_in_code"),
    path("cong-chuc/", account.login, name="staff_sign_in"),
    path("xong/", office.after_sign_in, name="after_sign_in"),
    path("thoat/", account.logout, name="account_logout"),
    path("da-khoa/", account.account_inactive, name="account_inactive"),
    path("noi-lam-viec/", office.choose_office_view, name="choose_office"),
    path("toi/", profile.ProfileView.as_view(), name="profile"),
    path("lop-thu-hai/", include(second_factor)),
    path("mat-khau/", include(passwords)),
    path("lien-ket/", include(other_providers)),
]
