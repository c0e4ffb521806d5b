"""The people and links of a session in its history, and an older version brought back with them."""

from datetime import timedelta

import pytest

from conference.permissions import Role
from conference.program.models import Session, SessionLink, SessionRole
from tests.factories import (
    make_conference,
    make_link,
    make_member,
    make_participation,
    make_role,
    make_session,
)
from tests.pages import form_data, parsed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def editor(client, conference):
    user = make_member(conference, Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def session(conference):
    return make_session(conference, title_en="Keynote", title_zh="")


def person(conference, name):
    return make_participation(conference, printed_name_en=name, printed_name_zh=name)


def history(session):
    return f"/admin/program/session/{session.pk}/history/"


def apart(*rows):
    """Let the history of rows say that it was written an hour ago."""
    for row in rows:
        for version in row.history.all():
            version.history_date -= timedelta(hours=1)
            version.save()


def test_who_was_added_changed_and_taken_off_is_told(client, conference, editor, session):
    ada, alan = person(conference, "Ada"), person(conference, "Alan")
    first = make_role(session, participation=ada, role="speaker")
    make_role(session, participation=alan, role="speaker")
    first.role = "chair"
    first.save()
    first.delete()

    text = words(parsed(client.get(history(session))))

    assert "– → Alan · speaker" in text
    assert "– → Ada · speaker" not in text and "Ada" not in text  # one act: came and went


def test_each_act_of_one_person_is_told_with_old_and_new(client, conference, editor, session):
    role = make_role(session, participation=person(conference, "Ada"), role="speaker")
    apart(session, role)
    address = f"/admin/program/session/{session.pk}/change/"

    client.post(address, form_data(client.get(address), **{"roles-0-role": "chair"}))

    text = words(parsed(client.get(history(session))))
    assert "Ada · speaker → Ada · chair" in text and "– → Ada · speaker" in text
    assert str(editor) in text


def test_two_saves_in_one_second_lose_no_value_between_them(client, conference, editor, session):
    make_role(session, participation=person(conference, "Ada"), role="speaker")
    address = f"/admin/program/session/{session.pk}/change/"

    for role in ("chair", "panelist"):
        client.post(address, form_data(client.get(address), **{"roles-0-role": role}))

    text = words(parsed(client.get(history(session))))
    assert "Ada · speaker → Ada · chair" in text
    assert "Ada · chair → Ada · panelist" in text


def test_a_link_is_told_with_its_address_and_release(client, editor, session):
    link = make_link(session, url="https://example.org/a", is_released=False)
    apart(session, link)
    link.url, link.is_released = "https://example.org/b", True
    link.save()

    text = words(parsed(client.get(history(session))))

    assert "https://example.org/a · not released →" in text
    assert "https://example.org/b · released" in text


def test_an_older_version_brings_its_people_links_and_order_back(
    client, conference, editor, session
):
    people = [person(conference, name) for name in ("Ada", "Alan", "Grace")]
    roles = [make_role(session, participation=one, position=n) for n, one in enumerate(people, 1)]
    link = make_link(session, url="https://example.org/a")
    apart(session, link, *roles)
    version = session.history.get()
    session.title_en = "Another title"
    session.save()
    roles[0].delete()
    link.delete()
    roles[1].position, roles[1].role = 9, "chair"
    roles[1].save()
    make_role(session, participation=person(conference, "Edsger"), position=1)
    make_link(session, url="https://example.org/z")
    address = f"{history(session)}{version.pk}/"

    page = client.get(address)
    text = words(parsed(page))
    answer = client.post(address, form_data(page))

    assert answer.status_code == 302
    assert Session.objects.get().title_en == "Keynote"
    now = [(r.participation, r.role) for r in session.roles.order_by("position")]
    assert now == [(one, "speaker") for one in people]
    back = SessionLink.objects.get()
    assert (back.url, back.guid) == ("https://example.org/a", link.guid)
    for told in (
        "Another title → Keynote",
        "– → Ada · speaker",
        "Alan · chair → Alan · speaker",
        "Edsger · speaker → –",
        "https://example.org/a",
    ):
        assert told in text


def test_people_alone_come_back_to_where_an_act_left_them(client, conference, editor, session):
    role = make_role(session, participation=person(conference, "Ada"))
    apart(session, role)
    apart(session)
    other = make_role(session, participation=person(conference, "Alan"))
    links = [a.get("href") for a in parsed(client.get(history(session))).iter("a")]
    (then,) = [href for href in links if href and "until=" in href and href != links[0]][1:2]
    other.delete()

    client.post(then, form_data(client.get(then)))

    assert {str(r.participation) for r in session.roles.all()} == {"Ada"}


def test_what_changed_since_the_page_was_made_is_looked_at_again(
    client, conference, editor, session
):
    version = session.history.get()
    session.title_en = "Another title"
    session.save()
    address = f"{history(session)}{version.pk}/"
    page = client.get(address)
    make_role(session, participation=person(conference, "Ada"))

    answer = client.post(address, form_data(page))

    assert answer.url == address
    assert Session.objects.get().title_en == "Another title" and session.roles.count() == 1


def test_who_is_gone_from_the_conference_is_told_and_stays_out(client, conference, editor, session):
    role = make_role(session, participation=person(conference, "Ada"))
    apart(session, role)
    participation = role.participation
    role.delete()
    participation.delete()
    address = f"{history(session)}{session.history.get().pk}/"

    page = client.get(address)
    client.post(address, form_data(page))

    assert "These cannot come back" in words(parsed(page))
    assert not SessionRole.objects.exists()


def test_a_revert_that_fails_midway_writes_nothing(
    client, conference, editor, session, monkeypatch
):
    role = make_role(session, participation=person(conference, "Ada"))
    apart(session, role)
    session.title_en = "Another title"
    session.save()
    role.delete()
    address = f"{history(session)}{session.history.last().pk}/"
    page = client.get(address)
    monkeypatch.setattr(SessionRole, "save", lambda *a, **k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        client.post(address, form_data(page))

    assert Session.objects.get().title_en == "Another title"


@pytest.mark.parametrize(
    "until", ["x", "2026-05-20", "2026-13-40T00:00:00Z", "1999-01-01T00:00:00Z"]
)
def test_a_moment_that_cannot_be_is_a_404(client, editor, session, until):
    address = f"{history(session)}{session.history.get().pk}/"

    assert client.get(address, {"until": until}).status_code == 404


def test_a_history_of_many_acts_costs_the_same_queries(
    client, conference, editor, session, django_assert_num_queries
):
    roles = [make_role(session, participation=person(conference, f"P{n}")) for n in range(3)]
    client.get(history(session))
    with django_assert_num_queries(20):
        client.get(history(session))
    for n, role in enumerate(roles * 5):
        role.position = n + 10
        role.save()
        session.title_en = f"Title {n}"
        session.save()
    with django_assert_num_queries(20):
        client.get(history(session))
