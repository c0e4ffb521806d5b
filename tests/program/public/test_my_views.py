"""The page of a personal agenda and the changes since a release, as a reader's device asks them."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conference import page_cache, stamps
from conference.program.models import Session
from conference.program.release import published
from conference.program.release.publishing import publish, withdraw
from tests.factories import (
    at,
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
)
from tests.pages import links, of_class, parsed, words

pytestmark = pytest.mark.django_db

MY = "/en/conferences/here/my/"
SINCE = "/en/conferences/here/changes/since/{}.json"


@pytest.fixture
def conference():
    conference = make_conference(slug="here")
    hall = make_room(conference, slug="hall", name_en="Great Hall", name_zh="大礼堂")
    one = make_session(conference, "09:00", "10:00", room=hall, title_en="First", title_zh="第一场")
    make_role(one, make_participation(conference, make_person()))
    make_session(conference, "09:30", "10:30", title_en="Second", title_zh="第二场")
    make_session(conference, "11:00", "12:00", title_en="Third", title_zh="第三场")
    publish(conference)
    return conference


def code_of(conference, title):
    return conference.sessions.get(title_en=title).code


# --- The page ---


def test_an_agenda_is_read_from_its_link_alone(client, conference):
    one, two = code_of(conference, "First"), code_of(conference, "Second")

    response = client.get(f"{MY}?s={two},{one.lower()}")

    assert response.status_code == 200
    page = parsed(response)
    assert [words(h) for h in of_class(response, "session-title")] == ["First", "Second"]
    assert "09:00–10:00" in words(page.get_element_by_id(one))
    assert "Great Hall" in words(page.get_element_by_id(one))
    assert words(of_class(response, "overlap")[0]) == "At the same time: Second"
    assert page.get_element_by_id(one).get("data-starts") == str(int(at("09:00").timestamp()))
    assert page.xpath("//meta[@name='robots'][@content='noindex']")
    query = f"s={','.join(sorted([one, two]))}"
    shown = links(response)
    assert shown["Subscribe in my calendar"].startswith("webcal://")
    assert shown["Subscribe in my calendar"].endswith(f"my.ics?{query}")
    assert client.get(shown["Calendar file (.ics)"]).status_code == 200
    field = page.get_element_by_id("agenda-link")
    assert field.get("value").endswith(f"{MY}?{query}")
    assert field.get("value").startswith("http")
    assert page.xpath("//*[@role='img']//*[local-name()='svg']")


def test_an_agenda_is_written_in_both_languages(client, conference):
    one = code_of(conference, "First")

    response = client.get(f"/zh-hans/conferences/here/my/?s={one}")

    assert words(of_class(response, "session-title")[0]) == "第一场"
    assert "大礼堂" in words(parsed(response).get_element_by_id(one))
    assert links(response)["English"].endswith(f"/en/conferences/here/my/?s={one}")


def test_without_stars_the_page_says_how_to_choose(client, conference):
    response = client.get(MY)

    assert "Press the star" in words(of_class(response, "empty")[0])
    assert links(response)["Go to the schedule"] == "/en/conferences/here/schedule/"
    form = next(f for f in parsed(response).forms if f.get("action") == MY)
    assert len(form.xpath(".//input[@name='s']")) == 3
    assert form.xpath(".//button[@formaction='/en/conferences/here/my.ics']")
    assert not of_class(response, "qr")


def test_what_is_not_in_the_program_is_left_out_and_said(client, conference):
    one = code_of(conference, "First")

    response = client.get(f"{MY}?s={one},NOBODY,%3Cscript%3E")

    assert "2 sessions of this link are not in the program" in words(parsed(response))
    assert b"<script>," not in response.content
    assert links(response)["Calendar file (.ics)"].endswith(f"?s={one}")
    alone = client.get(f"{MY}?s=NOBODY")
    assert alone.status_code == 200
    assert "Press the star" in words(parsed(alone))


def test_a_cancelled_one_stays_and_says_so(client, conference):
    one = code_of(conference, "First")
    Session.objects.filter(code=one).update(status="cancelled")
    publish(conference)

    response = client.get(f"{MY}?s={one},{code_of(conference, 'Second')}")

    assert words(of_class(response, "is-cancelled")[0]).startswith("09:00–10:00 Cancelled First")
    assert not of_class(response, "overlap")
    assert "1 session was cancelled." in words(parsed(response))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "at most 200 sessions"), ("zh-hans", "最多包含200项议程")],
)
def test_more_stars_than_an_agenda_holds_are_refused_in_words(
    client, conference, language, sentence
):
    codes = ",".join(f"AAA{number}" for number in range(201))

    response = client.get(f"/{language}/conferences/here/my/?s={codes}")

    assert response.status_code == 400
    assert sentence in response.content.decode()


@pytest.mark.parametrize(("language", "lang"), [("en", "en"), ("zh-hans", "zh-Hans")])
def test_ten_thousand_stars_are_refused_in_the_readers_language(client, conference, language, lang):
    response = client.get(f"/{language}/conferences/here/my/?s={'K7WQ2M,4HD9XA,' * 5_000}")

    assert response.status_code == 414
    assert parsed(response).get("lang").lower() == language


def test_a_long_agenda_has_a_link_but_no_code(client):
    conference = make_conference(slug="here")
    codes = [make_session(conference, "09:00", title_en=f"Talk {n}").code for n in range(120)]
    publish(conference)

    gone = [f"GONE{n}" for n in range(10, 90)]
    response = client.get(f"{MY}?s={','.join([*codes, *gone])}")

    assert len(of_class(response, "my-line")) == 120
    assert response.has_header("ETag")
    assert not of_class(response, "qr")
    assert "too long for a QR code" in words(parsed(response))


def test_a_conference_that_is_not_public_has_no_agenda(client):
    make_conference(slug="draft")

    assert client.get("/en/conferences/draft/my/").status_code == 404
    assert client.get("/en/conferences/draft/changes/since/1.json").status_code == 404


def test_a_release_withdrawn_elsewhere_a_moment_ago_breaks_nothing(client, conference):
    make_session(conference, "17:00")
    release = publish(conference)
    stamps.forget()
    assert client.get(SINCE.format(1)).json()["changes"]
    page_cache.store.clear()

    # By another process, of which this one learns when it reads the stamps again.
    type(release).objects.filter(pk=release.pk).update(withdrawn_at=timezone.now())
    response = client.get(SINCE.format(1))

    assert response.json() == {"from": 1, "to": 2, "changes": [], "more": 0}


def test_the_page_asks_one_query_a_miss_and_none_a_hit(client, conference):
    codes = list(conference.sessions.values_list("code", flat=True))
    for count in (1, 3):
        page_cache.store.clear()
        published.forget_programs()
        address = f"{MY}?s={','.join(codes[:count])}"
        stamps.version_of([])
        with CaptureQueriesContext(connection) as miss:
            client.get(address)
        with CaptureQueriesContext(connection) as hit:
            client.get(address)
        assert (len(miss), len(hit)) == (1, 0)


# --- What changed ---


def since(client, number, language="en"):
    response = client.get(f"/{language}/conferences/here/changes/since/{number}.json")
    assert response.status_code == 200
    return json.loads(response.content)


def move(title, starts, ends):
    Session.objects.filter(title_en=title).update(starts_at=at(starts), ends_at=at(ends))


def test_several_releases_become_one_list_of_old_and_new(client, conference):
    one = code_of(conference, "First")
    move("First", "14:00", "15:00")
    Session.objects.filter(title_en="Second").update(title_en="Second, again")
    publish(conference)
    move("First", "15:00", "16:00")
    Session.objects.filter(title_en="Third").update(status="cancelled")
    make_session(conference, "16:30", "17:00", title_en="Fourth")
    publish(conference)

    told = since(client, 1)

    assert (told["from"], told["to"], told["more"]) == (1, 3, 0)
    changes = {change["title"]: change for change in told["changes"]}
    assert changes["First"] == {
        "code": one,
        "kind": "moved",
        "label": "Moved",
        "title": "First",
        "url": f"/en/conferences/here/sessions/{one}/",
        "fields": [{"label": "Time", "old": "09:00–10:00", "new": "15:00–16:00"}],
    }
    assert changes["Second, again"]["fields"] == [
        {"label": "Title", "old": "Second", "new": "Second, again"}
    ]
    assert (changes["Third"]["kind"], changes["Third"]["label"]) == ("cancelled", "Cancelled")
    assert changes["Fourth"]["kind"] == "new"
    assert changes["Fourth"]["fields"][0]["new"].endswith("16:30–17:00")
    assert [c["fields"][0]["old"] for c in since(client, 2)["changes"] if c["code"] == one] == [
        "14:00–15:00"
    ]
    assert since(client, 3) == {"from": 3, "to": 3, "changes": [], "more": 0}
    assert since(client, 99)["changes"] == []
    in_chinese = {change["code"]: change for change in since(client, 1, "zh-hans")["changes"]}
    assert in_chinese[one]["title"] == "第一场"
    assert in_chinese[one]["fields"][0]["label"] == "时间"


def test_a_change_in_the_other_language_says_so(client, conference):
    Session.objects.filter(title_en="Third").update(title_en="", title_zh="第三场", room=None)
    publish(conference)

    (change,) = since(client, 1)["changes"]

    third = {"text": "第三场", "lang": "zh-Hans"}
    assert change["title"] == third
    assert {"label": "Title", "old": "Third", "new": third} in change["fields"]


def test_what_was_moved_there_and_back_is_no_change(client, conference):
    move("First", "14:00", "15:00")
    publish(conference)
    move("First", "09:00", "10:00")
    publish(conference)

    assert since(client, 1)["changes"] == []


def test_what_only_organizers_see_is_not_told(client, conference):
    Session.objects.filter(title_en="First").update(seats=20, position=7)
    conference.rooms.update(name_en="Small Hall")
    publish(conference)

    told = since(client, 1)

    assert told["changes"] == []
    assert told["more"] == 1


def test_a_withdrawn_release_is_told_by_the_one_before(client, conference):
    move("First", "14:00", "15:00")
    secret = publish(conference)
    withdraw(secret)

    told = since(client, 2)

    assert (told["from"], told["to"], told["changes"]) == (1, 1, [])
    assert client.get(SINCE.format(0)).status_code == 404


def test_the_changes_ask_three_queries_at_most(client, conference):
    for count in (1, 3):
        for session in conference.sessions.all()[:count]:
            Session.objects.filter(pk=session.pk).update(title_en=f"{session.code} {count}")
        publish(conference)
        stamps.forget()  # a transaction that is rolled back does not say so itself
        stamps.version_of([])
        with CaptureQueriesContext(connection) as miss:
            assert len(since(client, 1)["changes"]) == count
        with CaptureQueriesContext(connection) as hit:
            since(client, 1)
        assert (len(miss), len(hit)) == (3, 0)
