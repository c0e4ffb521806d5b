"""What is kept of a registration's and a team's changes: old and new value, who and when."""

import pytest

from conference.attendance.models import ExportLog, Registration
from conference.models import TeamMember
from conference.permissions import Role
from tests.factories import (
    make_conference,
    make_member,
    make_registration,
    make_reply_form,
    make_user,
)
from tests.pages import form_data, parsed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


def test_an_act_on_many_registrations_is_kept_with_old_and_new_value(client, conference):
    organizer = make_member(conference, Role.ORGANIZER)
    client.force_login(organizer)
    row = make_registration(conference, status="pending")

    client.post(
        "/admin/attendance/registration/",
        {"action": "confirm", "_selected_action": [row.pk], "index": "0", "told": "1"},
    )

    latest, first = row.history.all()
    assert (first.status, latest.status) == ("pending", "confirmed")
    assert latest.history_user == organizer
    page = client.get(f"/admin/attendance/registration/{row.pk}/history/")
    assert page.status_code == 200
    assert "confirmed" in page.content.decode()


def test_history_holds_nothing_that_signs_in():
    kept = {field.name for field in Registration.history.model._meta.fields}

    assert not kept & {"code", "token_hash", "phone_digits", "search"}


def test_a_role_given_and_taken_is_kept(conference):
    make_member(conference, Role.EDITOR)
    TeamMember.objects.get().delete()

    assert [(h.history_type, h.role) for h in TeamMember.history.all()] == [
        ("-", "editor"),
        ("+", "editor"),
    ]


def test_a_changed_phone_is_told_in_full_or_masked_as_everywhere(client, conference):
    row = make_registration(conference, phone="13800138000", email="ada@example.org")
    row.phone, row.email = "13900139999", "ada@example.net"
    row.save()
    address = f"/admin/attendance/registration/{row.pk}/history/"

    client.force_login(make_member(conference, Role.ORGANIZER, sees_contacts=True))
    in_full = words(parsed(client.get(address)))
    client.force_login(make_member(conference, Role.ORGANIZER))
    masked = words(parsed(client.get(address)))

    assert "13800138000 → 13900139999" in in_full
    assert "ada@example.org → ada@example.net" in in_full
    assert "138****8000 → 139****9999" in masked and "a***@example.org" in masked
    assert "13800138000" not in masked and "ada@" not in masked


def test_answers_are_told_in_the_words_of_their_questions(client, conference):
    form = make_reply_form(conference)
    day = form.questions.create(label_en="Which day?", position=2)
    meal = form.questions.create(label_en="Which meal?", position=1)
    row = make_registration(conference, answers={str(day.pk): "Monday"})
    row.answers = {str(day.pk): "Monday", str(meal.pk): "Dinner"}
    row.save()
    meal.label_en = "Which of the meals?"
    meal.save()
    row.answers = {str(day.pk): "Friday", str(meal.pk): "Lunch"}
    row.save()
    day.delete()
    address = f"/admin/attendance/registration/{row.pk}/history/"

    client.force_login(make_member(conference, Role.ORGANIZER, sees_contacts=True))
    in_full = words(parsed(client.get(address)))
    of_all = words(parsed(client.get(f"/admin/changes/of/{conference.pk}/")))
    client.force_login(make_member(conference, Role.ORGANIZER))
    masked = words(parsed(client.get(address)))

    assert "– → Which meal?: Dinner" in in_full
    assert "Which of the meals?: Dinner; Which day?: Monday → " in in_full
    assert "Which of the meals?: Lunch; Which day?: Friday" in in_full
    assert f"'{day.pk}'" not in in_full + of_all
    assert "*** → ***" in masked and "Friday" not in masked


def test_the_columns_of_a_list_that_left_are_told_in_the_words_of_their_questions(
    client, conference
):
    form = make_reply_form(conference)
    asked = form.questions.create(label_en="Which day?")
    trip = form.questions.create(label_en="Trip", kind="arrival")
    columns = ["name", f"question_{asked.pk}", f"question_{trip.pk}_way", "question_x"]
    log = ExportLog.objects.create(
        conference=conference,
        list_name="registrations",
        format="csv",
        columns=columns,
        rows=1,
        via="admin",
    )
    asked.label_en = "Reworded"
    asked.save()

    client.force_login(make_member(conference, Role.ORGANIZER))
    page = words(parsed(client.get(f"/admin/attendance/exportlog/{log.pk}/change/")))

    assert "Name, Which day?, Trip · By, question_x" in page


def test_a_reverted_registration_gives_its_seat_to_who_waits(client, conference):
    client.force_login(make_member(conference, Role.ORGANIZER))
    make_reply_form(conference, seats=1)
    row = make_registration(conference, status="cancelled")
    row.status = "confirmed"
    row.save()
    next_in_line = make_registration(conference, status="waitlisted")
    address = f"/admin/attendance/registration/{row.pk}/history/{row.history.last().pk}/"

    page = client.get(address)
    answer = client.post(address, form_data(page))

    assert answer.status_code == 302
    assert "confirmed cancelled" in words(parsed(page)).replace(" → ", " ")
    next_in_line.refresh_from_db()
    row.refresh_from_db()
    assert (row.status, next_in_line.status) == ("cancelled", "confirmed")


def test_who_may_not_see_a_phone_reverts_without_changing_it(client, conference):
    client.force_login(make_member(conference, Role.ORGANIZER))
    row = make_registration(conference, phone="13800138000", title="Dean")
    row.phone, row.title = "13900139999", "Professor"
    row.save()
    address = f"/admin/attendance/registration/{row.pk}/history/{row.history.last().pk}/"

    page = client.get(address)
    client.post(address, form_data(page))

    row.refresh_from_db()
    assert (row.title, row.phone) == ("Dean", "13900139999")
    assert "13800138000" not in page.content.decode()


def test_who_gave_whom_which_role_is_told_to_organizers(client, conference):
    organizer = make_member(conference, Role.ORGANIZER)
    client.force_login(organizer)
    make_member(conference, Role.EDITOR, user=make_user("chen"))
    address = f"/admin/conference/conference/{conference.pk}/history/"

    text = words(parsed(client.get(address)))

    assert "– → chen · editor" in text
    TeamMember.objects.get(user__username="chen").delete()
    client.post(version_of(conference), form_data(client.get(version_of(conference))))
    assert not TeamMember.objects.filter(user__username="chen").exists()  # rights never come back


def version_of(conference):
    version = conference.history.last().pk
    return f"/admin/conference/conference/{conference.pk}/history/{version}/"
