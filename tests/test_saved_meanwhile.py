"""A release is published, or restored, while colleagues save: nothing lost, nothing half."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from conference import stamps
from conference.program.models import Session, SessionRole
from conference.program.release.publishing import publish
from tests.factories import (
    at,
    make_conference,
    make_member,
    make_participation,
    make_role,
    make_session,
)
from tests.pages import form_data
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/admin/program/session/"
ROUNDS = 3


@pytest.fixture
def conference():
    """Eight sessions with a speaker each, released once."""
    conference = make_conference(slug="spring")
    for n in range(8):
        session = make_session(
            conference, at("08:00") + n * timedelta(hours=1), title_en=f"Before {n}", position=n
        )
        make_role(session, make_participation(conference))
    publish(conference)
    stamps.forget()
    return conference


@pytest.fixture
def colleagues(conference):
    """Three organizers, each at a browser of their own."""
    browsers = [Client() for _n in range(3)]
    for browser in browsers:
        browser.force_login(make_member(conference, "organizer"))
    return browsers


def failures(results):
    return [result for result in results if isinstance(result, Exception)]


def list_saved(browser, number):
    """The act of saving the list of sessions with other positions in every row."""
    data = form_data(browser.get(LIST), _save="")
    for name in [name for name in data if re.fullmatch(r"form-\d+-position", name)]:
        data[name] = str(number + int(data[name][0]) % 100)
    return lambda: browser.post(LIST, data).status_code


def form_saved(browser, session, number):
    """The act of saving one session's form: its title, and what its speaker is there."""
    address = f"{LIST}{session.pk}/change/"
    data = form_data(browser.get(address), title_en=f"After {number}")
    data["roles-0-role"] = "chair" if number % 200 else "speaker"
    return lambda: browser.post(address, data).status_code


def said_by(release):
    """What a release says of the session with the form: its title, and what its speaker is."""
    (session,) = [row for row in release.document["sessions"] if row["number"] == 1]
    return session["title"][1], session["roles"][0]["role"]


def test_a_release_holds_what_colleagues_save_meanwhile_whole_or_not_at_all(conference, colleagues):
    wang, chen, li = colleagues
    session = conference.sessions.get(number=1)
    whole = {("Before 0", "speaker")}
    for number in range(100, 100 + ROUNDS * 100, 100):
        review = f"/admin/program/publish/{conference.pk}/"
        reviewed = form_data(wang.get(review))
        saves = list_saved(chen, number), form_saved(li, session, number)

        results = at_once(
            lambda: wang.post(review, reviewed).status_code,  # noqa: B023  called in this round
            lambda: publish(conference).number,
            *saves,
        )

        assert {getattr(error, "code", error) for error in failures(results)} <= {"unchanged"}
        assert results[2:] == [302, 302]
        session.refresh_from_db()
        role = SessionRole.objects.get(session=session).role
        assert (session.title_en, role) == (
            f"After {number}",
            "chair" if number % 200 else "speaker",
        )
        assert {s.position // 100 for s in conference.sessions.all()} == {number // 100}
        whole.add((session.title_en, role))
    assert {said_by(release) for release in conference.releases.all()} <= whole
    for release in conference.releases.all():
        rows = [row["number"] for row in release.document["sessions"]]
        assert sorted(rows) == list(range(1, 9))


def test_a_restore_loses_nothing_that_colleagues_save_meanwhile(conference, colleagues):
    wang, chen, li = colleagues
    first = conference.releases.get()
    session = conference.sessions.get(number=1)
    address = f"/admin/program/release/{first.pk}/restore/"
    for number in range(100, 100 + ROUNDS * 100, 100):
        Session.objects.filter(number=2).update(title_en=f"Draft {number}")
        asked = form_data(wang.get(address))
        saves = list_saved(chen, number), form_saved(li, session, number)

        results = at_once(
            lambda: wang.post(address, asked).status_code,  # noqa: B023  called in this round
            *saves,
        )

        assert not failures(results)
        restored = results[0] == 302
        session.refresh_from_db()
        if restored:  # before anybody else: what they saved stands on what was restored
            assert Session.objects.get(number=2).title_en == "Before 1"
        else:  # told that the draft is another one now
            assert Session.objects.get(number=2).title_en == f"Draft {number}"
        for result, is_there in (
            (results[1], {s.position // 100 for s in conference.sessions.all()} == {number // 100}),
            (results[2], session.title_en == f"After {number}"),
        ):
            assert (result == 302) is is_there


def test_no_reader_meets_a_page_of_two_releases(conference):
    pages = ["/en/conferences/spring/schedule/", "/en/conferences/spring/schedule.json"]
    conference.sessions.update(title_en="After")

    def read():
        texts = []
        for _n in range(4):
            texts += [Client().get(page).content.decode() for page in pages]
            stamps.forget()
        return texts

    results = at_once(read, read, partial(publish, conference), read)

    assert not failures(results)
    for text in [*results[0], *results[1], *results[3]]:
        assert ("Before" in text) != ("After" in text)
        if "<html" in text:
            version = re.search(r"Program version (\d)", text)[1]
            assert version == ("1" if "Before" in text else "2")
