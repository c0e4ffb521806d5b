"""Calendars that people keep: an agenda of their own, and any one after a release is taken back."""

from datetime import timedelta

import pytest

from conference import stamps
from conference.program.release.publishing import publish, withdraw
from tests.factories import make_role, make_session
from tests.program.feeds.calendars import PUBLISHED, read

pytestmark = pytest.mark.django_db


def test_a_personal_agenda_takes_codes_as_people_type_them(client, conference):
    one, two = make_session(conference, "09:00"), make_session(conference, "10:00")
    publish(conference, at=PUBLISHED)

    for query in (
        f"s={one.code.lower()},{two.code}",
        f"s={one.code}%2C{two.code},",
        f"s={one.code}&s={two.code.lower()}&s={one.code}",
        f"s={one.code},{two.code},ZZZZZZ",
    ):
        assert len(read(client, f"my.ics?{query}").walk("VEVENT")) == 2


def test_a_personal_agenda_of_withdrawn_sessions_tells_them_as_cancelled(client, conference):
    session = make_session(conference, "09:00", title_en="Mine")
    publish(conference, at=PUBLISHED)
    session.refresh_from_db()
    session.status = "cancelled"
    session.save()
    publish(conference, at=PUBLISHED + timedelta(days=1))

    (event,) = read(client, f"my.ics?s={session.code}").walk("VEVENT")

    assert (str(event["SUMMARY"]), str(event["STATUS"])) == ("Cancelled: Mine", "CANCELLED")
    assert str(event["TRANSP"]) == "TRANSPARENT"


def test_a_personal_agenda_outlives_a_release_that_is_taken_back(client, conference):
    make_session(conference, "08:00")
    publish(conference, at=PUBLISHED)
    session = make_session(conference, "09:00")
    publish(conference, at=PUBLISHED + timedelta(days=1))
    assert len(read(client, f"my.ics?s={session.code}").walk("VEVENT")) == 1

    withdraw(conference.releases.get(number=2))
    stamps.forget()

    assert read(client, f"my.ics?s={session.code}").walk("VEVENT") == []


def test_a_subscription_outlives_a_release_that_is_taken_back(client, conference):
    make_session(conference, "08:00")
    publish(conference, at=PUBLISHED)
    session = make_session(conference, "09:00")
    speaker = make_role(session).participation
    unknown = make_session(conference, "10:00")
    publish(conference, at=PUBLISHED + timedelta(days=1))
    tails = [f"sessions/{session.code}.ics", f"speakers/{speaker.code}.ics"]
    assert [len(read(client, tail).walk("VEVENT")) for tail in tails] == [1, 1]
    conference.sessions.filter(pk=unknown.pk).update(first_published_at=None)

    withdraw(conference.releases.get(number=2), at=PUBLISHED + timedelta(days=2))
    stamps.forget()

    assert [read(client, tail).walk("VEVENT") for tail in tails] == [[], []]
    never = client.get(f"/en/conferences/ai-2026/sessions/{unknown.code}.ics")
    assert never.status_code == 404


def test_a_calendar_changed_when_a_release_was_taken_back(client, conference):
    session = make_session(conference, "09:00", title_en="One")
    publish(conference, at=PUBLISHED)
    session.refresh_from_db()
    session.title_en = "Two"
    session.save()
    publish(conference, at=PUBLISHED + timedelta(days=1))

    withdraw(conference.releases.get(number=2), at=PUBLISHED + timedelta(days=2))
    stamps.forget()

    calendar = read(client)
    (event,) = calendar.walk("VEVENT")
    assert str(event["SUMMARY"]) == "One"
    moments = {calendar["LAST-MODIFIED"].dt, event["LAST-MODIFIED"].dt}
    assert moments == {PUBLISHED + timedelta(days=2)}


def test_a_code_of_the_draft_is_no_agenda(client, conference):
    make_session(conference, "08:00")
    publish(conference, at=PUBLISHED)
    draft = make_session(conference, "09:00")

    assert client.get(f"/en/conferences/ai-2026/my.ics?s={draft.code}").status_code == 404


def test_ten_thousand_stars_are_refused_in_words(client, conference):
    session = make_session(conference, "09:00")
    publish(conference, at=PUBLISHED)

    for language, words in (("en", "200 sessions"), ("zh-hans", "200")):
        for stars, status in ((201, 400), (10_000, 414)):
            query = ",".join([session.code] * stars)
            response = client.get(f"/{language}/conferences/ai-2026/my.ics?s={query}")
            assert response.status_code == status
            assert words in response.content.decode()
