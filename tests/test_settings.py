"""A wrong environment stops the start with one sentence; a right one means what it says."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment as site
from config import settings
from tests.settings import VARIABLES


@pytest.fixture
def environment(monkeypatch):
    """`environment(NAME=value)` sets what is read; all else is unset."""

    def set_variables(**values):
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_variables


def command(*arguments, **variables):
    environ = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    environ.pop("DJANGO_SETTINGS_MODULE", None)
    environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # set while the browser's fixture lives
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=site.BASE_DIR,
        env=environ | {"PYTHONDONTWRITEBYTECODE": "1"} | variables,
        capture_output=True,
        text=True,
        timeout=120,
    )


READERS = {
    "PORT": lambda folder: site.read_number("PORT", 8000, 1, 65535),
    "DEBUG": lambda folder: site.read_flag("DEBUG", default=False),
    "DATA_DIR": lambda folder: site.read_data_dir(),
    "PUBLIC_URL": lambda folder: site.read_public_url(8000),
    "DATABASE_URL": lambda folder: site.read_database(folder, threads=settings.THREADS),
    "CACHE_URL": lambda folder: site.read_cache(),
    "TASKS_URL": lambda folder: site.read_tasks(),
    "EMAIL_URL": lambda folder: site.read_email(folder, "example.org"),
    "SECRET_KEY": site.read_secret_key,
    "ALLOWED_HOSTS": lambda folder: site.read_hosts("example.org"),
}


@pytest.mark.parametrize(
    ("name", "value", "seen", "allowed"),
    [
        ("PORT", "eighty", "'eighty'", "a whole number from 1 to 65535"),
        ("PORT", "65536", "'65536'", "a whole number from 1 to 65535"),
        ("PORT", "８０００", "'８０００'", "a whole number from 1 to 65535"),
        ("PORT", "-1", "'-1'", "a whole number from 1 to 65535"),
        ("DEBUG", "maybe", "'maybe'", "1, true, yes or on"),
        ("DATA_DIR", "/dev/null/var", "'/dev/null/var'", "a folder that can be written"),
        ("PUBLIC_URL", "conference.example.org", "'conference.example.org'", "http://host"),
        ("PUBLIC_URL", "https://example.org/path", "'https://example.org/path'", "no path"),
        ("PUBLIC_URL", "https://u@example.org", "'https://u@example.org'", "no path"),
        ("PUBLIC_URL", "https://example.org:x", "not an address", "http://host"),
        ("DATABASE_URL", "mysql://db/name", "'mysql://db/name'", "postgresql://user"),
        ("DATABASE_URL", "postgresql://db", "'postgresql://db'", "postgresql://user"),
        ("DATABASE_URL", "postgresql://db/name?pool=9", "pool=9", "sslmode"),
        ("DATABASE_URL", "sqlite:///:memory:", "':memory:'"[1:-1], "sqlite:////absolute"),
        ("DATABASE_URL", "sqlite:////no/such/folder/db", "no/such", "in a folder that exists"),
        ("TASKS_URL", "amqp://u:secret@host", "'amqp://u:***@host'", "redis://host:6379/0"),
        ("TASKS_URL", "database://host", "'database://host'", "database:"),
        ("CACHE_URL", "memcached://host", "'memcached://host'", "redis://host:6379/0"),
        ("CACHE_URL", "redis:", "'redis:'", "redis://host:6379/0"),
        ("EMAIL_URL", "smtp://", "'smtp://'", "smtp://user:password@host:25"),
        ("EMAIL_URL", "smtp://host?to=x", "'smtp://host?to=x'", "?from=address"),
        ("SECRET_KEY", "short", "5 characters long", "50 random characters or more"),
        ("ALLOWED_HOSTS", "a.example, b c", "'b c'", "host names separated by commas"),
        ("ALLOWED_HOSTS", "https://a.example", "'https://a.example'", "host names"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(
    name, value, seen, allowed, environment, tmp_path
):
    environment(**{name: value})

    with pytest.raises(ImproperlyConfigured) as refusal:
        READERS[name](tmp_path)

    sentence = str(refusal.value)
    assert sentence.startswith(f"{name} is ")
    assert sentence.endswith(".")
    assert seen in sentence
    assert allowed in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://user:hunter22@db/name"),
        ("DATABASE_URL", "postgresql://user:hunter22@db:port/name"),
        ("CACHE_URL", "memcached://:hunter22@host"),
        ("EMAIL_URL", "imap://user:hunter22@host"),
        ("SECRET_KEY", "hunter22"),
    ],
)
def test_a_refusal_tells_no_password(name, value, environment, tmp_path):
    environment(**{name: value})

    with pytest.raises(ImproperlyConfigured) as refusal:
        READERS[name](tmp_path)

    assert "hunter22" not in str(refusal.value)


def test_the_start_stops_with_the_sentence_alone(tmp_path):
    result = command("check", DATA_DIR=str(tmp_path), PORT="eighty")

    assert result.returncode == 1
    assert result.stderr == "PORT is 'eighty', but must be a whole number from 1 to 65535.\n"


def test_an_empty_variable_counts_as_not_set(environment):
    environment(PORT="", DEBUG=" ")

    assert site.read_number("PORT", 8000, 1, 65535) == 8000
    assert site.read_flag("DEBUG", default=True) is True


@pytest.mark.parametrize(
    ("value", "meant"), [("1", True), ("Yes", True), ("off", False), ("FALSE", False)]
)
def test_flags_are_written_in_many_ways(value, meant, environment):
    environment(DEMO=value)

    assert site.read_flag("DEMO", default=not meant) is meant


def test_the_secret_key_is_made_once_and_for_its_owner_alone(environment, tmp_path):
    environment()

    key = site.read_secret_key(tmp_path)

    assert len(key) >= 50
    assert site.read_secret_key(tmp_path) == key
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_new_data_folder_is_for_its_owner_alone(environment, tmp_path):
    environment(DATA_DIR=str(tmp_path / "site" / "var"))

    assert stat.S_IMODE(site.read_data_dir().stat().st_mode) == 0o700


def test_sqlite_waits_for_its_lock_and_keeps_what_it_answered(environment, tmp_path):
    environment()

    database = site.read_database(tmp_path, threads=settings.THREADS)

    assert database["NAME"] == tmp_path / "db.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_a_postgresql_address_is_read_whole(environment, tmp_path):
    environment(DATABASE_URL="postgresql://us%40er:pa%2Fss@db.example:5433/lect?sslmode=require")

    database = site.read_database(tmp_path, threads=settings.THREADS)

    facts = [database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "CONN_MAX_AGE")]
    assert facts == ["lect", "us@er", "pa/ss", "db.example", 5433, 0]
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["options"] == "-c jit=off"
    assert database["OPTIONS"]["pool"]["max_size"] >= settings.THREADS


def test_a_cache_is_the_database_unless_redis_is_named(environment):
    environment()
    assert site.read_cache()["BACKEND"].endswith("DatabaseCache")

    environment(CACHE_URL="redis://:secret@cache.example:6379/1")
    found = site.read_cache()
    assert found["BACKEND"].endswith("RedisCache")
    assert found["LOCATION"] == "redis://:secret@cache.example:6379/1"


@pytest.mark.parametrize(
    ("address", "port", "starttls", "tls"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://u:p@mail.example", 587, True, False),
        ("smtps://u:p@mail.example:4650", 4650, False, True),
    ],
)
def test_mail_goes_the_way_its_address_says(address, port, starttls, tls, environment, tmp_path):
    environment(EMAIL_URL=f"{address}?from=office@example.org")

    found = site.read_email(tmp_path, "conference.example")

    assert found["EMAIL_HOST"] == "mail.example"
    assert found["EMAIL_PORT"] == port
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (starttls, tls)
    assert found["DEFAULT_FROM_EMAIL"] == "office@example.org"


def test_mail_is_kept_in_files_by_default(environment, tmp_path):
    environment()

    found = site.read_email(tmp_path, "conference.example")

    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"
    assert found["EMAIL_FILE_PATH"] == tmp_path / "mail"
    assert found["DEFAULT_FROM_EMAIL"] == "Lectern <lectern@conference.example>"


SHOW = (
    "from django.conf import settings as s; "
    "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, "
    "s.SECURE_HSTS_SECONDS > 0, bool(s.SECURE_PROXY_SSL_HEADER), s.ALLOWED_HOSTS)"
)


def test_an_https_address_alone_switches_on_what_https_needs(tmp_path):
    plain = command("shell", "--no-imports", "-c", SHOW, DATA_DIR=str(tmp_path), PORT="8123")
    secure = command(
        "shell",
        *("--no-imports", "-c", SHOW),
        DATA_DIR=str(tmp_path),
        PUBLIC_URL="https://Conf.example.org/",
    )

    assert plain.stdout == (
        "False False False False False ['127.0.0.1', '[::1]', 'localhost']\n"
    ), plain.stderr
    assert secure.stdout == (
        "True True True True True ['127.0.0.1', '[::1]', 'conf.example.org', 'localhost']\n"
    ), secure.stderr


def test_production_settings_pass_the_deployment_check(tmp_path):
    result = command(
        "check",
        *("--deploy", "--fail-level", "WARNING"),
        DATA_DIR=str(tmp_path),
        PUBLIC_URL="https://conference.example.org",
    )

    assert result.returncode == 0, result.stderr


def test_every_variable_is_documented():
    source = "".join(Path(module.__file__).read_text("utf-8") for module in (settings, site))
    read = set(re.findall(r'read_\w+\(\s*"([A-Z_]+)"', source))
    table = (site.BASE_DIR / "docs/deploy.md").read_text("utf-8")

    assert read == set(VARIABLES)
    assert {name for name in read if f"| `{name}` |" not in table} == set()
