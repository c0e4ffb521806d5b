"""What can be done in the background. Apps above this one join theirs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.hooks import Hook
from conference.permissions import Right


class WorkRefused(Exception):
    """It cannot be made, now or later: `message` tells its asker why."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class Broken(Exception):
    """Whoever works on a row need not go on: it was cancelled, or its lease was lost."""


@dataclass(slots=True)
class Made:
    """A finished file, open at its beginning; `facts` are kept with the row."""

    file: IO[bytes]
    filename: str
    content_type: str
    facts: dict = field(default_factory=dict)


WHY = gettext_lazy("It takes a while, so it is made in the background.")


def in_parts(job: Any) -> str:
    """How far a running row is, where its steps are nothing that people count."""
    if not job.total:
        return _("It has just begun.")
    if job.has_all_rows:
        return _("All is read. The pages are being set.")
    return _("%(percent)d %% of it is read.") % {"percent": job.done * 100 // job.total}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work. All of its functions get the row first.

    `title` names it for people. `make` makes the file, in the asker's language; it tells its second
    argument how far it is, `tell(done, total)`, and raises WorkRefused. `may` is whether an account
    may have this now, also when it is made. `told` is written with the end of the row, once.
    `progress` says how far a running one is, `why` why nobody is let wait for it with an open page.
    """

    name: str  # kept with the row
    right: Right  # who else at the conference sees that it waits, and may have it begun again
    title: Callable[[Any], str]
    make: Callable[[Any, Callable[[int, int], None]], Made]
    may: Callable[[Any, Any], bool]
    told: Callable[[Any, Made], None]
    progress: Callable[[Any], str] = in_parts
    why: str | Promise = WHY


KINDS: Hook[[], Kind] = Hook("What can be made in the background?")


def kinds() -> dict[str, Kind]:
    """Every kind by its name."""
    return {kind.name: kind for kind in KINDS.ask()}
