"""Guests in the admin: asked many at once, counted by their answers, written to once."""

import pytest
from django.urls import reverse

from conference.attendance.models import GuestInvitation
from conference.letters.models import Letter
from tests.attendance.replies.filling import page
from tests.factories import make_guest, make_organization, make_participation, make_person
from tests.pages import errors, messages, of_class, rows, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("early"),
    pytest.mark.once(reason="the admin asks the same of both"),
]
LIST = reverse("admin:attendance_guestinvitation_changelist")


def test_guests_are_pasted_known_by_the_directory_and_taken_from_the_program(
    client, organizer, conference
):
    make_person(
        name_zh="赵院士",
        family_name_en="Zhao",
        organization=make_organization(name_zh="大连大学", name_en="Dalian University"),
        position_zh="校长",
    )
    speaker = make_participation(conference, category="speaker", contact_email="w@example.org")
    client = organizer(conference)
    many = reverse("admin:attendance_guestinvitation_many", args=[conference.pk])
    sent = {"category": "leader", "closes_at_0": "2026-05-15", "closes_at_1": "18:00"}
    lines = "姓名,单位\n刘局长，省教育厅，局长，+44 7700 900111\n赵院士"

    wrong = client.post(many, sent | {"lines": f"{lines}\n孙,a,b,c"})
    assert "Line 4" in errors(wrong)[0] and not GuestInvitation.objects.exists()
    done = client.post(many, sent | {"lines": lines, "of_program": [speaker.pk]}, follow=True)

    assert "3 guests were added." in messages(done)[0]
    found = GuestInvitation.objects.values_list(
        "name", "organization_name", "title", "category", "email", "phone"
    )
    assert set(found) == {
        ("刘局长", "省教育厅", "局长", "leader", "", "+44 7700 900111"),
        ("赵院士", "大连大学", "校长", "leader", "", ""),
        ("王兴伟", "", "", "speaker", "w@example.org", ""),
    }
    again = client.post(many, sent | {"lines": "刘局长，省教育厅"}, follow=True)
    assert "asked already" in messages(again)[1]


def test_who_has_not_answered_is_reminded_once(client, organizer, conference):
    make_guest(conference)
    came = make_guest(conference, name="孙院士", email="sun@example.org", language="zh-hans")
    GuestInvitation.objects.filter(pk=came.pk).update(answer="yes", answered_at=came.made_at)
    make_guest(conference, name="无信箱", email="")
    client = organizer(conference)
    press = {"action": "remind", "_selected_action": [g.pk for g in GuestInvitation.objects.all()]}

    asked = page(client.post(LIST, press))
    assert "1 letter goes to:" in asked and "无信箱" in asked and "1 of those you chose" in asked
    for _press in range(2):
        client.post(LIST, press | {"told": "1"})

    letter = Letter.objects.get()
    assert (letter.to_address, letter.occasion) == ("liu@example.org", "guest-reminder")
    assert "{link}" in letter.text and "1 has had this very letter" in page(
        client.post(LIST, press)
    )


@pytest.mark.parametrize("many", [1, 8])
def test_the_list_counts_the_answers_and_costs_the_same(
    client, organizer, conference, many, django_assert_max_num_queries
):
    for n in range(many):
        make_guest(conference, name=f"{n}院士")
    client = organizer(conference)
    client.get(LIST)

    with django_assert_max_num_queries(13):
        answer = client.get(LIST)

    assert len(rows(answer)) == many
    (counted,) = of_class(answer, "summary")
    assert words(counted).startswith(f"no answer yet {many} comes 0")


def test_who_has_answered_gets_the_invitation_by_an_explicit_choice_alone(
    client, organizer, conference
):
    """One press wrote to who had said no, too."""
    make_guest(conference)
    for name, answer, email in (
        ("孙院士", "no", "sun@example.org"),
        ("钱院士", "yes", "qian@example.org"),
        ("赵院士", "yes", ""),
    ):
        row = make_guest(conference, name=name, email=email)
        GuestInvitation.objects.filter(pk=row.pk).update(answer=answer, answered_at=row.made_at)
    client = organizer(conference)
    ask = {"action": "write_invitation"}
    ask["_selected_action"] = [g.pk for g in GuestInvitation.objects.all()]
    press = ask | {"told": "1"}

    def written():
        return set(Letter.objects.values_list("to_address", flat=True))

    asked = page(client.post(LIST, ask))
    assert "1 letter goes to:" in asked and "3 have answered already" in asked
    assert "Write to 2 of these as well" in asked and "赵院士" in asked
    client.post(LIST, press)
    assert written() == {"liu@example.org"}
    client.post(LIST, press | {"answered": "yes"})
    assert written() == {"liu@example.org", "sun@example.org", "qian@example.org"}
