"""What is the same on a laptop, in a test and in the city."""

from pathlib import Path

from portal.env import BASE_DIR, VAR_DIR, env_bool, env_int, env_list, env_text
from portal.settings.privacy import *  # noqa: F403  one subject a file
from portal.settings.sign_in import *  # noqa: F403  one subject a file
from portal.settings.sign_in import INSTALLED_APPS_SIGN_IN, MIDDLEWARE_SIGN_IN

DEBUG = False
DEBUG_OUTBOX = False  # the page of messages that were not really sent; local settings only
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
SITE_ADDRESS = env_text("SITE_ADDRESS", "http://127.0.0.1:8000")  # in QR codes, mails and short links

ROOMS = ["core", "communes", "accounts", "procedures", "notifications", "dossiers", "reporting", "portal"]

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    *INSTALLED_APPS_SIGN_IN,
    *ROOMS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.ShrinkMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.policies.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    *MIDDLEWARE_SIGN_IN,
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.PrivateAnswerMiddleware",
    "portal.middleware.AdminQueryMiddleware",
    "portal.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.portal",
            ],
            "builtins": [
                "core.templatetags.icons",
                "core.templatetags.vietnamese",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    },
]
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["portal.formats"]

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = Path(env_text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env_text("MEDIA_ROOT", str(VAR_DIR / "media")))  # never served by address: files go through an access check
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576  # larger uploads go through a temporary file, so memory stays flat
CITIZEN_FILE_LIMIT = env_int("CITIZEN_FILE_LIMIT_MB", 10) * 1024 * 1024
DESK_FILE_LIMIT = env_int("DESK_FILE_LIMIT_MB", 20) * 1024 * 1024
FILES_PER_PAPER = env_int("FILES_PER_PAPER", 5)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.ApiTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "portal.api_pagination.NumberedPages",
    "DEFAULT_SCHEMA_CLASS": "portal.api_schema.FirstLineSummary",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api_parsers.BoundedJSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_THROTTLE_RATES": {"upload": "120/min"},
    "EXCEPTION_HANDLER": "core.api_errors.problem_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Một cửa Hà Nội",
    "DESCRIPTION": "Dossiers, procedures and units of the commune-level one-stop desks of Hà Nội. How to use it: docs/api.md.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "TAGS": [
        {"name": "communes", "description": "The communes of the city and their desks. Open to everyone."},
        {"name": "procedures", "description": "The catalogue: papers, fees, time limits, declarations. Open to everyone."},
        {"name": "drafts", "description": "A citizen fills in a filing piece by piece."},
        {"name": "dossiers", "description": "Dossiers of the caller's office, or the caller's own."},
        {"name": "acts", "description": "What moves a dossier, one address an act of the law."},
        {"name": "track", "description": "Where a dossier stands, by its code and key. Open to everyone."},
        {"name": "reports", "description": "Figures of the communes, for posts of the city."},
        {"name": "me", "description": "The caller, the posts held today, notices."},
    ],
    "ENUM_NAME_OVERRIDES": {
        "StateEnum": "dossiers.states.DossierState",
        "CommuneKindEnum": "communes.models.CommuneKind",
        "PaperKindEnum": "dossiers.models.DossierFile.Kind",
        "ChannelEnum": "dossiers.models.Channel",
        "FeeChannelEnum": "procedures.models.Fee.Channel",
        "PostEnum": "accounts.permissions.Post",
    },
}

# Figures of practice, not of law: each is marked in docs/legal and may be changed here.
RESPONSE_WORKING_MINUTES = env_int("RESPONSE_WORKING_HOURS", 8) * 60  # docs/legal/time-limits.md#start
SUPPLEMENT_WORKING_DAYS = env_int("SUPPLEMENT_WORKING_DAYS", 7)  # docs/legal/one-stop.md#supplement
DUE_SOON_WORKING_DAYS = env_int("DUE_SOON_WORKING_DAYS", 2)  # docs/legal/time-limits.md#classification
WORKLOAD_PER_OFFICER_A_DAY = env_int("WORKLOAD_PER_OFFICER_A_DAY", 0)  # dossiers one officer can finish, not verified; 0: no line is drawn
QUIET_HOURS = env_text("QUIET_HOURS", "20:00-07:00")  # the portal itself sends nothing then: docs/legal/time-limits.md#escalation
INDEX_TAKES_EXTENDED_DATE = env_bool("INDEX_TAKES_EXTENDED_DATE", default=False)  # docs/legal/time-limits.md#extension
UNIT_PREFIX = env_text("UNIT_PREFIX", "H26")  # docs/legal/dossier-code.md
LEADER_DECLINES_FIELDS = env_list("LEADER_DECLINES_FIELDS", "ho-tich")  # practice: docs/legal/one-stop.md#acts
DRAFT_DAYS = env_int("DRAFT_DAYS", 30)  # without a change, then a draft goes with its files: docs/adr/0011-uploads-checked-by-content.md
CITY_PROCEDURE_FIGURE = 559  # the city's own figure of July 2025: docs/legal/one-stop.md#catalogue
HOTLINE = "1900 1009"

UNFOLD = {"SITE_TITLE": "Quản trị Một cửa Hà Nội", "SITE_HEADER": "Quản trị Một cửa", "SITE_SYMBOL": "account_balance"}

METRICS_TOKEN = env_text("METRICS_TOKEN", "")  # empty: nobody reads /metrics

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"pypdf": {"level": "CRITICAL"}},  # what is wrong with an upload is told to who sent it
}
