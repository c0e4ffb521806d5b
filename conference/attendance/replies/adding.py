"""Everybody of a sheet onto the list, or nobody."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_noop

from conference.acts import act
from conference.attendance.choices import choose
from conference.attendance.following import says_the_same
from conference.attendance.models import Registration, next_number
from conference.attendance.registering import list_lock
from conference.attendance.replies.preview import RepliesRefused, Row
from conference.attendance.replies.reading import check_replies
from conference.history import create_rows
from conference.models import Conference
from conference.people.pinyin import has_chinese
from conference.stamps import raise_stamps, seats_scope


def add_replies(
    conference: Conference,
    table: list[list[str]],
    *,
    skip_doubles: bool = False,
    at: datetime | None = None,
) -> int:
    """Add everybody of the sheet, or nobody; returns how many. Checked again under the lock.

    Raises RepliesRefused with the preview: cells to correct, or doubles that are not skipped.
    """
    at = at or timezone.now()
    with list_lock(conference), act(words=gettext_noop("Registrations were imported")):
        preview = check_replies(conference, table)
        if not preview.is_ready(skip_doubles=skip_doubles):
            raise RepliesRefused(preview)
        rows = preview.to_add(skip_doubles=skip_doubles)
        add_rows(conference, rows, at=at)
    return len(rows)


def add_rows(conference: Conference, rows: Sequence[Row], *, at: datetime) -> None:
    """Everybody of these rows onto the list; call it inside `list_lock`."""
    if not rows:
        return
    first = next_number(conference.pk)
    people = []
    for number, row in enumerate(rows, start=first):
        person = Registration(
            conference=conference,
            number=number,
            source=Registration.Source.IMPORT,
            status=Registration.Status.CONFIRMED,
            language="zh-hans" if has_chinese(row.values["name"]) else "en",
            registered_at=at,
            answers=row.answers,
            organization=row.organization,
            participation=row.participation,
            **row.values,
        )
        person.follows_program = says_the_same(person)
        person.prepare()
        people.append(person)
    create_rows(Registration, people)
    choose(
        (person.pk, session.pk)
        for person, row in zip(people, rows, strict=True)
        for session in row.sessions
    )
    raise_stamps(seats_scope(conference.slug))  # seats may be gone now
