"""A form of the admin with rows of its own asks the same for 1, 3 and 40 of them."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.models import AllianceRole, AttendanceGrant, Representative, Secretary, Task, Tier
from conference.attendance.models import Question, Registration
from conference.models import Contact, Highlight, Hotel, Room, TeamMember, Track, VenuePlan
from conference.people.models import HostRole, Organization, Person
from conference.program.models import (
    CommitteeMember,
    ExpectedTotal,
    Participation,
    Session,
    SessionLink,
    SessionRole,
)
from tests.factories import (
    make_alliance,
    make_committee,
    make_conference,
    make_member,
    make_membership,
    make_reply_form,
    make_secretary,
    make_session,
    make_user,
)
from tests.pages import form_data

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="a form asks the same of both databases"),
]


def many(model, count, **values):
    """Rows with `values`, where a text names its number by `{n}` and a function makes a value."""

    def value(given, n):
        if callable(given):
            return given(n)
        return given.format(n=n) if isinstance(given, str) else given

    return model.objects.bulk_create(
        model(**{name: value(given, n) for name, given in values.items()})
        for n in range(1, count + 1)
    )


def organizations(count):
    return many(Organization, count, name_zh="样例大学{n}")


def a_session(client, count):
    conference = make_conference()
    client.force_login(make_member(conference, "organizer"))
    session = make_session(conference, "09:00")
    persons = many(Person, count, name_zh="王样例{n}", search="{n}")
    people = many(
        Participation,
        count,
        conference=conference,
        person=lambda n: persons[n - 1],
        code="{n:0>6}",
    )
    many(
        SessionRole,
        count,
        session=session,
        participation=lambda n: people[n - 1],
        position=lambda n: n,
    )
    many(
        SessionLink,
        count,
        session=session,
        kind="slides",
        url="https://slides.example.org/{n}",
        position=lambda n: n,
    )
    return f"/admin/program/session/{session.pk}/change/", {
        "roles-0-role": "chair",
        "links-0-url": "https://slides.example.org/other",
    }


def a_committee(client, count):
    conference = make_conference()
    client.force_login(make_member(conference, "organizer"))
    committee = make_committee(conference)
    persons = many(Person, count, name_zh="王样例{n}", search="{n}")
    each = {"person": lambda n: persons[n - 1]}
    many(Participation, count, conference=conference, code="{n:0>6}", **each)
    many(CommitteeMember, count, committee=committee, position=lambda n: n, **each)
    return f"/admin/program/committee/{committee.pk}/change/", {"members-0-role": "chair"}


def a_conference(client, count):
    conference = make_conference()
    client.force_login(make_member(conference, "organizer"))
    own = {"conference": conference, "position": lambda n: n}
    sessions = many(
        Session,
        count,
        conference=conference,
        kind="sub-forum",
        title_en="Sub-forum {n}",
        number=lambda n: n,
        code="{n:0>6}",
        position=lambda n: n,
    )
    hosts, accounts = organizations(count), [make_user(f"user{n}") for n in range(count)]
    alliances = [make_alliance() for _n in range(count)]
    many(Room, count, name_zh="会场{n}", slug="room-{n}", **own)
    many(Track, count, name_zh="专题{n}", slug="track-{n}", **own)
    many(HostRole, count, organization=lambda n: hosts[n - 1], role="sponsor", **own)
    many(Highlight, count, kind="policy", name_en="Policy {n}", **own)
    many(VenuePlan, count, image="public/1.webp", caption_en="Plan {n}", **own)
    many(Hotel, count, name_en="Hotel {n}", **own)
    many(Contact, count, name_en="Office {n}", phone="+44 7700 900123", **own)
    many(
        ExpectedTotal,
        count,
        conference=conference,
        session=lambda n: sessions[n - 1],
        total=lambda n: n,
        label_en="experts {n}",
    )
    many(TeamMember, count, conference=conference, user=lambda n: accounts[n - 1], role="viewer")
    many(AttendanceGrant, count, conference=conference, alliance=lambda n: alliances[n - 1])
    return f"/admin/conference/conference/{conference.pk}/change/", {
        "rooms-0-capacity": "70",
        "hotels-0-name_en": "Another hotel",
    }


def a_reply_form(client, count):
    conference = make_conference()
    client.force_login(make_member(conference, "organizer"))
    form = make_reply_form(conference)
    many(Question, count, form=form, kind="text", label_en="Question {n}", position=lambda n: n)
    return f"/admin/attendance/replyform/{form.pk}/change/", {"questions-0-label_zh": "问题"}


def an_alliance(client, count):
    alliance = make_alliance()
    client.force_login(make_secretary(alliance))
    own = {"alliance": alliance, "position": lambda n: n}
    members, accounts = organizations(count), [make_user(f"user{n}") for n in range(count)]
    many(AllianceRole, count, organization=lambda n: members[n - 1], role="initiator", **own)
    many(Task, count, name_en="Task {n}", **own)
    many(Tier, count, name_en="Tier {n}", **own)
    many(Secretary, count, alliance=alliance, user=lambda n: accounts[n - 1])
    return f"/admin/alliance/alliance/{alliance.pk}/change/", {"tasks-0-name_en": "Another task"}


def a_membership(client, count):
    alliance = make_alliance()
    client.force_login(make_secretary(alliance))
    membership = make_membership(alliance)
    persons = many(Person, count, name_zh="王样例{n}", search="{n}")
    many(
        Representative,
        count,
        membership=membership,
        person=lambda n: persons[n - 1],
        position=lambda n: n,
    )
    return f"/admin/alliance/membership/{membership.pk}/change/", {
        "representatives-0-since": "2025-05-20"
    }


FORMS = {
    # the page; its save when nothing was changed, and when the named boxes were
    "session": (a_session, [22, 79, 103]),
    "committee": (a_committee, [11, 26, 36]),
    "conference": (a_conference, [24, 40, 57]),
    "reply form": (a_reply_form, [10, 34, 58]),
    "alliance": (an_alliance, [16, 27, 39]),
    "membership": (a_membership, [12, 38, 61]),
}


def keep_content_type(address):
    """A process asks for it once."""
    _admin, app, model, *_rest = address.strip("/").split("/")
    ContentType.objects.get_by_natural_key(app, model)


def statements(act, *, expected):
    """How many the act asks for, and what it answers with."""
    with CaptureQueriesContext(connection) as captured:
        answer = act()
    assert answer.status_code == expected
    return len(captured), answer


@pytest.mark.parametrize("count", [1, 3, 40])
@pytest.mark.parametrize("name", FORMS)
def test_a_form_costs_what_changed_in_it(client, name, count):
    make, queries = FORMS[name]
    address, changes = make(client, count)
    keep_content_type(address)

    shown, page = statements(lambda: client.get(address), expected=200)
    data = form_data(page)
    unchanged, _page = statements(lambda: client.post(address, data), expected=302)
    changed, _page = statements(lambda: client.post(address, data | changes), expected=302)

    assert [shown, unchanged, changed] == queries


@pytest.mark.parametrize("count", [1, 3, 400])
def test_a_registration_is_saved_at_one_cost_however_long_the_list(client, count):
    conference = make_conference()
    make_reply_form(conference, seats=count)
    client.force_login(make_member(conference, "organizer", sees_contacts=True))
    people = many(
        Registration,
        2 * count,
        conference=conference,
        name="王样例{n}",
        organization_name="样例大学",
        email="guest{n}@example.org",
        source="import",
        number=lambda n: n,
        code="{n:0>10}",
        status=lambda n: "confirmed" if n <= count else "waitlisted",
        waits_as=lambda n: None if n <= count else n,
    )
    address = f"/admin/attendance/registration/{people[0].pk}/change/"
    keep_content_type(address)

    shown, page = statements(lambda: client.get(address), expected=200)
    data = form_data(page)
    found = [shown]
    for changes in ({}, {"title": "副教授"}, {"status": "cancelled"}):
        sent = data | changes
        found.append(statements(lambda sent=sent: client.post(address, sent), expected=302)[0])

    assert found == [15, 79, 73, 89]
