"""Which texts a conference has: each with its Chinese and its English columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db import models
from django.urls import reverse

from conference.attendance.models import Question, ReplyForm
from conference.bilingual import bilingual_names
from conference.models import Conference
from conference.news.models import Article, ArticlePicture, Attachment
from conference.people.models import Organization, Person
from conference.permissions import Right, may
from conference.program.models import (
    CommitteeMember,
    Handbook,
    Participation,
    Session,
    SessionLink,
)
from conference.stars import shown_stars, with_two_stars

SIDES = ("zh", "en")
# Shown where somebody wrote one; an empty one follows the person.
PRINTED = "printed_"
# Texts in which stars are marks (`conference.markdown`).
MARKDOWN = {
    *((Conference, name) for name in ("description", "directions", "report")),
    *((Session, "abstract"), (Article, "body"), (Handbook, "notice"), (Person, "biography")),
}
# Rows that are edited on the page of another one: the way there.
EDITED_WITH = {
    SessionLink: "session",
    ArticlePicture: "article",
    CommitteeMember: "committee",
    Question: "form",
}


@dataclass(frozen=True)
class Unit:
    """One text: `columns` are those of each side, more than one where a name has parts."""

    row: models.Model
    name: str
    columns: dict[str, tuple[str, ...]]
    may_edit: bool
    is_read: bool = True  # by somebody, in print or in public

    @property
    def key(self) -> str:
        opts = self.row._meta
        return f"{opts.app_label}.{opts.model_name}.{self.row.pk}.{self.name}"

    @property
    def label(self) -> str:
        field = self.row._meta.get_field(self.columns["zh"][0])
        return str(getattr(field, "label_of_pair", field.verbose_name))

    @property
    def is_long(self) -> bool:
        return isinstance(self.row._meta.get_field(self.columns["zh"][0]), models.TextField)

    def values(self, side: str) -> tuple[str, ...]:
        return tuple(getattr(self.row, column) for column in self.columns[side])

    def text(self, side: str) -> str:
        return ", ".join(filter(None, self.values(side)))

    @property
    def is_gap(self) -> bool:
        """Whether one language alone has it, of what anybody reads."""
        return self.is_read and bool(self.text("zh")) != bool(self.text("en"))

    def stamp(self, side: str) -> str:
        """Tells whether a side is still what it was."""
        return sha256("\0".join(self.values(side)).encode()).hexdigest()[:12]

    def stars(self, side: str) -> list[str]:
        """The words around which readers see stars that stress nothing."""
        return shown_stars(self.text(side)) if (type(self.row), self.name) in MARKDOWN else []

    @property
    def has_stars(self) -> bool:
        return any(self.stars(side) for side in SIDES)

    def with_two_stars(self, side: str) -> tuple[str, ...]:
        """The values of a side with those words stressed."""
        values = self.values(side)
        return tuple(map(with_two_stars, values)) if self.stars(side) else values

    @property
    def address(self) -> str:
        row = self.row
        if above := EDITED_WITH.get(type(row)):
            row = getattr(row, above)
        opts = row._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])


@dataclass(frozen=True)
class Group:
    """The texts of one kind of rows."""

    name: str
    units: list[Unit]

    @property
    def gaps(self) -> int:
        return sum(unit.is_gap for unit in self.units)


def groups_of(conference: Conference, user) -> list[Group]:
    """Every text that stands there in at least one language, kind by kind in the order of the
    program: those of the rows that this account may see. Some thirty queries, whatever the size.
    """
    found = []
    for rows, unread in _rows_of(conference, user):
        editable = _editable(rows, conference, user)
        units = [unit for row in rows for unit in _units(row, row.pk in editable, unread)]
        if units:
            found.append(Group(str(rows[0]._meta.verbose_name_plural), units))
    return found


def count_gaps(conference: Conference, user) -> int:
    """How many of them are in one language alone."""
    return sum(
        unit.is_gap
        for rows, unread in _rows_of(conference, user)
        for row in rows
        for unit in _units(row, False, unread)
    )


def _unread(participations, seats, hosts) -> set[tuple[type[models.Model], int]]:
    """(model, key) of guests whom no page or paper of the program names, of their rows in the
    directory and of organizations that are there for them alone: nobody waits for their
    translation. No query.
    """
    hidden = [row for row in participations if not row.is_public]
    named = [row.person for row in (*participations, *seats) if getattr(row, "is_public", True)]
    people = {person.pk for person in named}
    organizations = {row.organization_id for row in (*named, *hosts)}
    return {
        *((Participation, row.pk) for row in hidden),
        *((Person, row.person_id) for row in hidden if row.person_id not in people),
        *(
            (Organization, row.person.organization_id)
            for row in hidden
            if row.person.organization_id not in organizations
        ),
    }


def rows_of(conference: Conference, user) -> Iterator[list[models.Model]]:
    """The rows with texts, those of one model together; none of a model that has none."""
    return (rows for rows, _unread in _rows_of(conference, user))


def _rows_of(conference, user) -> Iterator[tuple[list[models.Model], set]]:
    """With each what is `_unread`."""
    participations = list(
        conference.participations.with_publicity()
        .select_related("person__organization")
        .defer("contact_note")
    )
    seats = CommitteeMember.objects.filter(committee__conference=conference)
    seats = list(seats.with_people(conference).select_related("committee"))
    people = {row.person.pk: row.person for row in (*participations, *seats)}.values()
    hosts = list(conference.hostroles.select_related("organization"))
    unread = _unread(participations, seats, hosts)
    employers = [person.organization for person in people if person.organization_id]
    organizations = {row.pk: row for row in [*(host.organization for host in hosts), *employers]}
    for rows in (
        [conference],
        conference.sessions.in_order(),
        participations,
        people,
        organizations.values(),
        hosts,
        SessionLink.objects.filter(session__conference=conference).select_related("session"),
        conference.committees.all(),
        seats,
        conference.rooms.all(),
        conference.tracks.all(),
        conference.highlights.all(),
        conference.expectedtotals.all(),
        conference.venueplans.all(),
        conference.hotels.all(),
        conference.contacts.all(),
        conference.photos.all(),
        Article.objects.filter(conference=conference),
        ArticlePicture.objects.filter(article__conference=conference).select_related("article"),
        Attachment.objects.filter(conference=conference),
        conference.handbooks.select_related("conference"),
        ReplyForm.objects.filter(conference=conference).select_related("conference"),
        Question.objects.filter(form__conference=conference).select_related("form"),
        conference.checkpoints.select_related("session"),
    ):
        if (model := getattr(rows, "model", None)) and not _is_shown(model, conference, user):
            continue
        if rows := list(rows):
            yield rows, unread


def _is_shown(model, conference, user) -> bool:
    # The reply form is a setting: whoever plans the program alone does not see it.
    right = getattr(model._default_manager.all(), "view_right", Right.VIEW_DRAFT)
    return right == Right.VIEW_DRAFT or may(user, right, conference)


def lacking(conference: Conference, user) -> dict[str, int]:
    """How many texts each side lacks; the queries of `groups_of`."""
    units = [unit for group in groups_of(conference, user) for unit in group.units]
    return {side: sum(unit.is_gap and not unit.text(side) for unit in units) for side in SIDES}


def _editable(rows, conference, user) -> set[int]:
    """Keys of those rows that this account may change; a query for the shared directory alone."""
    model = type(rows[0])
    keys = {row.pk for row in rows}
    if model in (Organization, Person):
        mine = model.objects.filter(pk__in=keys).editable_by(user)
        return set(mine.values_list("pk", flat=True))
    right = getattr(model._default_manager.all(), "edit_right", Right.EDIT_DRAFT)
    return keys if may(user, right, conference) else set()


def _units(row, may_edit, unread):
    is_read = (type(row), row.pk) not in unread
    if isinstance(row, Person):
        yield Unit(
            row,
            "name",
            {"zh": ("name_zh",), "en": ("family_name_en", "given_name_en")},
            may_edit,
            is_read,
        )
    for name in bilingual_names(type(row)):
        columns = {side: (f"{name}_{side}",) for side in SIDES}
        unit = Unit(row, name, columns, may_edit, is_read)
        is_followed = isinstance(row, Participation | CommitteeMember) and name.startswith(PRINTED)
        if is_followed and not _is_to_be_filled(row, name):
            continue
        if unit.text("zh") or unit.text("en"):
            yield unit


def _is_to_be_filled(row, name) -> bool:
    """Of a printed text the person's own fills the side that is left empty."""
    if not getattr(row, name):
        return False
    shown = getattr(row, name.removeprefix(PRINTED))
    return not (shown.zh and shown.en) or all(getattr(row, f"{name}_{side}") for side in SIDES)
