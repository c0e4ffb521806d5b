"""A personal agenda as a calendar of the chosen sessions."""

import pytest

from tests.program.public.reading import HOME, code_of, text_of

pytestmark = pytest.mark.django_db


def test_a_personal_agenda_is_a_calendar_of_the_chosen(client, program):
    keynote = code_of(program, "The future of educational big data")
    tea = code_of(program, "Tea break")

    for query in (f"s={keynote},{tea}", f"s={keynote}&s={tea}", f"s={tea},{keynote},ZZZZZZ"):
        body = client.get(f"{HOME}my.ics?{query}").content.decode()
        assert body.count("BEGIN:VEVENT") == 2


def test_a_personal_agenda_says_what_it_needs(client, program):
    page = client.get("/zh-hans/conferences/ai-2026/my.ics").content.decode()

    assert "请在议程页选择" in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?s=", 400),
        ("?s=abc", 400),
        ("?s=ABC123%0A", 400),
        ("?s=" + ",".join(["ABC123"] * 201), 400),
        ("?s=ZZZZZZ", 404),
    ],
)
def test_a_personal_agenda_of_nothing_is_refused(client, program, query, status):
    assert client.get(f"{HOME}my.ics{query}").status_code == status


def test_a_personal_agenda_is_chosen_without_scripts(client, program):
    assert f'href="{HOME}my/"' in text_of(client.get(f"{HOME}schedule/"))

    page = text_of(client.get(f"{HOME}my/"))

    assert f'<form method="get" action="{HOME}my/">' in page
    assert f'formaction="{HOME}my.ics"' in page
    assert f'name="s" value="{code_of(program, "Building courses")}"' in page
