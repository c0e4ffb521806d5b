"""Personal links: what leads to one's own page, made from the site's key and a seed of the row.

A token lies in no row, letter or log: the row keeps its hash, by which it is found, and a random
seed, from which nobody without the site's key makes the token again. So a letter that waits keeps
`{link}`, and what leaves later leads to the same page.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from conference.attendance.models import ReplacedLink
from conference.codes import link_token_of, token_hash
from conference.models import Conference


class HasLink(Protocol):
    """A row behind a personal link: a registration, or one that is `models.Linked`."""

    pk: int
    conference_id: int
    token_hash: str | None
    link_seed: str


def seed_of_form(conference, form_id: str) -> str:
    """What a registration keeps of the form that made it: the form's own id cannot be read out."""
    return keyed(f"seed:{conference.pk}:{form_id}")[:16].hex()


def token_of_form(conference, form_id: str) -> str:
    """The personal link's secret for one filled-in form, always the same for the same form."""
    return link_token_of(seed_of_form(conference, form_id))


def former_token_of_form(conference, form_id: str) -> str:
    """What the same form was given before rows had seeds."""
    return base64.urlsafe_b64encode(keyed(f"reply:{conference.pk}:{form_id}")[:24]).decode()


def keyed(message: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), message.encode(), hashlib.sha256)


def renew(row: HasLink, *, mark: str = "") -> str:
    """A new token; the one before stops working.

    `mark`: of a button that was pressed twice; the second press makes the same.
    """
    seed = keyed(f"press:{_named(row)}:{mark}")[:16].hex() if mark else secrets.token_hex(16)
    token = link_token_of(seed)
    before, row.link_seed, row.token_hash = row.token_hash, seed, token_hash(token)
    with transaction.atomic():
        row.save(update_fields=["link_seed", "token_hash"])
        _remember(row, before)
    return token


def _remember(row: HasLink, before: str | None) -> None:
    """That the link before was one: whoever holds it reads that there is another."""
    if before and before != row.token_hash:
        ReplacedLink.objects.bulk_create(
            [ReplacedLink(conference_id=row.conference_id, token_hash=before)],
            ignore_conflicts=True,
        )


def replaced_at(token: str) -> Conference | None:
    """The conference at which a token was replaced by a newer one; None for any other. One query,
    none for what is too long.
    """
    if len(token) > 64:
        return None
    rows = ReplacedLink.objects.filter(token_hash=token_hash(token)).select_related("conference")
    found = rows.first()
    return found.conference if found else None


def _named(row: HasLink) -> str:
    # The seeds of registrations came first, and carry no name of their table.
    label = row._meta.model_name
    return str(row.pk) if label == "registration" else f"{label}:{row.pk}"


def token_of(row: HasLink) -> str:
    """The token that works now. A row that has none, or one of which this site cannot make the
    token (older, or restored under another key), gets a new link. No query; four for a new one.
    """
    token = link_token_of(row.link_seed)
    if row.link_seed and token_hash(token) == row.token_hash:
        return token
    seed = secrets.token_hex(16)
    token = link_token_of(seed)
    # Two letters about one person may leave at once: the first link stands, for both.
    rows = type(row)._default_manager.filter(
        pk=row.pk, link_seed=row.link_seed, token_hash=row.token_hash
    )
    before = row.token_hash
    if rows.update(link_seed=seed, token_hash=token_hash(token)):
        row.link_seed, row.token_hash = seed, token_hash(token)
        _remember(row, before)
        return token
    row.refresh_from_db(fields=["link_seed", "token_hash"])
    return token_of(row)


def of_token(rows: QuerySet, token: str):
    """Which of `rows` a personal link leads to; None for nobody's, or one that was no token. One
    query, none for what is too long.
    """
    return rows.filter(token_hash=token_hash(token)).first() if len(token) <= 64 else None


def address_of(row: HasLink, language: str, *, page: str = "attendance:reply") -> str:
    """The whole address of somebody's own page, in one of the site's languages."""
    with override(language):
        return f"{settings.PUBLIC_URL}{reverse(page, args=[token_of(row)])}"


def revoke(rows: QuerySet, *, at: datetime | None = None) -> int:
    """Take the links of `models.Linked` rows back at once; how many worked until now. One query."""
    return rows.filter(revoked_at=None).update(revoked_at=at or timezone.now())


def give_again(row, *, mark: str = "") -> str:
    """A new token for a `models.Linked` row, also where the link was taken back (see `renew`)."""
    token = renew(row, mark=mark)
    if row.revoked_at is not None:
        row.revoked_at = None
        row.save(update_fields=["revoked_at"])
    return token
