"""The page of papers tells which texts lack a language before a paper is taken."""

import pytest
from django.urls import reverse

from tests.factories import make_conference, make_member, make_participation, make_session

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
