"""Which texts a conference has: each with its Chinese and its English columns."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import models
from django.urls import reverse

from conference.bilingual import bilingual_names
from conference.models import Conference
from conference.news.models import Article, ArticlePicture, Attachment
from conference.people.models import Organization, Person
from conference.permissions import Right, may
from conference.program.models import Participation, SessionLink

SIDES = ("zh", "en")
# Shown where somebody wrote one; an empty one follows the person.
PRINTED = "printed_"


@dataclass(frozen=True)
class Unit:
    """One text: `columns` are those of each side, more than one where a name has parts."""

    row: models.Model
    name: str
    columns: dict[str, tuple[str, ...]]
    may_edit: bool

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
        """Whether one language alone has it."""
        return bool(self.text("zh")) != bool(self.text("en"))

    def stamp(self, side: str) -> str:
        """Tells whether a side is still what it was."""
        return sha256("\0".join(self.values(side)).encode()).hexdigest()[:12]

    @property
    def address(self) -> str:
        # A link is edited on the page of its session, a picture on that of its article.
        row = self.row
        if isinstance(row, SessionLink | ArticlePicture):
            row = row.session if isinstance(row, SessionLink) else row.article
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
    program. Some twenty queries, whatever the size.
    """
    participations = list(
        conference.participations.select_related("person__organization").defer("contact_note")
    )
    people = [participation.person for participation in participations]
    hosts = list(conference.hostroles.select_related("organization"))
    employers = [person.organization for person in people if person.organization_id]
    organizations = {row.pk: row for row in [*(host.organization for host in hosts), *employers]}
    found = []
    for rows in (
        [conference],
        conference.sessions.in_order(),
        participations,
        people,
        list(organizations.values()),
        hosts,
        SessionLink.objects.filter(session__conference=conference).select_related("session"),
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
    ):
        rows = list(rows)
        if not rows:
            continue
        editable = _editable(rows, conference, user)
        units = [unit for row in rows for unit in _units(row, row.pk in editable)]
        if units:
            found.append(Group(str(rows[0]._meta.verbose_name_plural), units))
    return found


def lacking(conference: Conference, user) -> dict[str, int]:
    """How many texts each side lacks; the queries of `groups_of`."""
    units = [unit for group in groups_of(conference, user) for unit in group.units]
    return {side: sum(not unit.text(side) for unit in units) for side in SIDES}


def _editable(rows, conference, user) -> set[int]:
    """Keys of those rows that this account may change; a query for the shared directory alone."""
    model = type(rows[0])
    keys = {row.pk for row in rows}
    if model in (Organization, Person):
        mine = model.objects.filter(pk__in=keys).editable_by(user)
        return set(mine.values_list("pk", flat=True))
    right = getattr(model._default_manager.all(), "edit_right", Right.EDIT_DRAFT)
    return keys if may(user, right, conference) else set()


def _units(row, may_edit):
    if isinstance(row, Person):
        yield Unit(
            row,
            "name",
            {"zh": ("name_zh",), "en": ("family_name_en", "given_name_en")},
            may_edit,
        )
    for name in bilingual_names(type(row)):
        columns = {side: (f"{name}_{side}",) for side in SIDES}
        unit = Unit(row, name, columns, may_edit)
        is_followed = isinstance(row, Participation) and name.startswith(PRINTED)
        if is_followed and not _is_to_be_filled(row, name):
            continue
        if unit.text("zh") or unit.text("en"):
            yield unit


def _is_to_be_filled(participation, name) -> bool:
    """Of a printed text the person's own fills the side that is left empty."""
    if not getattr(participation, name):
        return False
    shown = getattr(participation, name.removeprefix(PRINTED))
    return not (shown.zh and shown.en) or all(
        getattr(participation, f"{name}_{side}") for side in SIDES
    )
