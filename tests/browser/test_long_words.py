"""No text of people pushes a page sideways: a conference whose every text is one endless word."""

import itertools

import pytest
from django.db import models
from playwright.sync_api import expect

from conference.attendance.models import Question, Registration
from conference.models import Conference
from conference.program.models import Session
from conference.program.release.publishing import publish
from tests.browser.accounts import let_in
from tests.hostile import every_address, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = "Rechtsschutzversicherungsgesellschaftendonaudampfschifffahrtselektrizitaetenhauptbet"
SURNAME = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissen"
URL = f"https://example.org/{'archive' * 12}/{WORD}?{WORD}={WORD}"
MARKED = "\n\n".join((WORD, URL, f"## {WORD}", f"* {WORD}", f"> {WORD}", f"`{WORD}`"))
# What is not a text of people, or what must hold together.
KEPT = {"slug", "time_zone", "country", "color", "code", "token", "search", "preview", "phone"}
KEPT |= {"language"}  # a tag


def stretch(row):
    """Every text of a row as one word, as long as its column takes."""
    words = itertools.cycle((WORD, SURNAME))
    for field in row._meta.concrete_fields:
        if field.name in KEPT or field.choices or not field.editable or field.is_relation:
            continue
        if isinstance(field, models.URLField):
            setattr(row, field.name, URL[: field.max_length])
        elif isinstance(field, models.EmailField):
            setattr(row, field.name, f"{SURNAME}@{SURNAME[:60]}.example.org")
        elif isinstance(field, models.TextField):
            setattr(row, field.name, MARKED[: field.max_length])
        elif isinstance(field, models.CharField) and not field.unique:
            setattr(row, field.name, next(words)[: field.max_length])
    row.save()


@pytest.fixture
def world():
    world = make_world()
    for row in world.rows.values():
        stretch(row)
    for session in Session.objects.filter(conference__slug="here"):
        stretch(session)
    publish(world.rows[Conference])
    return world


def all_paths(world, client):
    """One address of each page outside the admin, those of the team and of links among them."""
    client.force_login(world.organizer)
    for address in every_address():
        path = address.at(world)
        if not path.startswith("/en/"):
            continue
        response = client.get(path)
        if response.streaming:
            _ = b"".join(response)  # its end closes the file
        elif response.headers.get("Content-Type", "").startswith("text/html"):
            yield path


def wide(page):
    """What reaches out of the page to the right, the innermost of it."""
    return page.evaluate(
        """() => {
            const root = document.documentElement;
            if (root.scrollWidth <= root.clientWidth) return [];
            const out = [...document.querySelectorAll("body *")].filter(
                (element) => element.getBoundingClientRect().right > root.clientWidth + 0.5);
            return out.filter((element) => !out.some((other) => other !== element &&
                element.contains(other))).map((element) =>
                `${element.tagName}.${element.className} in ${element.parentElement.className}`);
        }"""
    )


def test_no_endless_word_pushes_a_page_sideways_on_the_smallest_phone(open_page, client, world):
    forum = world.rows[Session]
    talk = Session.objects.get(parent=forum)
    conference = "/en/conferences/here/"
    more = [
        f"{conference}schedule/?q={WORD[:20]}",
        f"{conference}schedule/?day=2026-05-20&room=hall&kind=sub-forum",
        f"{conference}schedule/?room=no-such",
        f"{conference}speakers/?order=organization",
        f"{conference}my/?s={forum.code},{talk.code}",
        f"{conference}sessions/{talk.code}/",
        f"{conference}{WORD}/",
        f"{conference}releases/2/",
    ]
    page = open_page(width=320, height=640)
    let_in(page, world.organizer, "/en/desk/here/")
    found = {}
    for path in [*all_paths(world, client), *more]:
        for language in ("en", "zh-hans"):
            page.goto(path.replace("/en/", f"/{language}/", 1))
            if elements := wide(page):
                found[page.url] = elements

    assert found == {}


def test_an_answer_has_room_beside_a_long_question_on_a_phone(open_page, world):
    question = Question.objects.filter(kind=Question.Kind.TEXT).first()
    question.label_zh = question.label_en = "是否需要特殊餐食？（工作人员会与您联系）"
    question.save()
    person = world.rows[Registration]
    person.answers = {str(question.pk): "不吃辣，少盐"}
    person.save()
    page = open_page(width=360, height=640)
    page.goto(f"/zh-hans/r/{world.good['token']}/")

    widths = page.locator(".own-facts dd").evaluate_all("all => all.map((dd) => dd.clientWidth)")

    assert min(widths) > 150  # pixels of 328


def test_no_endless_word_pushes_the_desk_or_a_station_sideways(open_page, world):
    page = open_page(width=320, height=640)
    let_in(page, world.organizer, "/en/desk/here/")
    found = {}
    for language in ("en", "zh-hans"):
        page.goto(f"/{language}/desk/here/?q={SURNAME[:12]}")
        found[page.url] = wide(page)
    device = open_page(f"/en/station/{world.good['station']}/", width=320, height=640)
    device.fill("#by", SURNAME[:60])
    device.click("#begin [type=submit]")
    device.fill("#q", SURNAME[:12])
    expect(device.locator("#found li").first).to_be_visible()
    found["found"] = wide(device)
    device.locator("#found button").first.click()
    expect(device.locator("#outcome .outcome")).to_be_visible()
    found["answered"] = wide(device)

    assert {path: elements for path, elements in found.items() if elements} == {}
