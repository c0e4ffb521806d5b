"""Publish and withdraw: the acts between the draft and what the public sees."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from conference.acts import act
from conference.bilingual import Text, in_its_language
from conference.history import BATCH
from conference.models import Conference
from conference.program.draft.clashes import Clash, find_clashes
from conference.program.models import PublishedRole, Release
from conference.program.release.choosing import SHOWN
from conference.program.release.diff import compare
from conference.program.release.document import FORMAT, upgraded
from conference.program.release.drafting import draft_document
from conference.program.release.prepared import add_search
from conference.program.release.sequence import count_changes, count_return
from conference.program.release.shapes import Document, Row
from conference.stamps import SITE, conference_scope, raise_stamps

# What their acts say.
PUBLISHED = gettext_noop("Published")
WITHDRAWN = gettext_noop("A release was withdrawn")


class PublishRefused(Exception):
    """Nothing was published. `code`: clashes | unchanged | stale; `clashes` are the errors."""

    def __init__(self, code: str, message: str | Promise, clashes: Iterable[Clash] = ()):
        super().__init__(message)
        self.code, self.message, self.clashes = code, message, list(clashes)


def fingerprint(document: Document) -> str:
    """Hash of a document: what a review shows and its confirmation carries back."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def publish(
    conference: Conference,
    *,
    by: User | None = None,
    note: Text | str = "",
    at: datetime | None = None,
    reviewed: str | None = None,
) -> Release:
    """Make the draft public as the next release.

    `note` is for attendees; a plain string counts for the language it is written in. `reviewed` is
    the fingerprint of the draft that was reviewed; when given, a draft that changed
    since is not published (code stale). Raises PublishRefused also for clash errors and for a
    draft that equals the current release.
    """
    at, told = at or timezone.now(), in_its_language(note)
    with transaction.atomic(), act(by=by, words=PUBLISHED, can_be_undone=False):
        conference = Conference.objects.lock(conference.pk)
        errors = [clash for clash in find_clashes(conference) if clash.is_error]
        if errors:
            raise PublishRefused(
                "clashes", _("The draft has clashes. Mend them, then publish."), errors
            )
        document = draft_document(conference)
        if reviewed is not None and reviewed != fingerprint(document):
            raise PublishRefused(
                "stale", _("The draft was changed after this review. Look at the changes again.")
            )
        previous = conference.releases.standing().first()
        old = upgraded(previous.document) if previous else None
        changes = compare(old, document)
        if previous and not changes:
            raise PublishRefused(
                "unchanged", _("The draft is what is published already. There is nothing to do.")
            )
        count_changes(document, old, at=at, withdrawn=_withdrawn_since(conference, previous))
        add_search(document, old)
        last = conference.releases.aggregate(Max("number"))["number__max"] or 0
        release = Release.objects.create(
            conference=conference,
            number=last + 1,
            published_at=at,
            by=by,
            note_zh=told.zh,
            note_en=told.en,
            format=FORMAT,
            document=document,
            changes=[change.as_dict() for change in changes],
        )
        conference.sessions.filter(first_published_at__isnull=True).update(first_published_at=at)
        unpublished = conference.participations.filter(first_published_at__isnull=True)
        unpublished.in_public().update(first_published_at=at)
        _show(conference, release)
    return release


def _withdrawn_since(conference: Conference, previous: Release | None) -> list[Document]:
    """The documents that were public after the current release and are no more; newest first."""
    rows = conference.releases.filter(number__gt=previous.number if previous else 0)
    return [upgraded(row.document) for row in rows]


def withdraw(release: Release, *, at: datetime | None = None) -> None:
    """Take a release back: the one before it, if any, is public again. The row is kept."""
    with transaction.atomic(), act(words=WITHDRAWN, can_be_undone=False):
        conference = Conference.objects.lock(release.conference_id)
        at = at or timezone.now()
        release.withdrawn_at = at
        release.save(update_fields=["withdrawn_at"])
        _tell_anew(conference, release.number)
        current = conference.releases.standing().first()
        if current and current.number < release.number:
            current.document, current.format = upgraded(current.document), FORMAT
            count_return(current.document, upgraded(release.document), at=at)
            current.save(update_fields=["document", "format"])
        _show(conference, current)


def _tell_anew(conference: Conference, withdrawn: int) -> None:
    """The release after a withdrawn one tells its changes from the one before that: what was taken
    back must not be read there as what was before.
    """
    standing = conference.releases.standing()
    following = standing.filter(number__gt=withdrawn).order_by("number").first()
    if following is None:
        return
    before = standing.filter(number__lt=withdrawn).first()
    old = upgraded(before.document) if before else None
    following.changes = [c.as_dict() for c in compare(old, upgraded(following.document))]
    following.save(update_fields=["changes"])


def _show(conference: Conference, release: Release | None) -> None:
    """Let the public side of the database follow `release` (None: the conference is not public)."""
    conference.is_public = release is not None
    if release and conference.first_published_at is None:
        conference.first_published_at = release.published_at
    conference.save(update_fields=["is_public", "first_published_at"])
    PublishedRole.objects.filter(conference=conference).delete()
    if release:
        roles = _published_roles(conference, upgraded(release.document))
        PublishedRole.objects.bulk_create(roles, batch_size=BATCH)
        SHOWN.ask(conference, release)
    raise_stamps(SITE, conference_scope(conference.slug))


def _published_roles(conference: Conference, document: Document) -> Iterator[PublishedRole]:
    starts_on = document["conference"]["starts_on"]
    roles: dict[str, list[tuple[Row | None, str]]] = {}
    for session in document["sessions"]:
        for role in session["roles"]:
            roles.setdefault(role["person"], []).append((session, role["role"]))
    for position, person in enumerate(document["people"]):
        for where, role in roles.get(person["code"], [(None, "")]):
            yield PublishedRole(
                conference=conference,
                person_guid=person["person_guid"],
                participation_code=person["code"],
                role=role,
                session_code=where["code"] if where else "",
                session_title_zh=where["title"][0] if where else "",
                session_title_en=where["title"][1] if where else "",
                session_title_is_rendering=bool(where and where["zh_is_rendering"]),
                starts_on=starts_on,
                position=position,
            )
