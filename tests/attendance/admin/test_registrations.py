"""People in the admin: who may see them, the list, one person."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from conference.attendance.models import Choice, Registration
from conference.program.models import Release
from tests.attendance.admin.pages import ADMIN, LIST, sign_in
from tests.attendance.pages import page
from tests.factories import (
    make_conference,
    make_letter,
    make_member,
    make_registration,
    make_registrations,
    make_session,
)

pytestmark = pytest.mark.django_db


# --- Who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "reads", "edits"),
    [("viewer", 403, 403), ("desk", 403, 403), ("editor", 403, 403), ("exporter", 200, 403)],
)
def test_roles_without_the_right_neither_read_nor_edit(client, conference, role, reads, edits):
    client.force_login(make_member(conference, role))
    person = make_registration(conference)
    change = f"{LIST}{person.pk}/change/"

    for address in (LIST, change, f"{ADMIN}checkin/", f"{ADMIN}exportlog/"):
        assert client.get(address).status_code == reads
    assert client.get(f"{ADMIN}checkpoint/").status_code == reads
    assert client.get(f"{ADMIN}replyform/").status_code == edits
    assert client.post(change, {"name": "x"}).status_code == edits
    assert client.get(f"{LIST}add/").status_code == edits
    assert client.get(f"{LIST}import/").status_code == edits
    assert client.get(f"{LIST}import/{conference.pk}/").status_code == edits
    assert client.get(f"{LIST}{person.pk}/link/").status_code == edits
    assert client.get(f"{LIST}lists/").status_code == reads


def test_another_conferences_people_are_not_there(client, organizer):
    other = make_conference()
    person = make_registration(other, name="Someone Else")

    assert client.get(f"{LIST}{person.pk}/change/").status_code == 404
    assert client.get(f"{LIST}{person.pk}/link/").status_code == 404
    assert client.get(f"{LIST}import/{other.pk}/").status_code == 404
    assert client.get(f"{LIST}import/{other.pk}/template/").status_code == 404
    assert "Someone Else" not in page(client.get(LIST))


# --- The list ------------------------------------------------------------------------------------


def test_contacts_are_masked_on_every_page_without_the_right(client, conference):
    client.force_login(make_member(conference, "organizer"))
    person = make_registration(conference, phone="13800138000", email="zeng@example.org")

    for address in (LIST, f"{LIST}{person.pk}/change/"):
        html = page(client.get(address))
        assert "138****8000" in html
        assert "13800138000" not in html
        assert "zeng@example.org" not in html


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        *(("8000", True), ("13800138000", True), ("8613800138000", True)),
        *(("38000", False), ("800138000", False)),
    ],
)
def test_a_masked_phone_cannot_be_felt_out_digit_by_digit(client, conference, typed, found):
    client.force_login(make_member(conference, "organizer"))
    make_registration(conference, phone="+86 138 0013 8000")

    assert ("曾志伟" in page(client.get(f"{LIST}?q={typed}"))) is found


def test_people_are_found_by_pinyin_and_last_digits(client, conference, organizer):
    make_registration(conference, name="曾志伟", phone="13800138000")
    make_registration(conference, name="李明", phone="13900139001")

    for text in ("zzw", "8000", "zengzhiwei"):
        html = page(client.get(LIST, {"q": text}))
        assert "曾志伟" in html
        assert "李明" not in html


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"arrival": "yes"}, {"曾志伟"}),
        ({"arrival": "no"}, {"李明", "王强"}),
        ({"doubles": "yes"}, {"李明"}),
        ({"status__exact": "pending"}, {"王强"}),
    ],
)
def test_the_list_is_narrowed(client, conference, organizer, query, names):
    sign_in(make_registration(conference, name="曾志伟"))
    for _ in range(2):
        make_registration(conference, name="李明")
    make_registration(conference, name="王强", status="pending")

    html = page(client.get(LIST, query))

    assert {name for name in ("曾志伟", "李明", "王强") if f">{name}</a>" in html} == names


@pytest.mark.parametrize("query", ["arrival=maybe", "doubles=1", "status__exact=x", "q=%00"])
def test_filters_that_do_not_exist_lead_back(client, organizer, query):
    assert client.get(f"{LIST}?{query}").status_code in (302, 200, 400)


def test_states_are_changed_for_many_but_not_of_those_who_came(client, conference, organizer):
    here, away = make_registration(conference), make_registration(conference, name="李明")
    sign_in(here)
    data = {"action": "cancel", "_selected_action": [here.pk, away.pk], "told": "1"}

    html = page(client.post(LIST, data, follow=True))

    assert "1 registration is now: cancelled." in html
    assert "are signed in and stay as they are" in html
    assert [r.status for r in Registration.objects.order_by("number")] == ["confirmed", "cancelled"]


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_list_costs_the_same_queries_for_any_length(
    client, conference, organizer, django_assert_num_queries, count
):
    make_registrations(conference, count)

    with django_assert_num_queries(15):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3, 400])
def test_whom_a_change_concerns_costs_the_same_queries_for_any_number(
    client, conference, organizer, django_assert_num_queries, count
):
    forum, now = make_session(conference, kind="sub-forum"), timezone.now()
    change = {"kind": "moved", "subject": "session", "code": forum.code}
    for number in (1, 2):
        Release.objects.create(
            conference=conference,
            number=number,
            document={},
            changes=[change],
            published_at=now + timedelta(hours=number),
        )
    make_registrations(conference, count)
    Registration.objects.update(registered_at=now)
    rows = [Choice(registration=row, session=forum) for row in Registration.objects.all()]
    Choice.objects.bulk_create(rows)

    with django_assert_num_queries(16):
        shown = client.get(LIST, {"change": "untold"})

    assert shown.context["cl"].result_count == count


# --- One person ----------------------------------------------------------------------------------


def test_a_person_added_by_hand_gets_the_next_number(client, conference, organizer):
    make_registration(conference)
    forum = make_session(conference, kind="sub-forum")
    data = {
        "name": "李明",
        "organization_name": "东北大学",
        "category": "guest",
        "status": "confirmed",
        "source": "liaison",
        "language": "zh-hans",
        "sessions": [forum.pk],
    }

    response = client.post(f"{LIST}add/", data)

    assert response.status_code == 302
    person = Registration.objects.get(name="李明")
    assert (person.number, person.source) == (2, "liaison")
    assert list(person.sessions.all()) == [forum]


def test_sessions_of_other_conferences_are_no_choice(client, conference, organizer):
    stranger = make_session(make_conference(), kind="sub-forum", title_en="Elsewhere")
    person = make_registration(conference)

    html = page(client.get(f"{LIST}{person.pk}/change/"))

    assert "Elsewhere" not in html
    assert f'value="{stranger.pk}"' not in re.findall(r'name="sessions"[^>]*', html)


def test_who_has_scans_is_kept(client, conference, organizer):
    person = make_registration(conference)
    sign_in(person)

    client.post(f"{LIST}{person.pk}/delete/", {"post": "yes"})

    assert Registration.objects.filter(pk=person.pk).exists()


def test_a_new_personal_link_is_shown_once(client, conference, organizer):
    person = make_registration(conference)

    before = page(client.get(f"{LIST}{person.pk}/link/"))
    html = page(client.post(f"{LIST}{person.pk}/link/", headers={"host": "localhost"}))

    address = re.search(rf"<code>{settings.PUBLIC_URL}(/\S+/r/[\w-]+/)</code>", html)[1]
    assert "<code>" not in before
    assert "曾志伟" in page(client.get(address))


# --- What a list says and a deletion -------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_deleting_tells_of_people_and_not_of_the_ties_between_rows(
    client, conference, organizer, language
):
    person = make_registration(conference, name="李明")
    person.sessions.add(make_session(conference, kind="sub-forum"))
    headers = {"accept-language": language}

    told = page(client.get(f"{LIST}{person.pk}/delete/", headers=headers))

    assert "李明" in told
    assert "relationship" not in told and "Registration_sessions" not in told


def test_a_list_without_rows_says_so_and_what_to_do(client, conference, organizer):
    assert "Nothing here yet." in page(client.get(LIST))
    assert "Nothing matches." in page(client.get(f"{LIST}?q=nobody-of-this-name"))


def test_a_list_counts_its_rows_as_the_language_does(client, conference, organizer):
    make_registration(conference)
    chinese = {"accept-language": "zh-hans"}

    assert "1 registration\n" in page(client.get(LIST))
    assert "报名共1条" in page(client.get(LIST, headers=chinese))


def test_the_waiting_list_stands_in_the_order_in_which_seats_are_given(
    client, conference, organizer
):
    for name in ("Zhao Yi", "An Er", "Ma San"):
        make_registration(conference, name=name, status="waitlisted")
    client.force_login(organizer)

    shown = client.get(LIST, {"status__exact": "waitlisted"}).context["cl"].result_list

    assert [row.name for row in shown] == ["Zhao Yi", "An Er", "Ma San"]


def test_whom_a_change_concerns_who_was_not_told_of_it(client, conference, organizer):
    forum, other = (
        make_session(conference, kind="sub-forum", title_en=title) for title in ("AI", "Art")
    )
    now = timezone.now()
    changes = [
        {"kind": kind, "subject": "session", "code": session.code}
        for kind, session in (("moved", forum), ("changed", other))
    ]
    for number, told in ((1, changes), (2, changes)):
        Release.objects.create(
            conference=conference,
            number=number,
            document={},
            changes=told,
            published_at=now + timedelta(hours=number),
        )
    early, late = now, now + timedelta(hours=3)
    concerned, told, fresh, elsewhere = (
        make_registration(conference, name=name, registered_at=at)
        for name, at in (("An", early), ("Bai", early), ("Cao", late), ("Deng", early))
    )
    for session, rows in ((forum, (concerned, told, fresh)), (other, (elsewhere,))):
        for row in rows:
            row.sessions.add(session)
    make_letter(conference, occasion="changed", about=f"registration:{told.pk}", written_at=late)
    for row in (concerned, elsewhere):
        make_letter(conference, occasion="changed", about=f"registration:{row.pk}", written_at=now)
    client.force_login(organizer)

    page = client.get(LIST, {"change": "untold"})

    assert [row.pk for row in page.context["cl"].result_list] == [concerned.pk]
