"""Taking an act back: everything stands as it stood, or it is said why not."""

import re

import pytest
from django.apps import apps

from conference.acts import act
from conference.acts.undoing import take_back
from conference.program.models import Session
from tests.factories import (
    make_conference,
    make_member,
    make_participation,
    make_registration,
    make_role,
    make_room,
    make_session,
)
from tests.pages import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def organizer(conference):
    return make_member(conference, "organizer")


def everything():
    """{label: rows} of all that the apps hold, but histories, acts and stamps."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values()))
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(("conference", "alliance"))
        and not model.__name__.startswith("Historical")
        and model._meta.model_name not in ("act", "stamp")
    }


def test_a_deleted_sub_forum_stands_again_with_talks_people_and_choices(conference, organizer):
    forum = make_session(conference, "09:00", kind="sub-forum", room=make_room(conference))
    talk = make_session(conference, "09:00", parent=forum)
    make_role(talk, make_participation(conference))
    person = make_registration(conference)
    person.sessions.add(forum)
    before = everything()

    with act(by=organizer) as done:
        forum.delete()
    assert not Session.objects.exists()
    take_back(done.saved, by=organizer)

    assert everything() == before


def test_the_message_of_a_save_takes_it_back_and_again(client, conference, organizer):
    session = make_session(conference, "09:00", title_en="Opening")
    client.force_login(organizer)
    address = f"/admin/program/session/{session.pk}/change/"
    form = form_data(client.get(address)) | {"title_en": "Closing"}
    page = client.post(address, form, follow=True)
    undo = re.search(r'action="(/admin/changes/act-\w+/undo/)"', page.text)[1]

    page = client.post(undo, {"next": address}, follow=True)
    assert page.redirect_chain == [(address, 302)]
    session.refresh_from_db()
    assert (session.title_en, "Taken back: 1 session." in page.text) == ("Opening", True)

    again = re.search(r'action="(/admin/changes/act-\w+/undo/)"', page.text)[1]
    page = client.post(again, {"next": address}, follow=True)
    session.refresh_from_db()
    assert (session.title_en, "Done again: 1 session." in page.text) == ("Closing", True)
    page = client.post(undo, {"next": address}, follow=True)
    assert "has taken this back already" in page.text
