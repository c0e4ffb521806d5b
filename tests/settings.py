"""The site's settings for its tests: nothing of the developer's environment, nothing kept.

TEST_DB chooses the database: `sqlite` (the default) or `postgres`, a real server that the tests
start themselves.
"""

import atexit
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

VARIABLES = (
    *("PORT", "DATA_DIR", "DATABASE_URL", "CACHE_URL", "SECRET_KEY", "ALLOWED_HOSTS"),
    *("EMAIL_URL", "PUBLIC_URL", "TRUSTED_PROXY_COUNT", "WORKERS", "WORKER_MEMORY"),
    *("DEBUG", "DEMO", "DEMO_PASSWORD", "OFFLINE", "SMS_URL", "TASKS_URL", "TASK_WORKERS"),
    *("SITE_NAME", "SITE_LOGO"),
)
for _name in VARIABLES:
    os.environ.pop(_name, None)

# Worker processes inherit the folder; the process that made it clears it away.
if "LECTERN_TEST_DIR" not in os.environ:
    _scratch = os.environ["LECTERN_TEST_DIR"] = tempfile.mkdtemp(prefix="lectern-tests-")
    atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
os.environ["DATA_DIR"] = os.environ["LECTERN_TEST_DIR"]

TEST_DB = os.environ.get("TEST_DB") or "sqlite"
if TEST_DB == "postgres":
    from tests import postgres

    os.environ["DATABASE_URL"] = postgres.url()
    DATABASE_NAME = f"PostgreSQL {postgres.version()}"
elif TEST_DB != "sqlite":
    raise SystemExit(f"TEST_DB is {TEST_DB!r}, but must be sqlite or postgres.")

from config.settings import *  # noqa: E402, F403  what is below differs, all else is the site's

if TEST_DB == "sqlite":
    DATABASE_NAME = f"SQLite {sqlite3.sqlite_version}"
    # A file, not memory: threads then meet the same locks as in production. What a power
    # cut would lose need not be waited for.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}  # noqa: F405
    _options = DATABASES["default"]["OPTIONS"]  # noqa: F405
    _options["init_command"] = _options["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )

else:
    # Tests start more threads than a worker has, on machines that are slow, not wrong.
    DATABASES["default"]["OPTIONS"]["pool"] |= {"max_size": 16, "timeout": 30}  # noqa: F405

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
Path(STATIC_ROOT).mkdir(exist_ok=True)  # noqa: F405
WHITENOISE_AUTOREFRESH = True
AXES_ENABLED = False  # the tests of the lock itself switch it on

if os.environ.get("SLOW_SITE"):
    MIDDLEWARE = ["tests.slow_site.slow", *MIDDLEWARE]  # noqa: F405
