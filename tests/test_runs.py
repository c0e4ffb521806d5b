"""What `make test` says at its end."""

from tests.__main__ import complaints, failed_in


def test_every_failed_test_is_named_by_its_run(tmp_path):
    failed_in("sqlite", tmp_path).write_text("tests/a.py::test_one\ntests/b.py::test_two\n")
    failed_in("postgres", tmp_path).write_text("")

    found = list(complaints({"sqlite": 1, "browser": 2, "postgres": 0}, tmp_path))

    assert found == [
        "Failed (sqlite): tests/a.py::test_one",
        "Failed (sqlite): tests/b.py::test_two",
        "Failed (browser): the run itself, exit status 2; see its output above",
    ]
