"""The site as one file and back, also into the other database."""

import json
import tarfile

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from conference.models import Conference
from config.backup import making
from tests.config.backup.archives import altered, elsewhere, media_of, new_postgres, rows_of
from tests.factories import make_conference
from tests.threads import at_once

# Raised by the restore, and kept by the database for itself.
ITS_OWN = {"conference.stamp"}


@pytest.mark.strict(reason="it takes the two databases")
@pytest.mark.skipif(settings.TEST_DB != "postgres", reason="it takes the two databases")
def test_a_backup_is_the_whole_site_in_the_other_database_and_back(site, tmp_path):
    paths = [tmp_path / f"{name}.tar.gz" for name in ("first", "second", "third")]
    call_command("backup", paths[0])

    for n, database in enumerate([{}, new_postgres()]):  # a new SQLite file, then PostgreSQL
        there = tmp_path / f"there-{n}"
        for command, path in (("restore", paths[n]), ("backup", paths[n + 1])):
            done = elsewhere(there, database, command, path)
            assert (done.returncode, done.stderr) == (0, "")

        before, after = rows_of(paths[n]), rows_of(paths[n + 1])
        assert before.keys() == after.keys()
        assert {label for label in before if before[label] != after[label]} <= ITS_OWN
        assert "𠮷野厅" in after["conference.room"]
        assert media_of(paths[n]) == media_of(paths[n + 1]) != {}

    # A site that holds something is given up for it only when that is said.
    refused = elsewhere(there, database, "restore", paths[0])
    assert refused.returncode == 1
    assert "This site is not empty" in refused.stderr
    # And it goes on: the next row of a table gets a key of its own.
    with psycopg.connect(database["DATABASE_URL"]) as connection:
        (next_key,) = connection.execute(
            "SELECT nextval(pg_get_serial_sequence('conference_room', 'id'))"
        ).fetchone()
        assert next_key == site.rooms.order_by("pk").last().pk + 1


def test_a_backup_is_for_its_owner_and_never_over_another(site, tmp_path):
    path = tmp_path / "site.tar.gz"
    call_command("backup", path)

    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", path)
    for wrong in (tmp_path / "missing" / "site.tar.gz", tmp_path / ("x" * 5_000)):
        with pytest.raises(CommandError, match="cannot be written"):
            call_command("backup", wrong)
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", tmp_path)
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []
    with tarfile.open(path) as archive:
        told = json.load(archive.extractfile("site.json"))
        everything = b"".join(archive.extractfile(name).read() for name in archive.getnames())
    assert not any(label.startswith(("sessions.", "axes.")) for label in told["rows"])
    assert settings.SECRET_KEY.encode() not in everything


def test_readers_and_writers_do_not_wait_for_a_backup(site, tmp_path, monkeypatch):
    """A row that is written after the first table was read is not in the file, and is written."""
    written = making._write_rows
    made = []

    def write_rows(model, file):
        count = written(model, file)
        if not made:
            made.extend(at_once(lambda: make_conference(slug="meanwhile")))
        return count

    monkeypatch.setattr(making, "_write_rows", write_rows)
    call_command("backup", path := tmp_path / "site.tar.gz")

    assert Conference.objects.filter(slug="meanwhile").exists()
    assert "meanwhile" not in rows_of(path)["conference.conference"]


def with_newer_migration(told):
    told["migrations"].setdefault("conference", []).append("9999_of_tomorrow")
    return told


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (with_newer_migration, "made by a newer Lectern"),
        (lambda told: told | {"format": 2}, "made by a newer Lectern"),
        (lambda told: told | {"files": 7}, "incomplete"),
        (lambda told: told | {"rows": {}}, "incomplete"),
        (lambda told: told | {"rows": []}, "incomplete"),
        (lambda told: told | {"migrations": {"conference": 7}}, "incomplete"),
        (lambda told: {"format": told["format"]}, "incomplete"),
        (lambda told: {"format": "1"}, "no site.json"),
        (lambda told: [], "no site.json"),
    ],
)
def test_what_is_no_whole_backup_of_this_version_or_before_is_refused(
    site, tmp_path, change, sentence
):
    call_command("backup", path := tmp_path / "site.tar.gz")

    with pytest.raises(CommandError, match=sentence):
        call_command("restore", altered(path, change), "--replace")

    assert Conference.objects.get().slug == "spring"


@pytest.mark.parametrize("content", [b"", b"not an archive", None])
def test_another_file_is_refused(site, tmp_path, content):
    path = tmp_path / "photo.jpg"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match="cannot be read"):
        call_command("restore", path, "--replace")

    assert Conference.objects.get().slug == "spring"


def test_half_a_file_is_refused(site, tmp_path):
    call_command("backup", path := tmp_path / "site.tar.gz")
    half = tmp_path / "half.tar.gz"
    half.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(CommandError, match=r"damaged|incomplete|cannot be read"):
        call_command("restore", half, "--replace")

    assert Conference.objects.get().slug == "spring"
