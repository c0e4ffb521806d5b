"""Making an older release the draft again: what that will do, and doing it.

    release --reachable--> target --compare with the draft--> what the page shows
                              |
                              +------- written into the rows -----> the draft

`plan_restore` makes the one document that the draft will be, and `restore` writes just that; so
the list that was read and the deed cannot differ. What cannot be as it was (somebody was erased
from the directory, a session that was published since can only be cancelled) is decided while the
target is made, and told as what remains different.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from conference.acts import act
from conference.models import Conference, Room, Track
from conference.people.models import HostRole, Organization, Person
from conference.program.models import (
    KINDS_WITH_ITEMS,
    CommitteeMember,
    Participation,
    Release,
    Session,
)
from conference.program.release.diff import Change, compare
from conference.program.release.document import upgraded
from conference.program.release.draft_writing import DraftWriter, at_conference, by_guid, printed_as
from conference.program.release.drafting import draft_document
from conference.program.release.fields import HOST, MEMBER, PERSON
from conference.program.release.merged import as_merged
from conference.program.release.publishing import fingerprint
from conference.program.release.shapes import Document, Row, rows_of
from conference.uses import kept_by

# A release counts and prepares these for its readers; a draft has none of them.
OF_A_RELEASE = {"sequence", "changed_at", "moved_from", "search", "organization_search"}


class RestoreRefused(Exception):
    """Nothing was restored: the draft is not the one that was looked at. `message` for people."""

    def __init__(self, message: str | Promise):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Restoration:
    """What a restore will do: the draft as it will be, and that told for people."""

    target: Document
    changes: list[Change]  # from the draft to the target
    remains: list[Change]  # from the release to the target: what cannot be as it was
    forgotten: list[Participation]  # who goes, and a private phone, e-mail or note with them
    reviewed: str  # fingerprint of the draft this was made for


def plan_restore(release: Release) -> Restoration:
    """What `restore` would do now. Nothing is written; at most 27 queries, any size."""
    conference = release.conference
    document = as_merged(conference, _as_draft(upgraded(release.document)))
    draft = draft_document(conference)
    target = _Reachable(conference, document, draft).target()
    kept = {row["guid"] for row in target["people"]}
    return Restoration(
        target=target,
        changes=compare(draft, target),
        remains=compare(document, target),
        forgotten=[
            row
            for row in conference.participations.select_related("person")
            if row.is_shown
            and str(row.guid) not in kept
            and (row.contact_phone or row.contact_email or row.contact_note)
        ],
        reviewed=fingerprint(draft),
    )


def restore(release: Release, *, reviewed: str | None = None) -> Restoration:
    """Make the draft what this release was, as far as `plan_restore` says; publish it as usual.

    `reviewed` is the fingerprint of the draft that the plan was read for; when given, a draft that
    changed since is left as it is (RestoreRefused). One transaction under the conference's lock.
    Rows are found by their guid and written only where they differ: besides the plan's queries,
    about 18 and two for each row that changes (it and its history).
    """
    with transaction.atomic(), act(words=gettext_noop("A release became the draft again")):
        conference = Conference.objects.lock(release.conference_id)
        release.conference = conference
        plan = plan_restore(release)
        if reviewed is not None and reviewed != plan.reviewed:
            raise RestoreRefused(
                _("The draft was changed after this page was made. Look at the list again.")
            )
        DraftWriter(conference, plan.target, release.published_at).write()
    return plan


def _as_draft(document: Document) -> Document:
    """A release's document with what a draft's has."""
    rows = {
        section: [
            {name: value for name, value in row.items() if name not in OF_A_RELEASE}
            for row in rows_of(document, section)
        ]
        for section in ("sessions", "people", "rooms", "tracks")
    }
    return cast(Document, {**document, **rows})


# --- What the draft can be -----------------------------------------------------------------------


class _Reachable:
    """The document that the draft will be: the release's, as far as the directory and what was
    published since allow it.
    """

    def __init__(self, conference: Conference, document: Document, draft: Document):
        self.conference, self.document, self.draft = conference, document, draft
        self.printed: dict[int, Participation] = {}  # by person: as they will be

    def target(self) -> Document:
        people = self.people()
        sessions = self.sessions({row["code"] for row in people})
        rooms, tracks = ({row[name] for row in sessions} for name in ("room", "track"))
        facts = self.document["conference"]
        logo = facts["logo"] if self.is_kept(facts["logo"]) else ""
        return {
            **self.document,
            "conference": facts | {"slug": self.conference.slug, "logo": logo},
            "hosts": self.hosts(),
            "plans": self.pictures("plans"),
            "photos": self.pictures("photos"),
            "people": people,
            "committees": self.committees(),
            "sessions": sessions,
            "rooms": self.places("rooms", Room, rooms, ("sessions",)),
            "tracks": self.places("tracks", Track, tracks, ()),
        }

    def pictures(self, section: str) -> list[Row]:
        return [row for row in rows_of(self.document, section) if self.is_kept(row["image"])]

    def is_kept(self, name: str) -> bool:
        """Whether a file is there; those that the draft holds are not asked for."""
        if not hasattr(self, "held"):
            self.held: set[str] = {"", self.draft["conference"]["logo"]}
            for section in ("plans", "photos"):
                self.held |= {row["image"] for row in rows_of(self.draft, section)}
            for row in self.draft["sessions"]:
                self.held |= {link["file"] for link in row["links"]}
        return name in self.held or default_storage.exists(name)

    def hosts(self) -> list[Row]:
        """Organizations as the directory has them now; one that was erased is left out."""
        rows = self.document["hosts"]
        known = by_guid(
            Organization.objects.filter(guid__in=[row["organization_guid"] for row in rows])
        )
        return [
            HOST.given(HostRole(organization=known[row["organization_guid"]], **HOST.restored(row)))
            for row in rows
            if row["organization_guid"] in known
        ]

    def people(self) -> list[Row]:
        """As the release printed them; what it prints from the directory is as it is there now."""
        rows = self.document["people"]
        persons = by_guid(
            Person.objects.filter(guid__in=[row["person_guid"] for row in rows]).select_related(
                "organization"
            )
        )
        there = {p.person_id: p for p in self.conference.participations.all()}
        found = []
        for row in rows:
            if person := persons.get(row["person_guid"]):
                participation = Participation(
                    guid=row["guid"], code=row["code"], category=row["category"], person=person
                )
                printed_as(participation, row, there.get(person.pk))
                found.append(PERSON.given(participation))
                self.printed[person.pk] = participation
        return found

    def committees(self) -> list[Row]:
        """As the release printed their people; who was erased from the directory is left out."""
        committees = self.document["committees"]
        guids = [row["person_guid"] for committee in committees for row in committee["members"]]
        persons = by_guid(Person.objects.filter(guid__in=guids).select_related("organization"))
        rows = CommitteeMember.objects.filter(committee__conference=self.conference)
        there = {(str(r.committee.guid), r.person_id): r for r in rows.select_related("committee")}
        found = []
        for committee in committees:
            members = []
            for row in committee["members"]:
                if person := persons.get(row["person_guid"]):
                    member = CommitteeMember(
                        person=at_conference(person, self.printed),
                        **MEMBER.restored(row),
                    )
                    printed_as(member, row, there.get((committee["guid"], person.pk)))
                    members.append(MEMBER.given(member))
            found.append(committee | {"members": members})
        return found

    def sessions(self, people: set[str]) -> list[Row]:
        """Those of the release, then those published since, which can only be cancelled."""
        wanted = [
            row
            | {
                "roles": [role for role in row["roles"] if role["person"] in people],
                "links": [link for link in row["links"] if self.is_kept(link["file"])],
            }
            for row in self.document["sessions"]
        ]
        guids = {row["guid"] for row in wanted}
        extra = [s for s in self.conference.sessions.all() if str(s.guid) not in guids]
        used = kept_by(extra, besides=("talks", "roles"))
        stays: set[int | None] = {s.pk for s in extra if s.first_published_at or s.pk in used}
        stays |= {s.parent_id for s in extra if s.pk in stays}
        kept = {str(s.guid) for s in extra if s.pk in stays}
        holders = {
            row["code"]
            for row in wanted
            if row["kind"] in KINDS_WITH_ITEMS and row["parent"] is None
        }
        holders |= {row["code"] for row in self.draft["sessions"] if row["guid"] in kept}
        return wanted + [
            row
            | {
                "status": Session.Status.CANCELLED.value,
                "parent": row["parent"] if row["parent"] in holders else None,
                "roles": [role for role in row["roles"] if role["person"] in people],
            }
            for row in self.draft["sessions"]
            if row["guid"] in kept
        ]

    def places(
        self,
        section: str,
        model: type[Room] | type[Track],
        used: set[str],
        besides: tuple[str, ...],
    ) -> list[Row]:
        """Rooms or tracks of the release, then those that something still needs."""
        wanted = rows_of(self.document, section)
        known = {row["guid"] for row in wanted} | {row["slug"] for row in wanted}
        extra = [
            row
            for row in rows_of(self.draft, section)
            if row["guid"] not in known and row["slug"] not in known
        ]
        rows: dict[str, Any] = by_guid(
            model._default_manager.filter(guid__in=[row["guid"] for row in extra])
        )
        needed = kept_by(rows.values(), besides=besides)
        return wanted + [
            row
            for row in extra
            if row["slug"] in used or (row["guid"] in rows and rows[row["guid"]].pk in needed)
        ]
