"""schema.org objects of a program: their whole shape, in both languages, and nothing invented."""

import pytest
from django.conf import settings
from django.utils.translation import override

from conference.program.release.addresses import public_addresses
from conference.program.release.document import read
from conference.program.sharing import structured
from tests.program.release.documents import golden

SITE = settings.PUBLIC_URL
CONFERENCE = "http://127.0.0.1:8000/en/conferences/ai-2026/#conference"
VENUE = {
    "zh-hans": {
        "@type": "Place",
        "name": "学术交流中心",
        "alternateName": "Exchange Center",
        "address": {"@type": "PostalAddress", "addressLocality": "沈阳"},
    },
    "en": {
        "@type": "Place",
        "name": "Exchange Center",
        "alternateName": "学术交流中心",
        "address": {"@type": "PostalAddress", "addressLocality": "Shenyang"},
    },
}
FORUM, TALK, LATER, PERSON = (
    f"urn:uuid:00000000-0000-0000-0000-00000000000{n}" for n in (6, 7, 8, 4)
)


def document(**changes):
    found = golden(1)
    for path, value in changes.items():
        part, _sep, name = path.rpartition("__")
        (found["conference"] if part == "conference" else found["sessions"][int(part[1:])])[
            name
        ] = value
    return found


@pytest.fixture
def program():
    return read(document(), number=1)


def in_language(code, make):
    with override(code):
        return make(public_addresses("ai-2026"))


def session_page(language, code):
    return f"{SITE}/{language}/conferences/ai-2026/sessions/{code}/"


HALL = {"zh-hans": "主会场", "en": "Main Hall"}


def brief(language, code, guid, name, *, starts=None, ends=None, status="Scheduled"):
    """A mention of a session; those with times are in the main hall."""
    address, venue = VENUE[language]["address"], VENUE[language]["name"]
    found = {
        "@type": "Event",
        "@id": guid,
        "name": name,
        "url": session_page(language, code),
        "startDate": "2026-05-20",
        "location": {"@type": "Place", "name": venue, "address": address},
        "eventStatus": f"https://schema.org/Event{status}",
    }
    if starts:
        day = "2026-05-20T"
        found |= {"startDate": f"{day}{starts}:00+08:00", "endDate": f"{day}{ends}:00+08:00"}
        found["location"] = found["location"] | {"name": HALL[language]}
    return found


NAMES = {
    "zh-hans": ("人工智能通识课程", "教育大数据的未来", "待定"),
    "en": ("General AI curriculum", "The future of educational big data", "Later"),
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_conference_is_an_event_of_what_is_known(program, language):
    other = "en" if language == "zh-hans" else "zh-hans"
    name = {
        "zh-hans": "人工智能与高等教育研讨会",
        "en": "Symposium on AI in Higher Education",
    }
    host = {
        "zh-hans": {
            "@type": "Organization",
            "name": "东北大学",
            "alternateName": ["Northeastern University (China)", "NEU"],
        },
        "en": {
            "@type": "Organization",
            "name": "Northeastern University (China)",
            "alternateName": ["东北大学", "NEU"],
        },
    }[language]
    forum, _talk, later = NAMES[language]

    found = in_language(
        language, lambda urls: structured.conference_event(program, urls, image="/card.png?v=1")
    )

    assert found == {
        "@type": "Event",
        "@id": CONFERENCE,
        "name": name[language],
        "alternateName": name[other],
        "url": f"{SITE}/{language}/conferences/ai-2026/",
        "startDate": "2026-05-20T09:00:00+08:00",
        "endDate": "2026-05-20T12:00:00+08:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "location": VENUE[language],
        "description": {"zh-hans": "欢迎", "en": "Welcome"}[language],
        "image": [f"{SITE}/card.png?v=1"],
        "inLanguage": ["zh", "en"],
        "organizer": [host],
        "subEvent": [
            brief(language, "BBBBB1", FORUM, forum, starts="09:00", ends="12:00"),
            brief(language, "BBBBB3", LATER, later),
        ],
    }


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_sub_forum_is_an_event_with_its_talks_and_its_chair(program, language):
    forum, talk, _later = NAMES[language]
    hall = {"zh-hans": ("主会场", "Main Hall"), "en": ("Main Hall", "主会场")}[language]
    name = {"zh-hans": "人工智能与高等教育研讨会", "en": "Symposium on AI in Higher Education"}
    other = NAMES["en" if language == "zh-hans" else "zh-hans"]

    found = in_language(
        language,
        lambda urls: structured.session_event(
            program, urls, program.session("BBBBB1"), image="/card.png?v=1"
        ),
    )

    performers, chairs, hosts = found.pop("performer", None), found.pop("contributor"), []
    hosts = found.pop("organizer")
    assert (performers, [row["name"] for row in hosts]) == (
        None,
        [{"zh-hans": "东北大学", "en": "Northeastern University (China)"}[language]],
    )
    assert chairs == [
        {
            "@type": "Person",
            "@id": PERSON,
            "name": {"zh-hans": "王兴伟", "en": "Xingwei Wang"}[language],
            "alternateName": {"zh-hans": "Xingwei Wang", "en": "王兴伟"}[language],
            "url": f"{SITE}/{language}/conferences/ai-2026/speakers/AAAAA1/",
            "jobTitle": {
                "zh-hans": ["教授", "Vice President"],
                "en": ["Professor", "Vice President"],
            }[language],
            "affiliation": {
                "@type": "Organization",
                "name": {"zh-hans": "东北大学", "en": "Northeastern University"}[language],
                "alternateName": {"zh-hans": "Northeastern University", "en": "东北大学"}[language],
            },
        }
    ]
    assert found == brief(language, "BBBBB1", FORUM, forum, starts="09:00", ends="12:00") | {
        "alternateName": other[0],
        "description": "For all.",
        "location": {
            "@type": "Place",
            "name": hall[0],
            "alternateName": hall[1],
            "maximumAttendeeCapacity": 200,
            "containedInPlace": VENUE[language],
            "address": VENUE[language]["address"],
        },
        "keywords": {"zh-hans": "教学", "en": "Teaching"}[language],
        "maximumAttendeeCapacity": 80,
        "image": [f"{SITE}/card.png?v=1"],
        "superEvent": {
            "@type": "Event",
            "@id": CONFERENCE,
            "name": name[language],
            "url": f"{SITE}/{language}/conferences/ai-2026/",
            "startDate": "2026-05-20T09:00:00+08:00",
            "endDate": "2026-05-20T12:00:00+08:00",
            "location": VENUE[language],
        },
        "subEvent": [brief(language, "BBBBB2", TALK, talk, starts="09:00", ends="09:30")],
    }


def test_a_talk_stands_in_its_sub_forum_with_its_speakers(program):
    found = in_language(
        "en", lambda urls: structured.session_event(program, urls, program.session("BBBBB2"))
    )

    assert found["superEvent"]["@id"] == FORUM
    assert [row["@id"] for row in found["performer"]] == [PERSON]
    assert found["location"]["name"] == "Main Hall"
    assert found["inLanguage"] == ["zh", "en"]
    assert found["description"] == "Why it matters"


def test_what_is_open_is_not_said(program):
    found = in_language(
        "en", lambda urls: structured.session_event(program, urls, program.session("BBBBB3"))
    )

    assert {"endDate", "performer", "contributor", "inLanguage", "image"}.isdisjoint(found)
    assert (found["startDate"], found["location"]) == ("2026-05-20", VENUE["en"])

    bare = read(
        document(conference__venue=["", ""], conference__city=["", ""], s0__starts_at=None,
                 s0__ends_at=None, s0__room=None), number=1,
    )  # fmt: skip
    found = in_language("en", lambda urls: structured.conference_event(bare, urls))
    assert (found["startDate"], found["endDate"]) == ("2026-05-20", "2026-05-20")
    assert {"location", "image"}.isdisjoint(found)
    assert "eventAttendanceMode" not in found
    assert all("location" not in row for row in found["subEvent"])


def test_a_session_without_times_has_no_date_at_a_conference_of_several_days():
    program = read(document(conference__ends_on="2026-05-21"), number=1)

    found = in_language(
        "en", lambda urls: structured.session_event(program, urls, program.session("BBBBB3"))
    )

    assert "startDate" not in found


def test_every_mention_of_an_event_says_when_and_where(program):
    """What search engines refuse an Event without."""

    def events(node):
        rows = node if isinstance(node, list) else node.values() if isinstance(node, dict) else []
        if isinstance(node, dict) and node["@type"] == "Event":
            yield node
        for row in rows:
            yield from events(row)

    def everything(urls):
        sessions = [structured.session_event(program, urls, s) for s in program.every_session()]
        who = structured.person(program, urls, program.people[0])
        return [structured.conference_event(program, urls), *sessions, who]

    found = list(events(in_language("en", everything)))

    assert len(found) > 8
    for event in found:
        assert {"name", "startDate", "location"} <= set(event), event["name"]


def test_a_cancelled_session_and_its_talks_say_so():
    program = read(document(s0__status="cancelled"), number=1)

    for code in ("BBBBB1", "BBBBB2"):
        found = in_language(
            "en", lambda urls, c=code: structured.session_event(program, urls, program.session(c))
        )
        assert found["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_moved_session_says_when_it_was_to_begin():
    program = read(document(s0__moved_from="2026-05-20T00:30:00+00:00"), number=1)

    found = in_language(
        "en", lambda urls: structured.session_event(program, urls, program.session("BBBBB1"))
    )

    assert found["eventStatus"] == "https://schema.org/EventRescheduled"
    assert found["previousStartDate"] == "2026-05-20T08:30:00+08:00"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_speaker_is_a_person_with_their_sessions(program, language):
    forum, talk, _later = NAMES[language]

    found = in_language(
        language, lambda urls: structured.person(program, urls, program.person("AAAAA1"))
    )

    assert found["@id"] == PERSON
    assert found["description"] == "Works on AI."
    assert found["performerIn"] == [
        brief(language, "BBBBB1", FORUM, forum, starts="09:00", ends="12:00"),
        brief(language, "BBBBB2", TALK, talk, starts="09:00", ends="09:30"),
    ]


def test_a_large_conference_lists_its_first_sessions_alone():
    large = document()
    row = large["sessions"][2]
    large["sessions"] = [
        row | {"code": f"C{n:05}", "number": n, "guid": f"{n:032x}", "position": n}
        for n in range(1, 121)
    ] + [row | {"code": "BREAK1", "number": 999, "guid": f"{999:032x}", "kind": "break"}]
    program = read(large, number=1)

    found = in_language("en", lambda urls: structured.conference_event(program, urls))

    assert len(found["subEvent"]) == structured.MOST_SUB_EVENTS
    assert found["subEvent"][0]["url"] == session_page("en", "C00001")
