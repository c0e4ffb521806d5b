"""What earlier versions of a file said, and what is remembered of this one.

A row remembers what was said of it last, and what each file said: two files that disagree do not
change each other each time that one of them is entered again.
"""

from collections import Counter

from conference.history import create_rows, update_rows
from conference.program.models import ImportedRow

Kind = ImportedRow.Kind
FILE, FILES = "file", "files"  # who said it; or, of several, what each of them said
MOST_FILES = 6


class Memory:
    """Of one conference. One query; `rows` to write are collected as the plan is made. `file` names
    the one that is entered.
    """

    def __init__(self, conference, file: str = ""):
        self.conference, self.file = conference, file
        self.rows: dict[tuple[str, str], ImportedRow] = {}
        if conference.pk is not None:
            for row in ImportedRow.objects.filter(conference=conference):
                self.rows[row.kind, row.key] = row
        self.met: dict[tuple[str, str], ImportedRow] = {}  # what this file speaks of
        self.to_write: list[ImportedRow] = []

    def answers(self) -> dict[str, str]:
        return {
            key: str(row.said.get("answer", ""))
            for (kind, key), row in self.rows.items()
            if kind == Kind.ANSWER
        }

    def of(self, kind, key) -> dict:
        """What was said of it last; {} for what was never met."""
        row = self.rows.get((kind, str(key)))
        return {n: v for n, v in row.said.items() if n not in (FILE, FILES)} if row else {}

    def own(self, kind, key) -> dict:
        """What this very file said of it last; {} for what it never spoke of."""
        return self._by_file(kind, key).get(self.file, {})

    def _by_file(self, kind, key) -> dict[str, dict]:
        row = self.rows.get((kind, str(key)))
        said = row.said if row else {}
        if FILES in said:
            return said[FILES]
        return {said[FILE]: self.of(kind, key)} if FILE in said else {}

    def guid_of(self, kind, key):
        row = self.rows.get((kind, str(key)))
        return row.guid if row else None

    def sessions(self) -> dict[str, dict]:
        """{guid: what was said} of every session that came from a file."""
        return {key: row.said for (kind, key), row in self.rows.items() if kind == Kind.SESSION}

    def keep(self, kind, key, said, *, own=None, guid=None) -> None:
        """Remember it once the plan is written: `said` is what holds, `own` what this file says
        where that is something else.
        """
        by = {f: told for f, told in self._by_file(kind, key).items() if f != self.file}
        if by or own is not None:
            by = dict([*by.items(), (self.file, said if own is None else own)][-MOST_FILES:])
            said = said | {FILES: by}
        else:
            said = said | {FILE: self.file}
        self._note(kind, key, said, guid)

    def meet(self, kind, key) -> None:
        """Something that the file still says and that is gone here: remembered as it was."""
        row = self.rows[kind, str(key)]
        self._note(kind, key, row.said, row.guid)

    def answer(self, key, answer) -> None:
        self._note(Kind.ANSWER, key, {"answer": answer}, None)

    def _note(self, kind, key, said, guid):
        self.met[kind, str(key)] = ImportedRow(
            conference=self.conference, kind=kind, key=str(key), guid=guid, said=said
        )

    def source_of(self, name: str) -> str:
        """The file that this one is a later version of, by the name of its first one: the one
        most of whose sessions it has. Else its own name.
        """
        known = Counter(
            row.source for (kind, _key), row in self.rows.items() if kind == Kind.SESSION
        )
        here = Counter(
            self.rows[place].source
            for place in self.met
            if place[0] == Kind.SESSION and place in self.rows
        )
        found = here.most_common(1)
        sessions = sum(1 for kind, _key in self.met if kind == Kind.SESSION)
        if found and found[0][1] * 3 >= min(known[found[0][0]], sessions):
            return found[0][0]
        taken, own, n = set(known), name[:180], 1
        while own in taken:
            n += 1
            own = f"{name[:180]} ({n})"
        return own

    def gone(self, source: str) -> list[str]:
        """Guids of the sessions that the version before had and this one has not."""
        return [
            key
            for (kind, key), row in self.rows.items()
            if kind == Kind.SESSION and row.source == source and (kind, key) not in self.met
        ]

    def changed(self, source: str) -> list[ImportedRow]:
        """The rows to write: new ones, and those that say something else than before."""
        found = []
        for place, new in self.met.items():
            old = self.rows.get(place)
            new.source = source
            if old is None:
                found.append(new)
            elif (old.said, old.guid, old.source) != (new.said, new.guid, new.source):
                old.said, old.guid, old.source = new.said, new.guid, new.source
                found.append(old)
        return found


def write(rows: list[ImportedRow], *, by) -> None:
    new = [row for row in rows if row.pk is None]
    changed = [row for row in rows if row.pk is not None]  # before the new ones have theirs
    create_rows(ImportedRow, new, by=by)
    if changed:
        update_rows(changed, "said", "guid", "source", by=by)
