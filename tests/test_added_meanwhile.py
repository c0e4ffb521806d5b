"""What is added in the admin while a release is published or restored: before it, or after it."""

import time
from threading import Event

import pytest
from django.db import connection, transaction
from django.test import Client

from conference.models import Conference
from conference.program.models import Participation, Session, SessionRole
from conference.program.release.publishing import publish
from tests.factories import (
    make_conference,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_session,
)
from tests.pages import form_data
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 2


@pytest.fixture
def conference():
    """Six sessions with a speaker each, released once."""
    conference = make_conference(slug="spring")
    for n in range(6):
        session = make_session(conference, title_en=f"Before {n}", position=n)
        make_role(session, make_participation(conference))
    publish(conference)
    return conference


def browser_of(conference):
    browser = Client()
    browser.force_login(make_member(conference, "organizer"))
    return browser


def adding(browser, model, conference, **filled):
    """The act of sending the form of a new row."""
    address = f"/admin/{model}/add/?conference={conference.pk}"
    data = form_data(browser.get(address), **filled)
    return lambda: browser.post(address, data).status_code


def session_added(browser, conference, title):
    """A session with a speaker on its page."""
    person = make_participation(conference)
    role = {"roles-0-participation": person.pk, "roles-0-role": "speaker", "roles-TOTAL_FORMS": 1}
    return adding(browser, "program/session", conference, title_en=title, **role)


NEW = {
    "program/session": lambda: {"title_en": "Added"},
    "program/committee": lambda: {"kind": "academic"},
    "program/participation": lambda: {"person": make_person(name_zh="王样例").pk},
    "program/expectedtotal": lambda: {"category": "leader", "total": 5, "label_en": "leaders"},
    "people/hostrole": lambda: {"organization": make_organization().pk, "role": "sponsor"},
    "attendance/registration": lambda: {"name": "王样例", "organization_name": "样例大学"},
    "attendance/checkpoint": lambda: {"kind": "own", "name_en": "Lunch", "name_zh": "午餐"},
    "news/article": lambda: {"slug": "opening", "title_en": "Opening", "title_zh": "开幕"},
    "conference/hotel": lambda: {"name_en": "Hotel", "name_zh": "酒店"},
    "conference/contact": lambda: {"name_zh": "王样例", "phone": "+44 7700 900123"},
}


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def test_a_new_row_waits_for_whoever_holds_the_conference(conference):
    browser = browser_of(conference)
    for model, filled in NEW.items():
        add = adding(browser, model, conference, **filled())
        assert at_once(*_beside(conference, add)) == [None, 302], model


def _beside(conference, add):
    """(an act that holds the conference until `add` waits for it, `add`)."""
    held, added = Event(), Event()

    def hold():
        with transaction.atomic():
            Conference.objects.lock(conference.pk)
            held.set()
            ends = time.monotonic() + 60
            while connection.vendor == "postgresql" and not waits_for_a_lock():
                assert not added.is_set(), "the row was added meanwhile"
                assert time.monotonic() < ends
                added.wait(0.02)
            assert not added.is_set()

    def send():
        held.wait(60)
        try:
            return add()
        finally:
            added.set()

    return hold, send


def test_a_form_of_a_conference_that_was_deleted_meanwhile_is_told_so(conference):
    other = make_conference(slug="autumn")
    browser = browser_of(other)
    add = adding(browser, "news/article", other, slug="opening", title_en="Opening")
    other.delete()

    assert add() in (403, 404)


def test_a_release_holds_a_session_added_meanwhile_with_its_people_or_not_at_all(conference):
    browsers = [browser_of(conference) for _n in range(2)]
    for number in range(ROUNDS):
        Session.objects.filter(number=1).update(title_en=f"Round {number}")
        adds = [
            session_added(browser, conference, f"Added {number} {place}")
            for place, browser in enumerate(browsers)
        ]

        results = at_once(lambda: publish(conference).number, *adds)

        assert results == [number + 2, 302, 302]
    for release in conference.releases.all():
        listed = {row["code"] for row in release.document["people"]}
        for row in release.document["sessions"]:
            assert len(row["roles"]) == 1
            assert row["roles"][0]["person"] in listed
    assert Session.objects.count() == SessionRole.objects.count() == 6 + 2 * ROUNDS


def test_a_restore_keeps_what_is_added_meanwhile_or_is_asked_again(conference):
    first = conference.releases.get()
    wang, chen, li = (browser_of(conference) for _n in range(3))
    address = f"/admin/program/release/{first.pk}/restore/"
    for number in range(ROUNDS):
        Session.objects.filter(number=2).update(title_en=f"Draft {number}")
        person = make_person(name_zh=f"王样例{number}")
        adds = (
            session_added(chen, conference, f"Added {number}"),
            adding(li, "program/participation", conference, person=person.pk),
        )
        asked = form_data(wang.get(address))

        results = at_once(
            lambda: wang.post(address, asked).status_code,  # noqa: B023  called in this round
            *adds,
        )

        # Added before it: the draft is another one now, and whoever restores is told.
        # Added after it: what was added stands on what was restored.
        assert results[0] in (200, 302)
        title = Session.objects.get(number=2).title_en
        assert title == ("Before 1" if results[0] == 302 else f"Draft {number}")
        assert Participation.objects.filter(person=person).exists() is (results[2] == 302)
        if results[1] == 302:
            assert Session.objects.get(title_en=f"Added {number}").roles.count() == 1
        else:  # its speaker was taken away with what was restored, and the form says so
            assert results[0] == 302
