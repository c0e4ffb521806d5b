"""The agenda's file as the beginning of a conference: what of the first questions it answers.

It waits for the answers, and goes on to its preview with the conference that they make.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from conference.models import Conference
from conference.program.admin.importing import ImportForm
from conference.program.admin.office import waiting
from conference.program.admin.office.waiting import Waiting
from conference.program.entering.hosts import hosts_of
from conference.program.entering.naming import names_of, venue_of
from conference.program.importing.values import side_of
from conference.program.office import Reading
from conference.waiting_file import WaitingFiles

FILES = WaitingFiles("beginning")


class FirstFileForm(ImportForm):
    """An office's file or a paste, for a conference that is not there yet."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["schedule"]
        field.help_text = _("Excel (.xlsx), Word (.docx), .csv or a saved web page, at most 10 MB.")
        field.widget.attrs["accept"] = ".xlsx,.docx,.csv,.tsv,.txt,.html,.htm"

    def clean(self):
        chosen = super().clean()
        if self.file is not None:
            self.add_error(
                "schedule",
                _(
                    "This is the schedule of another system. Answer the questions first; it can be "
                    "imported then."
                ),
            )
        return chosen


@dataclass
class FirstFile:
    """The file while it waits: `read` is what it says."""

    token: str
    raw: bytes
    name: str
    read: Reading

    @property
    def hosts(self) -> list[tuple[str, str]]:
        return hosts_of(self.read)

    def answers(self) -> dict:
        """{field of the questions: what the file says}; what it does not say is not among them."""
        found = {f"name_{side}": name for side, name in names_of(self.read).items()}
        days = [date.fromisoformat(day) for day in self.read.days if not day.startswith("--")]
        if days:
            found["starts_on"] = min(days)
            if max(days) > min(days):
                found["ends_on"] = max(days)
        if venue := venue_of(self.read):
            found[f"venue_{side_of(venue)}"] = venue
        for role, name in self.hosts[:1]:
            found |= {"role": role, f"organization_{side_of(name)}": name}
        return found


def keep(user, form: FirstFileForm) -> str:
    """The token of a file that was read; '' for one that is too large to wait."""
    token = FILES.keep(user, Conference(), form.raw)
    if token:
        FILES.note(user, Conference(), token, form.office.name)
    return token


def find(user, token: str) -> FirstFile | None:
    """None when it expired, was taken already, or is another account's. Raises ImportRefused."""
    raw = FILES.fetch(user, Conference(), token)
    if raw is None:
        return None
    name = FILES.noted(user, Conference(), token) or ""
    return FirstFile(token, raw, name, Waiting(raw, name).read())


def go_on(user, token: str, conference) -> str:
    """The token under which the file waits for its import into `conference`; asked again, the same.
    '' when it expired.
    """
    if there := FILES.answer_of(user, Conference(), token):
        return there
    raw = FILES.fetch(user, Conference(), token)
    if raw is None:
        return ""
    name = FILES.noted(user, Conference(), token) or ""
    there = waiting.keep(user, conference, raw, name)
    FILES.finish(user, Conference(), token, there)
    return there
