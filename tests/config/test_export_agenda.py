"""The command that writes the agenda."""

import pytest
from django.core.management import CommandError, call_command

from conference.program.release.publishing import publish
from tests.factories import make_conference, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="a file is made by Python")]


def test_the_agenda_is_written_as_each_kind_of_file(tmp_path, capsys):
    make_session(make_conference(slug="ai-2026"), "09:00")
    begins = {"xlsx": b"PK", "docx": b"PK"}

    for ending, first in begins.items():
        file = tmp_path / f"agenda.{ending}"
        call_command("export_agenda", "ai-2026", "--format", ending, "--output", str(file))
        assert file.read_bytes().startswith(first)

    assert "agenda.docx" in capsys.readouterr().out


def test_it_refuses_what_is_not_there(tmp_path):
    conference = make_conference(slug="ai-2026")
    publish(conference)

    for arguments, sentence in (
        (["nothing"], "There is no conference “nothing”."),
        (["ai-2026", "--release", "2"], "ai-2026 has no release 2, or it was withdrawn."),
        (["ai-2026", "--output", f"{tmp_path}/no/file.xlsx"], "cannot be written"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("export_agenda", *arguments)
