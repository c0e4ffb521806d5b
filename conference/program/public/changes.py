"""A release's changes as attendees read them: without what only organizers see."""

from dataclasses import dataclass, replace

from conference.bilingual import Text
from conference.program.models import Release
from conference.program.release.diff import Change
from conference.program.release.fields import BY_SUBJECT

# Photos are looked at, not read about: dozens of them would bury what moved.
HIDDEN_SUBJECTS = {"photo"}


@dataclass(frozen=True)
class PublicRelease:
    """One release with its public changes; none for the first, which is new as a whole."""

    number: int
    published_at: object  # aware, in the conference's zone
    note: Text
    changes: tuple[Change, ...]
    is_first: bool

    @property
    def sessions_first(self) -> list[Change]:
        return sorted(self.changes, key=lambda change: change.subject != "session")


def public_release(release: Release, zone) -> PublicRelease:
    changes = [public_change(Change.from_dict(row)) for row in release.changes]
    return PublicRelease(
        number=release.number,
        published_at=release.published_at.astimezone(zone),
        note=release.note,
        changes=tuple(change for change in changes if change is not None),
        is_first=release.number == 1,
    )


def public_change(change: Change) -> Change | None:
    """The change without hidden fields; None when nothing is left to tell."""
    if change.subject in HIDDEN_SUBJECTS:
        return None
    section = BY_SUBJECT[change.subject]
    fields = tuple(f for f in change.fields if (told := section.told(f.name)) and told.is_told)
    if change.kind in ("changed", "moved") and not fields:
        return None
    return replace(change, fields=fields)
