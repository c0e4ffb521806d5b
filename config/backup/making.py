"""Writing the file: a snapshot of the database, then the files that it speaks of."""

import io
import json
import os
import tarfile
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile

from django.apps import apps
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from conference.program.feeds.interchange import lectern_version
from config.backup.values import encoded

FORMAT = 1
CHUNK = 2_000  # rows the database driver holds at once
# What is worth nothing elsewhere: who is signed in, who typed a wrong password, what is being made.
PASSING = {"sessions", "axes", "work"}
DRAWN_AGAIN = {"cards"}  # folders of the media
STORED = {"media": "default", "answers": "answers"}  # {folder of the file: storage}


def kept_models(registry=apps):
    """The models whose rows are in the file, those of many-to-many tables too, by their labels."""
    found = registry.get_models(include_auto_created=True)
    kept = [m for m in found if m._meta.managed and m._meta.app_label not in PASSING]
    return sorted((m for m in kept if not m._meta.proxy), key=lambda m: m._meta.label_lower)


def backup(path: Path) -> dict:
    """Write the site into a new file at `path`, whole or not at all, and tell what is in it.

    One statement a table, on one snapshot; files are read one after another. The file is for its
    owner alone. Raises FileExistsError.
    """
    if path.exists():
        raise FileExistsError(path)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as made:
        try:
            site = _write(made)
            made.flush()
            os.fsync(made.fileno())
            os.link(made.name, path)  # never over a file that came meanwhile
        finally:
            Path(made.name).unlink()
    return site


def _write(made) -> dict:
    site = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "lectern": lectern_version(),
        "migrations": applied_migrations(),
        "rows": {},
    }
    with tarfile.open(fileobj=made, mode="w:gz", compresslevel=6) as archive:
        with snapshot():
            for model in kept_models():
                label = model._meta.label_lower
                with TemporaryFile() as rows:
                    site["rows"][label] = _write_rows(model, rows)
                    _add(archive, f"rows/{label}.jsonl", rows)
        site["files"] = sum(
            _add_file(archive, folder, storages[alias], name)
            for folder, alias in STORED.items()
            for name in stored_names(storages[alias])
        )
        head = io.BytesIO(json.dumps(site, ensure_ascii=False, indent=1).encode())
        head.seek(0, io.SEEK_END)
        _add(archive, "site.json", head)
    return site


def applied_migrations() -> dict[str, list[str]]:
    """{app: names of its migrations that this database has}."""
    found = {}
    for app, name in sorted(MigrationLoader(connection).applied_migrations):
        found.setdefault(app, []).append(name)
    return found


@contextmanager
def snapshot():
    """Reads see one moment, and nobody who writes meanwhile waits for them."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        # Not `atomic`, which takes the writers' lock here.
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _write_rows(model, file) -> int:
    columns = [field.attname for field in model._meta.concrete_fields]
    file.write(f"{encoded(columns)}\n".encode())
    count = 0
    for row in model._base_manager.order_by("pk").values_list(*columns).iterator(CHUNK):
        file.write(f"{encoded(list(row))}\n".encode())
        count += 1
    return count


def stored_names(storage, folder=""):
    """The names of all files of a storage, wherever they are kept."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}".lstrip("/")
    for name in sorted(set(folders) - (DRAWN_AGAIN if not folder else set())):
        yield from stored_names(storage, f"{folder}/{name}".lstrip("/"))


def _add_file(archive, folder, storage, name) -> bool:
    try:
        with storage.open(name) as file:
            _add(archive, f"{folder}/{name}", file, size=storage.size(name))
    except FileNotFoundError:  # removed meanwhile
        return False
    return True


def _add(archive, name, file, *, size=None):
    """A file that is complete, or stands at its end when no size is given."""
    entry = tarfile.TarInfo(name)
    entry.size = file.tell() if size is None else size
    entry.mode = 0o600
    if size is None:
        file.seek(0)
    archive.addfile(entry, file)
