"""Whatever is written behind a command: a sentence and a status, no traceback, nothing written."""

import json
from itertools import product

import pytest
from django.core.management import (
    ManagementUtility,
    call_command,
    get_commands,
    load_command_class,
)
from django.core.management.base import BaseCommand
from django.db import OperationalError, connections

from config.management.refusal import Refused
from tests.factories import make_conference, make_session
from tests.hostile import digest

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="arguments are refused before anything is asked of the database"),
]

# `backup` takes nearly any name for the file that it makes; tests/config/backup/test_backup.py
# tries it. The arguments of `migrate` are Django's.
ELSEWHERE = {"serve", "backup", "migrate"}
OURS = sorted(
    name for name, app in get_commands().items() if app == "config" and name not in ELSEWHERE
)
# Also bytes that are not UTF-8, as Python hands them over.
WRONG = (
    *("", "nothing", "-1", "0", "9" * 40, "1e9", "2026-02-30", "10000-01-01", "٣", "\a", "../.."),
    *("x" * 5_000, "a b", "\udcff", "fr", "xls", "/", "😀"),
)
NO_SLUGS = ("", "../..", "x" * 5_000, "a b", "\udcff", "٣", "/", "😀")
# Free texts and names of files to write, which take nearly everything; tried without an effect.
FREE = {"note", "note_zh", "note_en", "output", "name"}


@pytest.fixture
def run(capfd, monkeypatch):
    """`run("publish", "x")` -> (exit status, what stands on standard error)."""
    monkeypatch.setattr(connections, "close_all", lambda: None)
    # A look over all models before each of some hundred tries.
    monkeypatch.setattr(BaseCommand, "check", lambda *args, **options: None)

    def run_command(*args):
        status = 0
        try:
            ManagementUtility(["manage.py", *args]).execute()
        except SystemExit as end:
            status = end.code
        return status, capfd.readouterr().err

    return run_command


def arguments_of(name):
    """The arguments of a command's own, without those that all of Django's have."""
    known = {action.dest for action in BaseCommand().create_parser("manage.py", "x")._actions}
    parser = load_command_class("config", name).create_parser("manage.py", name)
    return [action for action in parser._actions if action.dest not in known]


@pytest.fixture
def good(tmp_path):
    make_session(make_conference(slug="spring"), "09:00")
    sheet, schedule = tmp_path / "sheet.csv", tmp_path / "schedule.json"
    sheet.write_text("姓名\n王泉\n", "utf-8")
    schedule.write_text(json.dumps({"schedule": {}}), "utf-8")
    files = {
        "import_registrations": sheet,
        "import_schedule": schedule,
        "import_agenda": sheet,
        "import_conference": schedule,
        "restore": sheet,
    }
    return {"slug": "spring", "file": files}


@pytest.mark.parametrize("name", OURS)
def test_a_wrong_argument_is_refused_in_a_sentence(name, run, good):
    arguments = [action for action in arguments_of(name) if action.nargs != 0]
    places = [action for action in arguments if not action.option_strings]
    before, tried = digest(), 0

    for wrong_one in arguments:
        if wrong_one.dest in FREE:
            continue
        for value in WRONG:
            line = [name]
            for place in places:
                right = good[place.dest]
                right = right if isinstance(right, str) else str(right[name])
                line.append(value if place is wrong_one else right)
            if wrong_one not in places:
                line += [f"{wrong_one.option_strings[0]}={value}"]
            if wrong_one.dest == "by" and value == "":
                continue  # nobody is named
            if wrong_one.dest == "attendees" and value == "0":
                continue
            if wrong_one.dest == "slug" and name == "bench_data" and value not in NO_SLUGS:
                continue
            status, said = run(*line)
            tried += 1
            shown = (line[:4], status, said[:400])
            assert status in (1, 2), shown
            assert said.strip(), shown
            assert "Traceback" not in said, shown
            if status == 1:
                assert said.startswith("Refused: "), shown

    assert tried or not arguments
    assert digest() == before


FILES = {
    "empty": b"",
    "spaces": b" \n\n",
    "half a character": b"\xff\xfe\x00\xd8",
    "NUL": "姓名\n王\0泉\n".encode(),
    "a picture": b"\x89PNG\r\n\x1a\n",
    "a zip": b"PK\x03\x04zz",
    "brackets": b"[" * 100_000,
    "another shape": b'{"schedule": [1, null, "x"]}',
    "a number": b"1e999",
    "another XML": b"<a/>",
    "an entity": b"<!DOCTYPE a [<!ENTITY b 'c'>]><schedule>&b;</schedule>",
    "half XML": b"<schedule><day",
    "unknown zone": b'{"schedule": {"conference": {"time_zone_name": "Mars/Base", "days": []}}}',
    "year": b'{"schedule": {"conference": {"start": "99999-01-01", "days": [{"date": "x"}]}}}',
    "unknown header": "甲,乙\n王泉,某\n".encode(),
    "unknown status": "姓名,状态\n王泉,某某\n".encode(),
    "unknown category": b"name,category\nWang Quan,zzz\n",
    "endless name": ("姓名\n" + "王" * 5_000 + "\n").encode(),
}


@pytest.mark.parametrize("command", ["import_registrations", "import_schedule"])
def test_a_wrong_file_is_refused_in_a_sentence(command, run, tmp_path):
    make_conference(slug="autumn")
    before = digest()
    for kind, ending in product(FILES, ("csv", "xlsx", "json", "xml", "docx", "")):
        file = tmp_path / f"wrong.{ending}"
        file.write_bytes(FILES[kind])

        status, said = run(command, "autumn", str(file))

        shown = (kind, ending, status, said[:400])
        assert status == 1, shown
        assert said.startswith("Refused: "), shown
        assert "Traceback" not in said, shown
    assert digest() == before


def test_a_database_without_tables_is_named(monkeypatch):
    def fails(*_args, **_options):
        raise OperationalError("no such table: conference_conference")

    command = load_command_class("config", "publish")
    monkeypatch.setattr(command, "handle", fails)

    with pytest.raises(Refused, match="has no tables yet"):
        call_command(command, "spring")


def test_a_folder_as_the_file_to_write_leaves_nothing_beside_it(run, good, tmp_path):
    (tmp_path / "list").mkdir()

    status, said = run("export_attendance", "spring", "--output", str(tmp_path / "list"))

    assert (status, "cannot be written" in said) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("list", "schedule.json", "sheet.csv"),
    ]
