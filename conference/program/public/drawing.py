"""Sessions as HTML: the entries of schedules, made once a release, language and place; and the
cards of the list of speakers.

Django's templates need half a millisecond an entry, which is all that a miss of a page of 600
sessions costs (docs/performance.md); these few functions need a tenth of it, and the entries are
kept with the program, so that filters, days and embeds join ready pieces. Everything that people
wrote passes `escape` or a function of `wording.texts`, which escapes.
"""

from dataclasses import replace
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from conference import spoken
from conference.bilingual import HTML_LANG, Text, active_side
from conference.program.public.overview import Overview
from conference.program.public.portraits import portrait
from conference.program.public.timetable import Column, Timetable
from conference.program.release.addresses import Place
from conference.program.release.document import Program
from conference.program.release.values import Session
from conference.wording import labels, texts
from conference.wording.clocks import clock, clock_span
from conference.wording.days import short_day


def drawn(place: Place) -> "Drawing":
    """The drawing of a place's program in the active language, made once for its addresses."""
    program = place.program
    key = ("drawing", get_language(), place.urls.to("home"), place.is_past)
    if key not in program.kept:
        program.kept[key] = Drawing(place)
    return program.kept[key]


OVERVIEW_HEAD, OVERVIEW_ROW = 20, 24  # pixels: the hours, a room


class Drawing:
    """Entries of one program in the language that is active when it is made. No query."""

    def __init__(self, place: Place):
        self.program: Program = place.program
        self.place = place
        self.side = active_side()
        self.other_lang = HTML_LANG["en" if self.side == "zh" else "zh"]
        self.session_address = place.urls.to("session", "{}")
        self.speaker_address = place.urls.to("speaker", "{}")
        self.cancelled = f'<span class="tag is-alert">{escape(_("Cancelled"))}</span> '
        self.rendering = str(texts.rendering_mark())
        self.colon = escape(pgettext("between a role and a name", ": "))
        self._kinds, self._roles, self._people, self._places = {}, {}, {}, {}
        self._days: dict[date, str] = {}
        self._spans: dict[tuple, str] = {}
        self._entries: dict[tuple, str] = {}

    # --- One session ---

    def entry(self, session: Session, *, level=4, brief=False) -> str:
        """`<article class="session">`; `brief` inside its own sub-forum's page."""
        key = (session.code, level, brief)
        entry = self._entries.get(key) if self._is_whole(session) else None
        if entry is None:
            entry = self._entry(session, level, brief)
            if self._is_whole(session):
                self._entries[key] = entry
        return entry

    def result(self, session: Session) -> str:
        """One session as a search lists it: its day, its sub-forum, and none of its talks."""
        alone = replace(session, talks=()) if session.talks else session
        parent = self.program.parent_of(session)
        told = [escape(short_day(session.day))] if session.is_timed else []
        told += [self.text(parent.title)] if parent else []
        head = f'<p class="label">{" · ".join(told)}</p>' if told else ""
        return head + self.entry(alone, level=3)

    def _is_whole(self, session):
        """Whether it is the program's own and not a part that a filter left of it."""
        return self.program.session(session.code) is session

    def _entry(self, session, level, brief):
        is_cancelled = session.is_cancelled
        address = self.session_address.format(session.code)
        heading = (
            f'<h{level} class="session-title"><a href="{address}">'
            f"{self.text(session.title)}</a></h{level}>"
        )
        return "".join(
            (
                f'<article class="session is-{session.kind}{" is-cancelled" * is_cancelled}" '
                f"{_marks(session)}>",
                self._kind(session, is_cancelled),
                heading,
                self.people(session.roles) if session.roles else "",
                "".join(map(self.expected, session.expected)),
                self._place(session, brief),
                self._talks(session),
                "</article>",
            )
        )

    def _kind(self, session, is_cancelled):
        shown = self.cancelled if is_cancelled else ""
        if labels.tells_kind(session):
            if session.kind not in self._kinds:
                label = escape(labels.first_upper(session.kind_label))
                self._kinds[session.kind] = f'<span class="label">{label}</span>'
            shown += self._kinds[session.kind]
        return f'<p class="session-kind">{shown}</p>' if shown else ""

    def _place(self, session, brief):
        """When, where, which track, in what language: one line."""
        parts = []
        if session.starts_at:
            parts.append(f'<span class="clock">{self._clock_range(session)}</span>')
        if session.room and not brief:
            parts.append(self._named("session-room", session.room))
        elif self._waits_for_a_room(session) and not brief:
            parts.append(f'<span class="session-room">{escape(self._no_room())}</span>')
        if session.track and not brief:
            parts.append(self._named("session-track", session.track))
        if session.language:
            parts.append(f"<span>{escape(spoken.in_language(session.language))}</span>")
        return f'<p class="session-place">{"".join(parts)}</p>' if parts else ""

    def _waits_for_a_room(self, session):
        """Whether its entry says so: not where there are no rooms at all."""
        return (
            bool(self.program.rooms)
            and not self.place.is_past
            and session.is_timed
            and session.waits_for_a_room
        )

    def _named(self, name, thing):
        key = (name, thing.slug)
        if key not in self._places:
            dot = labels.track_dot(thing) if name == "session-track" else ""
            self._places[key] = f'<span class="{name}">{dot}{self.text(thing.name)}</span>'
        return self._places[key]

    def _talks(self, session):
        if not session.talks:
            return ""
        return f'<ol class="plain talks">{"".join(map(self.talk, session.talks))}</ol>'

    def talk(self, talk: Session) -> str:
        """A talk as a line inside its sub-forum's entry."""
        when = _clock(talk) if talk.starts_at else ""
        return "".join(
            (
                f"<li{_class(talk.is_cancelled)} {_marks(talk)}>{when}<div>",
                self.cancelled if talk.is_cancelled else "",
                f'<a class="talk-title" href="{self.session_address.format(talk.code)}">',
                self.text(talk.title),
                "</a>",
                self.people(talk.roles, brief=True) if talk.roles else "",
                "</div></li>",
            )
        )

    def _clock_range(self, session):
        """'09:00–09:30', as the tag `clock_range` says it."""
        starts, ends = session.starts_at, session.ends_at
        key = (starts, ends, starts.fold, ends.fold)  # the two 01:30 of one night are equal
        if key not in self._spans:
            self._spans[key] = escape("–".join(clock_span(starts, ends)))
        return self._spans[key]

    # --- People ---

    def people(self, roles, *, brief=False) -> str:
        """Who is on stage, a person a line; `brief`: name and organization alone."""
        lines = [f"<li>{self._role(r)}{self._person(r.person, brief)}</li>" for r in roles]
        return f'<ul class="plain people">{"".join(lines)}</ul>'

    def _role(self, role):
        if role.role == "speaker":
            return ""
        if role.role not in self._roles:
            label = escape(labels.first_upper(role.label))
            self._roles[role.role] = f'<span class="soft">{label}{self.colon}</span>'
        return self._roles[role.role]

    def _person(self, person, brief):
        key = (person.code, brief)
        if key not in self._people:
            shown = self._affiliation(person, brief)
            self._people[key] = self._name(person) + (
                f' <span class="soft">{shown}</span>' if shown else ""
            )
        return self._people[key]

    def _name(self, person):
        name = (
            texts.text(person.name, is_rendering=True)
            if person.name_is_rendering
            else self.text(person.name)
        )
        address = self.speaker_address.format(person.code)
        return f'<a class="person-name" href="{address}">{name}</a>'

    def _affiliation(self, person, brief=False):
        """As the template of this name."""
        parts = [self.text(part) for part in labels.affiliation(person, brief)]
        return " ".join(
            f'<span class="part">{part}{"&nbsp;·" * (n < len(parts))}</span>'
            for n, part in enumerate(parts, start=1)
        )

    def expected(self, expected) -> str:
        """How many are expected and named: a number, never a made-up row."""
        return f'<p class="expected">{expected_sentence(expected, self.place)}</p>'

    # --- The list of speakers ---

    def speakers(self, entries) -> SafeString:
        """Their cards, of entries of the list (`speaker_list.Entry`)."""
        cards = "\n".join(self._card(entry.person, entry.roles) for entry in entries)
        return mark_safe(cards)  # every piece is escaped here or above

    def _card(self, person, roles):
        head = self._name(person)
        if other := texts.other_text(person.name, person.name_is_rendering):
            head += f' <span class="soft">{other}</span>'
        if roles:
            parts = "\n".join(self._part(session, role) for session, role in roles)
            does = f'<ul class="plain person-sessions">{parts}</ul>'
        else:
            does = f'<p class="label">{escape(labels.first_upper(person.category_label))}</p>'
        return (
            f'<li class="card" id="{person.code}"><div class="person">{portrait(person)}'
            f'<div><p class="person-head">{head}</p>'
            f'<p class="soft small">{self._affiliation(person)}</p></div></div>{does}</li>'
        )

    def _part(self, session, role):
        """What a person does in which session, and when that is."""
        address = self.session_address.format(session.code)
        return "".join(
            (
                f"<li{_class(session.is_cancelled)}>{self._role(role)}",
                f'<a href="{address}">{self.text(session.title)}</a>',
                f" {self.cancelled}" if session.is_cancelled else "",
                f' <span class="soft small">{self._start(session)}</span>'
                if session.is_timed
                else "",
                "</li>",
            )
        )

    def _start(self, session):
        """'Sat 22 Nov 09:00', without the day where there is only one."""
        facts = self.program.conference
        if session.day not in self._days:
            is_needed = facts.starts_on != facts.ends_on
            shown = f"{escape(short_day(session.day))} " if is_needed else ""
            self._days[session.day] = shown
        return self._days[session.day] + _clock(session)

    # --- Text ---

    def text(self, text: Text) -> str:
        """As the tag of this name, for the language that this drawing was made in."""
        shown = text.zh if self.side == "zh" else text.en
        if shown:
            return escape(shown) + (self.rendering if text.is_rendering else "")
        shown = text.en if self.side == "zh" else text.zh
        mark = self.rendering if text.is_rendering else ""
        return f'<span lang="{self.other_lang}">{escape(shown)}</span>{mark}' if shown else ""

    # --- A day ---

    def bands(self, table: Timetable) -> SafeString:
        """The times of a day with their cards; in a wide window CSS makes a grid of them."""
        parts = []
        for band in table.bands:
            start = band.starts_at
            parts.append(
                f'<h3 class="band {band.classes}"><time datetime="{start.isoformat()}">'
                f"{escape(clock(start))}</time></h3>"
            )
            for card in band.cards:
                across = " is-across" if card.is_across else ""
                parts.append(f'<div class="cell {card.classes}{across}">')
                parts += [self.entry(session) for session in card.sessions]
                parts.append("</div>")
        return mark_safe("".join(parts))  # every piece is escaped above

    def overview(self, picture: Overview, query: str) -> SafeString:
        """The day's bars as SVG, its rooms as links to the schedule of each.

        The bars lead to the entries of the same page; for ears and keys the entries themselves
        are there. `query` is what else is chosen ('day=2026-05-20').
        """
        head, row = OVERVIEW_HEAD, OVERVIEW_ROW
        height = head + row * len(picture.columns)
        parts = [f'<svg class="map-bars" width="100%" height="{height}" aria-hidden="true">']
        for x, hour in picture.hours:
            parts.append(
                f'<line x1="{x:.2f}%" x2="{x:.2f}%" y1="{head - 4}" y2="{height}"/>'
                f'<text x="{x:.2f}%" y="12">{clock(hour)}</text>'
            )
        for bar in picture.bars:
            session = bar.session
            fill = f' fill="{session.track.color}"' if session.track else ""
            name = "is-across" if bar.rows > 1 else ""
            name += " is-cancelled" * session.is_cancelled
            title = f"{self._clock_range(session)} {escape(session.title.marked_in(self.side))}"
            parts.append(
                f'<a href="#{session.code}" tabindex="-1"><rect x="{bar.x:.2f}%" '
                f'width="{bar.width:.2f}%" y="{head + row * bar.row + 2}" '
                f'height="{row * bar.rows - 4}" rx="3"{fill}{f" class={name!r}" if name else ""}>'
                f"<title>{title}</title></rect></a>"
            )
        parts.append("</svg>")
        base = f"{self.place.urls.to('schedule')}?{escape(query)}{'&amp;' if query else ''}room="
        rooms = "".join(
            f'<li><a href="{base}{column.room.slug}">{self.text(column.room.name)}</a></li>'
            if column.room
            else f"<li><span>{self.head_of(column)}</span></li>"
            for column in picture.columns
        )
        bars = "".join(parts)
        return mark_safe(  # every piece is escaped above
            f'<div class="map"><ul class="plain map-rooms">{rooms}</ul>{bars}</div>'
        )

    def head_of(self, column: Column) -> str:
        """What stands above a column of the grid."""
        if column.room:
            return self.text(column.room.name)
        return escape(self._no_room() if column.waits_for_a_room else _("Elsewhere"))

    def _no_room(self):
        return _("Room not stated") if self.place.is_past else _("Room to be announced")


def expected_sentence(expected, place) -> str:
    """'16 experts: 3 named, 13 to be announced' as HTML: the catalog marks words to keep whole."""
    facts = {"total": expected.total, "label": escape(str(expected.label))}
    if not expected.to_be_announced:
        return _("%(total)s %(label)s") % facts
    facts |= {"named": expected.named, "open": expected.to_be_announced}
    if place.is_past:
        return _("%(total)s %(label)s: %(named)s named, %(open)s not named") % facts
    return _("%(total)s %(label)s: %(named)s named, %(open)s to be announced") % facts


def _marks(session):
    """What scripts find a session by: its code, and its time in unix seconds."""
    marks = f'id="{session.code}" data-code="{session.code}"'
    if session.starts_at:
        starts, ends = int(session.starts_at.timestamp()), int(session.ends_at.timestamp())
        marks += f' data-starts="{starts}" data-ends="{ends}"'
    return marks


def _class(is_cancelled):
    return ' class="is-cancelled"' if is_cancelled else ""


def _clock(session):
    starts = session.starts_at
    shown = escape(clock(starts))
    return f'<time class="clock" datetime="{starts.isoformat()}">{shown}</time>'
