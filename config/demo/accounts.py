"""The demo's accounts: one a role, none a superuser, and their roles on the demo conferences."""

import os
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from conference.models import Conference, TeamMember
from conference.permissions import Role

NAMES = ["organizer", "editor", "desk", "exporter", "viewer", "secretary"]
FILE_NAME = "demo-accounts.txt"


def load_accounts() -> tuple[list[str], str]:
    """([names of the accounts made now], their password). Accounts that exist stay as they are."""
    User = get_user_model()  # noqa: N806  a class
    there = set(User.objects.filter(username__in=NAMES).values_list("username", flat=True))
    missing = [name for name in NAMES if name not in there]
    if not missing:
        return [], ""
    password = _password()
    hashed = make_password(password)  # once: the slow hash is slow on purpose
    for name in missing:
        User.objects.create(username=name, password=hashed, is_staff=True)
    return missing, password


def join_team(conference: Conference) -> None:
    """Give each demo account its role at a conference; the secretary has none there."""
    users = _users()
    for role in Role:
        TeamMember.objects.create(
            conference=conference,
            user=users[role.value],
            role=role,
            sees_contacts=role in (Role.ORGANIZER, Role.EXPORTER),
        )


def account(name: str):
    return _users()[name]


def _users():
    return {user.username: user for user in get_user_model().objects.filter(username__in=NAMES)}


def _password():
    """DEMO_PASSWORD, or one made once and kept where only the site's owner can read it."""
    path = settings.DATA_DIR / FILE_NAME
    given = settings.DEMO_PASSWORD
    if not given and path.exists() and (kept := _kept(path.read_text("utf-8"))):
        return kept
    password = given or secrets.token_urlsafe(12)
    shown = "as set by DEMO_PASSWORD" if given else password
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"Accounts: {', '.join(NAMES)}\nPassword: {shown}\n")
    return password


def _kept(text):
    value = text.rpartition("Password: ")[2].strip()
    return "" if " " in value else value
