"""The guests of an office's list onto the list of registrations: those who are not there yet."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.attendance.cleaning import clean_phone
from conference.attendance.registering import list_lock
from conference.attendance.replies.adding import add_rows
from conference.attendance.replies.preview import Row
from conference.attendance.replies.reading import mark_doubles
from conference.program.entering.guests import Expected

_FIELDS = ("name", "name_en", "organization_name", "title", "phone", "email", "category")


class GuestsOfAFile:
    """Joined to `entering.guests.REGISTRATIONS`. Two queries to make, about ten to write."""

    def __init__(self, conference, expected: Sequence[Expected]):
        self.conference = conference
        self.rows = [Row(one.line, self.values_of(one), list(one.sessions)) for one in expected]
        mark_doubles(conference, self.rows)

    @staticmethod
    def values_of(one: Expected) -> dict:
        values = {name: getattr(one, name) for name in _FIELDS}
        try:
            values["phone"] = clean_phone(one.phone)
        except ValidationError:
            values["phone"] = ""  # asked about when the file was read
        return values

    @property
    def states(self) -> list[str]:
        return ["there" if row.is_listed else "double" if row.twin else "new" for row in self.rows]

    def write(self) -> None:
        with list_lock(self.conference):
            rows = [row for row in self.rows if not row.twin]
            add_rows(self.conference, rows, at=timezone.now())
