"""People of the program stay one row of the list, whatever happens to them in the program."""

import pytest

from conference.attendance.expecting import expect
from conference.attendance.models import Registration
from tests.factories import (
    make_conference,
    make_organization,
    make_participation,
    make_person,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="who is the same person is decided in Python"),
]


def test_renamed_replaced_taken_off_and_put_back_it_is_one_row():
    conference, employer = make_conference(), make_organization()
    person = make_person(organization=employer)
    participation = make_participation(conference, person)
    expect(conference)

    person.name_zh = "王星伟"
    person.save()
    expect(conference)
    assert [row.name for row in Registration.objects.all()] == ["王星伟"]

    participation.person = make_person(name_zh="李静", organization=employer)
    participation.save()
    expect(conference)
    row = Registration.objects.get()
    assert (row.name, row.participation) == ("李静", participation)

    participation.delete()
    row.refresh_from_db()
    assert (row.name, row.participation) == ("李静", None)
    again = make_participation(conference, participation.person)
    expect(conference)
    row = Registration.objects.get()
    assert row.participation == again
    again.person.name_zh = "李婧"
    again.person.save()
    assert Registration.objects.get().name == "李婧"
