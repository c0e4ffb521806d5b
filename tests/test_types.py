"""What mypy checks: the list only grows, and nothing in it is let off (`make lint` runs it)."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]

# What was checked once. Whoever types one more adds it here and in pyproject.toml.
CHECKED = {
    "conference/program/draft",
    "conference/program/release",
    "conference/program/feeds",
    "conference/attendance/lists",
    "conference/attendance/rules.py",
    "conference/attendance/checkpoints.py",
    "conference/attendance/checkin.py",
    "conference/attendance/answers.py",
    "conference/tabular",
    "conference/program/papers",
    "conference/work",
    "conference/attendance/replies",
    "conference/attendance/badges",
    "conference/imposing.py",
    "conference/printable.py",
    "conference/attendance/station",
    "conference/letters/leases.py",
    "conference/letters/mail.py",
    "conference/letters/models.py",
    "conference/letters/occasions.py",
    "conference/letters/placeholders.py",
    "conference/letters/sending.py",
    "conference/letters/sms.py",
    "conference/letters/stopping.py",
    "conference/letters/texts.py",
    "conference/letters/views.py",
    "conference/letters/writing.py",
}


def test_what_was_checked_once_is_checked():
    assert set(SETTINGS["files"]) == CHECKED
    assert [name for name in CHECKED if not (ROOT / name).exists()] == []


def test_each_function_there_says_its_types():
    assert SETTINGS["disallow_untyped_defs"] is True
    assert "overrides" not in SETTINGS


def test_lint_asks_it():
    lint = (ROOT / "Makefile").read_text("utf-8").split("\nlint:")[1].split("\n\n")[0]

    assert "$(BIN)/mypy" in lint
