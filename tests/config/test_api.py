"""/api/v1/: what it answers, to whom, and that its OpenAPI document says the same."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from conference import stamps
from conference.models import Conference, Room, Track
from conference.people.models import Person
from conference.program.models import (
    ExpectedTotal,
    Participation,
    Release,
    Session,
    SessionRole,
)
from conference.program.release.publishing import publish, withdraw
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_contact,
    make_host,
    make_hotel,
    make_participation,
    make_person,
    make_photo,
    make_plan,
    make_role,
    make_room,
    make_session,
    make_track,
)

pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2026, 5, 1, 8, tzinfo=UTC)
API = "/api/v1/"
HERE = f"{API}conferences/ai-2026/"
DOCUMENT = "urn:openapi"


@pytest.fixture
def conference():
    """One of everything, published."""
    conference = make_conference(
        slug="ai-2026", short_name_en="AI 2026", venue_zh="学术中心", description_en="**What**"
    )
    make_host(conference)
    conference.highlights.create(kind="policy", name_zh="政策")
    make_plan(conference)
    make_photo(conference)
    make_hotel(conference, phone="+44 7700 900123")
    make_contact(conference)
    ExpectedTotal.objects.create(conference=conference, total=16, label_en="experts")
    hall = make_room(conference, slug="hall", capacity=300)
    track = make_track(conference, slug="teaching")
    speaker = make_participation(conference, make_person(website="https://example.org/"))
    forum = make_session(
        conference,
        "10:00",
        "12:00",
        kind="sub-forum",
        title_zh="分论坛",
        title_en="Forum",
        room=hall,
        track=track,
        seats=40,
    )
    talk = make_session(
        conference, "10:00", kind="talk", title_en="Talk", parent=forum, language="both"
    )
    make_role(talk, speaker)
    make_session(conference, "09:00", title_en="Gone", status="cancelled")
    make_session(conference, kind="panel", title_en="Untimed")
    publish(conference, at=PUBLISHED, note="The first")
    return conference


def get(client, path, status=200, **headers):
    stamps.forget()
    response = client.get(path, headers=headers)
    assert response.status_code == status, response.content
    return json.loads(response.content)


def check(value, name):
    """Against the schema of that name in the API's own document."""
    from config.api.schema import document

    resource = Resource.from_contents(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **document()}
    )
    Draft202012Validator(
        {"$ref": f"{DOCUMENT}#/components/schemas/{name}"},
        registry=Registry().with_resource(DOCUMENT, resource),
        format_checker=FormatChecker(),
    ).validate(value)


def one_of_each(conference):
    """(path, name of its schema) of every address."""
    talk = conference.sessions.get(title_en="Talk")
    person = conference.participations.get()
    return [
        (API, "Index"),
        (f"{API}openapi.json", "OpenAPI"),
        (f"{API}conferences/", "ConferenceList"),
        (HERE, "Conference"),
        (f"{HERE}program/", "Program"),
        (f"{HERE}sessions/", "SessionList"),
        (f"{HERE}sessions/?limit=2&page=2&changed_since=2020-01-01T00:00:00Z", "SessionList"),
        (f"{HERE}sessions/{talk.code}/", "OneSession"),
        (f"{HERE}people/", "PersonList"),
        (f"{HERE}people/{person.code}/", "OnePerson"),
        (f"{HERE}rooms/", "RoomList"),
        (f"{HERE}rooms/hall/", "OneRoom"),
        (f"{HERE}tracks/", "TrackList"),
        (f"{HERE}tracks/teaching/", "OneTrack"),
        (f"{HERE}releases/", "ReleaseList"),
        (f"{HERE}releases/1/", "OneRelease"),
    ]


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


def publish_again(conference, of, *, at=PUBLISHED + timedelta(days=1), **values):
    session = conference.sessions.get(title_en=of)
    for name, value in values.items():
        setattr(session, name, value)
    session.save()
    publish(conference, at=at)
    stamps.forget()
    return session


# --- Lists ---


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


# --- What changed ---


def test_changed_since_tells_a_sync_client_what_to_read_again(client, conference):
    publish_again(
        conference, "Untimed", title_en="Moved", starts_at=at("14:00"), ends_at=at("15:00")
    )

    def since(value):
        found = get(client, f"{HERE}sessions/?changed_since={value}")
        return [row["title"]["en"] for row in found["results"]]

    assert since("2020-01-01T00:00:00Z") == ["Gone", "Forum", "Talk", "Moved"]
    assert since("2026-05-01T08:00:00Z") == since("2026-05-01T16:00:00%2B08:00") == ["Moved"]
    assert since("2026-05-01T16:00:00+08:00") == since("2026-05-01t08:00:00z") == ["Moved"]
    assert since("1") == ["Moved"]
    assert since("2") == []


def test_a_release_taken_back_is_a_change_for_sync_clients(client, conference):
    publish_again(conference, "Forum", title_en="Forum B")
    withdraw(conference.releases.get(number=2), at=PUBLISHED + timedelta(days=2))

    found = get(client, f"{HERE}sessions/?changed_since=2")

    assert found["version"] == "1"
    # The talk shows its sub-forum's title, so it changed with it.
    assert [row["title"]["en"] for row in found["results"]] == ["Forum", "Talk"]
    assert [row["sequence"] for row in found["results"]] == [2, 2]


def test_a_release_tells_its_changes(client, conference):
    session = publish_again(conference, "Gone", status="planned")

    releases = get(client, f"{HERE}releases/")["results"]
    found = get(client, f"{HERE}releases/2/")

    assert [(r["number"], r["is_current"], r["note"]) for r in releases] == [
        (2, True, {"zh": "", "en": ""}),
        (1, False, {"zh": "", "en": "The first"}),
    ]
    assert [(c["kind"], c["subject"], c["code"], c["what"]["en"]) for c in found["changes"]] == [
        ("reinstated", "session", session.code, "Gone")
    ]
    assert get(client, f"{HERE}releases/3/", 404)["code"] == "not-found"


# --- HTTP ---


def test_every_answer_has_validators_and_may_be_read_from_other_sites(client, conference):
    for path, _name in one_of_each(conference):
        response = client.get(path)

        assert response["Content-Type"] == "application/json"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in response["Access-Control-Expose-Headers"]
        assert response["Vary"] == "Accept-Encoding"
        assert response.get("X-Lectern-Release") == ("1" if HERE in path else None)
        again = client.get(path, headers={"if-none-match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Access-Control-Allow-Origin"] == "*"


def test_a_publish_changes_the_etag(client, conference):
    before = client.get(f"{HERE}sessions/")["ETag"]

    publish_again(conference, "Untimed", title_en="Named")

    response = client.get(f"{HERE}sessions/", headers={"if-none-match": before})
    assert response.status_code == 200
    assert response["X-Lectern-Release"] == "2"


def test_the_answer_is_the_same_for_every_language_and_accept_header(client, conference):
    from conference import page_cache

    bodies, kinds = set(), set()
    for accept in ("application/json", "text/html", "image/png", "*/*", "application/xml;q=0.9"):
        for language in ("zh-CN", "en", "de"):
            page_cache.store.clear()
            headers = {"accept": accept, "accept-language": language}
            response = client.get(f"{HERE}program/", headers=headers)
            bodies.add(response.content)
            kinds.add((response["Content-Type"], response.get("Content-Language")))

    assert (len(bodies), len(kinds)) == (1, 1)


def test_methods(conference):
    client = Client(enforce_csrf_checks=True)
    for path, _name in one_of_each(conference):
        head, options = client.head(path), client.options(path)
        assert (head.status_code, head.content) == (200, b"")
        assert (options.status_code, options.content) == (204, b"")
        assert options["Allow"] == options["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "If-None-Match" in options["Access-Control-Allow-Headers"]
        for method in ("post", "put", "patch", "delete"):
            refused = getattr(client, method)(path)
            assert refused.status_code == 405
            assert refused["Allow"] == "GET, HEAD, OPTIONS"
            assert refused["Content-Type"] == "application/problem+json"
            check(json.loads(refused.content), "Problem")


@pytest.mark.parametrize(
    "tail",
    [
        *("nothing/", "conferences/no-such/", "conferences/ai-2026/nothing/"),
        *("conferences/ai-2026/sessions/ZZZZZZ/", "conferences/ai-2026/people/ZZZZZZ/"),
        *("conferences/ai-2026/rooms/no/", "conferences/ai-2026/tracks/no/"),
        *("conferences/ai-2026/releases/0/", f"conferences/ai-2026/releases/{'9' * 40}/"),
        *("conferences//", "/", "conferences/会议/"),
    ],
)
def test_what_is_not_there_is_a_problem_that_speaks(client, conference, tail):
    response = client.get(f"{API}{tail}", headers={"accept-language": "zh-CN"})

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-store"
    found = json.loads(response.content)
    check(found, "Problem")
    assert found["code"] == "not-found"
    assert found["detail"].isascii()


def test_a_failure_of_ours_is_a_problem_too(client, conference, monkeypatch):
    monkeypatch.setattr("config.api.views.published_program", lambda slug: 1 / 0)
    client.raise_request_exception = False

    response = client.get(f"{HERE}rooms/")

    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert json.loads(response.content)["code"] == "server-error"


def test_an_address_without_its_slash_leads_there(client, conference):
    response = client.get("/api/v1/conferences/ai-2026/sessions?limit=1")

    assert response.status_code == 301
    assert response["Location"] == f"{HERE}sessions/?limit=1"
