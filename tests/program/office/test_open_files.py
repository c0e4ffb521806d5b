"""Five files of offices with right answers, judged by the comparer that came with them."""

import json

import pytest

from conference.program.office import read_office_file
from conference.program.office.answer import as_json
from tests.program.office.data import compare
from tests.program.office.making import DATA

pytestmark = pytest.mark.once(reason="reads files alone")


@pytest.mark.parametrize("number", ["01", "02", "05", "07", "13"])
def test_reads_as_the_answer_says_and_asks_what_it_asks(number, tmp_path, capsys):
    [file] = DATA.glob(f"{number}_*")
    answer = as_json(read_office_file(file.read_bytes(), file.name))
    written = tmp_path / "actual.json"
    written.write_text(json.dumps(answer, ensure_ascii=False), "utf-8")

    status = compare.main([str(DATA / f"{number}.expected.json"), str(written), "--ask"])

    assert status == 0, capsys.readouterr().out


def test_every_value_knows_its_cell():
    [file] = DATA.glob("01_*")

    sessions = read_office_file(file.read_bytes(), file.name).sessions
    [keynote] = [session for session in sessions if session.title == "智能时代的课程重构"]
    block = sessions[keynote.parent - 1]

    places = [value.address for value in (keynote.day, keynote.start, keynote.room, keynote.kind)]
    assert places == ["议程!A7", "议程!B14", "议程!F14", "议程!C14"]
    assert [(one.name, one.address) for one in (*keynote.people, *block.people)] == [
        ("周例之", "议程!D14"),
        ("赵样本", "议程!B13"),
    ]
    assert (block.title, block.address, block.kind.value) == ("主旨报告", "议程!B13", "keynote")
