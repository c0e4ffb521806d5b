"""`export_attendance` and `import_registrations` as a person at a terminal meets them."""

import csv
import io
import json

import pytest
from django.core.management import ManagementUtility
from django.db import connections

from conference.attendance.models import ExportLog, Registration
from conference.tabular import read_table
from tests.factories import make_conference, make_member, make_registration, make_session, make_user
from tests.test_tabular import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference(slug="spring")


@pytest.fixture
def run(capfdbinary, monkeypatch):
    """`run("export_attendance", "spring")` -> (exit status, output as bytes, errors as text)."""
    # At its end a command closes its connections, and with them the test's transaction.
    monkeypatch.setattr(connections, "close_all", lambda: None)

    def run_command(*args):
        status = 0
        try:
            ManagementUtility(["manage.py", *map(str, args)]).execute()
        except SystemExit as end:
            status = end.code
        out, err = capfdbinary.readouterr()
        return status, out, err.decode()

    return run_command


# --- export_attendance ----------------------------------------------------------------------------


def test_the_default_is_the_attendance_as_xlsx_in_chinese_on_standard_output(conference, run):
    make_registration(conference, phone="13800138000")

    status, out, err = run("export_attendance", "spring")

    assert (status, err) == (0, "")
    table = read_table(io.BytesIO(out))
    assert table[0][:2] == ["序号", "姓名"]
    assert "138****8000" in table[1]
    log = ExportLog.objects.get()
    assert (log.by, log.via, log.list_name, log.format) == (None, "command", "attendance", "xlsx")


def test_every_option_is_followed(conference, run, tmp_path):
    forum = make_session(conference, kind="sub-forum")
    make_registration(conference, phone="13800138000").sessions.set([forum])
    make_registration(conference, name="李明")
    user = make_member(conference, "exporter", user=make_user("li"), sees_contacts=True)
    target = tmp_path / "list.json"

    status, out, err = run(
        *(
            "export_attendance",
            "spring",
            "--list",
            "registrations",
            "--session",
            forum.code.lower(),
        ),
        *("--format", "json", "--language", "en", "--unmasked", "--by", "li", "--output", target),
    )

    assert (status, out.decode(), err) == (0, f"{target}: 1 row.\n", "")
    document = json.loads(target.read_text("utf-8"))
    assert [row["phone"] for row in document["rows"]] == ["13800138000"]
    assert document["columns"][0]["header"] == "Number"
    log = ExportLog.objects.get()
    assert (log.by, log.session, log.unmasked) == (user, forum, True)


def test_csv_arrives_byte_for_byte(conference, run):
    make_registration(conference, name="=1+1")

    _status, out, _err = run("export_attendance", "spring", "--list", "sign-in", "--format", "csv")

    assert out.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in out
    assert list(csv.reader(io.StringIO(out.decode("utf-8-sig"))))[1][1] == "'=1+1"


def test_a_name_that_cannot_be_printed_is_named_on_standard_error(conference, run):
    make_registration(conference, name="\U00020000田")

    status, out, err = run("export_attendance", "spring", "--list", "sign-in", "--format", "pdf")

    assert (status, out[:4]) == (0, b"%PDF")
    assert "\U00020000田" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere"], "There is no conference “nowhere”."),
        (["spring", "--session", "NOSUCH"], "There is no session “NOSUCH” in spring."),
        (["spring", "--by", "nobody"], "There is no account “nobody”."),
        (["spring", "--by", "viewer"], "“viewer” has no right to export lists of spring."),
        (["spring", "--by", "li", "--unmasked"], "“li” may not see full phone numbers and e-mail"),
        (["spring", "--format", "pdf"], "This list is not printed as PDF. Choose XLSX"),
        (["spring", "--output", "/no/such/folder/x"], "/no/such/folder/x cannot be written:"),
    ],
)
def test_what_cannot_be_exported_is_refused_with_a_sentence(conference, run, arguments, sentence):
    make_member(conference, "viewer", user=make_user("viewer"))
    make_member(conference, "exporter", user=make_user("li"))

    status, out, err = run("export_attendance", *arguments)

    assert (status, out) == (1, b"")
    assert sentence in err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["spring", "--list", "people"],
        ["spring", "--format", "docx"],
        ["spring", "--language=fr"],
    ],
)
def test_a_wrong_call_ends_with_status_2(conference, run, arguments):
    assert run("export_attendance", *arguments)[0] == 2


# --- import_registrations -------------------------------------------------------------------------


def sheet(tmp_path, rows, name="replies.xlsx"):
    path = tmp_path / name
    path.write_bytes(rows if isinstance(rows, bytes) else workbook(rows).getvalue())
    return path


def test_a_sheet_is_imported(conference, run, tmp_path):
    path = sheet(tmp_path, [["姓名", "单位", "手机"], ["王泉", "西电", 13800138000]])

    status, out, err = run("import_registrations", "spring", path)

    assert (status, out, err) == (0, b"1 person added to spring.\n", "")
    assert Registration.objects.get().phone == "13800138000"


def test_a_dry_run_writes_nothing(conference, run, tmp_path):
    path = sheet(tmp_path, [["姓名", "单位"], ["王泉", "西电"]])

    status, out, _err = run("import_registrations", "spring", path, "--dry-run")

    assert (status, out) == (0, b"1 person would be added to spring.\n")
    assert not Registration.objects.exists()


def test_errors_are_listed_by_cell_and_nobody_is_added(conference, run, tmp_path):
    path = sheet(tmp_path, [["姓名", "单位"], ["王泉", ""], ["李明", "B"]])

    status, _out, err = run("import_registrations", "spring", path)

    assert status == 1
    assert err == (
        "Refused: Nothing was added: 1 cell needs a correction.\n"
        "- B2: 单位 (Organization) is empty.\n"
    )
    assert not Registration.objects.exists()


def test_doubles_are_named_and_left_out_on_request(conference, run, tmp_path):
    make_registration(conference, name="王泉", organization_name="A")
    path = sheet(tmp_path, [["姓名", "单位"], ["王泉", "A"], ["李明", "B"]])

    refused = run("import_registrations", "spring", path)
    added = run("import_registrations", "spring", path, "--skip-duplicates")

    assert refused[0] == 1
    assert "- A2: 王泉, on the list already, number 1" in refused[2]
    assert added[1] == b"1 person added to spring.\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"PK\x03\x04", "The file is damaged"), (b"", "The file is empty."), (b"\0\1", "not a table")],
)
def test_files_that_are_no_sheet_are_refused(conference, run, tmp_path, content, sentence):
    status, _out, err = run("import_registrations", "spring", sheet(tmp_path, content))

    assert status == 1
    assert sentence in err


def test_a_missing_file_or_conference_is_refused(conference, run, tmp_path):
    missing = run("import_registrations", "spring", tmp_path / "none.xlsx")
    nowhere = run("import_registrations", "nowhere", sheet(tmp_path, b"a"))

    assert (missing[0], nowhere[0]) == (1, 1)
    assert "cannot be read" in missing[2]
    assert "There is no conference “nowhere”." in nowhere[2]
    assert run("import_registrations", "spring")[0] == 2
