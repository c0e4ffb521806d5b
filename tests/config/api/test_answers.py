"""/api/v1/: what it answers, to whom, and that its OpenAPI document says the same."""

import pytest
from django.conf import settings

from conference import stamps
from conference.models import Conference, Room, Track
from conference.people.models import Person
from conference.program.models import Participation, Release, Session, SessionRole
from tests.config.api.asking import API, HERE, check, get, one_of_each, publish_again
from tests.factories import DAY, at, make_conference, make_session

pytestmark = pytest.mark.django_db


def test_every_answer_is_what_the_document_says(client, conference):
    for path, name in one_of_each(conference):
        value = get(client, path)
        check(value, name)
        if name.endswith("List"):
            assert value["results"], path


def test_the_document_names_every_address(client, conference):
    from config.api.urls import urlpatterns

    described = get(client, f"{API}openapi.json")
    paths = {path.lstrip("/") for path in described["paths"]}

    assert described["openapi"] == "3.1.0"
    assert paths == {
        str(p.pattern).replace("<slug:", "{").replace("<int:", "{").replace(">", "}")
        for p in urlpatterns
    }
    for path, item in described["paths"].items():
        assert set(item) == {"parameters", "get", "head"}, path


def test_a_talk_in_full(client, conference):
    talk = conference.sessions.get(title_en="Talk")
    room = conference.rooms.get()
    site = settings.PUBLIC_URL

    found = get(client, f"{HERE}sessions/{talk.code}/")

    assert (found["conference"], found["version"]) == ("ai-2026", "1")
    assert found["published_at"] == "2026-05-01T08:00:00+00:00"
    assert found["guid"] == str(talk.guid)
    assert found["title"] == {"zh": "教育大数据的未来", "en": "Talk"}
    assert (found["starts_at"], found["time_zone"]) == (
        "2026-05-20T10:00:00+08:00",
        "Asia/Shanghai",
    )
    assert found["languages"] == ["zh", "en"]
    assert found["room"] == {
        "guid": str(room.guid),
        "slug": "hall",
        "name": {"zh": room.name_zh, "en": room.name_en},
        "url": f"{site}{HERE}rooms/hall/",
    }
    assert found["track"]["slug"] == "teaching"
    assert found["parent"] == conference.sessions.get(title_en="Forum").code
    assert [p["name"] for p in found["people"]] == [{"zh": "王兴伟", "en": "Wang Xingwei"}]
    assert found["url"] == f"{site}{HERE}sessions/{talk.code}/"
    assert found["page"]["zh"] == f"{site}/zh-hans/conferences/ai-2026/sessions/{talk.code}/"
    assert found["calendar"]["en"] == f"{site}/en/conferences/ai-2026/sessions/{talk.code}.ics"


def test_the_program_tells_where_to_sleep_and_whom_to_call_and_no_photos_before_the_end(
    client, conference
):
    found = get(client, f"{HERE}program/")

    assert [(row["name"]["en"], row["phone"]) for row in found["hotels"]] == [
        ("Hunnan Hotel", "+44 7700 900123")
    ]
    assert [row["name"]["zh"] for row in found["contacts"]] == ["会务组"]
    [plan] = found["plans"]
    assert plan["caption"] == {"zh": "一层平面图", "en": "Ground floor"}
    path = plan["image"].removeprefix(settings.PUBLIC_URL)
    picture = client.get(path)
    assert b"".join(picture)[8:12] == b"WEBP"
    assert "photos" not in found


def test_the_links_of_an_answer_lead_somewhere(client, conference):
    def links(value):
        if isinstance(value, dict):
            for inner in value.values():
                yield from links(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from links(inner)
        elif isinstance(value, str) and value.startswith(settings.PUBLIC_URL):
            yield value.removeprefix(settings.PUBLIC_URL)

    found = {link for path, _name in one_of_each(conference) for link in links(get(client, path))}
    found.discard("/api/v1")

    def status(link):
        response = client.get(link)
        _read = b"".join(response)  # a picture is closed by whoever read it
        return response.status_code

    assert len(found) > 40
    assert {link: status(link) for link in found} == dict.fromkeys(found, 200)


def test_only_releases_are_told(client, conference):
    hidden = make_conference(slug="hidden", name_en="Secret name")
    make_session(hidden, "09:00", title_en="Secret session")
    paths = [path for path, _name in one_of_each(conference)]
    before = [client.get(path).content for path in paths]

    conference.name_en = conference.venue_en = "Secret venue"
    conference.save()
    conference.sessions.update(title_en="Secret title")
    person = conference.participations.get()
    person.contact_phone = "+44 7700 900999"
    person.save()
    from conference import page_cache

    page_cache.store.clear()

    assert [client.get(path).content for path in paths] == before
    for tail in ("", "program/", "sessions/", "releases/1/"):
        assert get(client, f"{API}conferences/hidden/{tail}", 404)["code"] == "not-found"


def add_other_conferences(release, count):
    """As many more public conferences as `count`, each with a release of its own."""
    rows = Conference.objects.bulk_create(
        Conference(slug=f"other-{n}", name_en=f"Other {n}", starts_on=DAY, ends_on=DAY)
        for n in range(count)
    )
    Conference.objects.filter(slug__startswith="other-").update(
        is_public=True, first_published_at=release.published_at
    )
    facts = release.document["conference"]
    Release.objects.bulk_create(
        Release(
            conference=row,
            number=1,
            published_at=release.published_at,
            format=release.format,
            document=release.document | {"conference": facts | {"slug": row.slug}},
        )
        for row in rows
    )


def fill(conference, count):
    """As many sessions, speakers, rooms and tracks as `count`."""
    rooms = Room.objects.bulk_create(
        Room(conference=conference, slug=f"room-{n}", name_en=f"Room {n}", position=n + 5)
        for n in range(count)
    )
    tracks = Track.objects.bulk_create(
        Track(conference=conference, slug=f"track-{n}", name_en=f"Track {n}", position=n + 5)
        for n in range(count)
    )
    people = Person.objects.bulk_create(
        Person(family_name_en=f"Li {n}", sort_name=f"li {n}") for n in range(count)
    )
    participations = Participation.objects.bulk_create(
        Participation(conference=conference, person=person, position=n + 5)
        for n, person in enumerate(people)
    )
    sessions = Session.objects.bulk_create(
        Session(
            conference=conference,
            number=n + 50,
            position=n + 50,
            kind="keynote",
            title_en=f"Keynote {n}",
            starts_at=at("08:00"),
            ends_at=at("08:30"),
            room=room,
            track=track,
        )
        for n, (room, track) in enumerate(zip(rooms, tracks, strict=True))
    )
    SessionRole.objects.bulk_create(
        SessionRole(session=session, participation=participation, position=1)
        for session, participation in zip(sessions, participations, strict=True)
    )


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_queries_of_each_answer_do_not_grow(
    client, conference, django_assert_num_queries, count
):
    add_other_conferences(conference.releases.get(), count)
    fill(conference, count)
    publish_again(conference, "Forum", title_en="Forum once more")
    code = conference.sessions.last().code
    conference.releases.filter(number=2).update(number=count + 2)
    Release.objects.bulk_create(
        Release(conference=conference, number=n, document={}) for n in range(3, count + 2)
    )
    # One for the stamps, one for the release where it is not parsed yet, one for what is listed.
    expected = {
        API: 1,
        f"{API}openapi.json": 1,
        f"{API}conferences/": 2,
        f"{API}conferences/?limit=500": 2,
        HERE: 2,
        f"{HERE}program/": 1,
        f"{HERE}sessions/": 1,
        f"{HERE}sessions/?limit=500": 1,
        f"{HERE}sessions/?changed_since=1": 2,
        f"{HERE}sessions/{code}/": 1,
        f"{HERE}people/": 1,
        f"{HERE}people/?limit=500": 1,
        f"{HERE}rooms/?limit=500": 1,
        f"{HERE}tracks/?limit=500": 1,
        f"{HERE}releases/": 2,
        f"{HERE}releases/?limit=500": 2,
        f"{HERE}releases/1/": 2,
    }
    for path, queries in expected.items():
        stamps.forget()
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200


# --- Lists ---------------------------------------------------------------------------------------


def test_a_list_comes_in_pages_that_name_the_next(client, conference):
    codes, path = [], f"{HERE}sessions/?limit=3"
    while path:
        page = get(client, path.removeprefix(settings.PUBLIC_URL))
        codes += [row["code"] for row in page["results"]]
        path = page["next"]

    assert (page["count"], page["page"], page["pages"], page["limit"]) == (4, 2, 2, 3)
    assert page["previous"] == f"{settings.PUBLIC_URL}{HERE}sessions/?limit=3&page=1"
    assert codes == [row["code"] for row in get(client, f"{HERE}program/")["sessions"]]
    assert len(set(codes)) == 4


def test_an_empty_list_has_one_page(client):
    make_conference()

    page = get(client, f"{API}conferences/")

    assert (page["count"], page["pages"], page["results"]) == (0, 1, [])


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("limit=0", 400, "bad-number"),
        ("limit=501", 400, "bad-number"),
        ("limit=ten", 400, "bad-number"),
        ("limit=٣", 400, "bad-number"),
        ("page=", 400, "bad-number"),
        ("page=-1", 400, "bad-number"),
        ("page=99999999999999999999", 400, "bad-number"),
        ("page=2", 404, "no-such-page"),
        ("page=1&page=1", 400, "repeated-parameter"),
        ("changed_sinse=1", 400, "unknown-parameter"),
        ("changed_since=yesterday", 400, "bad-changed-since"),
        ("changed_since=2026-05-20", 400, "bad-changed-since"),
        ("changed_since=2026-05-20T09:00:00", 400, "bad-changed-since"),
        ("changed_since=2", 404, "no-such-release"),
        ("changed_since=999999999", 404, "no-such-release"),
        ("%00=1", 400, "bad-request"),
        ("page=%FF", 400, "bad-request"),
    ],
)
def test_a_wrong_parameter_is_refused_with_a_stable_code(client, conference, query, status, code):
    found = get(client, f"{HERE}sessions/?{query}", status)

    check(found, "Problem")
    assert (found["status"], found["code"]) == (status, code)
