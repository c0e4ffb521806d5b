"""What a file brought is one act, and is taken back with what is remembered of the file."""

import pytest

from conference.acts.undoing import take_back
from conference.models import Act
from conference.people.models import Organization, Person
from conference.program.models import ImportedRow
from tests.factories import make_conference, make_user
from tests.pages import parsed, words
from tests.program.entering.entered import agenda, enter

pytestmark = pytest.mark.django_db


def test_an_entered_file_is_taken_back_whole_and_can_be_entered_again():
    conference = make_conference(slug="spring")
    boss = make_user(is_superuser=True)
    reading = agenda(("09:00-09:30", "目录的用途", "李小河", "示例大学02", "报告厅"))
    enter(reading, conference, by=boss)
    [entered] = Act.objects.all()
    assert entered.words == "An office's file was entered" and entered.by == boss

    take_back(entered, by=boss)

    for model in (Person, Organization, ImportedRow):
        assert not model.objects.exists()
    assert not conference.sessions.exists() and not conference.rooms.exists()
    assert enter(reading, conference, by=boss).count_of("sessions", "new") == 1


def test_what_an_import_did_names_its_file_in_the_list_of_changes(client):
    conference = make_conference(slug="spring")
    boss = make_user(is_superuser=True, is_staff=True)
    enter(agenda(("09:00-09:30", "目录的用途"), name="议程0415终稿.csv"), conference, by=boss)
    client.force_login(boss)

    page = client.get(f"/admin/changes/of/{conference.pk}/")

    assert [words(line) for line in parsed(page).xpath("//strong")].count(
        "An office's file was entered: 议程0415终稿.csv"
    ) == 1
