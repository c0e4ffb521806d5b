"""All settings, read from the environment; docs/deploy.md has the table for people.

A value that cannot be used stops the start with one sentence: the variable, the value seen and
the values allowed. Secrets are never echoed.
"""

import os
import re
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.serving.pulse import Connection

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Typed readers. An empty variable counts as not set. ---


def refuse(name, seen, allowed):
    raise ImproperlyConfigured(f"{name} is {seen}, but must be {allowed}.")


def read_text(name, default=""):
    return os.environ.get(name, "").strip() or default


def read_flag(name, default):
    """True for 1, true, yes, on; False for 0, false, no, off."""
    value = read_text(name).lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if value:
        refuse(name, repr(value), "1, true, yes or on, or else 0, false, no or off")
    return default


def read_number(name, default, low, high):
    value = read_text(name)
    if not value:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
        refuse(name, repr(value), f"a whole number from {low} to {high}")
    return int(value)


def read_url(name, default, allowed):
    """Split the address in `name`; `allowed` is the sentence for people.

    Returns (parts, parameters, shown): `shown` is the address without its password.
    """
    value = read_text(name, default)
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises ValueError for a port that is not a number
        parameters = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    except ValueError:
        refuse(name, "not an address", allowed)
    shown = value
    if parts.password is not None:
        host = parts.netloc.rpartition("@")[2]
        shown = urlunsplit(parts._replace(netloc=f"{parts.username}:***@{host}"))
    return parts, parameters, repr(shown)


def read_secret_key(data_dir):
    """SECRET_KEY, or the key kept in DATA_DIR, made there at the first start."""
    value = read_text("SECRET_KEY")
    if value:
        if len(value) < 50 or len(set(value)) < 5:
            refuse("SECRET_KEY", f"{len(value)} characters long", "50 random characters or more")
        return value
    path = data_dir / "secret-key"
    if not path.exists():
        # Written aside and linked into place: of two processes that start at once, one wins
        # and both read the same whole key.
        aside = data_dir / f".secret-key-{secrets.token_hex(8)}"
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_text().strip()


def read_data_dir():
    path = Path(read_text("DATA_DIR", "var"))
    path = path if path.is_absolute() else BASE_DIR / path
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        refuse("DATA_DIR", f"{str(path)!r} ({error.strerror})", "a folder that can be written")
    if not os.access(path, os.W_OK):
        refuse("DATA_DIR", repr(str(path)), "a folder that can be written")
    return path


def read_public_url(port):
    """The site's own address, without a slash at its end: absolute links are made from it."""
    allowed = "http://host or https://host, with :port where needed and no path"
    parts, _, shown = read_url("PUBLIC_URL", f"http://127.0.0.1:{port}", allowed)
    extra = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in ("http", "https") or not parts.hostname or extra:
        refuse("PUBLIC_URL", shown, allowed)
    return f"{parts.scheme}://{parts.netloc.lower()}"


POSTGRES_PARAMETERS = {
    "application_name",
    "connect_timeout",
    "host",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
}


def read_database(data_dir):
    allowed = (
        "sqlite:///relative/path, sqlite:////absolute/path or "
        "postgresql://user:password@host:5432/name (parameters: "
        + ", ".join(sorted(POSTGRES_PARAMETERS))
        + ")"
    )
    if not read_text("DATABASE_URL"):
        return sqlite_database(data_dir / "db.sqlite3")
    parts, parameters, shown = read_url("DATABASE_URL", "", allowed)
    name = unquote(parts.path[1:])
    if not name or name == ":memory:":
        refuse("DATABASE_URL", shown, allowed)
    if parts.scheme == "sqlite" and not parts.netloc and not parameters:
        path = BASE_DIR / name
        if not path.parent.is_dir():
            refuse("DATABASE_URL", shown, "in a folder that exists")
        return sqlite_database(path)
    if parts.scheme in ("postgres", "postgresql") and parameters.keys() <= POSTGRES_PARAMETERS:
        host = parameters.pop("host", unquote(parts.hostname or ""))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": parts.port or "",
            # A pooled connection must not outlive its request as well. The check before use
            # lets the site recover by itself after the database server was restarted.
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "connect_timeout": 2,
                # A machine or a network that has gone takes bytes and confirms none.
                "tcp_user_timeout": 10_000,  # milliseconds
                **parameters,
                # Our queries are short: compiling them costs more than it saves.
                "options": "-c jit=off",
                # Every thread has its connection, and one more asks whether the site is ready:
                # who waits for one waits for a database that is away, and tells its reader soon.
                # A connection that cannot be made is given up soon too: the pool would wait ever
                # longer, and so beyond the moment at which the database is back.
                "pool": {
                    "min_size": 2,
                    "max_size": THREADS + 1,
                    "timeout": 1.5,
                    "reconnect_timeout": 1.0,
                    "connection_class": Connection,
                },
            },
        }
    refuse("DATABASE_URL", shown, allowed)


# Seconds that a writer waits for another. SQLite lets them through in no order: on a slow machine
# the unluckiest of 500 who reply at once waits for several. Reading waits for nobody.
SQLITE_WAITS = 15


def sqlite_database(path):
    return {
        "ENGINE": "config.serving.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            # A transaction takes the write lock when it begins and waits for it: no "database
            # is locked" half way. FULL keeps an answered scan through a power cut.
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_WAITS,
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA mmap_size=134217728;"
                "PRAGMA cache_size=-20000;"
                "PRAGMA temp_store=MEMORY;"
                "PRAGMA journal_size_limit=27103364"
            ),
        },
    }


def read_cache():
    """The cache that all workers share; by default a table of the database."""
    allowed = "database:, redis://host:6379/0, rediss://host:6379/0 or memory: (one worker only)"
    parts, _, shown = read_url("CACHE_URL", "database:", allowed)
    if parts.scheme in ("redis", "rediss") and parts.hostname:
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": read_text("CACHE_URL"),
            "KEY_PREFIX": "lectern",
        }
    if parts.scheme in ("database", "memory") and not (parts.netloc or parts.path or parts.query):
        backend = {"database": "db.DatabaseCache", "memory": "locmem.LocMemCache"}[parts.scheme]
        return {
            "BACKEND": f"django.core.cache.backends.{backend}",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    refuse("CACHE_URL", shown, allowed)


def read_tasks():
    """The server that calls background workers; "" where they look into the database."""
    allowed = "database:, redis://host:6379/0 or rediss://host:6379/0"
    parts, _, shown = read_url("TASKS_URL", "database:", allowed)
    if parts.scheme in ("redis", "rediss") and parts.hostname:
        return read_text("TASKS_URL")
    if parts.scheme != "database" or parts.netloc or parts.path or parts.query:
        refuse("TASKS_URL", shown, allowed)
    return ""


def read_email(data_dir, host):
    """Settings for mail; by default letters are files in DATA_DIR/mail, for the site's owner."""
    allowed = (
        "smtp://user:password@host:25, smtp+tls://... (STARTTLS, 587), smtps://... (TLS, 465), "
        "console: or file:, each with ?from=address where wanted"
    )
    parts, parameters, shown = read_url("EMAIL_URL", "file:", allowed)
    sender = parameters.pop("from", f"Lectern <lectern@{host}>")
    backend = "django.core.mail.backends."
    found = {"DEFAULT_FROM_EMAIL": sender, "SERVER_EMAIL": sender, "EMAIL_TIMEOUT": 10}
    if parameters or "\n" in sender or "@" not in sender:
        refuse("EMAIL_URL", shown, allowed)
    if parts.scheme in ("console", "file") and not (parts.netloc or parts.path):
        found["EMAIL_BACKEND"] = f"{backend}{parts.scheme + 'based' * (parts.scheme == 'file')}"
        found["EMAIL_BACKEND"] += ".EmailBackend"
        found["EMAIL_FILE_PATH"] = data_dir / "mail"
        return found
    default_port = {"smtp": 25, "smtp+tls": 587, "smtps": 465}.get(parts.scheme)
    if not default_port or not parts.hostname:
        refuse("EMAIL_URL", shown, allowed)
    return found | {
        "EMAIL_BACKEND": f"{backend}smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or default_port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def read_hosts(public_host):
    value = read_text("ALLOWED_HOSTS")
    if not value:
        return sorted({public_host, "localhost", "127.0.0.1", "[::1]"})
    hosts = [host.strip().lower() for host in value.split(",")]
    for host in hosts:
        if not re.fullmatch(r"\*|\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]", host):
            refuse(
                "ALLOWED_HOSTS",
                repr(host),
                "host names separated by commas, such as conference.example.org,.example.com",
            )
    return hosts


# --- The environment -------------------------------------------------------------------------

THREADS = 4  # per worker; a pool of database connections has one for each
WORKERS = read_number("WORKERS", 2, 1, 64)
# MB of memory at which a server process makes room for a fresh one.
WORKER_MEMORY = read_number("WORKER_MEMORY", 220, 1, 65536)
TASK_WORKERS = read_number("TASK_WORKERS", 1, 0, 16)
PORT = read_number("PORT", 8000, 1, 65535)
DEBUG = read_flag("DEBUG", default=False)
DATA_DIR = read_data_dir()
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

DATABASES = {"default": read_database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": read_cache()}
TASKS_URL = read_tasks()

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
