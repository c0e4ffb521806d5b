"""The code on the screen, which changes every 30 seconds and can be neither guessed nor sent home.

It is made from the site's key, the checkpoint and the time: nothing is kept. Who opens it in time
has ten minutes to say who they are.
"""

import base64
import hmac
from datetime import datetime

from django.core import signing
from django.utils import timezone

from conference.attendance.links import keyed
from conference.attendance.models import Checkpoint

CHANGES = 30  # seconds
OPENED_WITHIN = 2  # changes: a camera, a slow network, a clock a little wrong
TICKET_HOLDS = 600  # seconds
SALT = "attendance.here"


def code_at(checkpoint: Checkpoint, at: datetime | None = None, *, ago: int = 0) -> str:
    """Ten letters and digits, `ago` changes before the one that shows `at`."""
    turn = int((at or timezone.now()).timestamp()) // CHANGES - ago
    digest = keyed(f"here:{checkpoint.pk}:{turn}")
    return base64.b32encode(digest[:7]).decode()[:10]


def is_shown(checkpoint: Checkpoint, code: str, at: datetime | None = None) -> bool:
    """Whether the screen shows it, or did a moment ago."""
    if not code.isascii():
        return False
    at = at or timezone.now()
    return any(
        hmac.compare_digest(code, code_at(checkpoint, at, ago=ago))
        for ago in range(OPENED_WITHIN + 1)
    )


def ticket_for(checkpoint: Checkpoint) -> str:
    return signing.dumps({"here": checkpoint.pk}, salt=SALT)


def holds(ticket: str, checkpoint: Checkpoint) -> bool:
    try:
        found = signing.loads(ticket, salt=SALT, max_age=TICKET_HOLDS)
    except signing.BadSignature:
        return False
    return found == {"here": checkpoint.pk}
