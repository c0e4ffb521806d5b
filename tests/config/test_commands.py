"""The commands as a person at a terminal meets them: what they print, and their exit status."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import ManagementUtility
from django.db import connections

from conference.attendance.models import Registration
from conference.models import Conference
from conference.program.draft.clashes import find_clashes
from conference.program.models import Participation, Release, Session
from config.management.refusal import language_of_terminal
from tests.factories import make_conference, make_room, make_session, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys, monkeypatch):
    """`run("publish", "slug")` -> (exit status, standard output, standard error)."""
    # At its end a command closes its connections, and with them the test's transaction.
    monkeypatch.setattr(connections, "close_all", lambda: None)

    def run_command(*args):
        status = 0
        try:
            ManagementUtility(["manage.py", *args]).execute()
        except SystemExit as end:
            status = end.code
        out, err = capsys.readouterr()
        return status, out, err

    return run_command


# --- publish ------------------------------------------------------------------------------------


def test_publish_makes_a_release(run):
    conference = make_conference(slug="spring")
    make_session(conference, "09:00")
    make_user("li")

    answer = run("publish", "spring", "--note", "First", "--by", "li")

    assert answer == (0, "Release 1 of spring is public (1 change).\n", "")
    release = Release.objects.get()
    assert (str(release.note), release.by) == ("First", get_user_model().objects.get(username="li"))


def test_publish_lists_the_clashes_it_refuses(run):
    conference = make_conference(slug="spring")
    room = make_room(conference, name_en="Room 201")
    make_session(conference, "09:00", room=room, title_en="Opening address")
    make_session(conference, "09:10", room=room, title_en="Keynote")

    status, out, err = run("publish", "spring")

    assert (status, out) == (1, "")
    assert err == (
        "Refused: The draft has clashes. Mend them, then publish.\n"
        "- Room 201 has “Opening address” 2026-05-20 09:00–09:30 and “Keynote” at the same time.\n"
    )
    assert not Release.objects.exists()


def test_publish_refuses_what_is_published_already(run):
    make_session(make_conference(slug="spring"), "09:00")
    run("publish", "spring")

    assert run("publish", "spring") == (
        1,
        "",
        "Refused: The draft is what is published already. There is nothing to do.\n",
    )


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["nowhere"], "Refused: There is no conference “nowhere”.\n"),
        (["spring", "--by", "ghost"], "Refused: There is no account “ghost”.\n"),
        (
            ["spring", "--note", "x" * 501],
            "Refused: The note is longer than 500 characters. Shorten it.\n",
        ),
    ],
)
def test_publish_refuses_with_a_sentence(run, args, sentence):
    make_session(make_conference(slug="spring"), "09:00")

    assert run("publish", *args) == (1, "", sentence)
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    "args",
    [
        ["publish"],
        ["publish", "a", "b"],
        ["demo", "--remove-samples", "--if-empty"],
        ["demo", "now"],
        ["import_schedule", "spring"],
        ["bench_data", "--sessions", "many"],
        ["bench_data", "--sessions", "-1"],
        ["bench_data", "--speakers", "0"],
        ["bench_data", "--attendees", "99999999999999999999"],
    ],
)
def test_wrong_usage_has_its_own_status(run, args):
    status, out, err = run(*args)

    assert (status, out) == (2, "")
    assert err.startswith("usage: manage.py ")
    assert Conference.objects.count() == 0


# --- bench_data -----------------------------------------------------------------------------------


def test_bench_data_makes_a_published_conference(run):
    answer = run("bench_data", "--sessions", "45", "--speakers", "25", "--attendees", "30")

    assert answer == (
        0,
        "Conference “bench” is public: 45 sessions, 25 speakers, 30 attendees.\n",
        "",
    )
    bench = Conference.objects.get(slug="bench")
    assert bench.is_public
    assert (bench.sessions.count(), bench.participations.count()) == (45, 25)
    assert Registration.objects.filter(conference=bench).count() == 30
    assert [str(clash.message) for clash in find_clashes(bench)] == []


def test_bench_data_is_the_same_each_time(run):
    def content(slug):
        sessions = Session.objects.filter(conference__slug=slug).order_by("number")
        return [
            list(sessions.values_list("title_zh", "title_en", "starts_at", "room__slug", "kind")),
            list(sessions.values_list("roles__participation__person__guid", flat=True)),
        ]

    for slug in ("one", "two"):
        run("bench_data", "--slug", slug, "--sessions", "30", "--speakers", "25", "--attendees=5")

    assert content("one") == content("two")
    assert Participation.objects.values("person").distinct().count() == 25


def test_bench_data_makes_rows_as_saving_would(run):
    run("bench_data", "--sessions", "21", "--speakers", "20", "--attendees", "3")

    for row in (Session.objects.first(), Registration.objects.first()):
        before = (row.search, getattr(row, "sort_name", ""))
        row.save()
        assert (row.search, getattr(row, "sort_name", "")) == before
    assert Session.history.filter(conference__slug="bench").count() == 22  # and the save above


def test_bench_data_keeps_few_speakers_in_one_place_at_a_time(run):
    assert run("bench_data", "--sessions", "40", "--speakers", "3", "--attendees", "0")[0] == 0

    assert find_clashes(Conference.objects.get()) == []


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--slug", "spring"], "There is a conference “spring” already. Choose another --slug."),
        (
            ["--slug", "Not Good"],
            "“Not Good” is no short address. Use lower-case letters a-z, digits and single "
            "hyphens.",
        ),
        (
            ["--sessions", "601", "--speakers", "1"],
            "601 sessions do not fit 1 speakers, 20 rooms and 60 days: at most 600.",
        ),
    ],
)
def test_bench_data_refuses_with_a_sentence(run, args, sentence):
    make_conference(slug="spring")

    assert run("bench_data", *args) == (1, "", f"Refused: {sentence}\n")
    assert Conference.objects.count() == 1


# --- import_schedule ------------------------------------------------------------------------------

SCHEDULE = {
    "schedule": {
        "version": "1.2",
        "conference": {
            "title": "Demo conference",
            "acronym": "demo",
            "time_zone_name": "Asia/Shanghai",
            "days": [
                {
                    "date": "2026-05-20",
                    "rooms": {
                        "Main hall": [
                            {
                                "guid": "11111111-2222-3333-4444-000000000001",
                                "id": 1,
                                "date": "2026-05-20T09:00:00+08:00",
                                "duration": "0:30",
                                "title": "Opening",
                                "type": "talk",
                                "persons": [{"id": 7, "public_name": "Ada Lovelace"}],
                                "links": [{"url": "https://example.org/"}],
                                "do_not_record": True,
                            }
                        ]
                    },
                }
            ],
        },
    }
}


@pytest.fixture
def schedule(tmp_path):
    path = tmp_path / "schedule.json"
    path.write_text(json.dumps(SCHEDULE))
    return str(path)


def test_import_schedule_prints_what_it_does(run, schedule):
    make_conference(slug="spring")

    assert run("import_schedule", "spring", schedule) == (
        0,
        "“Demo conference”, version 1.2\n"
        "  + room: Main hall\n"
        "  + person: Ada Lovelace\n"
        "  + session: Opening (2026-05-20 09:00–09:30 · Main hall · Ada Lovelace)\n"
        "Sessions: 1 new\n"
        "People: 1 new\n"
        "Rooms: 1 new\n"
        "Not taken: do_not_record (1): day 1, room Main hall, event 1\n"
        "Links that wait until they are released in the admin: 1\n"
        "Saved in the draft of “spring”. Publish it when it is ready.\n",
        "",
    )
    assert (
        "The draft of “spring” is the same already."
        in run("import_schedule", "spring", schedule)[1]
    )


def test_import_schedule_previews_without_saving(run, schedule):
    status, out, _err = run("import_schedule", "spring", schedule, "--create", "--dry-run")

    assert status == 0
    assert "New conference “spring”, 2026-05-20 to 2026-05-20, Asia/Shanghai\n" in out
    assert out.endswith("Nothing was saved (dry run).\n")
    assert not Conference.objects.exists()


def test_import_schedule_refuses_with_a_sentence(run, schedule, tmp_path):
    assert run("import_schedule", "spring", schedule) == (
        1,
        "",
        "Refused: There is no conference “spring”. Add --create to make it.\n",
    )
    missing = str(tmp_path / "missing.json")
    assert run("import_schedule", "spring", missing) == (
        1,
        "",
        f"Refused: {missing} cannot be read: No such file or directory.\n",
    )
    assert run("import_schedule", "spring", str(tmp_path))[0] == 1


@pytest.mark.once(reason="reaches no database")
def test_a_command_speaks_as_language_asks(tmp_path):
    """As a terminal starts it: LANGUAGE is what gettext's own programs read."""

    def run(language, *arguments):
        environment = os.environ | {
            "LANGUAGE": language,
            "DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        environment.pop("DATABASE_URL", None)
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
        )

    refused = run("zh_CN:en", "publish", "nowhere")
    assert refused.returncode == 1
    assert "manage.py migrate" in refused.stderr
    assert "没有保存任何内容" in refused.stderr
    assert "会议的短地址" in run("zh", "publish", "--help").stdout


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("zh", "zh-hans"), ("zh_CN:en", "zh-hans"), ("en:zh", "en"), ("de", "en"), ("", "en")],
)
def test_the_first_language_of_a_terminal_counts(asked, spoken, monkeypatch):
    monkeypatch.setenv("LANGUAGE", asked)
    assert language_of_terminal() == spoken
