"""`import_agenda` as a person at a terminal, and a program, meet it."""

import json
import re

import pytest
from django.core.management import ManagementUtility
from django.db import connections

from conference.models import Conference
from conference.program.models import Session
from tests.factories import make_conference
from tests.program.office.making import csv_file, sheet_file

pytestmark = pytest.mark.django_db

ROWS = [
    ["2027年5月8日 示例沙龙", "", ""],
    ["时间", "内容", "主讲人"],
    ["9:00-9:20", "致辞", "张样例（示例大学01校长）"],
    ["9:20-10:00", "目录的用途", "待定"],
]
KEYS = ("order", "start", "end", "kind", "title_zh", "title_en", "room")


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.setattr(connections, "close_all", lambda: None)

    def run_command(*args):
        status = 0
        try:
            ManagementUtility(["manage.py", "import_agenda", *args]).execute()
        except SystemExit as end:
            status = end.code
        out, err = capsys.readouterr()
        return status, out, err

    return run_command


@pytest.fixture
def file(tmp_path):
    make_conference(slug="spring", name_zh="示例沙龙")
    path = tmp_path / "议程.csv"
    path.write_bytes(csv_file(ROWS))
    return str(path)


def test_a_dry_run_prints_the_reading_and_saves_nothing(run, file):
    status, out, err = run("spring", file, "--dry-run")

    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[:5] == [
        "2027-05-08",
        "  09:00-09:20  致辞  ·  address · 张样例 (示例大学01 校长)",
        "  09:20-10:00 ?  目录的用途  ·  talk",
        "",
        "To be settled:",
    ]
    assert lines[5].startswith("- The file's days are 8 May 2027, those of the conf")
    assert "(A1) [dates-" in lines[5]
    assert any("The file says “待定”. (C4) [reading-" in line for line in lines)
    assert {"Sessions: 2 new", "People: 1 new", "Organizations: 1 new"} < set(lines)
    assert "Stays open: 致辞, entered without a time, which is in doubt (B3)" in lines
    assert lines[-1] == "Nothing was saved (dry run)."
    assert not Session.objects.exists()


def test_programs_get_the_reading_as_json(run, file):
    status, out, _err = run("spring", file, "--dry-run", "--format", "json")

    answer = json.loads(out)
    assert status == 0
    assert answer["days"] == ["2027-05-08"]
    first = answer["sessions"][0]
    assert {key: first[key] for key in KEYS} == {
        "order": 1, "start": "09:00", "end": "09:20", "kind": "address", "title_zh": "致辞",
        "title_en": None, "room": None,
    }  # fmt: skip
    assert first["sure"]["start"] == {"certainty": "sure", "address": "A3"}
    assert answer["must_ask"][0]["sessions"] == [2]


def test_the_command_speaks_the_language_of_the_terminal(run, file, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")

    _status, out, _err = run("spring", file, "--dry-run")

    assert "“目录的用途”由谁担任？文件中写的是“待定”。" in out
    assert out.endswith("什么也没有保存（试运行）。\n")


def test_one_sheet_is_read_alone(run, tmp_path, file):
    path = tmp_path / "两天.xlsx"
    days = [[["时间", "内容"], ["9:00-9:30", title]] for title in ("致辞", "总结")]
    path.write_bytes(sheet_file(("5月8日", days[0], []), ("5月9日", days[1], [])))

    out = run("spring", str(path), "--dry-run", "--sheet", "5月9日")[1]
    refused = run("spring", str(path), "--dry-run", "--sheet", "5月10日")

    assert "总结" in out and "致辞" not in out
    assert refused == (
        1,
        "",
        "Refused: 两天.xlsx has no sheet “5月10日”. It has: 5月8日、5月9日.\n",
    )


def test_while_a_question_is_open_nothing_is_saved_and_the_cell_is_named(run, file):
    status, out, err = run("spring", file)

    assert (status, out) == (1, "")
    assert "Who is it in “目录的用途”? The file says “待定”. (C4) [reading-" in err
    assert "    as-read = As it is read" in err and "    take = Take the file's dates" in err
    assert "Refused: Nothing was saved: 2 questions are open. Answer them with --answer" in err
    assert not Session.objects.exists()


def test_answered_questions_are_entered_and_the_same_file_changes_nothing(run, file):
    key = re.search(r"\[(dates-\w+)\]", run("spring", file)[2])[1]

    status, out, err = run("spring", file, "--answer", f"{key}=shift", "--accept")

    assert (status, err) == (0, "")
    assert out.endswith("Saved in the draft of “spring”. Publish it when it is ready.\n")
    assert Session.objects.count() == 2
    again = run("spring", file)
    assert again[0] == 0 and again[1].endswith("The draft of “spring” is the same already.\n")


def test_a_conference_is_made_from_what_the_file_says(run, file):
    status, out, _err = run("autumn", file, "--create", "--accept", "--format", "json")

    answer = json.loads(out)
    assert status == 0 and answer["saved"] and answer["counts"]["sessions"] == {"new": 2}
    made = Conference.objects.get(slug="autumn")
    assert (made.name_zh, str(made.starts_on), made.is_public) == ("示例沙龙", "2027-05-08", False)


def test_a_file_that_is_no_agenda_is_refused_by_its_name(run, tmp_path, file):
    path = tmp_path / "mail.txt"
    path.write_text("Dear all,\n\nplease find the agenda attached.\n\nBest", "utf-8")

    status, out, err = run("spring", str(path), "--dry-run")

    assert (status, out) == (1, "")
    assert err.startswith("Refused: mail.txt: no agenda and no list of people was found.")


def test_a_conference_that_is_not_there_is_refused_unless_it_would_be_made(run, file):
    assert run("autumn", file, "--dry-run")[0] == 1
    assert run("autumn", file, "--dry-run", "--create")[0] == 0
