"""Which sub-forums a list of people names: those of the agenda by title or number; else it is
asked, and one may be made.
"""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from conference.chinese import has_chinese
from conference.folding import name_key
from conference.program.entering.decisions import NEW, Ask, Asker, Option
from conference.program.entering.ledger import OfficeLedger
from conference.program.entering.memory import Memory
from conference.program.entering.sessions import SessionPlanner
from conference.program.entering.taking import Incoming
from conference.program.importing.values import side_of
from conference.program.models import Kind, Session
from conference.program.office.meanings.kinds import number_of
from conference.program.office.reading import Read, ReadGuest, ReadSession

NONE = "none"
_NUMBER_ALONE = re.compile(r"[一二三四五六七八九十\d]{1,2}|[A-Ha-h]")
_LONGEST = 300  # characters of a title


class Forums:
    """`guests` are all rows of the list: a question is about each that says the same."""

    def __init__(
        self,
        ledger: OfficeLedger,
        asker: Asker,
        memory: Memory,
        sessions: SessionPlanner,
        guests: Sequence[ReadGuest],
    ):
        self.ledger, self.asker, self.memory = ledger, asker, memory
        self.sessions, self.guests = sessions, guests
        self.rows = [
            session
            for session in [*sessions.rows, *ledger.plan.new_rows[Session]]
            if session.kind == Kind.SUB_FORUM
        ]
        self.suggested = "" if self.rows else NEW
        self.met: dict[str, tuple[Session | None, Ask | None]] = {}

    def of(self, guest: ReadGuest) -> tuple[Session | None, Ask | None]:
        """(the sub-forum that a row names, what is asked of it)."""
        text = guest.sub_forum.value or ""
        if not text:
            return None, None
        key = name_key(text)
        if key not in self.met:
            self.met[key] = self.find(guest, text)
        forum, ask = self.met[key]
        if ask and ask.is_open:
            self.ledger.hold(text, guest.sub_forum.address, _("the sub-forum is not decided"))
        return forum, ask

    def find(self, guest, text):
        found = self.called(text)
        if len(found) == 1:
            return found[0], None
        key = name_key(text)
        options = {f"session:{session.guid}": session for session in self.rows}
        sentence = _("Which sub-forum is “%(text)s”?")
        if not found:
            sentence = _("The agenda has no sub-forum “%(text)s”. Which one is meant?")
        ask = self.asker.ask(
            "forum", [key], sentence % {"text": text},
            address=guest.sub_forum.address or guest.address,
            options=[
                *(Option(value, str(session)) for value, session in options.items()),
                Option(NEW, _("A new one: %(title)s") % {"title": self.title_of(text)}),
                Option(NONE, _("None: leave it out")),
            ],
            suggested=self.suggested,
            rows=tuple(g.row for g in self.guests if name_key(g.sub_forum.value or "") == key),
        )  # fmt: skip
        if ask.answer == NEW:
            return self.made(guest, text), ask
        return options.get(ask.answer), ask

    def called(self, text) -> list[Session]:
        """Those that a list may mean: of this title, now or when it was entered, or number."""
        key, number = name_key(text), number_in(text)
        titles = {id(s): [name_key(t) for t in s.title.as_list() if t] for s in self.rows}
        if found := [s for s in self.rows if key in titles[id(s)]]:
            return found
        before = {
            guid
            for guid, said in self.memory.sessions().items()
            if key in (name_key(said.get(f"title_{side}") or "") for side in ("zh", "en"))
        }
        if found := [s for s in self.rows if str(s.guid) in before]:
            return found
        if number:
            numbered = [
                s for s in self.rows if number in {number_of(t) for t in s.title.as_list() if t}
            ]
            # 分论坛一 stands for its number alone; with words of its own it is what they say.
            found = numbered if len(key) <= 6 else [s for s in numbered if _shares(s, key, titles)]
            if found or len(key) <= 2:
                return found
        return [s for s in self.rows if any(key in title for title in titles[id(s)])]

    def title_of(self, text) -> str:
        """What a new sub-forum is called; of a number alone it says what it is the number of."""
        if not _NUMBER_ALONE.fullmatch(text.strip()):
            return text[:_LONGEST]
        is_chinese = any(has_chinese(guest.name) for guest in self.guests)
        return f"分论坛{text}" if is_chinese else f"Sub-forum {text}"

    def made(self, guest, text) -> Session | None:
        """The sub-forum that is made for a list; None for one that was made and deleted since."""
        title, address = self.title_of(text), guest.sub_forum.address or guest.address
        values = {"kind": Kind.SUB_FORUM, f"title_{side_of(title)}": title}
        one = Incoming(read_of(address, Kind.SUB_FORUM), values)
        self.sessions.find([one])
        if one.is_deleted:
            self.ledger.leave(text, address, _("it was deleted here since"))
        elif one.is_new:
            self.rows.append(add_beside(self.sessions, one))
        return one.session


def number_in(text: str) -> str:
    """The number of a sub-forum, also where it stands alone."""
    alone = _NUMBER_ALONE.fullmatch(text.strip())
    return number_of(f"分论坛{text.strip()}" if alone else text)


def read_of(address: str, kind: Kind) -> ReadSession:
    """A session that a list of people names, and no row of an agenda."""
    none = Read(None)
    return ReadSession(
        0, address, none, none, none, Read(kind.value), Read(""), Read(""), Read(""), ()
    )


def add_beside(sessions: SessionPlanner, one: Incoming) -> Session | None:
    """A new session of a list, which is no row of an agenda."""
    sessions.taker.take(one, by_code=False)
    sessions.taker.plan.rows.pop()
    return one.session


def _shares(session, key, titles) -> bool:
    """Whether the words behind a number agree: 分论坛一：教师发展 and 分论坛一（教师发展）."""
    return any(key in title or title in key for title in titles[id(session)])
