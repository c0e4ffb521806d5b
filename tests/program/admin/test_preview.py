"""The preview of the draft: both languages, its links, who may see it."""

import pytest

from conference.permissions import Role
from tests.factories import make_member, make_participation
from tests.pages import links

pytestmark = pytest.mark.django_db

PREVIEWS = ["", "schedule/", "speakers/", "venue/"]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.ORGANIZER])
def test_the_team_previews_the_draft_in_both_languages(client, conference, session, role):
    person = make_participation(conference)
    client.force_login(make_member(conference, role))
    base = f"/admin/program/preview/{conference.pk}/"

    started = client.get(base)
    assert started["Location"] == f"{base}en/"
    pages = [*PREVIEWS, f"sessions/{session.code}/", f"speakers/{person.code}/"]
    for page in pages:
        for language in ("en", "zh-hans"):
            answer = client.get(f"{base}{language}/{page}")
            assert answer.status_code == 200
            assert "no-store" in answer["Cache-Control"]
    assert "Keynote" in client.get(f"{base}en/schedule/").content.decode()
    assert "主旨报告" in client.get(f"{base}zh-hans/schedule/").content.decode()


def test_the_links_of_a_preview_stay_inside_it(client, organizer, conference, session):
    base = f"/admin/program/preview/{conference.pk}/en/"

    found = links(client.get(f"{base}schedule/"))

    assert found["Keynote"] == f"{base}sessions/{session.code}/"
    assert not [href for href in found.values() if f"/conferences/{conference.slug}" in href]


@pytest.mark.parametrize("role", [Role.DESK, Role.EXPORTER])
def test_who_does_not_plan_has_no_preview(client, conference, session, role):
    client.force_login(make_member(conference, role))

    assert client.get(f"/admin/program/preview/{conference.pk}/en/").status_code == 403
    assert client.get(f"/admin/program/clashes/{conference.pk}/").status_code == 403
    assert client.get(f"/admin/translations/{conference.pk}/").status_code == 403


@pytest.mark.parametrize(
    "tail", ["fr/", "en/sessions/NOCODE/", "en/speakers/x/", "en/schedule/?day=x", "en/x/"]
)
def test_what_a_preview_does_not_have_is_a_404(client, organizer, conference, tail):
    assert client.get(f"/admin/program/preview/{conference.pk}/{tail}").status_code == 404


def test_no_conference_that_cannot_be(client, organizer):
    for page in ("publish", "clashes", "preview"):
        assert client.get(f"/admin/program/{page}/{'9' * 30}/").status_code == 404
        assert client.get(f"/admin/program/{page}/0/").status_code == 404
