"""Texts of a file: in one language or in several, with HTML, too long, or with links in a list."""

from urllib.parse import urljoin

from django.utils.translation import gettext as _

from conference.bilingual import RENDERING, Text
from conference.markdown import without_margins
from conference.program.importing import limits
from conference.program.importing.file import FileLink, Leftovers
from conference.program.importing.html import is_html, not_taken, to_words
from conference.program.importing.marked import MarkedTexts
from conference.program.importing.refusal import ImportRefused
from conference.program.importing.shapes import list_of, object_of
from conference.program.importing.values import (
    is_empty,
    is_rendering,
    is_true,
    line,
    link,
    one_line,
    side_of,
)
from conference.program.release.texts import plain

# What the type of a link says; any other is what the list says that it stands in.
LINK_KINDS = {
    "slides": "slides",
    "paper": "paper",
    "article": "article",
    "blog": "article",
    "related": "related",
    "media": "recording",
    "recording": "recording",
    "video": "recording",
}

# What frab names where a file was taken away again.
_NO_FILE = "/original/missing.png"

_OPT_OUTS = ("optout", "opt_out", "do_not_record")


class TextReader:
    """`marked`: what the file's longer texts are written in; those of our own files hold no HTML
    even where they look like it. `base`: the address to which those without a host belong.
    """

    def __init__(self, leftovers: Leftovers, marked: MarkedTexts, *, base: str = ""):
        self.leftovers, self.marked, self.base = leftovers, marked, base
        self.is_plain = marked.is_ours
        self.told: set[tuple[str, str]] = set()  # (place, tag); an abstract is read twice

    def names(self, value, length: int) -> list[str]:
        """The name in each language of the file, each once and none empty."""
        values = value.values() if isinstance(value, dict) else [value]
        names = [self.name(each, length) for each in values if not isinstance(each, dict)]
        return list(dict.fromkeys(filter(None, names)))

    def name(self, value, length: int) -> str:
        """One line; of a text in several languages the first that is filled."""
        if isinstance(value, dict):
            value = next((v for v in value.values() if isinstance(v, str) and v.strip()), "")
        text = line(value, 10_000).removesuffix(RENDERING)
        if not self.is_plain and is_html(text):
            text = one_line(to_words(text))
        return text[:length].strip()

    def sides(self, value, length: int, place: str = "") -> Text:
        """A title: plain words in one line."""
        return self._sides(value, length, place, lambda text: one_line(self._words(text)))

    def lines(self, value, length: int, place: str) -> Text:
        """A summary: plain words, a paragraph a line."""
        return self._sides(value, length, place, self._words)

    def blocks(self, value, length: int, place: str) -> Text:
        """An abstract: Markdown that reads as the text does."""
        return self._sides(value, length, place, lambda text: self.marked.to_markdown(text, place))

    def _words(self, text):
        return text if self.is_plain else to_words(text)

    def _sides(self, value, length, place, read) -> Text:
        if isinstance(value, dict):
            return self._languages(value, length, place, read)
        text = self._text(value, length, place, read)
        is_ours = is_rendering(value)
        return Text(**{side_of(text): text}, zh_is_rendering=is_ours) if text else Text()

    def _languages(self, value, length, place, read):
        """{'en': …, 'de': …}: ours are kept; of others the first stands in when ours are empty."""
        found, others = {}, []
        for code, text in value.items():
            text = self._text(text, length, place, read)
            side = {"zh": "zh", "en": "en"}.get(str(code).lower().replace("_", "-")[:2])
            if side and text:
                found.setdefault(side, text)
            elif text:
                others.append((line(code, 12), text))
        if not found and others:
            _code, text = others.pop(0)
            found[side_of(text)] = text
        for code, _text in others:
            self.leftovers.note(_("text in the language “%(code)s”") % {"code": code}, place)
        return Text(**found)

    def _text(self, value, length, place, read):
        if isinstance(value, bool) or not isinstance(value, str | int):
            return ""
        text = without_margins(plain(str(value)[: 20 * length]))
        self._tell_of_markup(text, place)
        text = read(text).removesuffix(RENDERING)
        if len(text) > length:
            self.leftovers.note(_("text beyond %(number)s characters") % {"number": length}, place)
        return without_margins(text[:length])

    def _tell_of_markup(self, text, place):
        for tag in () if self.is_plain else not_taken(text):
            if (place, tag) not in self.told:
                self.told.add((place, tag))
                self.leftovers.note(_("markup of a text: <%(tag)s>") % {"tag": tag}, place)

    def links(self, event, place) -> tuple[FileLink, ...]:
        """Links, attachments and the recording of a session, each address once."""
        rows = [
            (row, default)
            for key, default in (("links", "web"), ("attachments", "slides"))
            for row in list_of(event.get(key) or [], f"{place}, {key}")
        ]
        if len(rows) > limits.MAX_LINKS:
            raise ImportRefused(
                _("%(place)s has more than %(number)s links.")
                % {"place": place, "number": limits.MAX_LINKS}
            )
        found = {}
        for row, kind in rows:
            row = object_of({"url": row} if isinstance(row, str) else row, f"{place}, links")
            # Some write <link>https://…</link>, without a title.
            named = row.get("url") or row.get("href") or row.get("title")
            written = line(named, 2_000)
            if written.endswith(_NO_FILE):
                continue
            address = self.address(written)
            if not address:
                self.leftovers.note(_("link without a full address"), place)
                continue
            title = self.name(row.get("title") or row.get("name"), 200)
            title = "" if title == address else title
            kind = LINK_KINDS.get(line(row.get("type"), 40).lower(), kind)
            found.setdefault(address, FileLink(title, address, kind))
        recording = self._recording(event, place)
        if recording:
            found.setdefault(recording.address, recording)
        return tuple(found.values())

    def address(self, written: str) -> str:
        """A whole address. Speakers leave out “https://”, and systems their own host."""
        if written.lower().startswith("www."):
            return link(f"https://{written}")
        if written.startswith("/") and link(self.base):
            return link(urljoin(self.base, written))
        return link(written)

    def _recording(self, event, place) -> FileLink | None:
        """Where the recording is, unless its speaker opted out; what else is said of it is told."""
        said = event.get("recording")
        said = dict(said) if isinstance(said, dict) else {"url": said}
        opted_out = any(is_true(said.get(key)) for key in _OPT_OUTS) or is_true(
            event.get("do_not_record")
        )
        found = None
        for key in ("url", "link"):
            address = "" if opted_out else link(said.get(key))
            if address:
                found = found or FileLink("", address, "recording")
                del said[key]
        for key, value in said.items():
            if not is_empty(value):
                self.leftovers.note(_("recording: %(key)s") % {"key": line(key, 40)}, place)
        return found
