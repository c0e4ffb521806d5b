"""Invitations by a personal link: issued once, accepted once, by a new account or one's own."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import override_settings

from alliance.models import Secretary, SecretaryInvitation
from conference.invitations import InvitationRefused, accept
from conference.models import TeamInvitation, TeamMember
from conference.permissions import Role
from tests.factories import make_alliance, make_conference, make_member, make_user
from tests.pages import errors, form_data, of_class, parsed, rows

pytestmark = pytest.mark.django_db

INVITATIONS = "/admin/conference/teaminvitation/"
UNSENT = "django.core.mail.backends.filebased.EmailBackend"
PASSWORD = "correct horse battery"


@pytest.fixture
def conference():
    return make_conference(name_en="Symposium", name_zh="研讨会")


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, Role.ORGANIZER)
    client.force_login(user)
    return user


def issue(conference, **fields):
    values = {"email": "new@example.org", "role": Role.EDITOR}
    return TeamInvitation.issue(by=None, conference=conference, **values | fields)


def link(token, language="en"):
    return f"/{language}/invitations/{token}/"


def invite(client, **data):
    values = {"email": "new@example.org", "role": "editor"}
    return client.post(f"{INVITATIONS}add/", values | data)


# --- Issuing -----------------------------------------------------------------------------------


def test_the_link_is_shown_once_and_mailed(
    client, organizer, conference, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        page = invite(client)
    shown = parsed(page).xpath("//input[@class='secret-link']/@value")[0]

    assert "no-store" in page["Cache-Control"]
    assert shown.startswith("http://127.0.0.1:8000/en/invitations/")
    letter = mail.outbox[0]
    assert letter.to == ["new@example.org"]
    assert letter.subject == "Invitation: editor of Symposium"
    assert shown in letter.body
    invitation = TeamInvitation.objects.get()
    token = shown.rstrip("/").rpartition("/")[2]
    assert (invitation.invited_by, invitation.conference) == (organizer, conference)
    for again in (INVITATIONS, f"{INVITATIONS}{invitation.pk}/change/"):
        content = client.get(again).content.decode()
        assert token not in content
        assert invitation.token_hash not in content


@override_settings(EMAIL_BACKEND=UNSENT)
def test_without_mail_the_organizer_passes_the_link_on(client, organizer):
    page = invite(client)

    assert "Pass this link on yourself" in page.content.decode()
    assert of_class(page, "secret-link")


def test_mail_that_cannot_be_sent_is_told(
    client, organizer, monkeypatch, django_capture_on_commit_callbacks
):
    def fail(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("conference.invitations.send_mail", fail)

    with django_capture_on_commit_callbacks(execute=True):
        page = invite(client)

    assert TeamInvitation.objects.count() == 1
    assert of_class(page, "secret-link")


@pytest.mark.parametrize(
    "data",
    [
        {"email": "no address"},
        {"email": "a@example.org\nBcc: b@example.org"},
        {"email": "a\0@example.org"},
        {"role": "owner"},
        {"role": "editor", "sees_contacts": "on"},
    ],
)
def test_what_makes_no_invitation_is_told(client, organizer, data):
    page = invite(client, **data)

    assert errors(page)
    assert TeamInvitation.objects.count() == 0
    assert mail.outbox == []


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.DESK, Role.EXPORTER])
def test_only_organizers_invite(client, conference, role):
    client.force_login(make_member(conference, role))
    invitation, _token = issue(conference)

    assert client.get(INVITATIONS).status_code == 403
    assert client.get(f"{INVITATIONS}{invitation.pk}/change/").status_code == 403
    assert invite(client).status_code == 403
    answer = client.post(f"{INVITATIONS}{invitation.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 403
    assert TeamInvitation.objects.count() == 1


def test_an_organizer_elsewhere_invites_nobody_here(client, conference):
    client.force_login(make_member(make_conference(), Role.ORGANIZER))
    invitation, _token = issue(conference)

    assert client.get(f"{INVITATIONS}{invitation.pk}/delete/").status_code == 404
    answer = client.post(
        f"{INVITATIONS}add/?conference={conference.pk}", {"email": "a@b.org", "role": "viewer"}
    )
    assert answer.status_code == 404


def test_a_revoked_invitation_no_longer_works(client, organizer, conference):
    invitation, token = issue(conference)

    client.post(f"{INVITATIONS}{invitation.pk}/delete/", {"post": "yes"})
    client.logout()

    assert client.get(link(token)).status_code == 404


def test_an_accepted_invitation_stays_as_a_record(client, organizer, conference):
    invitation, _token = issue(conference)
    accept(invitation, by=make_user("helper"))

    answer = client.post(f"{INVITATIONS}{invitation.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 403
    assert rows(client.get(INVITATIONS))[0]["state"] == "accepted by helper"


# --- Accepting ---------------------------------------------------------------------------------


def test_a_new_account_is_made_signed_in_and_on_the_team(client, conference):
    invitation, token = issue(conference, role=Role.EXPORTER, sees_contacts=True)
    page = client.get(link(token))
    assert "exporter of Symposium" in page.content.decode()

    data = form_data(page, username="chen", password1=PASSWORD, password2=PASSWORD)
    answer = client.post(link(token), data)

    user = User.objects.get()
    assert answer["Location"] == "/admin/"
    assert (user.username, user.email, user.is_staff) == ("chen", "new@example.org", True)
    assert not user.is_superuser
    member = TeamMember.objects.get()
    assert (member.user, member.role, member.sees_contacts) == (user, "exporter", True)
    assert client.get("/admin/").status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_by == user


def test_the_signed_in_account_accepts_for_itself(client, conference):
    _invitation, token = issue(conference)
    user = make_user("helper", is_staff=False)
    client.force_login(user)

    page = client.get(link(token))
    assert "Accept as helper" in page.content.decode()
    assert TeamMember.objects.count() == 0  # looking accepts nothing
    client.post(link(token))

    user.refresh_from_db()
    assert user.is_staff
    assert TeamMember.objects.get().user == user


def test_a_secretary_is_invited_at_the_same_address(client):
    alliance = make_alliance(name_en="Alliance")
    _invitation, token = SecretaryInvitation.issue(
        by=None, alliance=alliance, email="s@example.org"
    )
    client.force_login(make_user())

    assert "secretary of Alliance" in client.get(link(token)).content.decode()
    client.post(link(token))

    assert Secretary.objects.get().alliance == alliance


def test_a_link_works_once(client, conference):
    invitation, token = issue(conference)
    accept(invitation, by=make_user())
    client.force_login(make_user())

    for answer in (client.get(link(token)), client.post(link(token))):
        assert answer.status_code == 410
        assert "has been accepted already" in answer.content.decode()
    assert "邀请已被接受" in client.get(link(token, "zh-hans")).content.decode()
    assert TeamMember.objects.count() == 1


def test_of_two_at_the_same_moment_one_accepts(conference):
    first, _token = issue(conference)
    second = TeamInvitation.objects.get()
    accept(first, by=make_user())

    with pytest.raises(InvitationRefused) as refused:
        accept(second, by=make_user())

    assert refused.value.code == "used"
    assert TeamMember.objects.count() == 1


def test_a_link_expires(client, conference):
    invitation, token = issue(conference)
    invitation.expires_at -= timedelta(days=15)
    invitation.save()

    answer = client.post(
        link(token), {"username": "late", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert answer.status_code == 410
    assert "has expired" in answer.content.decode()
    assert User.objects.count() == 0


@pytest.mark.parametrize("token", ["x", "a" * 2_000, "..", "%F0%9F%98%80", "a%2Fb"])
def test_an_unknown_link_is_a_404(client, token):
    assert client.get(link(token)).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"username": "chen", "password1": "short", "password2": "short"},
        {"username": "chen", "password1": PASSWORD, "password2": "another"},
        {"username": "chen", "password1": "12345678901", "password2": "12345678901"},
        {"username": "TAKEN", "password1": PASSWORD, "password2": PASSWORD},
        {"username": "a b", "password1": PASSWORD, "password2": PASSWORD},
        {"username": "a\0", "password1": PASSWORD, "password2": PASSWORD},
        {"username": "a" * 200, "password1": PASSWORD, "password2": PASSWORD},
    ],
)
def test_an_account_that_cannot_be_is_told_and_the_link_stays(client, conference, data):
    _invitation, token = issue(conference)
    make_user("taken")

    page = client.post(link(token), data)

    assert page.status_code == 400
    assert User.objects.count() == 1
    assert client.get(link(token)).status_code == 200


def test_the_page_keeps_its_address_to_itself(client, conference):
    _invitation, token = issue(conference)

    answer = client.get(link(token))

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"


def test_the_link_can_be_copied_and_scanned_and_ends_on_the_conferences_clock(client):
    conference = make_conference(time_zone="Asia/Shanghai")
    client.force_login(make_member(conference, Role.ORGANIZER))

    page = client.post(
        f"/admin/conference/teaminvitation/add/?conference={conference.pk}",
        {"email": "new@example.org", "role": "desk"},
    )

    text = page.content.decode()
    invitation = conference.teaminvitations.get()
    local = invitation.expires_at.astimezone(conference.zone)
    assert f"until {local:%Y-%m-%d %H:%M} (Asia/Shanghai)" in text
    assert 'data-copies="invitation-link"' in text and "<svg" in text


def test_without_a_mail_server_a_forgotten_password_leads_to_people(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    page = client.get("/admin/password_reset/", follow=True)

    assert "Ask whoever runs this site" in page.content.decode()
