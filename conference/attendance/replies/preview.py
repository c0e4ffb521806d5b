"""What a sheet of replies would add, and what stands against it, cell by cell."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.people.models import Organization
from conference.program.models import Participation


class RepliesRefused(Exception):
    """The sheet was not added. `preview` holds what is wrong, cell by cell."""

    def __init__(self, preview: "Preview"):
        super().__init__(preview.verdict)
        self.preview = preview


@dataclass(frozen=True, slots=True)
class Problem:
    cell: str
    message: str

    def __str__(self) -> str:
        return f"{self.cell}: {self.message}"


@dataclass(slots=True)
class Row:
    """One person of the sheet. `twin` says of whom it is a double, "" for nobody."""

    line: int  # as the sheet counts, from 1
    values: dict
    sessions: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    twin: str = ""
    is_listed: bool = False  # already, and no double within the sheet
    cell: str = ""  # of the name
    organization: Organization | None = None  # of the directory
    participation: Participation | None = None  # of the program


@dataclass(slots=True)
class Preview:
    """What a sheet would add, and what stands against it."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # headers nobody knows
    columns: list[str] = field(default_factory=list)  # headers understood, as in the sheet

    @property
    def doubles(self) -> list[Row]:
        return [row for row in self.rows if row.twin]

    @property
    def fresh(self) -> list[Row]:
        return [row for row in self.rows if not row.twin]

    def to_add(self, *, skip_doubles: bool) -> list[Row]:
        return self.fresh if skip_doubles else self.rows

    def is_ready(self, *, skip_doubles: bool) -> bool:
        if self.problems or not self.to_add(skip_doubles=skip_doubles):
            return False
        return skip_doubles or not self.doubles

    @property
    def verdict(self) -> str:
        if self.problems:
            return ngettext(
                "Nothing was added: %(count)d cell needs a correction.",
                "Nothing was added: %(count)d cells need a correction.",
                len(self.problems),
            ) % {"count": len(self.problems)}
        if self.doubles:
            return ngettext(
                "Nothing was added: %(count)d person is on the list already.",
                "Nothing was added: %(count)d people are on the list already.",
                len(self.doubles),
            ) % {"count": len(self.doubles)}
        return _("Nothing was added: the sheet has no people.")
