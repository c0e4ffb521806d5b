"""Public pages and feeds: who sees what, what it costs, languages and heads."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference import stamps
from conference.attendance.models import Registration
from conference.program.models import Session
from conference.program.release import published
from conference.program.release.publishing import withdraw
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_participation,
    make_person,
    make_registration,
    make_role,
    make_room,
    make_session,
)
from tests.forgetting import forget_everything
from tests.program.public.reading import HOME, code_of, publish_now, text_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="pages are drawn from a release's document"),
]
PAGES = ["", "schedule/", "speakers/", "venue/", "changes/", "releases/1/"]
FEEDS = ["changes/feed.xml", "schedule.ics", "schedule.xml", "schedule.json"]


# --- Who sees what -------------------------------------------------------------------------------


@pytest.mark.parametrize("tail", PAGES + FEEDS)
def test_every_address_answers_in_both_languages(client, program, tail):
    for language in ("en", "zh-hans"):
        response = client.get(f"/{language}/conferences/ai-2026/{tail}")

        assert response.status_code == 200
        assert response["Content-Language"] == language


@pytest.mark.parametrize("tail", [*PAGES, *FEEDS, "sessions/ABC123/", "speakers/ABC123/", "my.ics"])
def test_nothing_is_public_without_a_release(client, conference, tail):
    make_session(conference, "09:00")

    assert client.get(f"{HOME}{tail}").status_code == 404
    assert client.get(f"/en/conferences/no-such/{tail}").status_code == 404


def test_a_withdrawn_release_is_gone(client, conference, program):
    assert client.get(f"{HOME}schedule/").status_code == 200

    withdraw(conference.releases.get())
    stamps.forget()

    assert client.get(f"{HOME}schedule/").status_code == 404
    assert client.get(f"{HOME}schedule.ics").status_code == 404
    assert client.get(f"{HOME}releases/1/").status_code == 404


def test_the_draft_never_shows(client, conference, program, hall):
    addresses = [f"{HOME}{tail}" for tail in PAGES + FEEDS]
    addresses += [f"{HOME}sessions/{s.code}/" for s in program.every_session()]
    addresses += [f"{HOME}sessions/{s.code}.ics" for s in program.every_session()]
    addresses += [f"{HOME}speakers/{p.code}/" for p in program.people]
    addresses += [f"{HOME}rooms/hall.ics", f"{HOME}tracks/teaching.ics", "/en/", "/sitemap.xml"]
    before = {address: client.get(address).content for address in addresses}

    conference.refresh_from_db()
    conference.name_en = "Secret name"
    conference.short_name_en = "Secret short name"
    conference.venue_en = "Secret venue"
    conference.save()
    hall.name_en = "Secret room"
    hall.save()
    for session in conference.sessions.all():
        session.title_en = f"Secret {session.pk}"
        session.save()
    newcomer = make_person(name_zh="秘密", family_name_en="Secret", given_name_en="Person")
    make_role(make_session(conference, "14:00", title_en="Secret talk"), None)
    make_participation(conference, newcomer)
    person = conference.participations.first().person
    person.position_en = "Secret position"
    person.save()
    forget_everything()

    for address in addresses:
        after = client.get(address).content
        assert b"ecret" not in after, address
        assert after == before[address], address


def test_private_contacts_and_registrations_are_in_no_answer(client, conference, program):
    registration = make_registration(conference, name="曾志伟")

    for tail in [*PAGES, *FEEDS, *[f"speakers/{p.code}/" for p in program.people]]:
        body = client.get(f"{HOME}{tail}").content.decode()
        for secret in ("900999", "private@example.org", registration.name, registration.code):
            assert secret not in body
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("tail", PAGES + FEEDS)
def test_public_answers_set_no_cookie_and_depend_on_none(client, program, tail):
    client.cookies["sessionid"] = "x" * 32

    response = client.get(f"{HOME}{tail}")

    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert response["Cache-Control"].startswith("public")
    assert b"csrfmiddlewaretoken" not in response.content


def test_only_reading_is_allowed(client, program):
    for tail in [*PAGES, *FEEDS]:
        assert client.post(f"{HOME}{tail}").status_code == 405
        assert client.head(f"{HOME}{tail}").status_code == 200


# --- What it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tail", "queries"),
    [
        ("schedule/", 2),
        ("speakers/", 2),
        ("venue/", 2),
        ("changes/", 3),
        ("releases/1/", 3),
        ("changes/feed.xml", 3),
        ("schedule.ics", 2),
        ("schedule.xml", 2),
        ("schedule.json", 2),
        ("", 3),
    ],
)
def test_queries_are_few_and_do_not_grow(client, conference, tail, queries):
    for number in (1, 3):
        while conference.sessions.count() < number:
            start = at("09:00") + timedelta(hours=conference.sessions.count())
            make_role(make_session(conference, start), make_participation(conference))
        publish_now(conference)

        for _again in range(2):
            forget_everything()
            with CaptureQueriesContext(connection) as cold:
                assert client.get(f"{HOME}{tail}").status_code == 200
            assert len(cold) == queries
        with CaptureQueriesContext(connection) as hit:
            assert client.get(f"{HOME}{tail}").status_code == 200
        assert len(hit) == 0


def test_a_session_costs_two_queries_and_a_speaker_three(
    client, program, django_assert_num_queries
):
    forget_everything()
    with django_assert_num_queries(2):
        client.get(f"{HOME}sessions/{program.sessions[0].code}/")
    forget_everything()
    with django_assert_num_queries(3):
        client.get(f"{HOME}speakers/{program.people[0].code}/")


def test_a_publish_shows_at_once_and_an_unchanged_page_is_not_sent_again(
    client, conference, program
):
    first = client.get(f"{HOME}schedule/")
    assert (
        client.get(f"{HOME}schedule/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    )

    Session.objects.filter(title_en="Tea break").update(title_en="Coffee break")
    publish_now(conference)

    second = client.get(f"{HOME}schedule/", headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert "Coffee break" in second.content.decode()


def test_a_large_program_stays_small_on_the_wire(client, conference):
    hall = make_room(conference)
    for number in range(100):
        start = at("00:00") + timedelta(minutes=14 * number)
        session = make_session(conference, start, start + timedelta(minutes=14), room=hall)
        person = make_person(name_zh=f"报告人{number}", given_name_en=f"Given {number}")
        make_role(session, make_participation(conference, person))
    publish_now(conference)

    response = client.get(f"{HOME}schedule/", headers={"Accept-Encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 100_000


# --- Languages and heads -------------------------------------------------------------------------


def test_pages_link_their_twin_with_the_same_query(client, program):
    page = client.get(f"{HOME}schedule/?room=hall&q=%E8%AF%BE%E7%A8%8B").content.decode()

    twin = "/zh-hans/conferences/ai-2026/schedule/?room=hall&amp;q=%E8%AF%BE%E7%A8%8B"
    assert f'<a href="{twin}" hreflang="zh-Hans" lang="zh-Hans"' in page
    whole = f"{settings.PUBLIC_URL}/zh-hans/conferences/ai-2026/schedule/"
    assert f'<link rel="alternate" hreflang="zh-Hans" href="{whole}">' in page
    assert '<html lang="en">' in page
    assert client.get(twin.replace("&amp;", "&")).status_code == 200


def test_absolute_addresses_never_come_from_the_host_header(client, program):
    for tail in ("schedule/", *FEEDS):
        body = client.get(f"{HOME}{tail}", headers={"Host": "localhost"}).content.decode()
        assert "//localhost" not in body
        assert "//testserver" not in body


def test_a_fallback_carries_its_own_language(client, conference):
    make_session(conference, "09:00", title_zh="只有中文", title_en="")
    publish_now(conference)

    page = client.get(f"{HOME}schedule/").content.decode()

    assert '<span lang="zh-Hans">只有中文</span>' in page


def test_a_rendered_name_is_marked(client, conference):
    conference.name_zh_is_rendering = True
    conference.save()
    person = make_person(name_zh="王某", name_zh_is_rendering=True)
    make_role(make_session(conference, "09:00"), make_participation(conference, person))
    publish_now(conference)

    for tail in ("", "schedule/", "speakers/"):
        page = client.get(f"/zh-hans/conferences/ai-2026/{tail}").content.decode()
        assert ">译名</span>" in page
        assert "正式中文名称尚未公布" in page
    assert ">译名</span>" not in client.get(f"{HOME}schedule/").content.decode()


def test_titles_of_pages_are_unique(client, conference, program):
    for clock in ("12:00", "15:00"):
        make_session(
            conference, clock, kind="break", title_zh="茶歇", title_en="Tea break", room=None
        )
    make_session(conference, None, kind="break", title_zh="茶歇", title_en="Tea break")
    for _twin in range(2):
        make_participation(conference, make_person())
    publish_now(conference)
    program = published.published_program("ai-2026")
    tails = [*PAGES]
    tails += [f"sessions/{s.code}/" for s in program.every_session()]
    tails += [f"speakers/{p.code}/" for p in program.people]

    for language in ("en", "zh-hans"):
        titles = []
        for tail in tails:
            page = client.get(f"/{language}/conferences/ai-2026/{tail}").content.decode()
            titles.append(page.partition("<title>")[2].partition("</title>")[0])
        assert len(set(titles)) == len(titles)
    tea = [s for s in program.sessions if s.title.en == "Tea break"]
    page = client.get(f"{HOME}sessions/{tea[0].code}/").content.decode()
    assert "<title>Tea break · Wednesday 20 May 2026 · 09:45 · AI 2026 · Lectern</title>" in page


def test_no_page_carries_style_or_script_inside(client, program):
    tails = [*PAGES, *[f"sessions/{s.code}/" for s in program.every_session()]]
    for tail in tails:
        page = client.get(f"{HOME}{tail}").content.decode()
        for forbidden in (" style=", "<style", " onclick=", " onload="):
            assert forbidden not in page
        # Files of ours, and blocks of data that no browser runs.
        for attributes in re.findall(r"<script([^>]*)>", page):
            assert re.match(r' (src="/static/|type="application/ld\+json")', attributes)


# --- A session, a speaker ------------------------------------------------------------------------


def test_a_session_tells_its_place_people_and_talks(client, program):
    keynote = text_of(client.get(f"{HOME}sessions/{program.sessions[0].code}/"))
    forum = text_of(client.get(f"{HOME}sessions/{code_of(program, 'First sub-forum')}/"))
    talk = text_of(client.get(f"{HOME}sessions/{code_of(program, 'Building courses')}/"))

    assert "Wednesday 20 May 2026</time>" in keynote
    assert ">09:00</time>–<time" in keynote
    assert "Main hall" in keynote
    assert "Wang Xingwei</a>" in keynote
    assert "Vice President" in keynote
    assert '<span class="soft"><span lang="zh-Hans">王兴伟</span></span>' in keynote
    assert "Building courses" in forum
    assert f'<a href="{HOME}sessions/{code_of(program, "First sub-forum")}/">' in talk
    assert "Main hall" in talk


def test_a_speakers_page_spans_conferences(client, conference, program):
    person = conference.participations.get().person
    other = make_conference(slug="ai-2025", name_en="Symposium 2025", starts_on=DAY, ends_on=DAY)
    there = make_participation(other, person)
    talk = make_session(other, "09:00", title_en="An earlier talk")
    make_role(talk, there)
    unpublished = make_conference(slug="ai-2027", name_en="Symposium 2027")
    make_participation(unpublished, person)
    publish_now(other)
    other.refresh_from_db()
    other.name_en = "Draft name"
    other.save()

    page = text_of(client.get(f"{HOME}speakers/{program.people[0].code}/"))

    assert f'<a href="/en/conferences/ai-2025/speakers/{there.code}/">Symposium 2025</a>' in page
    assert f'/en/conferences/ai-2025/sessions/{talk.code}/">An earlier talk</a>' in page
    assert "2027" not in page
    assert "Draft" not in page
