"""The guests of an office's list onto the list of registrations: those who are not there yet.

Who somebody is, was decided before, where they take part: then that alone counts. Else one name
with one organization is one person, unless telephone or e-mail say otherwise; and where a name and
a telephone agree alone, it is asked: a secretary's number stands beside many.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.attendance.cleaning import clean_phone
from conference.attendance.doubles import same_name, same_organization, same_person
from conference.attendance.models import Registration
from conference.attendance.phones import same_phone
from conference.attendance.registering import list_lock, organizations_by_name
from conference.attendance.replies.adding import add_rows
from conference.attendance.replies.preview import Row
from conference.folding import organization_key
from conference.models import Conference
from conference.people.models import Organization
from conference.program.entering.guests import Expected, Standing

_FIELDS = ("name", "name_en", "organization_name", "title", "phone", "email", "category")


class GuestsOfAFile:
    """Joined to `entering.guests.REGISTRATIONS`. Two queries to make, about ten to write."""

    def __init__(self, conference: Conference, expected: Sequence[Expected]):
        self.conference = conference
        self.linked = organizations_by_name({one.organization_name for one in expected})
        # Also who withdrew: a list sent again does not bring them back.
        there = Registration.objects.filter(conference=conference.pk).order_by("number")
        self.by_name: dict[str, list[Registration]] = defaultdict(list)
        self.by_participation: dict[int, Registration] = {}
        for row in there.defer("answers", "search", "remarks"):
            self.by_name[row.name_letters].append(row)
            if row.participation_id:
                self.by_participation.setdefault(row.participation_id, row)
        self.above: dict[str, list[tuple[Expected, Registration]]] = defaultdict(list)
        self.new: list[Expected] = []

    def stand(self, one: Expected, answer: str = "") -> Standing:
        """Call it of each in the order of the file; with an answer, of the last one again."""
        wanted = self.wanted(one)
        listed, above = self.listed(one, wanted), self.met(one, wanted)
        values = {f"registration:{row.pk}": row for row in listed}
        values |= {f"row:{other.line}": row for other, row in above}
        if not answer:
            for row in listed:
                if self.is_sure(one, wanted, row):
                    return Standing("there", on_the_list(row))
            for other, row in above:
                if other.participation is not None and other.participation is one.participation:
                    return Standing("double", as_in(other))
                if self.is_sure(one, wanted, row) and not apart(row.title, wanted.title):
                    return Standing("double", as_in(other))
            if values:
                # Of the list, another telephone is mostly a new one; rows of one file tell apart.
                by_unit = (
                    f"registration:{row.pk}" for row in listed if same_organization(row, wanted)
                )
                near = [
                    *((f"registration:{row.pk}", label(row, on_the_list(row))) for row in listed),
                    *((f"row:{o.line}", label(row, _("row %d") % o.line)) for o, row in above),
                ]
                return Standing("asked", near=tuple(near), suggested=next(by_unit, ""))
        if answer in values and answer.startswith("registration:"):
            return Standing("there", on_the_list(values[answer]))
        for other, _row in above:
            if answer == f"row:{other.line}":
                return Standing("double", as_in(other))
        self.new.append(one)
        self.above[wanted.name_letters].append((one, wanted))
        return Standing("new")

    def listed(self, one: Expected, wanted: Registration) -> list[Registration]:
        """Who of the list may be this person."""
        key = one.participation.pk if one.participation else None
        if key and key in self.by_participation:
            return [self.by_participation[key]]
        return [
            row
            for row in self.by_name[wanted.name_letters]
            if (same_person(row, wanted) or says_as_little(row, wanted))
            and not (one.participation and row.participation_id)
        ]

    def met(self, one: Expected, wanted: Registration) -> list[tuple[Expected, Registration]]:
        """Who of the rows above may be this person."""
        return [
            (other, row)
            for other, row in self.above[wanted.name_letters]
            if other.participation is one.participation
            and (one.participation is not None or same_person(row, wanted))
        ]

    def is_sure(self, one: Expected, wanted: Registration, row: Registration) -> bool:
        if one.participation and row.participation_id == one.participation.pk is not None:
            return True
        return (
            same_name(row.name, wanted.name)
            and (same_organization(row, wanted) or says_as_little(row, wanted))
            and not apart(row.phone_digits, wanted.phone_digits, same_phone)
            and not apart(row.email.casefold(), wanted.email.casefold())
        )

    def wanted(self, one: Expected) -> Registration:
        row = Registration(organization=self.organization(one), **self.values_of(one))
        row.prepare()
        return row

    def organization(self, one: Expected) -> Organization | None:
        return self.linked.get(organization_key(one.organization_name))

    @staticmethod
    def values_of(one: Expected) -> dict:
        values = {name: getattr(one, name) for name in _FIELDS}
        try:
            values["phone"] = clean_phone(one.phone)
        except ValidationError:
            values["phone"] = ""  # asked about when the file was read
        return values

    def write(self) -> None:
        """A guest who takes part is linked; and follows the program where it says the same."""
        with list_lock(self.conference):
            rows = []
            for one in self.new:
                row = Row(one.line, self.values_of(one), list(one.sessions))
                row.organization = self.organization(one)
                row.participation = one.participation
                rows.append(row)
            add_rows(self.conference, rows, at=timezone.now())


def says_as_little(row: Registration, wanted: Registration) -> bool:
    """A name and no organization, on the list as in the file: the same list once more."""
    return (
        same_name(row.name, wanted.name)
        and not (row.organization_name or wanted.organization_name)
        and row.title == wanted.title
    )


def apart(one: str, other: str, are_same: Callable[[str, str], bool] = str.__eq__) -> bool:
    return bool(one and other and not are_same(one, other))


def on_the_list(row: Registration) -> str:
    return _("on the list already, number %(number)d") % {"number": row.number}


def as_in(other: Expected) -> str:
    return _("the same person as in row %(line)d") % {"line": other.line}


def label(row: Registration, where: str) -> str:
    parts: Iterable[str] = (row.name, row.organization_name, row.title, where)
    return " · ".join(filter(None, parts))
