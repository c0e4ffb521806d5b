"""What a paper is made of: the draft as it is now, or a release as it was published.

Both are the same typed `Program`, read through `release.document`, so that a paper of the draft
cannot look different from one of its release.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from conference.bilingual import Text, in_both_languages
from conference.hooks import Hook
from conference.markdown import render
from conference.models import Conference
from conference.program.models import Handbook, HandbookPart, Participation, Release, Session
from conference.program.papers.words import Sides
from conference.program.release import fields
from conference.program.release.document import Program, read
from conference.program.release.drafting import draft_document
from conference.program.release.published import read_release
from conference.program.release.values import Person
from conference.wording.clocks import day_and_clock

# [(name, organization)] of those who take part, as far as the account may have them, and logged as
# handed out; None where it may not.
PARTICIPANTS: Hook[[Conference, User], tuple[tuple[str, str], ...]] = Hook(
    "Who takes part in the conference?"
)


@dataclass(frozen=True, slots=True)
class Registered:
    """Somebody who is registered and of no program, as it was written then."""

    name: str
    organization: str
    title: str
    category: str
    name_en: str = ""


# Those expected, of these categories, as far as the account may have them, and logged as handed
# out; None where it may not.
GUESTS: Hook[[Conference, User, Collection[str]], tuple[Registered, ...]] = Hook(
    "Who of these categories is registered alone? (conference, user, categories)"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """News of a conference that may be printed as its notice: `html` its lead and text."""

    slug: str
    title: Text
    published_on: date
    html: Text


# Those on show now, newest first: all of them, or the one of the short address.
NOTICES: Hook[[Conference, str], list[Notice]] = Hook(
    "Which news could be printed as the notice to participants? (conference, short address or '')"
)


def notices(conference: Conference, slug: str = "") -> list[Notice]:
    return [notice for found in NOTICES.ask(conference, slug) for notice in found]


@dataclass(frozen=True, slots=True)
class Private:
    """What organizers keep to a session for those who run it; in no release."""

    material: str = ""
    note: str = ""


NOTHING = Private()


@dataclass(frozen=True, slots=True)
class Book:
    """What is kept for the handbook: its chapters in order, its notice as HTML, with the title of
    the news that it is, and, where they are printed, the participants: [(name, organization)].
    """

    parts: tuple[str, ...] = ()
    notice_title: Text = field(default_factory=Text)
    notice_html: Text = field(default_factory=Text)
    participants: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """`at` is when it was: of the draft now, of a release its publish; in the conference's zone.
    `private` is {session's code: Private}, `everybody` all who take part, shown or not, and
    `registered` who is registered alone: read for papers that need them.
    """

    program: Program
    at: datetime
    private: dict[str, Private] = field(default_factory=dict)
    handbook: Book = field(default_factory=Book)
    everybody: tuple[Person, ...] = ()
    registered: tuple[Registered, ...] = ()

    @property
    def is_draft(self) -> bool:
        return self.program.is_preview

    def version(self, sides: Sides) -> str:
        """'草案 2026-05-20 09:30', 'Version 3, 2026-05-20 09:30': on each page."""
        when = day_and_clock(self.at)
        if self.is_draft:
            words = in_both_languages(lambda: _("Draft of %(time)s") % {"time": when})
        else:
            words = in_both_languages(
                lambda: (
                    _("Version %(number)s, published %(time)s")
                    % {"number": self.program.number, "time": when}
                )
            )
        zone = self.program.conference.time_zone.replace("_", " ")
        return " · ".join((*(words.in_side(side) for side in sides), zone))


def draft_source(conference: Conference, *, at: datetime) -> Source:
    """Of the draft. Thirteen queries, whatever its size."""
    return Source(read(draft_document(conference)), at.astimezone(conference.zone))


def release_source(conference: Conference, number: int) -> Source | None:
    """Of a release that stands; None where there is none. One query."""
    rows = Release.objects.standing().filter(conference=conference, number=number)
    release = rows.first()
    return None if release is None else published_source(read_release(release))


def published_source(program: Program) -> Source:
    """Of a release that is read already. No query."""
    assert program.published_at is not None
    return Source(program, program.published_at.astimezone(program.conference.zone))


def with_private(source: Source, conference: Conference) -> Source:
    """With what the team keeps to its sessions now, whichever version it is of. One query."""
    rows = Session.objects.filter(conference=conference).exclude(material="", private_note="")
    notes = rows.values_list("code", "material", "private_note")
    return replace(source, private={code: Private(*texts) for code, *texts in notes})


def with_everybody(source: Source, conference: Conference) -> Source:
    """With those too whom no release shows, as they are now, in the list's order. One query."""
    private = ("contact_phone", "contact_email", "contact_note")
    rows = Participation.objects.filter(conference=conference).order_by("position", "pk")
    left = {person.code: person for person in source.program.people}
    people = [
        left.pop(row.code)
        if row.code in left
        else fields.PERSON.read(fields.PERSON.given(row), Person)
        for row in rows.select_related("person__organization").defer(*private)
    ]
    return replace(source, everybody=(*people, *left.values()))


def with_registered(
    source: Source, conference: Conference, by: User, categories: Collection[str]
) -> Source:
    """With the registered ones of these categories that the account may have."""
    found = tuple(one for rows in GUESTS.ask(conference, by, categories) for one in rows)
    return replace(source, registered=found)


def with_book(source: Source, conference: Conference) -> Source:
    """With what is kept for the handbook. Two queries, three where news are its notice."""
    kept = Handbook.objects.filter(conference=conference).first()
    if kept is None:
        return source
    parts = HandbookPart.objects.filter(handbook=kept).values_list("kind", flat=True)
    title, notice = Text(), Text(render(kept.notice_zh), render(kept.notice_en))
    if kept.notice_article and (news := notices(conference, kept.notice_article)):
        title, notice = news[0].title, news[0].html
    return replace(source, handbook=Book(tuple(parts), title, notice))


def with_participants(source: Source, conference: Conference, by: User) -> Source:
    """With the people of the list that the account may have."""
    found = tuple(row for rows in PARTICIPANTS.ask(conference, by) for row in rows)
    return replace(source, handbook=replace(source.handbook, participants=found))
