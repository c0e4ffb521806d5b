"""All settings, read from the environment; docs/deploy.md has the table for people."""

from datetime import timedelta
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from config.environment import (
    BASE_DIR,
    read_cache,
    read_data_dir,
    read_database,
    read_email,
    read_flag,
    read_hosts,
    read_image,
    read_number,
    read_pair,
    read_public_url,
    read_secret_key,
    read_sms,
    read_tasks,
    read_text,
)

# --- The environment -------------------------------------------------------------------------

THREADS = 4  # per worker
WORKERS = read_number("WORKERS", 2, 1, 64)
# MB of memory at which a server process makes room for a fresh one.
WORKER_MEMORY = read_number("WORKER_MEMORY", 220, 1, 65536)
TASK_WORKERS = read_number("TASK_WORKERS", 1, 0, 16)
PORT = read_number("PORT", 8000, 1, 65535)
DEBUG = read_flag("DEBUG", default=False)
DATA_DIR = read_data_dir()
SITE_NAME = read_pair("SITE_NAME", "Lectern")
SITE_LOGO = read_image("SITE_LOGO")
PUBLIC_URL = read_public_url(PORT)
TRUSTED_PROXY_COUNT = read_number("TRUSTED_PROXY_COUNT", 0, 0, 9)
DEMO = read_flag("DEMO", default=True)
DEMO_PASSWORD = read_text("DEMO_PASSWORD")
OFFLINE = read_flag("OFFLINE", default=True)

_public = urlsplit(PUBLIC_URL)
_public_host = f"[{_public.hostname}]" if ":" in _public.hostname else _public.hostname
_is_https = _public.scheme == "https"

# --- Applications ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "conference",
    "conference.work",
    "conference.letters",
    "conference.people",
    "conference.program",
    "conference.attendance",
    "conference.news",
    "alliance",
    "simple_history",
    "adminsortable2",
    "crispy_forms",
    "crispy_bootstrap5",
    "axes",
    "csp",
    "config.apps.LecternAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]
# So that widgets, too, may have templates of ours.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

MIDDLEWARE = [
    # Outermost: a page it holds costs none of the others, and is kept with all their headers.
    "conference.page_cache.PageCacheMiddleware",
    "config.serving.permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.serving.health.HealthMiddleware",
    "config.serving.proxies.ClientAddressMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.public.errors.UnreadableRequestMiddleware",
    "config.serving.private.PrivateAnswersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Inside the one that tells an answer's length.
    "config.office.marked.MarkedPagesMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.office.pressed_twice.PressedTwiceMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "config.public.pages.place",
                "config.public.offline.offered",
            ],
        },
    },
]

# --- State: all of it lives in DATA_DIR, the database server or the cache server -------------

DATABASES = {"default": read_database(DATA_DIR, threads=THREADS)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": read_cache()}
TASKS_URL = read_tasks()
SMS_URL = read_sms()

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What background work has made, for those who asked: apart from the media, so that no address
    # and no backup leads there.
    "results": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "results",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    # What people send with their replies: at no address either, but in the backup.
    "answers": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "answers",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.serving.static_files.StaticFiles"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    *("jpg", "jpeg", "png", "gif", "webp", "ico"),
    *("zip", "gz", "br", "xz", "woff", "woff2", "ttf", "otf"),
)

globals().update(read_email(DATA_DIR, _public_host))

# --- Languages and time ----------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # storage; a conference is shown in its own zone
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Safety ----------------------------------------------------------------------------------

SECRET_KEY = read_secret_key(DATA_DIR)
ALLOWED_HOSTS = read_hosts(_public_host)

# An https PUBLIC_URL alone says that a proxy in front of us ends TLS; only then its header counts.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _is_https else None
SECURE_SSL_REDIRECT = _is_https
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_SSL_HOST = _public.netloc if _is_https else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _is_https else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _is_https
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if _is_https else []
SILENCED_SYSTEM_CHECKS = [
    # The site speaks for its own host. The hosts below it, and the browsers' preload list,
    # are for whoever owns the domain to decide.
    "security.W005",
    "security.W021",
]

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.public.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# A list of 600 sessions edited in place is the largest form; a sheet of replies the largest file.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Accounts --------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# By name and address together: a whole venue sits behind one address, and a stranger
# must not be able to lock an organizer out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who signed in when is nobody's business here
AXES_ENABLE_ADMIN = False  # `manage.py axes_reset_username NAME` lets someone in again
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "config.public.errors.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Logs ------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "config.serving.logs.JsonFormatter"},
        "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain" if DEBUG else "json",
        },
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django's own handlers go: no mail to admins, no second line on the console.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # Refusals stand in the server's access log; here they would come a second time,
        # and those of strange Host headers with every scan of the internet.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        # Each answer beyond what the threads take at once would be a line more.
        "waitress": {"level": "ERROR"},
        # It writes account names and addresses; a refused sign-in shows as status 429.
        "axes": {"level": "ERROR"},
    },
}
