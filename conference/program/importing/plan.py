"""What an import would do: a diff of the file and the draft, before anything is written.

`DraftPlan` is what is said and written of any file, `Plan` that of another system's schedule.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import Conference, Room, Track
from conference.people.models import Organization, Person
from conference.program.draft.clashes import Clash
from conference.program.importing.file import Leftovers, ScheduleFile, Skipped
from conference.program.models import Participation, Session, SessionLink, SessionRole
from conference.wording.clocks import day_and_clock

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"

# What is counted, and what one of it is called.
SUBJECTS = {
    "conference": gettext_lazy("conference"),
    "rooms": gettext_lazy("room"),
    "tracks": gettext_lazy("track"),
    "organizations": gettext_lazy("organization"),
    "people": gettext_lazy("person"),
    "participants": gettext_lazy("participant"),
    "sessions": gettext_lazy("session"),
    "registrations": gettext_lazy("registration"),
}
HEADINGS = {
    "conference": gettext_lazy("Conference"),
    "sessions": gettext_lazy("Sessions"),
    "people": gettext_lazy("People"),
    "participants": gettext_lazy("Participants"),
    "organizations": gettext_lazy("Organizations"),
    "rooms": gettext_lazy("Rooms"),
    "tracks": gettext_lazy("Tracks"),
    "registrations": gettext_lazy("Registrations"),
}
COUNTED = {
    NEW: gettext_lazy("%(n)s new"),
    CHANGED: gettext_lazy("%(n)s changed"),
    UNCHANGED: gettext_lazy("%(n)s unchanged"),
}
# In the order in which rows are written: what is pointed to first.
MODELS = (
    *(Conference, Room, Track, Organization, Person, Participation),
    *(Session, SessionRole, SessionLink),
)


@dataclass(frozen=True)
class FieldChange:
    label: str
    old: str
    new: str


@dataclass
class Change:
    """A row that is new or changes, as people read it."""

    subject: str  # a key of SUBJECTS
    kind: str  # new | changed
    row: Model
    fields: list[FieldChange] = field(default_factory=list)
    facts: str = ""  # of a new session: when, where, who

    @property
    def kind_label(self):
        return _("new") if self.kind == NEW else _("changed")

    @property
    def what(self):
        text = getattr(self.row, "title", None) or getattr(self.row, "name", None)
        return text or self.row


@dataclass
class DraftPlan:
    conference: Conference
    is_new_conference: bool = False
    changes: list[Change] = field(default_factory=list)
    counts: dict[str, Counter] = field(default_factory=dict)  # subject -> new, changed, unchanged
    notes: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)  # of the draft after the import
    # What is written: rows that are not saved yet, and {row: names of the fields that differ}.
    new_rows: dict[type, list[Model]] = field(default_factory=lambda: {m: [] for m in MODELS})
    changed_rows: dict[type, list] = field(default_factory=lambda: {m: [] for m in MODELS})
    gone_roles: list[SessionRole] = field(default_factory=list)

    # --- For people ---

    @property
    def changes_nothing(self) -> bool:
        return not self.is_new_conference and not self.changes

    def count(self, subject, what):
        self.counts.setdefault(subject, Counter())[what] += 1

    def count_of(self, subject, what) -> int:
        return self.counts.get(subject, Counter())[what]

    def told_counts(self) -> dict[str, list[tuple[str, str]]]:
        """{subject: [(kind, "3 new")]}, in the order of HEADINGS; what is none is left out."""
        found = {
            subject: [
                (kind, words % {"n": self.count_of(subject, kind)})
                for kind, words in COUNTED.items()
                if self.count_of(subject, kind)
            ]
            for subject in HEADINGS
        }
        return {subject: counts for subject, counts in found.items() if counts}

    @property
    def lines(self) -> list[str]:
        """The changes for a terminal."""
        found = []
        for change in self.changes:
            sign = "+" if change.kind == NEW else "~"
            told = "; ".join(f"{f.label}: {f.old} → {f.new}" for f in change.fields)
            text = f"{sign} {SUBJECTS[change.subject]}: {change.what}"
            facts = f" ({change.facts})" if change.facts else ""
            found.append(": ".join(filter(None, (text, told))) + facts)
        return found

    def fingerprint(self) -> str:
        """Equal for two plans that do the same, whatever random codes their new rows have."""
        rows = [
            [
                change.subject,
                change.kind,
                self.name_of(change.row),
                str(change.what),
                [[f.label, f.old, f.new] for f in change.fields],
                change.facts,
            ]
            for change in self.changes
        ]
        told = [self.conference.pk, rows, *self.also_seen()]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def name_of(self, row) -> str:
        """What a row is called in every plan of the same file: its key, else what the file says."""
        return str(row.pk or getattr(row, "slug", "") or row.guid)

    def also_seen(self) -> list:
        """What else somebody saw who confirms this plan, as JSON has it."""
        return []


@dataclass
class Plan(DraftPlan):
    file: ScheduleFile = field(kw_only=True)
    leftovers: Leftovers = field(default_factory=Leftovers)
    skipped: list[Skipped] = field(default_factory=list)
    left_alone: list[Session] = field(default_factory=list)  # of the draft, not in the file
    links_waiting: int = 0  # new links, which somebody has to release

    @property
    def not_taken(self) -> dict[str, int]:
        return self.leftovers.counts()


LONGEST_SHOWN = 200


def shown(row, name, value, zone) -> str:
    """A value of a field as people read it."""
    if isinstance(value, datetime):
        return day_and_clock(value.astimezone(zone))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    field = row._meta.get_field(name)
    if value and (told := getattr(field, "shown", None)):
        return told(value)
    choices = dict(field.flatchoices) if isinstance(value, str) else {}
    text = " ".join(str(choices.get(value, value) if choices else value or "").split())
    if not text:
        return "–"
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
