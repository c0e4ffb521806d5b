"""The page of papers tells which texts lack a language before a paper is taken."""

import pytest
from django.urls import reverse

from tests.factories import (
    make_conference,
    make_member,
    make_participation,
    make_person,
    make_registration,
    make_session,
)
from tests.pages import parsed, words

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a page says comes from Python")]


def papers(client, conference, role):
    client.force_login(make_member(conference, role))
    client.cookies["django_language"] = "en"
    return client.get(reverse("admin:program_papers", args=[conference.pk])).content.decode()


def test_it_says_how_many_lack_which_and_leads_to_them(client):
    conference = make_conference()
    make_participation(conference)
    complete = papers(client, conference, "organizer")
    make_session(conference, title_en="")
    make_session(conference, title_en="")
    make_session(conference, title_zh="")

    lacking = papers(client, conference, "organizer")

    assert "papers of the draft say" not in complete
    assert (
        "2 texts have no English yet. English papers of the draft say them in Chinese." in lacking
    )
    assert "1 text has no Chinese yet. Chinese papers of the draft say it in English." in lacking
    texts = reverse("admin:both_languages", args=[conference.pk])
    link = f'<li><a href="{texts}">See the texts in both languages</a></li>'
    assert link in lacking and link not in complete
    # Who takes papers and may not see the draft's pages is told, without the way there.
    exporter = papers(client, conference, "exporter")
    assert "2 texts have no English yet." in exporter and link not in exporter


def nameless(client, conference, role):
    client.force_login(make_member(conference, role))
    client.cookies["django_language"] = "en"
    page = client.get(reverse("admin:program_papers", args=[conference.pk]))
    told = parsed(page).xpath("//ul[@class='papers-gaps']/li[contains(., 'English name')]")
    return [(words(each), [link.get("href") for link in each.iter("a")]) for each in told]


def test_it_says_how_many_on_cards_have_no_english_name_and_leads_to_them(client):
    conference = make_conference()
    make_participation(conference)
    for index, hidden in enumerate((True, False)):
        person = make_person(name_zh=f"王{index}", family_name_en="", given_name_en="")
        make_participation(conference, person, is_shown=hidden)
        make_registration(conference, name=f"李{index}", category="guest", status="confirmed")
    guest = {"category": "guest", "status": "confirmed"}
    make_registration(conference, name="𠮷田", **guest)
    make_registration(conference, name="Anna Müller", **guest)
    make_registration(conference, name="钱一", name_en="Qian Yi", **guest)
    make_registration(conference, name="钱二", category="delegate", status="confirmed")
    make_registration(conference, name="钱三", category="guest", status="pending")

    (people, to_people), (guests, to_guests) = nameless(client, conference, "organizer")

    assert people.startswith("2 people of the program have no English name: English papers,")
    assert guests.startswith("3 guests who are registered alone have no English name:")
    for (address,), count in ((to_people, 2), (to_guests, 3)):
        assert len(client.get(address).context["cl"].result_list) == count
    # Who takes lists out and does not plan is told of all, and led to the list of registrations.
    (_people, closed), (_guests, led) = nameless(client, conference, "exporter")
    assert (closed, led) == ([], to_guests)
    # Who plans and takes no lists out prints cards of the program alone.
    assert [told for told, _links in nameless(client, conference, "editor")] == [people]


def test_it_says_nothing_where_everybody_has_one(client):
    conference = make_conference()
    make_participation(conference)

    assert nameless(client, conference, "organizer") == []
