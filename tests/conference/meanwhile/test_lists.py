"""Two at work on a list that is edited in place."""

import pytest

from tests.conference.meanwhile.browsers import chosen
from tests.factories import at, make_session
from tests.pages import errors, form_data, of_class, words

pytestmark = pytest.mark.django_db

SESSIONS = "/admin/program/session/"


@pytest.fixture
def keynotes(conference):
    return [
        make_session(conference, "09:00", title_en="First"),
        make_session(conference, "10:00", title_en="Second"),
    ]


def test_a_list_saves_the_cells_that_were_changed_alone(wang, chen, keynotes):
    page = chen.get(SESSIONS)
    wang.post(SESSIONS, form_data(wang.get(SESSIONS), _save="", **{"form-1-position": "7"}))

    answer = chen.post(SESSIONS, form_data(page, _save="", **{"form-0-ends_at": "09:40"}))

    assert answer.status_code == 302
    for row in keynotes:
        row.refresh_from_db()
    assert keynotes[0].ends_at == at("09:40")
    assert keynotes[1].position == 7
    assert keynotes[1].history.count() == 2


def test_a_cell_changed_by_two_is_asked_about_in_the_list(wang, chen, keynotes):
    page = chen.get(SESSIONS)
    wang.post(SESSIONS, form_data(wang.get(SESSIONS), _save="", **{"form-0-ends_at": "09:40"}))

    asked = chen.post(SESSIONS, form_data(page, _save="", **{"form-0-ends_at": "09:50"}))
    answer = chen.post(SESSIONS, form_data(asked, _save="") | chosen(asked, "mine"))

    told = words(of_class(asked, "meanwhile")[0])
    assert "Keep theirs: 2026-05-20 09:40" in told
    assert "Keep mine: 2026-05-20 09:50" in told
    assert answer.status_code == 302
    keynotes[0].refresh_from_db()
    assert keynotes[0].ends_at == at("09:50")


def test_rows_that_changed_places_meanwhile_are_saved_by_what_they_are(wang, chen, keynotes):
    page = chen.get(SESSIONS)
    keynotes[1].starts_at, keynotes[1].ends_at = at("08:00"), at("08:30")
    keynotes[1].save()

    refused = chen.post(SESSIONS, form_data(page, _save="", **{"form-1-position": "x"}))
    answer = chen.post(SESSIONS, form_data(refused, _save="", **{"form-1-position": "5"}))

    names = [words(cell) for cell in of_class(refused, "field-title_line")]
    assert [name.split()[0] for name in names] == ["First", "Second"]
    assert answer.status_code == 302
    keynotes[1].refresh_from_db()
    assert (keynotes[1].position, keynotes[1].starts_at) == (5, at("08:00"))


def test_a_row_deleted_from_the_list_meanwhile_is_told(wang, chen, keynotes):
    page = chen.get(SESSIONS)
    wang.post(f"/admin/program/session/{keynotes[0].pk}/delete/", {"post": "yes"})

    told = chen.post(
        SESSIONS,
        form_data(page, _save="", **{"form-0-ends_at": "09:40", "form-1-ends_at": "10:40"}),
    )
    keynotes[1].refresh_from_db()
    before = keynotes[1].ends_at
    answer = chen.post(SESSIONS, form_data(told, _save=""))

    assert any("deleted “First” while you were changing it" in text for text in errors(told))
    assert before == at("10:30")
    assert answer.status_code == 302
    keynotes[1].refresh_from_db()
    assert keynotes[1].ends_at == at("10:40")
