"""Typed readers of the environment, for `settings`. An empty variable counts as not set.

A value that cannot be used stops the start with one sentence: the variable, the value seen and
the values allowed. Secrets are never echoed.
"""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def refuse(name, seen, allowed):
    raise ImproperlyConfigured(f"{name} is {seen}, but must be {allowed}.")


def read_text(name, default=""):
    return os.environ.get(name, "").strip() or default


def read_pair(name, default):
    """{side: text}: '样例学会 | Sample Society', or one text for both languages."""
    text = read_text(name, default)
    zh, bar, en = (part.strip() for part in text.partition("|"))
    sides = {"zh": zh, "en": en if bar else zh}
    if not all(sides.values()) or "|" in en or any(len(side) > 60 for side in sides.values()):
        refuse(name, repr(text), "a name of at most 60 characters, or two: Chinese | English")
    return sides


def read_image(name):
    """The path of a picture, '' where none is named."""
    path = read_text(name)
    if path:
        from PIL import Image

        try:
            with Image.open(path, formats=("JPEG", "PNG", "WEBP")) as image:
                image.verify()
        except Exception:  # Pillow's decoders raise almost anything
            refuse(name, repr(path), "the path of a JPEG, PNG or WebP that can be read")
    return path


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


def read_database(data_dir, *, threads):
    """The database's settings; its pool has a connection for each of a worker's `threads`."""
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
        # The driver holds 9 MB, which SQLite has no use for.
        from config.serving.pulse import Connection

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
                    "max_size": threads + 1,
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
            # is locked" half way. FULL keeps an answered scan through a power cut. The cache (kB)
            # is each thread's own, and the file is not mapped: a walk through a long list would
            # fill both, 110 MB for 100,000 people, and they saved no time.
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_WAITS,
            # Compiled statements that each thread keeps: 128 each took 5 MB of a worker, most of
            # them the admin's, which are asked seldom.
            "cached_statements": 32,
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA cache_size=-500;"
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


def read_sms():
    """Where short messages are handed over; "off:" where none are sent."""
    allowed = "off:, console: or https://gateway.example.org/path"
    parts, _, shown = read_url("SMS_URL", "off:", allowed)
    if parts.scheme == "https" and parts.hostname:
        return read_text("SMS_URL")
    if parts.scheme not in ("off", "console") or parts.netloc or parts.path or parts.query:
        refuse("SMS_URL", shown, allowed)
    return f"{parts.scheme}:"


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
