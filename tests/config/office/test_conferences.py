"""The page of a conference in the admin: settings, rooms, hosts, team."""

from datetime import date

import pytest

from conference.models import Conference, Room, TeamMember, Track
from conference.people.models import HostRole
from conference.permissions import Role
from conference.program.release.publishing import publish
from tests.factories import (
    at,
    make_conference,
    make_contact,
    make_host,
    make_hotel,
    make_member,
    make_organization,
    make_plan,
    make_room,
    make_session,
    make_track,
    make_user,
)
from tests.pages import errors, form_data, messages, of_class, options, parsed, words
from tests.queries import more_like

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what an account is shown, by rows that other tests read from each"),
]

CONFERENCES = "/admin/conference/conference/"


@pytest.fixture
def conference():
    return make_conference(slug="symposium", name_en="Symposium", name_zh="")


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, Role.ORGANIZER, user=make_user("organizer"))
    client.force_login(user)
    return user


def change_of(conference):
    return f"{CONFERENCES}{conference.pk}/change/"


def save(client, conference, **changes):
    page = client.get(change_of(conference))
    return client.post(change_of(conference), form_data(page, **changes), follow=True)


def row(prefix, number, **values):
    return {f"{prefix}-{number}-{name}": value for name, value in values.items()}


# --- Settings ----------------------------------------------------------------------------------


def test_a_new_zone_keeps_the_clock(client, organizer, conference):
    session = make_session(conference, "09:00")

    page = save(client, conference, time_zone="America/New_York")

    assert messages(page)[0] == "1 session keeps its clock time, now in America/New_York."
    session.refresh_from_db()
    conference.refresh_from_db()
    assert session.starts_at.astimezone(conference.zone).strftime("%H:%M") == "09:00"
    assert session.starts_at != at("09:00")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        (
            {"time_zone": "Mars/Olympus"},
            "“Mars/Olympus” is not a time zone. Use a name like Asia/Shanghai.",
        ),
        ({"time_zone": "../etc/passwd"}, None),
        ({"ends_on": "2026-05-19"}, "The last day must not lie before the first day."),
        (
            {"ends_on": "2027-05-20"},
            "A conference lasts at most 60 days. Check the year of both days.",
        ),
        ({"starts_on": "0001-01-01"}, "Check the year of this day."),
        ({"starts_on": "9999-12-31", "ends_on": "9999-12-31"}, "Check the year of this day."),
        ({"starts_on": "soon"}, "Enter a day such as 2026-05-20."),
        ({"name_en": ""}, "Give the conference a name in Chinese or in English."),
        ({"slug": "Symposium 2026"}, None),
        ({"slug": "研讨会"}, None),
    ],
)
def test_settings_that_cannot_be_are_told(client, organizer, conference, changes, complaint):
    page = save(client, conference, **changes)

    assert errors(page)
    assert complaint is None or complaint in errors(page)
    assert Conference.objects.get().name_en == "Symposium"


def test_the_address_is_frozen_by_the_first_publish(client, organizer, conference):
    make_session(conference, "09:00")
    room = make_room(conference, slug="hall")
    publish(conference)
    added = make_room(conference, slug="annex")

    save(
        client,
        conference,
        **{"slug": "another", "rooms-0-slug": "moved", "rooms-1-slug": "annex-2"},
    )

    conference.refresh_from_db()
    room.refresh_from_db()
    added.refresh_from_db()
    assert conference.slug == "symposium"
    assert (room.slug, added.slug) == ("hall", "annex-2")


def test_a_form_opened_before_a_publish_does_not_hide_the_conference(client, organizer, conference):
    make_session(conference, "09:00")
    data = form_data(client.get(change_of(conference)), name_en="Later name")
    publish(conference)

    client.post(change_of(conference), data)

    conference.refresh_from_db()
    assert conference.is_public
    assert conference.name_en == "Later name"


# --- What stands on its page -------------------------------------------------------------------


def test_rooms_tracks_hosts_and_lines_are_added_on_one_page(client, organizer, conference):
    organization = make_organization()
    changes = {
        "rooms-TOTAL_FORMS": "2",
        "tracks-TOTAL_FORMS": "1",
        "hostroles-TOTAL_FORMS": "1",
        "highlights-TOTAL_FORMS": "1",
        "expectedtotals-TOTAL_FORMS": "1",
        **row("rooms", 0, name_zh="主会场", capacity="400"),
        **row("rooms", 1, name_en="Room 201"),
        **row("tracks", 0, name_en="New techniques", color="#1f5f8b"),
        **row("hostroles", 0, role="undertaker", organization=organization.pk),
        **row("highlights", 0, kind="policy", name_zh="若干措施"),
        **row("expectedtotals", 0, total="16", label_en="experts", category="expert"),
    }

    save(client, conference, **changes)

    rooms = conference.rooms.all()
    assert [(room.slug, room.position) for room in rooms] == [("zhu-hui-chang", 1), ("room-201", 2)]
    assert Track.objects.get().slug == "new-techniques"
    assert HostRole.objects.get().organization == organization
    assert conference.highlights.get().name_zh == "若干措施"
    assert conference.expectedtotals.get().total == 16


def test_an_address_made_from_a_name_is_never_taken_twice(client, organizer, conference):
    make_room(conference, slug="hall")

    for name in ("Hall", "Hall", "201 会议室", "🎪"):
        client.post("/admin/conference/room/add/", {"name_en": name, "position": "0"})

    slugs = list(conference.rooms.values_list("slug", flat=True).order_by("pk"))
    assert slugs == ["hall", "hall-2", "hall-3", "room-201", "room"]


def test_no_host_twice_in_one_role(client, organizer, conference):
    host = make_host(conference)
    changes = {
        "hostroles-TOTAL_FORMS": "2",
        **row("hostroles", 1, role=host.role, organization=host.organization_id),
    }

    page = save(client, conference, **changes)

    assert errors(page)
    assert HostRole.objects.count() == 1


def test_an_editor_edits_rooms_but_not_settings(client, conference):
    room = make_room(conference, name_en="Hall")
    client.force_login(make_member(conference, Role.EDITOR))

    page = client.get(change_of(conference))

    assert page.status_code == 200
    assert not parsed(page).xpath("//input[@name='name_en']")
    assert "Invitations" not in page.content.decode()
    assert client.post(change_of(conference), {"name_en": "Changed"}).status_code == 403
    address = f"/admin/conference/room/{room.pk}/change/"
    client.post(address, form_data(client.get(address), name_en="Great hall"))
    assert Room.objects.get().name_en == "Great hall"


# --- The team ----------------------------------------------------------------------------------


def test_the_team_is_the_organizers_own_business(client, organizer, conference):
    editor = make_member(conference, Role.EDITOR, user=make_user("editor"))
    make_member(make_conference(), Role.EDITOR, user=make_user("stranger"))

    page = client.get(change_of(conference))

    offered = set(options(page, "teammembers-__prefix__-user").values())
    assert offered == {"organizer", "editor"}
    save(
        client,
        conference,
        **{"teammembers-TOTAL_FORMS": "3"},
        **row("teammembers", 2, user=editor.pk, role="desk"),
    )
    assert TeamMember.objects.filter(user=editor, role="desk").exists()


def test_a_stranger_cannot_be_put_on_the_team_by_id(client, organizer, conference):
    stranger = make_user("stranger")

    page = save(
        client,
        conference,
        **{"teammembers-TOTAL_FORMS": "2"},
        **row("teammembers", 1, user=stranger.pk, role="organizer"),
    )

    assert errors(page)
    assert not TeamMember.objects.filter(user=stranger).exists()


def test_the_last_organizer_cannot_leave(client, organizer, conference):
    make_member(conference, Role.EDITOR)

    page = save(client, conference, **{"teammembers-1-role": "editor"})
    gone = save(client, conference, **{"teammembers-1-DELETE": "on"})

    for answer in (page, gone):
        assert "The conference needs at least one organizer." in errors(answer)
    assert TeamMember.objects.filter(user=organizer, role=Role.ORGANIZER).exists()


def test_full_contacts_go_with_the_roles_that_need_them(client, organizer, conference):
    make_member(conference, Role.EDITOR)

    page = save(client, conference, **{"teammembers-0-sees_contacts": "on"})

    assert "Only an exporter or an organizer can be allowed to see full contacts." in errors(page)


def test_open_invitations_stand_beside_the_team(client, organizer, conference):
    client.post(
        "/admin/conference/teaminvitation/add/", {"email": "new@example.org", "role": "desk"}
    )

    page = client.get(change_of(conference))

    assert "new@example.org" in [words(item) for item in of_class(page, "row-name")]


# --- A new conference, and the end of one ------------------------------------------------------


def test_who_makes_a_conference_runs_it(client, organizer):
    data = {
        "name_zh": "新会议",
        "slug": "new",
        "starts_on": "2027-05-20",
        "ends_on": "2027-05-21",
        "time_zone": "Asia/Shanghai",
    }

    page = client.post(f"{CONFERENCES}add/", data, follow=True)

    made = Conference.objects.get(slug="new")
    assert page.redirect_chain[-1][0] == change_of(made)
    assert made.starts_on == date(2027, 5, 20)
    member = made.teammembers.get()
    assert (member.user, member.role) == (organizer, Role.ORGANIZER)


@pytest.mark.parametrize(
    ("names", "slug"),
    [
        ({"name_en": "Symposium", "name_zh": ""}, "symposium-2"),
        ({"name_en": "", "name_zh": "教学研讨会"}, "jiao-xue-yan-tao-hui"),
        ({"name_en": "A Very Long Name", "short_name_en": "AI 2026"}, "ai-2026"),
    ],
)
def test_an_empty_short_address_is_made_from_the_name(client, organizer, conference, names, slug):
    days = {"starts_on": "2026-06-01", "ends_on": "2026-06-02"}
    data = form_data(client.get(f"{CONFERENCES}add/"), slug="", **names, **days)

    client.post(f"{CONFERENCES}add/", data)

    assert Conference.objects.order_by("-pk").first().slug == slug


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.DESK, Role.EXPORTER])
def test_others_make_none(client, conference, role):
    client.force_login(make_member(conference, role))

    assert client.get(f"{CONFERENCES}add/").status_code == 403


def test_a_published_conference_is_not_deleted(client, organizer, conference):
    make_session(conference, "09:00")
    publish(conference)

    answer = client.post(f"{CONFERENCES}{conference.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 403
    assert Conference.objects.count() == 1


def test_the_page_costs_the_same_for_1_and_40_of_everything(
    client, organizer, conference, django_assert_num_queries
):
    client.get(change_of(conference))
    viewer, host = make_user("viewer"), make_host(conference)
    make_member(conference, Role.VIEWER, user=viewer)
    rows = [make_room(conference), make_track(conference), make_plan(conference)]
    rows += [make_hotel(conference), make_contact(conference)]
    with django_assert_num_queries(24):
        client.get(change_of(conference))

    for row in rows:
        more_like(row, 40, **({"slug": "more-{}".format} if hasattr(row, "slug") else {}))
    organizations = more_like(host.organization, 40)
    more_like(host, 40, organization=organizations.__getitem__)
    viewers = more_like(viewer, 40, username="viewer-{}".format)
    more_like(conference.teammembers.get(user=viewer), 40, user=viewers.__getitem__)
    with django_assert_num_queries(24):
        page = client.get(change_of(conference))
    assert "more-39" in page.content.decode()
