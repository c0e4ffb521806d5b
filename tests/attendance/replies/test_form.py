"""The reply form: when it is open, what it asks, what it keeps."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from conference.attendance import reply_views
from conference.attendance.models import Question, Registration
from tests.attendance.replies.filling import FORM, NOW, given, make_public, page
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_registrations,
    make_reply_form,
    make_session,
)
from tests.pages import parsed, words
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


# --- Whether it is open --------------------------------------------------------------------------


def test_a_conference_that_is_not_public_has_no_form(client):
    make_reply_form(make_conference(slug="spring"))

    assert client.get(FORM).status_code == 404


def test_without_a_form_the_page_says_so_calmly(client, conference):
    assert "takes no registrations" in page(client.get(FORM))
    assert client.post(FORM, {}).status_code == 403


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-100, "It opens on 21 March 2026, 00:00"),
        (0, "Registration closed on 20 May 2026, 00:00"),
    ],
)
def test_outside_its_time_the_form_says_when(client, form, days, sentence):
    fields = given(client)
    with time_machine.travel(at("12:00", day=DAY + timedelta(days=days)), tick=False):
        assert sentence in page(client.get(FORM))
        assert client.post(FORM, fields).status_code == 403
    assert not Registration.objects.exists()


def test_who_was_writing_while_the_form_closed_is_told_before_and_after(client, form):
    assert "20 May 2026, 00:00" in page(client.get(FORM))  # until when
    fields = given(client, name="曾志伟", title="教授 <b>")

    with time_machine.travel(at("00:01", day=DAY), tick=False):
        answer = client.post(FORM, fields)

    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store"
    html = answer.content.decode()
    assert "Your reply has not been sent" in html
    assert "Registration closed on 20 May 2026, 00:00" in html
    for text in ("曾志伟", "教授 &lt;b&gt;", "+44 7700 900123"):
        assert text in html
    assert not Registration.objects.exists()


def test_what_was_written_is_listed_with_what_was_chosen(client, form, conference):
    for title, clock in (("AI literacy", "10:00"), ("Assessment", "16:00")):
        make_session(conference, clock, kind="sub-forum", title_en=title)
    make_public(conference)
    meal = Question.objects.create(form=form, kind="yes-no", label_en="Meal")
    codes = conference.sessions.filter(kind="sub-forum").values_list("code", flat=True)
    fields = given(client, sessions=[*codes], **{f"question_{meal.pk}": "no", "question_0": "Old"})

    with time_machine.travel(at("00:01", day=DAY), tick=False):
        answer = client.post(FORM, fields)

    found = parsed(answer).xpath("//dl[contains(@class, 'own-facts')]/*")
    listed = dict(zip(map(words, found[::2]), map(words, found[1::2]), strict=True))
    assert listed == {
        "Name": "曾志伟",
        "Organization": "大连理工大学",
        "Position or title": "教授",
        "Phone": "+44 7700 900123",
        "Meal": "No",
        "Sub-forums": "AI literacy, Assessment",
        "No longer asked": "Old",
    }


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_reply_before_the_opening_is_told_when_it_opens(client, form, language):
    fields = given(client)

    with time_machine.travel(at("12:00", day=DAY - timedelta(days=100)), tick=False):
        answer = client.post(FORM.replace("/en/", f"/{language}/"), fields)

    html = page(answer, 403)
    told = {
        "en": ("It opens on 21 March 2026, 00:00", "closed while"),
        "zh-hans": ("3月21日", "截止"),
    }
    said, unsaid = told[language]
    assert said in html
    assert "曾志伟" in html
    assert unsaid not in html


def test_a_reply_to_a_form_that_is_gone_keeps_what_was_written(client, form):
    topic = Question.objects.create(form=form, label_en="Topic")
    fields = given(client, **{f"question_{topic.pk}": "Reading"})
    form.delete()

    html = page(client.post(FORM, fields), 403)

    assert "takes no registrations" in html
    assert "曾志伟" in html
    assert "Reading" in html


# --- A reply -------------------------------------------------------------------------------------


def test_a_reply_is_kept_with_its_consent_and_leads_to_ones_own_page(client, form):
    response = client.post(FORM, given(client, name="曾　志伟", name_en="Zhiwei Zeng"))

    person = Registration.objects.get()
    assert (person.name, person.status, person.source) == ("曾志伟", "confirmed", "self")
    assert (person.consent_version, person.consented_at) == ("7", NOW)
    assert (person.number, person.language) == (1, "en")
    assert re.fullmatch(r"/en/r/[\w-]{32}/", response["Location"])
    own = client.get(response["Location"])
    html = page(own)
    assert person.code in html
    assert "+44 7700 900123" in html
    assert own["Cache-Control"] == "no-store"
    assert own["Referrer-Policy"] == "no-referrer"
    assert own["X-Robots-Tag"] == "noindex"


def test_consent_is_not_ticked_and_not_optional(client, form):
    html = page(client.get(FORM))
    fields = given(client)
    del fields["consent"]

    refused = page(client.post(FORM, fields), 422)

    assert not re.search(r'name="consent"[^>]*checked', html)
    assert "Your data serve this conference alone." in html
    assert "Without your consent" in refused
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 1_000_000},
        {"name": "\0"},
        {"title": ""},
        {"organization_name": "x" * 201},
        {"phone": "", "email": ""},
        {"phone": "", "email": "no mail"},
        {"title": "210102199003071234"},
        {"form_id": "x"},
        {"fax": "1"},
        {"sessions": "NOSUCH"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(client, form, conference, wrong):
    if "sessions" in wrong:
        make_session(conference, kind="sub-forum")
        make_public(conference)

    html = page(client.post(FORM, given(client) | wrong), 422)

    assert "Nothing has been sent yet." in html
    assert not Registration.objects.exists()


def test_replies_wait_for_an_organizer_where_the_form_says_so(client, form):
    form.confirms_at_once = False
    form.save()

    own = page(client.get(client.post(FORM, given(client))["Location"]))

    assert Registration.objects.get().status == "pending"
    assert "An organizer will confirm it." in own
    assert Registration.objects.get().code not in own


def test_without_a_seat_a_reply_waits(client, form):
    form.seats = 1
    form.save()
    client.post(FORM, given(client))

    html = page(client.get(FORM))
    own = page(client.get(client.post(FORM, given(client, name="李明"))["Location"]))

    assert "All seats are taken." in html
    assert "You are on the waiting list." in own
    assert list(Registration.objects.order_by("number").values_list("status", flat=True)) == [
        "confirmed",
        "waitlisted",
    ]


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_given_once():
    conference = make_conference(slug="spring")
    make_session(conference, "09:00")
    make_public(conference)
    make_reply_form(conference, seats=1)
    fields = [given(Client(), name=f"李{n}") for n in range(4)]

    at_once(*(lambda data=data: Client().post(FORM, data).status_code for data in fields))

    rows = Registration.objects.order_by("number").values_list("number", "status")
    assert list(rows) == [
        (1, "confirmed"),
        (2, "waitlisted"),
        (3, "waitlisted"),
        (4, "waitlisted"),
    ]


def test_questions_are_asked_and_answered(client, form):
    meal = Question.objects.create(form=form, kind="yes-no", label_en="Meal", is_required=True)
    how = Question.objects.create(
        form=form, kind="choice", label_en="How", options_en="Online\nOn site"
    )
    topic = Question.objects.create(form=form, label_en="Topic")

    missing = page(client.post(FORM, given(client)), 422)
    answers = {f"question_{meal.pk}": "no", f"question_{how.pk}": "On site"}
    own = page(client.get(client.post(FORM, given(client, **answers))["Location"]))

    assert "This field is required." in missing
    assert Registration.objects.get().answers == {str(meal.pk): False, str(how.pk): "On site"}
    assert "On site" in own
    assert "Topic" not in own
    bad = client.post(FORM, given(client, **answers | {f"question_{how.pk}": "By boat"}))
    assert bad.status_code == 422
    long = client.post(FORM, given(client, **answers | {f"question_{topic.pk}": "x" * 501}))
    assert long.status_code == 422


# --- Sub-forums ----------------------------------------------------------------------------------


def test_published_sub_forums_are_offered_with_the_published_title(client, form, conference):
    forum = make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy")
    make_public(conference)
    make_session(conference, "10:00", kind="sub-forum", title_en="Secret draft")
    forum.title_en = "New title, not published"
    forum.save()

    html = page(client.get(FORM))

    assert "AI literacy · Wed 20 May 10:00–10:30" in html
    assert "Secret draft" not in html
    assert "New title" not in html


def test_sub_forums_side_by_side_are_one_choice_and_others_several(client, form, conference):
    first = make_session(conference, kind="sub-forum", parallel_group="b")
    make_session(conference, kind="sub-forum", parallel_group="b")
    make_public(conference)
    one = page(client.get(FORM))
    later = make_session(conference, "16:00", kind="sub-forum", title_en="Later")
    make_public(conference)
    several = page(client.get(FORM))

    response = client.post(FORM, given(client, sessions=[first.code, later.code]))

    assert response.status_code == 302
    assert 'type="radio"' in one
    assert 'type="radio"' not in several
    assert set(Registration.objects.get().sessions.all()) == {first, later}


def test_two_sub_forums_at_the_same_time_are_refused(client, form, conference):
    codes = [
        make_session(conference, clock, ends, kind="sub-forum").code
        for clock, ends in (("10:00", "12:00"), ("11:00", "13:00"), ("16:00", "17:00"))
    ]
    make_public(conference)

    html = page(client.post(FORM, given(client, sessions=codes)), 422)

    assert "run at the same time. Choose one." in html


# --- Programs that fill in forms -----------------------------------------------------------------


def test_too_many_replies_from_one_address_wait(client, form, monkeypatch):
    monkeypatch.setitem(reply_views.PER_NETWORK, "most", 2)
    fields = [given(client, name=f"李{n}") for n in range(3)]

    answers = [client.post(FORM, data).status_code for data in fields]

    assert answers == [302, 302, 429]
    assert Registration.objects.count() == 2


def test_a_post_without_its_token_is_refused(form):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(FORM, given(Client())).status_code == 403


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_form_costs_the_same_queries_for_any_list(
    client, form, conference, django_assert_num_queries, count
):
    form.seats = 1_000
    form.save()
    for _ in range(3):
        make_session(conference, "10:00", kind="sub-forum", seats=500)
    make_public(conference)
    make_registrations(conference, count)
    client.get(FORM)  # the program is parsed once for each version

    with django_assert_num_queries(7):
        client.get(FORM)
