"""Backups, read and changed, and other sites to put them into."""

import io
import json
import os
import subprocess
import sys
import tarfile

import psycopg
from django.conf import settings

from tests import postgres


def rows_of(path):
    """{label: lines} of a backup."""
    with tarfile.open(path) as archive:
        return {
            name.removeprefix("rows/").removesuffix(".jsonl"): archive.extractfile(name)
            .read()
            .decode()
            for name in archive.getnames()
            if name.startswith("rows/")
        }


def media_of(path):
    with tarfile.open(path) as archive:
        return {
            name: archive.extractfile(name).read()
            for name in archive.getnames()
            if name.startswith("media/")
        }


def elsewhere(folder, database, *command):
    """A command at another site, with a folder and a database of its own."""
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "HOME")}
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, command)],
        cwd=settings.BASE_DIR,
        env=environment | {"DATA_DIR": str(folder), **database},
        capture_output=True,
        text=True,
        timeout=600,
    )


def new_postgres():
    """The address of an empty database in this run's cluster."""
    with psycopg.connect(postgres.url(), dbname="postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS restored WITH (FORCE)")
        connection.execute("CREATE DATABASE restored")
    return {"DATABASE_URL": postgres.url().replace("/lectern?", "/restored?")}


def altered(path, change, *, only=""):
    """A copy of the backup whose site.json was changed, with those rows and files or `only` one."""
    copy = path.with_name("altered.tar.gz")
    with tarfile.open(path) as old, tarfile.open(copy, "w:gz") as new:
        for entry in old:
            if only and entry.name not in ("site.json", only):
                continue
            content = old.extractfile(entry).read()
            if entry.name == "site.json":
                content = json.dumps(change(json.loads(content))).encode()
            entry.size = len(content)
            new.addfile(entry, io.BytesIO(content))
    return copy
