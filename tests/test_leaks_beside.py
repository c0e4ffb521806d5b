"""Names, phones and links of people stand in no address, log, cache key or service worker."""

import logging
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.cache.backends.base import BaseCache
from django.db import DataError
from django.test import Client
from django.urls import NoReverseMatch
from django.utils import timezone

from conference.attendance.registering import issue_link
from conference.program.release.publishing import publish
from config.serving.logs import JsonFormatter
from tests.factories import (
    make_conference,
    make_letter,
    make_member,
    make_registration,
    make_reply_form,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="addresses, logs and keys are the same on both"),
]

NAME, PHONE, MAIL = "Lin Secretname", "+44 7700 900777", "lin@secret.example"
LINKED = re.compile(r"""(?:href|src|action|formaction|content)=["']([^"']*)["']""")


def test_nobody_s_name_phone_or_link_stands_beside_the_pages(caplog, monkeypatch):
    conference, keys = make_conference(slug="here"), []
    person = make_registration(conference, name=NAME, phone=PHONE, email=MAIL)
    letter = make_letter(
        conference, about=f"registration:{person.pk}", to_name=NAME, to_address=MAIL
    )
    now, hour = timezone.now(), timedelta(hours=1)
    make_reply_form(conference, opens_at=now - hour, closes_at=now + hour)
    publish(conference)
    token = issue_link(person)
    make_key = BaseCache.make_key

    def kept(self, key, version=None):
        keys.append(str(key))
        return make_key(self, key, version)

    monkeypatch.setattr(BaseCache, "make_key", kept)
    caplog.set_level(logging.INFO)
    team, stranger = Client(), Client(raise_request_exception=False)
    team.force_login(make_member(conference, "organizer", sees_contacts=True))
    of_person = f"/admin/attendance/registration/{person.pk}"
    pages = [
        team.get(address)
        for address in (
            *("/admin/attendance/registration/", f"{of_person}/change/", f"{of_person}/privacy/"),
            *("/admin/letters/letter/", f"/admin/letters/letter/{letter.pk}/change/"),
            *("/en/desk/here/", "/en/desk/here/doors/"),
        )
    ]
    for text in (NAME, PHONE[-4:], MAIL):
        pages.append(team.post("/en/desk/here/", {"q": text}))
        stranger.post("/en/conferences/here/register/lost/", {"email": text})
    own = stranger.get(f"/en/r/{token}/")
    stranger.get("/en/r/nothing-of-the-kind/")
    workers = [stranger.get(path).content.decode() for path in ("/sw.js", "/manifest.webmanifest")]

    assert all(NAME in page.content.decode() for page in pages[:3])
    assert own.status_code == 200
    assert "no-store" in own["Cache-Control"]
    linked = {where for page in pages for where in LINKED.findall(page.content.decode())}
    assert len(linked) > 40
    assert keys
    said = [record.getMessage() for record in caplog.records]
    for secret in (NAME, "Secretname", "900777", MAIL, token):
        assert [where for where in linked if secret in unquote(where)] == []
        assert [text for text in (*said, *keys, *workers) if secret in text] == []


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"{NAME} is no number: {PHONE}"),
        KeyError(MAIL),
        NoReverseMatch(f"Reverse for 'reply' with arguments '('{NAME}',)' not found."),
        DataError(f'invalid input syntax for type integer: "{NAME}"\nLINE 1: {PHONE}'),
        OSError(36, "File name too long", f"/data/{NAME}.pdf"),
    ],
)
def test_the_report_of_an_error_names_nobody(caplog, monkeypatch, error):
    person = make_registration(make_conference(), name=NAME, phone=PHONE, email=MAIL)
    token = issue_link(person)

    def fails(*_arguments, **_more):
        raise error

    monkeypatch.setattr("conference.attendance.own.views.own_page", fails)
    page = Client(raise_request_exception=False).get(f"/en/r/{token}/?done={PHONE}")

    assert page.status_code == 500
    reports = [JsonFormatter().format(record) for record in caplog.records]
    assert any(type(error).__name__ in report for report in reports)
    for secret in (NAME, "Secretname", "900777", MAIL, token):
        assert [text for text in (*reports, page.content.decode()) if secret in text] == []
