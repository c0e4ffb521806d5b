"""Our own sheet of an agenda, handed out and entered again."""

import pytest

from conference.program.models import Participation
from conference.program.office import read_office_file
from tests.factories import make_person, make_room, make_session, make_track
from tests.program.entering.entered import enter, plan
from tests.program.papers.test_agenda_sheet import conference, sheet_of  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "en", "both"])
def test_what_goes_out_comes_in_without_a_difference(conference, language):  # noqa: F811
    for _n in range(2):  # of one name: told apart by their short address
        room = make_room(conference, name_zh="小厅", name_en="Small hall")
        make_session(conference, "10:00", room=room, track=make_track(conference, name_zh="专题"))
    twin = make_person(name_zh="李敏", family_name_en="Li", given_name_en="Min")
    conference.participations.create(person=twin)

    found = plan(read_office_file(sheet_of(conference, language), "agenda.xlsx"), conference)

    assert found.open_asks == []
    assert found.changes_nothing, found.lines
    assert found.kept == found.gone == []
    done = enter(read_office_file(sheet_of(conference, language), "agenda.xlsx"), conference)
    assert done.changes_nothing and Participation.objects.count() == 3
