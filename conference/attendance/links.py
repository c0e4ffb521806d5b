"""Personal links: what leads to one's own page, made from the site's key and a seed of the row.

A token lies in no row, letter or log: the row keeps its hash, by which it is found, and a random
seed, from which nobody without the site's key makes the token again. So a letter that waits keeps
`{link}`, and what leaves later leads to the same page.
"""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from conference.attendance.models import Registration
from conference.codes import link_token_of, token_hash


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


def renew(registration: Registration, *, mark: str = "") -> str:
    """A new token; the one before stops working.

    `mark`: of a button that was pressed twice; the second press makes the same.
    """
    seed = keyed(f"press:{registration.pk}:{mark}")[:16].hex() if mark else secrets.token_hex(16)
    token = link_token_of(seed)
    registration.link_seed, registration.token_hash = seed, token_hash(token)
    registration.save(update_fields=["link_seed", "token_hash"])
    return token


def token_of(registration: Registration) -> str:
    """The token that works now. A row that has none, or one of which this site cannot make the
    token (older, or restored under another key), gets a new link. No query; three for a new one.
    """
    token = link_token_of(registration.link_seed)
    if registration.link_seed and token_hash(token) == registration.token_hash:
        return token
    seed = secrets.token_hex(16)
    token = link_token_of(seed)
    # Two letters about one person may leave at once: the first link stands, for both.
    row = Registration.objects.filter(
        pk=registration.pk, link_seed=registration.link_seed, token_hash=registration.token_hash
    )
    if row.update(link_seed=seed, token_hash=token_hash(token)):
        registration.link_seed, registration.token_hash = seed, token_hash(token)
        return token
    registration.refresh_from_db(fields=["link_seed", "token_hash"])
    return token_of(registration)


def address_of(registration: Registration, language: str) -> str:
    """The whole address of somebody's own page, in one of the site's languages."""
    with override(language):
        return f"{settings.PUBLIC_URL}{reverse('attendance:reply', args=[token_of(registration)])}"
