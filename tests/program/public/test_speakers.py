"""The list of speakers, in every order, and the page of one."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from conference import page_cache, stamps
from conference.people.models import Organization, Person
from conference.program.models import ExpectedTotal, Participation
from conference.program.release import published
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_session,
)
from tests.program.public.reading import HOME, publish_now, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


# --- The list of speakers ------------------------------------------------------------------------


def person(conference, zh="", family="", given="", organization=None, **overrides):
    return make_participation(
        conference,
        make_person(
            name_zh=zh, family_name_en=family, given_name_en=given, organization=organization
        ),
        position=Participation.objects.count() + 1,
        **overrides,
    )


def many_people(conference, number):
    """`number` more speakers, each of an organization of their own, in few statements."""
    hosts = Organization.objects.bulk_create(
        Organization(name_en=f"University {n}", sort_name=f"university {n}") for n in range(number)
    )
    persons = Person.objects.bulk_create(
        Person(name_zh="王兴伟", sort_name=f"wang xingwei {n}", organization=host)
        for n, host in enumerate(hosts)
    )
    Participation.objects.bulk_create(
        Participation(conference=conference, person=one, position=n)
        for n, one in enumerate(persons, start=Participation.objects.count() + 1)
    )


@pytest.fixture
def people(conference):
    neu = make_organization()
    dut = make_organization(name_zh="大连理工大学", name_en="Dalian University of Technology")
    rows = [
        person(conference, "曾志伟", organization=neu),
        person(conference, "陈俊龙", "Chen", "Junlong", organization=dut),
        person(conference, "", "Ångström", "Anders"),
        person(conference, "王兴伟", "Wang", "Xingwei", organization=neu),
        person(conference, "", "", "42"),
    ]
    session = make_session(conference, "09:00", title_en="Opening")
    make_role(session, rows[0])
    make_role(make_session(conference, "13:00", title_en="Panel"), rows[0], role="chair")
    publish_now(conference)
    return rows


def groups(page):
    """[(heading, [names])] of the list of speakers; heading '' without one."""
    lists = page.xpath("//ul[contains(@class, 'speakers')]")
    return [
        (
            "".join(map(words, each.xpath("preceding-sibling::h2"))),
            [words(a) for a in each.xpath(".//a[@class='person-name']")],
        )
        for each in lists
    ]


def test_speakers_stand_in_the_order_that_organizers_gave(client, people):
    page = tree(client, "speakers/")

    assert groups(page) == [
        ("", ["曾志伟", "Chen Junlong", "Anders Ångström", "Wang Xingwei", "42"])
    ]
    card = page.xpath(f"//li[@id='{people[0].code}']")[0]
    assert words(card.xpath(".//ul[@class='plain person-sessions']")[0]) == (
        "Opening 09:00 Chair: Panel 13:00"
    )
    assert words(page.xpath(f"//li[@id='{people[1].code}']/p")[0]) == "Speaker"


def test_by_name_they_stand_under_their_letters(client, people):
    page = tree(client, "speakers/?order=name")

    assert groups(page) == [
        ("A", ["Anders Ångström"]),
        ("C", ["Chen Junlong"]),
        ("W", ["Wang Xingwei"]),
        ("Z", ["曾志伟"]),  # the surname is read Zeng, not Ceng
        ("#", ["42"]),
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                ("Dalian University of Technology", ["Chen Junlong"]),
                ("Northeastern University (China)", ["曾志伟", "Wang Xingwei"]),
                ("Organization not stated", ["Anders Ångström", "42"]),
            ],
        ),
        (
            "zh-hans",
            [
                ("大连理工大学", ["陈俊龙"]),
                ("东北大学", ["曾志伟", "王兴伟"]),
                (None, ["Anders Ångström", "42"]),
            ],
        ),
    ],
)
def test_by_organization_they_stand_together(client, people, language, expected):
    found = groups(tree(client, "speakers/?order=organization", language))

    if language != "en":  # the words of the last heading are the catalog's
        found[-1] = (None, found[-1][1])
    assert found == expected


def test_the_chosen_order_is_marked_and_keeps_the_search(client, people):
    page = tree(client, "speakers/?order=name&q=wang")

    links = page.xpath("//ul[@class='orders']/li/a")
    assert [(a.get("href"), a.get("aria-current")) for a in links] == [
        (f"{HOME}speakers/?q=wang", None),
        (f"{HOME}speakers/?order=name&q=wang", "true"),
        (f"{HOME}speakers/?order=organization&q=wang", None),
    ]
    (form,) = page.xpath("//form[@role='search']")
    assert [(f.get("name"), f.get("value")) for f in form.xpath("input")] == [
        ("order", "name"),
        ("q", "wang"),
    ]


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("曾", ["曾志伟"]),
        ("志伟", ["曾志伟"]),
        ("zengzhiwei", ["曾志伟"]),
        ("ZZW", ["曾志伟"]),
        ("junlong", ["Chen Junlong"]),
        ("Chen Junlong", ["Chen Junlong"]),
        ("dalian", ["Chen Junlong"]),
        ("大连", ["Chen Junlong"]),
        ("wang northeastern", ["Wang Xingwei"]),
        ("wang dalian", []),
        ("%_'\"<script>", []),
    ],
)
def test_people_are_found_by_name_pinyin_initials_and_organization(client, people, q, names):
    response = client.get(f"{HOME}speakers/", {"q": q})
    page = html.document_fromstring(response.content.decode())

    assert [name for _heading, found in groups(page) for name in found] == names
    assert f"found for “{q}”." in words(page.xpath("//p[@class='found']")[0])


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("order=age", "Speakers can be listed by name or by organization, not in this order."),
        ("order=%3Cscript%3E", "Speakers can be listed by name or by organization"),
    ],
)
def test_an_order_that_there_is_not_is_refused_with_a_way_back(client, people, query, message):
    page = tree(client, f"speakers/?{query}", status=404)

    assert message in words(page)
    assert page.xpath(f"//a[@href='{HOME}speakers/' and text()='Show all speakers']")


def test_letters_to_jump_to_are_for_long_lists(client, conference, people):
    assert not tree(client, "speakers/?order=name").xpath("//nav[@class='letters no-print']")

    for number in range(10):
        person(conference, "", f"Baker {number}", "Ann")
    publish_now(conference)
    page = tree(client, "speakers/?order=name")

    links = page.xpath("//nav[@class='letters no-print']//a")
    assert [words(a) for a in links] == ["A", "B", "C", "W", "Z", "#"]
    ids = page.xpath("//@id")
    assert all(a.get("href").removeprefix("#") in ids for a in links)


def test_one_speaker_needs_no_search(client, conference):
    person(conference, "王兴伟")
    publish_now(conference)

    page = tree(client, "speakers/")

    assert groups(page) == [("", ["王兴伟"])]
    assert not page.xpath("//form")


def test_those_to_be_announced_are_counted(client, conference, people):
    ExpectedTotal.objects.create(
        conference=conference, category="speaker", total=16, label_zh="专家", label_en="experts"
    )
    publish_now(conference)

    page = tree(client, "speakers/")

    assert words(page.xpath("//p[@class='expected']")[0]) == (
        "16 experts: 5 named, 11 to be announced"
    )


def test_a_list_of_speakers_costs_two_queries_for_any_number(client, conference):
    for number in (1, 3, 400):
        many_people(conference, number - Participation.objects.count())
        publish_now(conference)
        for query in ("", "?order=name", "?order=organization"):
            page_cache.store.clear()
            published.forget_programs()
            stamps.forget()

            with CaptureQueriesContext(connection) as queries:
                page = tree(client, f"speakers/{query}")
            assert len(queries) == 2  # stamps and release
            assert sum(len(names) for _heading, names in groups(page)) == number


# --- One speaker ---------------------------------------------------------------------------------


def test_a_monogram_stands_in_for_a_portrait(client, conference, people):
    def drawn(row, language):
        page = tree(client, f"speakers/{row.code}/", language)
        (mark,) = page.xpath("//span[@class='portrait is-monogram']")
        assert mark.get("aria-hidden") == "true"
        return mark.text, mark.get("lang")

    assert drawn(people[1], "en") == ("CJ", None)
    assert drawn(people[1], "zh-hans") == ("陈", None)
    assert drawn(people[0], "en") == ("曾", "zh-Hans")
    assert drawn(people[2], "zh-hans") == ("AÅ", "en")
    assert drawn(people[4], "en") == (None, None)


def test_a_portrait_is_no_larger_than_it_is_shown(client, conference):
    row = person(conference, "王兴伟")
    row.person.portrait = f"public/{'a' * 64}.webp"
    row.person.save()
    make_role(make_session(conference, "09:00"), row)
    publish_now(conference)

    small = tree(client, "speakers/").xpath("//img[@class='portrait']")[0]
    large = tree(client, f"speakers/{row.code}/").xpath("//img[@class='portrait']")[0]

    assert dict(small.items()) == {
        "class": "portrait",
        "src": f"/media/public/{'a' * 64}-160.webp",
        "alt": "",
        "width": "72",
        "height": "72",
        "loading": "lazy",
        "decoding": "async",
    }
    assert (large.get("src"), large.get("alt"), large.get("loading")) == (
        f"/media/public/{'a' * 64}-320.webp",
        "Portrait of 王兴伟",
        None,
    )


def test_a_speaker_has_a_calendar_when_there_is_a_time(client, conference, people):
    first = tree(client, f"speakers/{people[0].code}/")
    second = tree(client, f"speakers/{people[1].code}/")
    ics = f"{HOME}speakers/{people[0].code}.ics"

    assert first.xpath(f"//main//a[@href='{ics}']")
    assert first.xpath(f"//head/link[@type='text/calendar' and @href='{ics}']")
    assert not second.xpath("//a[contains(@href, '.ics')]")
    assert client.get(ics).status_code == 200


def test_other_conferences_carry_their_days(client, conference, people):
    other = make_conference(slug="ai-2025", name_en="Symposium 2025")
    other.starts_on = other.ends_on = DAY.replace(year=2025)
    other.save()
    make_participation(other, people[0].person)
    publish_now(other)

    page = tree(client, f"speakers/{people[0].code}/")

    listed = page.xpath("//section[@aria-labelledby='others']//li")
    assert [words(row) for row in listed] == ["20 May 2025 Symposium 2025"]


def test_headings_of_every_order_skip_no_level(client, people):
    for tail in ("speakers/", "speakers/?order=name", "speakers/?order=organization&q=wang"):
        page = tree(client, tail)
        levels = [
            int(h.tag[1])
            for h in page.xpath(
                "//*[re:test(name(), '^h[1-6]$')]",
                namespaces={"re": "http://exslt.org/regular-expressions"},
            )
        ]
        assert levels[0] == 1
        assert set(levels[1:]) <= {2}
        assert not re.search(r"\bNone\b", words(page))


@pytest.mark.parametrize(
    ("clock", "phase", "told"),
    [
        ("00:30", "Running now", "Now Closing party"),
        ("01:30", "Held", None),
    ],
)
def test_a_conference_is_held_when_its_last_session_is_over(client, conference, clock, phase, told):
    night = DAY + timedelta(days=1)
    make_session(
        conference, at("22:00"), at("01:30", day=night), kind="meal", title_en="Closing party"
    )
    publish_now(conference)

    with time_machine.travel(at(clock, day=night), tick=False):
        home, schedule = tree(client, ""), tree(client, "schedule/")

    assert [words(tag) for tag in home.xpath("//p[@class='eyebrow']/span")] == [phase]
    strips = schedule.xpath("//section[@data-now]")
    assert [words(strip) for strip in strips] == ([told] if told else [])
