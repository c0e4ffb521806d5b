"""Releases in the admin: what each changed, withdrawing one, bringing one back."""

import pytest

from conference.program.models import Release, Session
from conference.program.release.publishing import publish
from tests.factories import make_session
from tests.pages import form_data, messages, parsed, rows, words
from tests.program.admin.addresses import changes, release_page, review

pytestmark = pytest.mark.django_db


def test_a_release_shows_what_it_changed_and_is_read_only(client, organizer, conference, session):
    publish(conference)
    session.title_en = "Later"
    session.save()
    release = publish(conference, note="Second")

    page = client.get(release_page(release))

    assert changes(page) == ["changed Later title Keynote → Later"]
    assert "public now" in page.content.decode()
    client.post(release_page(release), {"note": "Changed"})
    assert client.get(release_page(release, "delete")).status_code == 403
    assert client.get("/admin/program/release/add/").status_code == 403
    release.refresh_from_db()
    assert release.note_en == "Second"


def test_a_release_is_withdrawn_after_asking(client, organizer, conference, session):
    publish(conference)
    session.title_en = "Later"
    session.save()
    second = publish(conference)

    asked = client.get(release_page(second, "withdraw"))
    assert "Attendees will see release 1 again." in asked.content.decode()
    page = client.post(release_page(second, "withdraw"), form_data(asked), follow=True)

    assert messages(page) == ["Release 2 of Symposium is withdrawn."]
    assert Release.objects.current(conference.slug).number == 1
    again = client.post(release_page(second, "withdraw"), follow=True)
    assert messages(again) == ["This release is withdrawn already."]


def test_withdrawing_the_only_release_says_what_that_means(client, organizer, conference, session):
    release = publish(conference)

    asked = client.get(release_page(release, "withdraw"))
    assert "the conference will no longer be public" in asked.content.decode()
    client.post(release_page(release, "withdraw"))

    conference.refresh_from_db()
    assert not conference.is_public


def test_a_release_comes_back_into_the_draft_after_showing_what_changes(
    client, organizer, conference, session
):
    release = publish(conference)
    session.title_en = "Changed since"
    session.save()
    make_session(conference, title_en="Added since")

    asked = client.get(release_page(release, "restore"))
    assert "Changed since → Keynote" in " ".join(changes(asked))
    page = client.post(release_page(release, "restore"), follow=True)

    assert [row.title_en for row in Session.objects.all()] == ["Keynote"]
    assert page.redirect_chain[-1][0] == review(conference)
    assert Session.objects.get().history.latest().history_user == organizer


def test_the_list_marks_the_public_release_and_the_first_one(
    client, organizer, conference, session
):
    publish(conference)
    for title in ("Second", "Third"):
        session.title_en = title
        session.save()
        release = publish(conference)
    client.post(release_page(release, "withdraw"))

    shown = rows(client.get("/admin/program/release/"))

    assert [(row["title"], row["change_count"], row["state"]) for row in shown] == [
        ("Release 3", "1", "withdrawn"),
        ("Release 2", "1", "public now"),
        ("Release 1", "first publication", "-"),
    ]
    first = client.get(release_page(conference.releases.get(number=1)))
    assert "First publication" in words(parsed(first))
