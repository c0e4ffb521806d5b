"""The venue page, and what a conference's home shows once it is over."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from conference.images import checked_image, file_address, kept
from conference.program.release.addresses import place_of
from conference.program.release.document import read
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import publish
from tests.factories import (
    DAY,
    PDF,
    at,
    make_conference,
    make_contact,
    make_hotel,
    make_link,
    make_participation,
    make_photo,
    make_picture,
    make_plan,
    make_role,
    make_room,
    make_session,
)
from tests.pages import parsed, words

pytestmark = pytest.mark.django_db

VENUE = "/en/conferences/ai-2026/venue/"


@pytest.fixture
def conference():
    return make_conference(
        slug="ai-2026",
        venue_zh="学术交流中心",
        venue_en="Exchange Center",
        address_zh="文化路3号",
        address_en="3 Wenhua Road",
        city_zh="沈阳",
        city_en="Shenyang",
    )


def page(client, path=VENUE):
    return parsed(client.get(path))


def texts(tree, path):
    return [words(element) for element in tree.xpath(path)]


def within(tree, name):
    """The elements of a class inside `tree`, in the order of the page."""
    found = f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
    return tree.xpath(f".//*[{found}]")


# --- Venue --------------------------------------------------------------------------------------


def test_a_driver_reads_the_chinese_address_in_either_language(client, conference):
    publish(conference)

    for language in ("en", "zh-hans"):
        tree = page(client, f"/{language}/conferences/ai-2026/venue/")
        (shown,) = within(tree, "driver-address")
        assert shown.get("lang") == "zh-Hans"
        assert texts(shown, "strong") == ["学术交流中心", "沈阳文化路3号"]
        assert texts(tree, "//*[@id='driver']/span") == ["给司机看", "Show to the driver"]


def test_a_city_that_the_address_names_is_not_said_twice(client, conference):
    conference.address_zh = "沈阳市文化路3号"
    conference.save()
    publish(conference)

    assert texts(page(client), "//p[@class='driver-address']/strong")[-1] == "沈阳市文化路3号"


def test_without_a_chinese_address_there_is_nothing_to_show_a_driver(client, conference):
    conference.address_zh = ""
    conference.save()
    publish(conference)

    assert within(page(client), "driver") == []


def test_a_plan_opens_its_large_image_and_keeps_its_place(client, conference):
    plan = make_plan(conference, image=checked_image(make_picture(side=1_000)))
    publish(conference)

    (link,) = within(page(client), "pictures")[0].xpath("li/a")
    (image,) = link.xpath("img")
    assert link.get("href") == file_address(plan.image.name)
    assert image.get("src") == file_address(plan.preview) != link.get("href")
    assert (image.get("width"), image.get("height"), image.get("loading")) == ("640", "640", "lazy")
    assert "Ground floor" in link.text_content()
    assert len(b"".join(client.get(image.get("src")))) < len(b"".join(client.get(link.get("href"))))


def test_a_room_says_where_it_is_and_links_its_sessions_and_feed(client, conference):
    make_room(
        conference,
        slug="hall",
        name_en="Hall",
        floor_en="Ground floor",
        capacity=400,
        directions_en="Left behind the entrance.",
    )
    publish(conference)

    (room,) = page(client).xpath("//li[@id='hall']")
    assert texts(room, "div[2]/p") == ["Ground floor · 400 seats", "Left behind the entrance."]
    links = [link.get("href") for link in room.xpath(".//a")]
    assert links == [
        "/en/conferences/ai-2026/schedule/?room=hall",
        "/en/conferences/ai-2026/rooms/hall.ics",
    ]
    assert [client.get(link).status_code for link in links] == [200, 200]


def test_hotels_and_contacts_can_be_called_and_written_to(client, conference):
    make_hotel(
        conference, phone="+44 7700 900125", website="https://hotel.example.org/", note_en="Near."
    )
    make_contact(
        conference, phone="+44 7700 900126 ext. 8", email="desk@example.org", purpose_en="Press"
    )
    publish(conference)

    hotel, contact = within(page(client), "card")
    assert [link.get("href") for link in hotel.xpath(".//a")] == [
        *("tel:+447700900125", "https://hotel.example.org/"),
    ]
    assert [link.get("href") for link in contact.xpath(".//a")] == [
        *("tel:+447700900126;ext=8", "mailto:desk@example.org"),
    ]
    assert "Near." in hotel.text_content() and "Press" in contact.text_content()


def test_what_nobody_entered_has_no_heading(client, conference):
    publish(conference)

    assert texts(page(client), "//main//h2") == ["给司机看 Show to the driver"]


def test_an_empty_venue_says_so(client):
    publish(make_conference(slug="ai-2026", starts_on=date(2099, 5, 20), ends_on=date(2099, 5, 20)))

    assert [words(e) for e in within(page(client), "empty")] == ["The venue is to be announced."]


def test_nothing_is_loaded_from_elsewhere(client, conference):
    make_plan(conference)
    make_hotel(conference, website="https://hotel.example.org/")
    publish(conference)

    tree = page(client)
    loaded = [e.get("src") for e in tree.xpath("//*[@src]")]
    loaded += [e.get("href") for e in tree.xpath("//link[@rel='stylesheet']")]
    assert all(address.startswith("/") for address in loaded)


def test_the_draft_of_the_venue_is_not_shown(client, conference):
    publish(conference)
    make_hotel(conference, name_en="Secret hotel")
    make_contact(conference, name_en="Secret contact")

    assert "Secret" not in client.get(VENUE).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_no_more_for_more(client, conference, rows, django_assert_num_queries):
    for _n in range(rows):
        make_room(conference)
        make_plan(conference)
        make_hotel(conference)
        make_contact(conference)
    publish(conference)

    with django_assert_num_queries(2):  # the stamps and the release
        assert client.get(VENUE).status_code == 200


# --- Afterwards ---------------------------------------------------------------------------------


def afterwards(conference, *, when, language="en"):
    program = read(draft_document(conference))
    with translation.override(language):
        place = place_of(program, at=when)
        return render_to_string(
            "program/_afterwards.html", {"place": place, "program": program}
        ).strip()


OVER = at("00:00", day=DAY + timedelta(days=1))


@pytest.fixture
def held(conference):
    session = make_session(conference, "09:00", title_en="Opening keynote")
    make_role(session, make_participation(conference))
    make_session(conference, "10:00", title_en="Without slides")
    make_link(session, file=kept(PDF, "pdf"))
    make_link(session, kind="recording", title_en="Part 1", url="https://video.example.org/1")
    make_link(session, url="https://slides.example.org/secret", is_released=False)
    make_photo(conference, caption_en="Opening")
    make_photo(conference, caption_en="", caption_zh="")
    conference.report_en = "It went **well**."
    conference.save()
    return conference


@pytest.mark.parametrize("when", [at("09:00", day=DAY - timedelta(days=1)), at("23:59")])
def test_before_its_end_nothing_is_printed(held, when):
    assert afterwards(held, when=when) == ""


def test_a_conference_of_which_nothing_is_left_prints_nothing(conference):
    make_session(conference, "09:00")

    assert afterwards(conference, when=OVER) == ""


def test_once_over_report_photos_and_slides_are_shown(held):
    shown = afterwards(held, when=OVER)

    assert shown.index("<strong>well</strong>") < shown.index(".webp") < shown.index(".pdf")
    assert 'download="Slides.pdf"' in shown
    assert 'href="https://video.example.org/1" rel="noopener">Part 1</a>' in shown
    assert 'alt="Photo 2"' in shown
    assert "Wang Xingwei" in shown
    assert "Without slides" not in shown and "secret" not in shown


def test_once_over_it_is_said_in_chinese_too(held):
    shown = afterwards(held, when=OVER, language="zh-hans")

    assert "会议纪实" in shown and "幻灯片" in shown
    assert '<div lang="en">' in shown  # the report was written in English alone
