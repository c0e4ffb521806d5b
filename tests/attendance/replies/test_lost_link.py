"""The page for a lost link, on a site that sends no letters."""

import pytest

from conference.program.release.publishing import publish
from tests.factories import make_conference, make_contact, make_reply_form

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what a page says is the same on both databases"),
]


def test_a_site_without_mail_promises_no_letter_and_says_whom_to_ask(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    said = []
    for email in ("", "office@example.org"):
        conference = make_conference(contact_email=email)
        if email:
            make_contact(conference, name_en="Wang Fang", phone="+44 7700 900123")
        publish(conference)
        make_reply_form(conference)
        page = client.get(f"/en/conferences/{conference.slug}/register/lost/")
        said.append(page.content.decode())

    nobody_named, named = said
    for text in said:
        assert "no letter will come" in text and "is sent there" not in text
    assert "the organizers at the registration desk" in nobody_named
    assert 'href="mailto:office@example.org"' in named
    assert "Wang Fang" in named and 'href="tel:+447700900123"' in named
