"""Reading the file back: the tables as they were then, its rows, then the migrations since."""

import json
import tarfile
from itertools import islice
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Stamp
from conference.stamps import forget
from conference.tables import make_tables
from config.backup.making import FORMAT, STORED, kept_models
from config.backup.values import decoded

BATCH = 500  # rows a statement


class RestoreRefused(Exception):
    """Nothing was touched. `message` for people."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


def is_empty() -> bool:
    """Whether the database holds nothing that somebody would miss."""
    if not connection.introspection.table_names():
        return True
    kinds = ("auth.User", "conference.Conference", "people.Organization", "people.Person")
    present = set(connection.introspection.table_names())
    models = [apps.get_model(kind) for kind in kinds]
    return not any(m._meta.db_table in present and m._base_manager.exists() for m in models)


def restore(path: Path) -> dict:
    """Make this site what the file holds, and tell what that is. What was here is gone.

    The file is read through once before anything is touched. Raises RestoreRefused.
    """
    with opened(path) as archive:
        site = checked(archive)
        _empty_database()
        targets = _last(site["migrations"])
        _make_tables(targets)
        _load(archive, site, targets)
        call_command("migrate", interactive=False, verbosity=0)
        _put_files(archive)
    _outdate_pages()
    return site


def opened(path: Path):
    try:
        return tarfile.open(path, mode="r:gz")
    except (OSError, tarfile.TarError, EOFError) as error:
        reason = getattr(error, "strerror", None) or _("it is no backup of Lectern")
        raise RestoreRefused(
            _("%(file)s cannot be read: %(reason)s.") % {"file": path, "reason": reason}
        ) from None


def checked(archive) -> dict:
    """What the file says of itself, once everything it names has been read to its end."""
    site, counts, files = None, {}, 0
    try:
        for entry in archive:
            where = PurePosixPath(entry.name)
            if not entry.isfile() or where.is_absolute() or ".." in where.parts:
                raise RestoreRefused(
                    _("The file holds “%(name)s”, which no backup has.") % {"name": entry.name[:80]}
                )
            file = archive.extractfile(entry)
            if entry.name == "site.json":
                site = json.load(file)
            elif where.parts[0] == "rows":
                counts[where.stem] = sum(1 for line in file if json.loads(line)) - 1
            else:
                files += 1
                while file.read(1 << 20):
                    pass
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise RestoreRefused(
            _("The file is damaged: %(reason)s.") % {"reason": str(error)[:120]}
        ) from None
    if not isinstance(site, dict) or not isinstance(site.get("format"), int):
        raise RestoreRefused(_("This is no backup of Lectern: it has no site.json."))
    if site["format"] > FORMAT:
        raise RestoreRefused(_("The file was made by a newer Lectern. Update this one first."))
    if not _tells_all(site):
        raise RestoreRefused(_("The file is incomplete. Take another one."))
    if counts != site["rows"] or files != site["files"]:
        raise RestoreRefused(_("The file is incomplete. Take another one."))
    known = set(MigrationLoader(None).disk_migrations)
    newer = [f"{app}.{n}" for app, names in site["migrations"].items() for n in names]
    newer = [name for name in newer if tuple(name.split(".", 1)) not in known]
    if newer:
        raise RestoreRefused(
            _(
                "The file was made by a newer Lectern (%(version)s, %(newer)s). "
                "Update this one first."
            )
            % {"version": site["lectern"], "newer": newer[0]}
        )
    return site


def _tells_all(site) -> bool:
    """Whether site.json is one that `backup` has written, of a site that had its tables."""
    told = {"made_at": str, "lectern": str, "migrations": dict, "rows": dict, "files": int}
    if not all(isinstance(site.get(name), kind) for name, kind in told.items()):
        return False
    named = site["migrations"].values()
    return bool(site["rows"] and named) and all(isinstance(names, list) for names in named)


def _empty_database():
    """Drop our tables. SQLite cannot do that in one transaction where they refer to each other."""
    ours = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = {*ours, MigrationRecorder.Migration._meta.db_table}
    tables &= set(connection.introspection.table_names())
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in tables:
            cascade = " CASCADE" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}{cascade}")


def _last(migrations) -> list[tuple[str, str]]:
    """The newest migrations of each app in the file: where its tables stood."""
    loader = MigrationLoader(None)
    there = {(app, name) for app, names in migrations.items() for name in names}
    newest = []
    for app, name in sorted(there & set(loader.disk_migrations)):
        children = loader.graph.node_map[app, name].children
        if not any(child.key[0] == app and child.key in there for child in children):
            newest.append((app, name))
    return newest


def _make_tables(targets):
    """Of the file's time, in a database without any."""
    is_of_now = set(targets) == set(MigrationLoader(None).graph.leaf_nodes())
    make_tables(connection, None if is_of_now else targets)


def _load(archive, site, targets):
    """The rows into tables that are of the file's time, in one transaction."""
    state = MigrationLoader(None).project_state(targets)
    models = {model._meta.label_lower: model for model in kept_models(state.apps)}
    with transaction.atomic(), connection.cursor() as cursor:
        for model in models.values():  # what migrations put there is in the file, too
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
        for label in site["rows"]:
            if label in models:
                _insert(cursor, models[label], archive.extractfile(f"rows/{label}.jsonl"))
        for sql in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
            cursor.execute(sql)


def _outdate_pages():
    """No page that was kept of the site before, here or by a reader, is taken for one of now."""
    now = timezone.now()
    Stamp.objects.update(value=int(now.timestamp() * 1000), raised_at=now)
    forget()


def _insert(cursor, model, lines):
    """Past `save`: what was computed then is in the file, and nothing is told of as new."""
    names = json.loads(next(lines))
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"
    rows = (
        [
            field.get_db_prep_save(decoded(field, value), connection)
            for field, value in zip(fields, json.loads(line), strict=True)
        ]
        for line in lines
    )
    while batch := list(islice(rows, BATCH)):
        cursor.executemany(sql, batch)


def _put_files(archive):
    """Files are named by their content, or by chance, so one that is there already is the same."""
    for entry in archive:
        folder, _slash, name = entry.name.partition("/")
        if folder in STORED and not (storage := storages[STORED[folder]]).exists(name):
            storage.save(name, File(archive.extractfile(entry)))
