"""What stood beside a row, as a session's people and links: told act by act, and brought back.

records of a part --as of a moment--> rows as they stood --compare--> what one act changed
                                           |
                                           +--written into the rows--> an older version is back
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from conference.wording.labels import listed

NOTHING = "–"
ONE_MOMENT = timedelta(microseconds=1)
# One save writes the row and then its parts, each with its own time. Records of one request carry
# its name (`conference.acts`); of commands and older versions only time tells.
SAME_ACT = timedelta(seconds=3)


@dataclass(frozen=True)
class Told:
    """One change for people: old and new value as text."""

    field: str
    old: str
    new: str


@dataclass
class Act:
    """What one person changed in one go, of a row and of what stands beside it."""

    at: datetime
    by: object  # an account or None
    until: datetime
    version: object  # the record of the row that stood then
    changes: list[Told]
    name: str | None = None

    def takes(self, record) -> bool:
        named = self.name, record.history_change_reason
        if any(named):
            return named[0] == named[1]
        same = record.history_user_id == (self.by and self.by.pk)
        return same and record.history_date - self.until <= SAME_ACT


class Parts:
    """The rows of one model beside one row. Subclasses say which, and how they are told.

    One query for all records and one for the rows that are there.
    """

    model = owner = None
    one = order = ""  # labels: of one part, and of the order of all
    columns = ()  # what is brought back beside the key, the position excepted
    comes_back = True  # with an older version of its owner

    def __init__(self, row):
        self.row = row

    def key(self, part):
        """What makes a part the same when it was taken away and made anew."""
        raise NotImplementedError

    def told(self, part) -> str:
        raise NotImplementedError

    def changes_of(self, old, new) -> list[Told]:
        """What differs between a part before and after, the order apart."""
        before, after = self.told(old), self.told(new)
        return [] if before == after else [Told(str(self.one), before, after)]

    def possible(self, part):
        """The part as it can be today, None where it cannot be."""
        return part

    @cached_property
    def rows(self) -> list:
        rows = self.model._default_manager.filter(**{self.owner: self.row.pk})
        return sorted(rows, key=_place)

    @cached_property
    def records(self) -> list:
        found = self.model.history.filter(**{f"{self.owner}_id": self.row.pk})
        return list(found.select_related("history_user").order_by("history_date", "history_id"))

    @cached_property
    def from_the_start(self) -> dict:
        """{id: part} of those that were there before anything of them was recorded."""
        first = {}
        for record in self.records:
            first.setdefault(record.id, record)
        found = {pk: record for pk, record in first.items() if record.history_type != "+"}
        return found | {row.pk: row for row in self.rows if row.pk not in first}

    def as_of(self, moment) -> list:
        """The parts as they stood at a moment, in their order."""
        found = dict(self.from_the_start)
        for record in self.records:
            if record.history_date > moment:
                break
            if record.history_type == "-":
                found.pop(record.id, None)
            else:
                found[record.id] = record
        return sorted(found.values(), key=_place)

    def compare(self, before, after) -> list[Told]:
        pairs = _paired(before, after, lambda part: part.id)
        alone = [old for old, new in pairs if new is None], [new for old, new in pairs if not old]
        pairs = [pair for pair in pairs if None not in pair] + _paired(*alone, self.key)
        found, common = [], []
        for old, new in pairs:
            if old is None:
                found.append(Told(str(self.one), NOTHING, self.told(new)))
            elif new is None:
                found.append(Told(str(self.one), self.told(old), NOTHING))
            else:
                found += self.changes_of(old, new)
                common.append((old, new))
        was = sorted(common, key=lambda pair: _place(pair[0]))
        now = sorted(common, key=lambda pair: _place(pair[1]))
        if self.order and was != now:
            before_and_now = (listed(self.told(new) for _old, new in pairs) for pairs in (was, now))
            found.append(Told(str(self.order), *before_and_now))
        return found

    # --- Bringing back --------------------------------------------------------------------------

    def target(self, moment) -> list:
        """What `bring_back` will make of the parts: as they stood, as far as it can be today."""
        return [part for old in self.as_of(moment) if (part := self.possible(old)) is not None]

    def lost(self, moment) -> list[str]:
        """Those that stood then and cannot stand now."""
        return [self.told(old) for old in self.as_of(moment) if self.possible(old) is None]

    def bring_back(self, moment) -> None:
        """Make the parts what they were. Rows of one key are kept; others go, or are made anew."""
        there = {self.key(row): row for row in self.rows}
        wanted = {self.key(part): part for part in self.target(moment)}
        for key, row in there.items():
            if key not in wanted:
                row.delete()
        for key, part in wanted.items():
            row = there.get(key) or self.model(**{f"{self.owner}_id": self.row.pk})
            names = [n for n in (*self.columns, "position") if _value(row, n) != _value(part, n)]
            for name in names:
                setattr(row, name, getattr(part, name))
            if row.pk is None:
                row.save()
            elif names:
                row.save(update_fields=[self.model._meta.get_field(n).name for n in names])


def _place(part):
    return (getattr(part, "position", 0), part.id)


class Accounts(Parts):
    """The accounts beside a row, with their roles. An older version gives nobody a right."""

    comes_back = False

    def key(self, part):
        return (part.user_id, getattr(part, "role", ""))

    @cached_property
    def users(self):
        return get_user_model().objects.in_bulk(
            {part.user_id for part in (*self.records, *self.rows)}
        )

    def told(self, part):
        user = self.users.get(part.user_id)
        role = part.get_role_display() if hasattr(part, "role") else ""
        sees = _("sees full phone and e-mail") if getattr(part, "sees_contacts", False) else ""
        return " · ".join(filter(None, (str(user or _("(deleted)")), role, sees)))


def _value(row, name):
    value = getattr(row, name)
    return getattr(value, "name", value) or ""  # a file is its name


def _paired(before, after, key):
    """[(old, new)]: of one key, or with None on the other side."""
    olds, news = {key(part): part for part in before}, {key(part): part for part in after}
    keys = [*olds, *(k for k in news if k not in olds)]
    return [(olds.get(k), news.get(k)) for k in keys]


# --- The acts of a page of history ----------------------------------------------------------------


def tell_acts(versions, *, newer, parts) -> None:
    """Give each version (newest first) `act_ends`, when its act ended, `part_changes`, what that
    act did beside the row, and `later_acts`, what was done beside the row alone afterwards, newest
    first. `newer` is the moment of the version after these, None for the newest.
    """
    for version in versions:
        name = version.history_change_reason
        own = Act(
            version.history_date, version.history_user, version.history_date, version, [], name
        )
        acts = _acts(own, newer, parts)
        for act in acts:
            for part in parts:
                start, end = part.as_of(act.at - ONE_MOMENT), part.as_of(act.until)
                act.changes += part.compare(start, end)
        version.act_ends, version.part_changes = own.until, own.changes
        version.later_acts = [act for act in reversed(acts[1:]) if act.changes]
        newer = version.history_date


def _acts(own, newer, parts):
    acts = [own]
    for record in _between(own.at, newer, parts):
        if not acts[-1].takes(record):
            at, by = record.history_date, record.history_user
            acts.append(Act(at, by, at, own.version, [], record.history_change_reason))
        acts[-1].until = record.history_date
    return acts


def _between(start, end, parts):
    found = [
        record
        for part in parts
        for record in part.records
        if start <= record.history_date and (end is None or record.history_date < end)
    ]
    return sorted(found, key=lambda record: record.history_date)
