"""Before the first publish its page names what the program lacks, and publishes anyway."""

import pytest

from conference.models import StepAside
from tests.factories import make_host, make_room, make_session
from tests.pages import form_data, parsed, words
from tests.program.admin.addresses import review

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what a page says is the same on both databases"),
]


def open_steps(page):
    found = parsed(page).xpath("//section[@aria-labelledby='still-open']//li/a")
    return {words(link): link.get("href") for link in found}


def test_what_is_still_open_is_named_with_its_page_and_does_not_keep_from_publishing(
    client, organizer, conference, session
):
    make_host(conference)
    make_room(conference)
    make_session(conference, kind="talk", title_en="Untimed")
    make_session(conference, "12:00", kind="meal", title_en="Lunch")
    StepAside.objects.create(conference=conference, step="text", by=organizer)

    page = client.get(review(conference))

    assert list(open_steps(page)) == [
        "Give 1 session a time",
        "Give 2 sessions a room",
        "Say who speaks in 1 session",
        "Say where it takes place",
        *[step for step in open_steps(page) if step.startswith("Translate")],
    ]
    for address in open_steps(page).values():
        assert client.get(address).status_code == 200
    listed = client.get(open_steps(page)["Give 2 sessions a room"]).context["cl"].result_list
    assert {row.title_en for row in listed} == {"Keynote", "Untimed"}
    client.post(review(conference), form_data(page))
    assert conference.releases.count() == 1
    make_session(conference, title_en="Another")
    assert open_steps(client.get(review(conference))) == {}
