"""Share cards: the picture that a messenger shows beside a link, in the language of the page.

A finished card is a file named by everything it is made from, in MEDIA_ROOT/cards: drawn once,
whoever asks, and drawn anew when a publish changes what it says. A process draws one card at a
time, and only few may wait for it, so that a crawler that wants six hundred does not hold every
thread of the server. Nothing here asks the database.
"""

import hashlib
import json
import logging
import os
import re
import tempfile
import unicodedata
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore, Lock

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from conference import typesetting
from conference.bilingual import HTML_LANG, RENDERING, Text, active_side, marked
from conference.people.hosts import by_role
from conference.program.models import is_off
from conference.program.release.document import Program
from conference.program.release.values import Person, Session
from conference.program.sharing.descriptions import when_of
from conference.wording.days import date_range
from conference.wording.labels import affiliation, first_upper

TEMPLATE = "card.typ"
MEDIA_TYPE = "image/png"
KEPT = 4_000  # files of 20 to 150 KB
WAITING = 2  # threads, beside the one that draws
PEOPLE = 3  # on the card of a session
HOSTS = 3  # lines on the card of a conference

logger = logging.getLogger(__name__)

_turn = Lock()
_places = BoundedSemaphore(1 + WAITING)


class Busy(Exception):
    """Too many cards are asked for at once; ask again in a few seconds."""


# --- What stands on them -------------------------------------------------------------------------


def conference_card(program: Program) -> dict:
    facts = program.conference
    place = " · ".join(map(str, filter(None, (facts.venue, facts.city))))
    joint = "、" if _is_zh() else ", "
    hosts = [
        [str(role), joint.join(str(host.name) for host in found)]
        for role, found in by_role(program.hosts)
    ]
    return {
        "kind": "conference",
        "lang": HTML_LANG[active_side()],
        "title": breakable(facts.name),
        **_other(facts.name),
        "when": date_range(facts.starts_on, facts.ends_on),
        "place": place,
        "hosts": hosts[:HOSTS],
        "logo": facts.logo,
    }


def session_card(program: Program, session: Session) -> dict:
    parent = program.parent_of(session)
    is_cancelled = is_off(session, parent)
    people = list({role.person.code: role.person for role in session.roles}.values())
    return {
        "kind": "session",
        "lang": HTML_LANG[active_side()],
        "conference": program.conference.title.marked,
        "label": str(first_upper(session.kind_label)),
        "cancelled": _("Cancelled") if is_cancelled else "",
        "title": breakable(session.title),
        **_other(session.title),
        "people": [_person(person) for person in people[:PEOPLE]],
        "when": when_of(session) or _conference_days(program),
        "room": str(session.room.name) if session.room else "",
    }


def speaker_card(program: Program, person: Person) -> dict:
    lines = [str(part) for part in affiliation(person)]
    titles = list({s.code: s.title.marked for s, _role in program.roles_of(person)}.values())
    return {
        "kind": "speaker",
        "lang": HTML_LANG[active_side()],
        "conference": program.conference.title.marked,
        "person": _person(person),
        **_other(person.name),
        # What the person is goes into one line, the organization below it.
        "lines": [breakable(line) for line in (" · ".join(lines[:-1]), *lines[-1:]) if line],
        "sessions": titles[0] if titles else _conference_days(program),
    }


def _conference_days(program):
    return date_range(program.conference.starts_on, program.conference.ends_on)


def _other(text: Text) -> dict:
    is_ours = bool(text.other) and text.zh_is_rendering and not _is_zh()
    other = f"{text.other}{RENDERING}" if is_ours else text.other
    return {"other": breakable(other), "other_lang": "en" if _is_zh() else "zh"}


def _person(person):
    return {
        "name": breakable(person.name),
        "initials": initials(str(person.name)),
        "says": " · ".join(str(part) for part in affiliation(person)),
        "picture": person.portrait,
    }


def _is_zh():
    return active_side() == "zh"


def initials(name: str) -> str:
    """'王' of 王兴伟, 'XW' of Xingwei Wang: what stands where there is no portrait."""
    letters = [word[0] for word in name.split() if unicodedata.category(word[0])[0] == "L"]
    if not letters:
        return name[:1]
    if unicodedata.category(letters[0]) == "Lo":  # a script without capitals
        return letters[0]
    return "".join(letters[:: max(len(letters) - 1, 1)][:2]).upper()


def breakable(text) -> str:
    """A text in which a line may end also inside a word that no line could hold."""
    return re.sub(r"[!-~\u00a1-\u024f]{24}(?=\S)", lambda found: found[0] + "\u200b", marked(text))


# --- Drawing and keeping -------------------------------------------------------------------------


def card(said: dict) -> bytes:
    """The PNG of a card, from its file or drawn now (about 0.2 s). Raises Busy."""
    path = folder() / f"{name_of(said)}.png"
    if (kept := _read(path)) is not None:
        return kept
    with _one_at_a_time():
        if (kept := _read(path)) is not None:  # drawn while we waited
            return kept
        shown, pictures = _with_pictures(said)
        png = typesetting.draw(TEMPLATE, shown, pictures=pictures)
        _keep(path, png)
    return png


def name_of(said: dict) -> str:
    """The hash of all that a card is made from; pictures are named by their content themselves."""
    text = _template() + json.dumps(said, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "cards"


@cache
def _template() -> str:
    return (typesetting.TEMPLATES / TEMPLATE).read_text()


@contextmanager
def _one_at_a_time():
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        with _turn:
            yield
    finally:
        _places.release()


def _read(path):
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _with_pictures(said):
    """(the card with its pictures' names in the drawing, {that name: bytes}); one that is not in
    the storage any more is left out.
    """
    pictures: dict[str, bytes] = {}

    def known(name):
        if not name:
            return ""
        try:
            with default_storage.open(name) as file:
                raw = file.read()
        except FileNotFoundError:
            return ""
        inside = f"picture-{len(pictures)}{Path(name).suffix}"
        pictures[inside] = raw
        return inside

    shown = dict(said)
    if "logo" in shown:
        shown["logo"] = known(shown["logo"])
    if "person" in shown:
        shown["person"] = shown["person"] | {"picture": known(shown["person"]["picture"])}
    if "people" in shown:
        shown["people"] = [p | {"picture": known(p["picture"])} for p in shown["people"]]
    return shown, pictures


def _keep(path, png):
    """Write the file whole or not at all; a disk that takes none costs the next drawing only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(png)
        Path(file.name).replace(path)
        _forget_the_oldest(path.parent)
    except OSError:
        logger.exception("A share card could not be kept")


def _forget_the_oldest(where):
    entries = [entry for entry in os.scandir(where) if entry.is_file()]
    if len(entries) <= KEPT:
        return
    by_age = []
    for entry in entries:
        try:
            by_age.append((entry.stat().st_mtime, entry.path))
        except FileNotFoundError:  # another process was as quick
            continue
    for _written, path in sorted(by_age)[: max(len(by_age) - KEPT * 9 // 10, 0)]:
        Path(path).unlink(missing_ok=True)
