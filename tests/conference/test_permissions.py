"""Roles and rights: the table of docs/concepts.md, and the two ways to ask."""

import pytest
from django.contrib.auth.models import AnonymousUser

from conference.models import Conference
from conference.people.models import Organization, Person
from conference.permissions import RIGHTS, Right, Role, may, sees_contacts
from conference.program.models import Session
from tests.factories import (
    make_alliance,
    make_conference,
    make_member,
    make_membership,
    make_organization,
    make_participation,
    make_person,
    make_secretary,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db

# Written out again, on purpose: the contract, not the code's own table.
CONTRACT = {
    "viewer": {"view_draft", "papers"},
    "desk": {"open_desk", "check_in", "badges"},
    "exporter": {"open_desk", "view_registrations", "export", "papers"},
    "editor": {"view_draft", "edit_draft", "papers"},
    "organizer": {
        "view_draft",
        "edit_draft",
        "publish",
        "edit_settings",
        "open_desk",
        "check_in",
        "view_registrations",
        "edit_registrations",
        "export",
        "papers",
        "badges",
    },
}


def test_the_table_of_rights_is_the_contract():
    assert {role.value: {r.value for r in RIGHTS[role]} for role in Role} == CONTRACT


@pytest.mark.parametrize("role", Role)
def test_a_role_holds_at_its_own_conference_only(role):
    own, other = make_conference(), make_conference()
    user = make_member(own, role)

    held = {right.value for right in Right if may(user, right, own)}

    assert held == CONTRACT[role]
    assert not any(may(user, right, other) for right in Right)
    assert list(Conference.objects.visible_to(user)) == [own]


def test_strangers_inactive_accounts_and_nobody_hold_nothing():
    conference = make_conference()
    inactive = make_member(conference, "organizer")
    inactive.is_active = False
    for user in (AnonymousUser(), make_user(), inactive):
        assert not any(may(user, right, conference) for right in Right)
        assert not Conference.objects.visible_to(user).exists()
        assert not sees_contacts(user, conference)


def test_a_superuser_may_all():
    conference = make_conference()
    user = make_user(is_superuser=True)

    assert all(may(user, right, conference) for right in Right)
    assert list(Conference.objects.visible_to(user)) == [conference]


def test_several_roles_add_up():
    conference = make_conference()
    user = make_member(conference, "desk")
    make_member(conference, "exporter", user=user)

    assert may(user, Right.CHECK_IN, conference)
    assert may(user, Right.EXPORT, conference)
    assert not may(user, Right.VIEW_DRAFT, conference)


def test_contacts_are_seen_only_where_granted():
    conference, other = make_conference(), make_conference()
    user = make_member(conference, "exporter", sees_contacts=True)
    make_member(other, "exporter", user=user)

    assert sees_contacts(user, conference)
    assert not sees_contacts(user, other)


def test_rows_are_scoped_by_role_and_by_right():
    own, other = make_conference(), make_conference()
    session = make_session(own)
    make_session(other)
    desk, editor = make_member(own, "desk"), make_member(own, "editor")

    assert list(Session.objects.visible_to(desk)) == [session]
    assert list(Session.objects.with_right(desk, Right.VIEW_DRAFT)) == []
    assert list(Session.objects.editable_by(editor)) == [session]


def test_asking_twice_costs_one_query(django_assert_num_queries):
    conference = make_conference()
    user = make_member(conference, "editor")

    with django_assert_num_queries(1):
        may(user, Right.EDIT_DRAFT, conference)
        may(user, Right.PUBLISH, conference)


def test_a_shared_person_is_edited_by_those_who_own_every_use():
    own, other = make_conference(), make_conference()
    user = make_member(own, "editor")
    mine, shared, unused = make_person(), make_person(), make_person()
    make_participation(own, mine)
    make_participation(own, shared)
    make_participation(other, shared)

    assert set(Person.objects.editable_by(user)) == {mine, unused}
    assert set(Person.objects.visible_to(user)) == {mine, shared, unused}
    assert not Person.objects.visible_to(make_user()).exists()


def test_an_organization_is_not_edited_while_an_alliance_uses_it():
    conference, alliance = make_conference(), make_alliance()
    editor, secretary = make_member(conference, "editor"), make_secretary(alliance)
    member = make_organization()
    make_membership(alliance, member)
    employer = make_organization()
    make_participation(conference, make_person(organization=employer))

    assert set(Organization.objects.editable_by(editor)) == {employer}
    assert set(Organization.objects.editable_by(secretary)) == {member}
