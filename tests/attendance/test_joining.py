"""Two registrations of one person become one: by a merge where nothing is lost, else by a press."""

import pytest

from conference.attendance.checkin import check_in
from conference.attendance.joining import make_one
from conference.attendance.models import Admission, CheckIn, Registration
from conference.people.merging import merge
from conference.permissions import Role
from tests.conference.acts.back import there_and_back
from tests.factories import (
    make_checkpoint,
    make_conference,
    make_member,
    make_participation,
    make_person,
    make_registration,
    make_reply_form,
    make_session,
    make_user,
)
from tests.pages import parsed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference(slug="spring")


@pytest.fixture
def two(conference):
    """Two of the directory who are one, each registered as the one of the program."""
    people = make_person(name_zh="侯永军"), make_person(name_zh="候永军")
    rows = [
        make_registration(
            conference, name=each.name_zh, organization_name="", title="", phone="",
            participation=make_participation(conference, each),
        )
        for each in people
    ]  # fmt: skip
    return people, rows


def test_a_merge_makes_one_of_two_registrations_and_is_taken_back(conference, two):
    (kept, other), (_first, second) = two
    forum = make_session(conference, kind="sub-forum", title_zh="分论坛")
    second.sessions.add(forum)
    second.phone, second.token_hash = "12000000001", "a" * 64
    second.save()
    root = make_user(is_superuser=True)

    there_and_back(lambda: merge(kept, other, by=root), root)
    merge(kept, other, by=root)

    [left] = Registration.objects.all()
    assert (left.pk, left.phone, left.token_hash) == (second.pk, "12000000001", "a" * 64)
    assert [*left.sessions.all()] == [forum]


def test_what_a_merge_would_lose_is_left_for_a_press(client, conference, two):
    (kept, other), rows = two
    for row, phone in zip(rows, ("12000000001", "12000000002"), strict=True):
        Registration.objects.filter(pk=row.pk).update(phone=phone, phone_digits=phone)
    client.force_login(make_member(conference, Role.ORGANIZER))
    address = "/admin/people/person/merge/"

    page = client.post(address, {"keep": kept.pk, "other": other.pk}, follow=True)

    assert Registration.objects.count() == 2
    assert any("registered twice" in str(m) for m in page.context["messages"])
    listed = "/admin/attendance/registration/"
    [there] = parsed(page).xpath("//*[@class='messagelist']//a[contains(@href, 'doubles')]/@href")
    page = client.get(there)
    assert {row.pk for row in page.context["cl"].result_list} == {row.pk for row in rows}
    marked = {"action": "make_one", "_selected_action": [row.pk for row in rows]}
    page = client.post(listed, marked, follow=True)
    assert [row.phone for row in Registration.objects.all()] == ["12000000001"]
    assert any("registered once now" in str(m) for m in page.context["messages"])


def test_scans_of_both_are_those_of_the_one_that_stays(conference, two):
    _people, (first, second) = two
    door = make_checkpoint(conference)
    for row in (second, first):
        check_in(row, conference=conference, checkpoint=door, by=None, client_id=row.code)
    before = Admission.objects.get(registration=second).signed_in_at

    stays = make_one(first, second)

    [admission] = Admission.objects.all()
    assert (admission.registration, admission.signed_in_at) == (stays, before)
    assert {scan.registration_id for scan in CheckIn.objects.all()} == {stays.pk}


def test_answers_keep_the_words_in_which_they_were_given(client, conference, two):
    _people, (first, second) = two
    form = make_reply_form(conference)
    tea = form.questions.create(label_en="Tea?", kind="text")
    cup = form.questions.create(label_en="Cup?", kind="text")
    second.answers = {str(tea.pk): "Green"}
    second.save()
    tea.label_en = "Which drink?"
    tea.save()
    first.answers = {str(cup.pk): "Small"}
    first.save()
    make_one(first, second, by=make_user(is_superuser=True))
    client.force_login(make_member(conference, Role.ORGANIZER, sees_contacts=True))

    [left] = Registration.objects.all()
    page = client.get(f"/admin/attendance/registration/{left.pk}/change/")

    (shown,) = parsed(page).xpath("//div[contains(@class, 'field-shown_answers')]")
    assert left.answers == {str(tea.pk): "Green", str(cup.pk): "Small"}
    assert "Tea? (reads now: Which drink?): Green" in words(shown)
    assert "Cup?: Small" in words(shown)
