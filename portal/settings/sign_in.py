"""Who signs in and how: accounts, second factor, sessions, limits. Why: docs/adr/0002-sign-in.md."""

from portal.env import VAR_DIR, env_bool, env_int, env_text

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

INSTALLED_APPS_SIGN_IN = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE_SIGN_IN = [
    "allauth.account.middleware.AccountMiddleware",
    "accounts.desk_session.DeskSessionMiddleware",
    "accounts.current_office.CurrentOfficeMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after_sign_in"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# Sessions: a citizen stays for days; at the desk an hour without work, or a working day, ends it.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = env_int("CITIZEN_SESSION_HOURS", 72) * 3600
STAFF_SESSION_IDLE_SECONDS = env_int("STAFF_SESSION_IDLE_MINUTES", 60) * 60
STAFF_SESSION_LONGEST_SECONDS = env_int("STAFF_SESSION_HOURS", 10) * 3600

# Staff: name and password.
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # no sign-up page: allauth derives the sign-in form from this
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address counts once its owner typed the code sent to it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail from us
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Một cửa Hà Nội: "
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_USER_DISPLAY = "accounts.adapter.display_name"
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",  # a desk of twenty officers sits behind one address
    "login_failed": "20/m/ip,5/15m/key",
    "reset_password": "20/m/ip,3/15m/key",
    "sign_in_code_sent": "20/m/ip,3/5m/key,12/d/key",
    "sign_in_code_tried": "30/m/ip,10/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 0)

# Citizens: a code to a phone or an e-mail address.
SIGN_IN_CODE_SECONDS = 5 * 60
SIGN_IN_CODE_ATTEMPTS = 5
SIGN_IN_CODE_RESENDS = 2
SMS_SENDER = env_text("SMS_SENDER", "")  # dotted path of an accounts.ports.SmsSender; empty: outbox folder where it is shown, else none
OUTBOX_DIR = VAR_DIR / "outbox"

# Second factor: offered to everybody with a password, required of staff where this says so.
STAFF_SECOND_FACTOR_REQUIRED = env_bool("STAFF_SECOND_FACTOR_REQUIRED", default=False)
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Một cửa Hà Nội"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses of staff are typed in by an administrator
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env_bool("WEBAUTHN_ALLOW_INSECURE_ORIGIN", default=False)

# VNeID, or any OpenID Connect provider, once its address is known.
VNEID_SERVER = env_text("VNEID_SERVER", "")
SOCIALACCOUNT_ADAPTER = "accounts.social_adapter.SocialAdapter"
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # the subject of the provider is the identity, an address never is
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "vneid",
                    "name": "VNeID",
                    "client_id": env_text("VNEID_CLIENT_ID"),
                    "secret": env_text("VNEID_CLIENT_SECRET"),
                    "settings": {"server_url": VNEID_SERVER},
                }
            ],
        }
    }
    if VNEID_SERVER
    else {}
)
API_TOKEN_DAYS = env_int("API_TOKEN_DAYS", 90)
ACCOUNT_FORMS = {
    "login": "accounts.forms.PasswordSignInForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "accounts.second_factor_forms.SecondFactorForm",
    "reauthenticate": "accounts.second_factor_forms.SecondFactorAgainForm",
    "activate_totp": "accounts.second_factor_forms.ActivateAppForm",
    "add_webauthn": "accounts.second_factor_forms.AddKeyForm",
    "edit_webauthn": "accounts.second_factor_forms.RenameKeyForm",
}
