"""Signing in, landing, the overview, passwords: the admin's own pages."""

from datetime import date

import pytest
import time_machine
from django.contrib import admin
from django.core import mail
from django.test import override_settings
from django.utils.translation import override

from conference.permissions import Role
from conference.program.release.publishing import publish
from tests.factories import (
    make_alliance,
    make_checkpoint,
    make_conference,
    make_member,
    make_registration,
    make_role,
    make_secretary,
    make_session,
    make_user,
)
from tests.pages import errors, links, of_class, parsed, words

pytestmark = pytest.mark.django_db

PASSWORD = "a long password 1"  # of every account the factory makes


@pytest.fixture
def conference():
    return make_conference(slug="symposium", name_en="Symposium", name_zh="研讨会")


def facts(page):
    """{label: (number, address)}"""
    found = {}
    for item in of_class(page, "facts", "ul")[0].xpath("li"):
        number, label = words(item).split(" ", 1)
        address = item.xpath("string(a/@href)")
        found[label] = (int(number), address)
    return found


def steps(page):
    return [words(item) for item in of_class(page, "steps", "ol")[0].xpath("li/a")]


def sign_in(client, username, **data):
    values = {"username": username, "password": PASSWORD}
    return client.post("/admin/login/", values | data)


# --- Signing in and landing --------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/admin/", "/admin/program/session/", "/admin/x/y/"])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(client, conference, address):
    make_member(conference, Role.VIEWER, user=make_user("viewer"))

    asked = client.get(address)
    assert asked["Location"] == f"/admin/login/?next={address}"
    answer = sign_in(client, "viewer", next=address)

    assert answer["Location"] == address


def test_who_works_at_one_desk_lands_there(client, conference):
    make_member(conference, Role.DESK, user=make_user("desk"))

    assert sign_in(client, "desk")["Location"] == "/admin/"
    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain == [("/en/desk/symposium/", 302)]
    assert answer.status_code == 200


def test_who_works_at_several_desks_chooses(client, conference):
    user = make_member(conference, Role.DESK)
    make_member(make_conference(slug="second", name_en="Second"), Role.DESK, user=user)
    client.force_login(user)

    found = links(client.get("/admin/"))

    assert found["Desk: Symposium"] == "/en/desk/symposium/"
    assert found["Desk: Second"] == "/en/desk/second/"


@pytest.mark.parametrize("is_staff", [True, False])
def test_who_has_no_pages_yet_is_told_so_and_can_leave(client, is_staff):
    make_user("nobody", is_staff=is_staff)

    sign_in(client, "nobody")
    page = client.get("/admin/")

    assert page.status_code == 200
    assert "Ask an organizer for an invitation" in page.content.decode()
    assert client.get("/admin/password_change/").status_code == 200
    assert client.get("/admin/program/session/").status_code == 403
    client.post("/admin/logout/")
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_signing_in_again_never_circles(client, conference):
    for user in (make_user(is_staff=False), make_member(conference, Role.DESK)):
        client.force_login(user)
        answer = client.get("/admin/login/?next=/admin/program/session/", follow=True)
        assert answer.status_code == 200
        assert len(answer.redirect_chain) <= 2


def test_nobody_is_sent_to_another_site(client):
    make_user("viewer")

    assert sign_in(client, "viewer", next="https://example.org/")["Location"] == "/admin/"


def test_a_desk_account_reaches_no_admin_page(client, conference):
    client.force_login(make_member(conference, Role.DESK))

    for address in ("program/session/", "people/person/", "conference/conference/"):
        assert client.get(f"/admin/{address}").status_code == 403
    assert client.get("/admin/program/").status_code == 404


# --- Language ----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_reset/"])
def test_the_language_is_switched_on_every_page(client, address):
    form = of_class(client.get(address), "language-switch", "form")[0]
    assert words(form) == "简体中文"

    data = dict(form.form_values()) | {"language": "zh-hans"}
    client.post(form.get("action"), data)

    page = client.get(address)
    assert words(of_class(page, "language-switch", "form")[0]) == "English"


def test_the_bar_and_the_lists_speak_chinese(client, conference):
    client.force_login(make_member(conference, Role.ORGANIZER))
    client.cookies["django_language"] = "zh-hans"

    found = links(client.get("/admin/program/session/"))

    assert {"概览", "议程项", "人员", "单位", "会议"} <= set(found)


# --- The overview ------------------------------------------------------------------------------


@time_machine.travel(date(2026, 5, 1))
def test_the_overview_counts_the_next_conference_and_links_each_number(client, conference):
    client.force_login(make_member(conference, Role.ORGANIZER))
    make_role(make_session(conference, "09:00"))
    publish(conference)
    make_session(conference, title_zh="", title_en="Untimed")
    for number in range(3):
        make_registration(conference, name=f"客人{number}")
    make_registration(conference, name="未确认", status="pending")
    make_checkpoint(conference)
    pk = conference.pk

    page = client.get("/admin/")

    sessions = f"/admin/program/session/?conference__id__exact={pk}"
    people = f"/admin/attendance/registration/?conference__id__exact={pk}"
    assert facts(page) == {
        "sessions": (2, sessions),
        "without time": (1, f"{sessions}&needs=time"),
        "without people": (1, f"{sessions}&needs=people"),
        "missing translations": (1, f"/admin/texts/{pk}/"),
        "clashes": (0, f"/admin/program/clashes/{pk}/"),
        "unpublished changes": (1, f"/admin/program/publish/{pk}/"),
        "registrations": (4, people),
        "confirmed registrations": (3, f"{people}&status__exact=confirmed"),
        "signed in": (0, "/en/desk/symposium/"),
    }
    for _number, address in facts(page).values():
        assert client.get(address).status_code == 200
    assert steps(page) == [
        "Review and publish 1 change",
        "Say who hosts it",
        "List the rooms",
        "Give 1 session a time",
        "Say who speaks in 1 session",
        "Say where it takes place",
        "Describe the conference in a few sentences",
        "Translate 1 text",
        "Open the registration, with a sample of a privacy notice",
        "Invite the team of the desk",
        "Invite your team",
    ]


def test_errors_come_first_and_nothing_is_published_over_them(client, conference):
    client.force_login(make_member(conference, Role.ORGANIZER))
    make_session(conference, "23:00", "23:30").roles.all()
    late = make_session(conference, "09:00")
    late.starts_at = late.starts_at.replace(year=2027)
    late.ends_at = late.ends_at.replace(year=2027)
    late.save()

    assert steps(client.get("/admin/"))[0] == "Mend 1 clash"
    assert "Publish the program for the first time" not in steps(client.get("/admin/"))


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.VIEWER, {"sessions", "clashes", "unpublished changes"}),
        (Role.EDITOR, {"sessions", "clashes", "unpublished changes"}),
        (Role.EXPORTER, {"registrations", "signed in"}),
    ],
)
def test_each_role_sees_its_own_numbers(client, conference, role, labels):
    client.force_login(make_member(conference, role))

    shown = facts(client.get("/admin/"))

    assert labels <= set(shown)
    assert ("registrations" in shown) == (role == Role.EXPORTER)
    assert ("sessions" in shown) == (role != Role.EXPORTER)
    assert shown.get("unpublished changes", (0, ""))[1] == ""


@time_machine.travel(date(2026, 6, 1))
def test_the_next_conference_comes_before_those_that_are_over(client):
    user = make_user()
    for slug, day in (("past", 1), ("far", 30), ("near", 2)):
        month = {"past": 5, "far": 6, "near": 6}[slug]
        held = date(2026, month, day)
        make_member(
            make_conference(slug=slug, name_en=slug, starts_on=held, ends_on=held),
            Role.VIEWER,
            user=user,
        )
    client.force_login(user)

    page = client.get("/admin/")

    assert parsed(page).xpath("string(//section[@class='next']//h1)") == "near"
    assert [words(row) for row in of_class(page, "row-name")] == ["far", "past"]


def test_a_secretary_finds_the_alliance(client):
    alliance = make_alliance(name_en="Alliance")
    client.force_login(make_secretary(alliance))

    page = client.get("/admin/")

    assert links(page)["Alliance"] == f"/admin/alliance/alliance/{alliance.pk}/change/"
    assert parsed(page).xpath("//h1/text()") == ["Overview"]


def test_a_superuser_is_offered_accounts_and_no_groups(client):
    client.force_login(make_user(is_superuser=True))

    form = client.get("/admin/auth/user/add/")
    account = client.get(f"/admin/auth/user/{make_user().pk}/change/")

    assert [page.status_code for page in (form, account)] == [200, 200]
    assert client.get("/admin/auth/group/").status_code == 404
    asked = set(parsed(account).xpath("//form[@id='user_form']//@name"))
    assert "is_superuser" in asked
    assert not asked & {"groups", "user_permissions"}


# --- Passwords ---------------------------------------------------------------------------------


def test_a_forgotten_password_is_set_anew_by_a_link_from_the_sites_own_address(client):
    user = make_user("chen")
    assert links(client.get("/admin/login/"))["Forgot your password?"] == ("/admin/password_reset/")

    with override_settings(ALLOWED_HOSTS=["*"]):
        client.post(
            "/admin/password_reset/", {"email": user.email}, headers={"host": "evil.example.org"}
        )

    letter = mail.outbox[0].body
    assert "evil" not in letter + mail.outbox[0].subject
    link = next(line for line in letter.splitlines() if line.startswith("http"))
    assert link.startswith("http://127.0.0.1:8000/admin/reset/")
    form = client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    where = form.redirect_chain[-1][0]
    weak = client.post(where, {"new_password1": "12345678", "new_password2": "12345678"})
    assert errors(weak)
    new = {"new_password1": "another long one 7", "new_password2": "another long one 7"}
    client.post(where, new)

    user.refresh_from_db()
    assert user.check_password("another long one 7")
    assert "unsuccessful" in client.get(link.removeprefix("http://127.0.0.1:8000")).content.decode()


def test_whether_an_address_is_known_is_not_told(client):
    make_user("chen")

    known = client.post("/admin/password_reset/", {"email": "chen@example.org"})
    unknown = client.post("/admin/password_reset/", {"email": "nobody@example.org"})

    assert known["Location"] == unknown["Location"] == "/admin/password_reset/done/"
    assert len(mail.outbox) == 1


def test_nobody_can_fill_a_mailbox_with_letters(client):
    make_user("chen")

    for email in ("chen@example.org", "Chen@Example.org"):
        answer = client.post("/admin/password_reset/", {"email": email})
        assert answer["Location"] == "/admin/password_reset/done/"

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_breadcrumb_says_the_same_twice(language):
    with override(language):
        names = [
            (str(model._meta.app_config.verbose_name), str(model._meta.verbose_name_plural))
            for model in admin.site._registry
        ]

    assert [pair for pair in names if pair[0].lower() == pair[1].lower()] == []
