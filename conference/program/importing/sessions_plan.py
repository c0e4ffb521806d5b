"""Sessions with their people and links: found by guid, told apart by what a file can say of them.

A text that our own feed carries in other words (Markdown as its words, the name of the other
language, the sub-forum's track) is no change: importing what was exported changes nothing.
"""

from datetime import UTC, timedelta
from itertools import count

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.markdown import render
from conference.program.importing.file import SHOWN_PLACES
from conference.program.importing.forums_plan import ForumFinder
from conference.program.importing.limits import MAX_NUMBER
from conference.program.importing.people_plan import BLOCK
from conference.program.importing.places_plan import renamed
from conference.program.importing.plan import CHANGED, UNCHANGED, Change, FieldChange
from conference.program.importing.values import made_guid, sided, words
from conference.program.models import (
    KINDS_WITH_ITEMS,
    Kind,
    Session,
    SessionLink,
    SessionRole,
    track_of,
)
from conference.program.release.texts import plain_from_html
from conference.spoken import BOTH, SEVERAL
from conference.wording.clocks import clock, day_and_clock
from conference.wording.labels import listed

LONGEST_WRITTEN = 99 * 60 + 59  # minutes; our own feed cannot say more


class SessionPlanner:
    def __init__(self, ledger, rooms, tracks, people, zone, *, by):
        self.by = by
        self.ledger, self.rooms, self.tracks, self.people = ledger, rooms, tracks, people
        self.conference, self.plan_ = ledger.conference, ledger.plan
        self.is_ours, self.zone = ledger.file.is_ours, zone
        # {guid of a session: its people as they would be}, of those that the file speaks of.
        self.roles_of = {}

    def plan(self) -> list[Session]:
        """Every session of the draft as it would be; for the clashes, as `roles_of`."""
        rows = self.ledger.rows(
            lambda: (
                self.conference.sessions.in_order()
                .select_related("room", "track", "parent__room", "parent__track")
                .prefetch_related("roles__participation__person", "links")
            )
        )
        self.share(rows)
        by_guid = {session.guid: session for session in rows}
        self.taken = self.guids_elsewhere(by_guid)
        self.position = max((s.position for s in rows), default=0)
        self.numbers, self.codes = {s.number for s in rows}, {s.code for s in rows}
        self.holders = {id(session.parent) for session in rows if session.parent}
        events = self.ledger.file.events
        self.wanted_numbers = {event.number for event in events if event.number}
        met = set()
        self.known_elsewhere = []
        self.forums = ForumFinder(
            rows,
            slug=self.conference.slug,
            rooms=self.rooms,
            known=lambda event: self.known(event, by_guid, ()),
            moments=lambda event: self.moments(event),
        )
        # Sub-forums first: a talk finds its own, wherever the two stand in the file.
        own = [event for event in events if event.kind == Kind.SUB_FORUM]
        others = [event for event in events if event.kind != Kind.SUB_FORUM]
        for event in own:
            rows += self.take_one(event, by_guid, met)
        if self.is_ours:
            rows += self.sub_forums(others, by_guid, met)
        for event in others:
            rows += self.take_one(event, by_guid, met)
        self.tell_of_guids_elsewhere()
        # The sub-forums of our own files stand there through their talks.
        through = {s.parent_id for s in rows if s.guid in met and s.parent_id}
        self.plan_.left_alone = [
            s for s in rows if s.guid not in met and not (self.is_ours and s.pk in through)
        ]
        return rows

    def take_one(self, event, by_guid, met) -> list[Session]:
        """[the session] when it is new."""
        session = self.known(event, by_guid, met)
        is_new = session is None
        if is_new:
            session = self.new_session(event.identities[0], event)
        met.add(session.guid)
        self.take(event, session, is_new)
        if is_new and session.kind == Kind.SUB_FORUM:
            self.forums.learn(session)
        return [session] if is_new else []

    def sub_forums(self, events, by_guid, met) -> list[Session]:
        """The sub-forums that stand in the file through their talks; those that are new here."""
        found = []
        for title, group in list(self.forums.find(events)):
            guid = self.forums.guid_of(title, group)
            if guid in by_guid:  # called otherwise since
                self.forums.of |= {id(event): by_guid[guid] for event in group}
                continue
            forum = self.new_session(guid)
            moments = [self.moments(event) for event in group]
            tracks = {event.track for event in group}
            values = {
                "kind": self.forums.kind_of(group),
                "title_zh": title.zh,
                "title_en": title.en,
                "starts_at": min(starts_at for starts_at, _ends_at in moments),
                "ends_at": max(ends_at for _starts_at, ends_at in moments),
                "room": self.rooms.get(group[0].room),
                "track": self.tracks.get(tracks.pop()) if len(tracks) == 1 else None,
            }
            self.roles_of[forum.guid] = []
            facts = self.facts((), values)
            self.ledger.keep("sessions", forum, values, is_new=True, facts=facts)
            forum.search = forum.make_search()
            self.forums.learn(forum)
            self.forums.of |= {id(event): forum for event in group}
            met.add(forum.guid)
            found.append(forum)
        for forum, title in self.forums.new_titles.values():
            values = {}
            for side in ("zh", "en"):
                values |= renamed(forum, "title", getattr(title, side), side)
            if values:
                self.ledger.keep("sessions", forum, values, is_new=False)
                forum.search = forum.make_search()
        return found

    def share(self, rows):
        """One object a row: a talk's sub-forum and a role's person are the ones of this plan."""
        by_pk = {session.pk: session for session in rows}
        people = {p.pk: p for p in self.people.values() if p.pk}
        for session in rows:
            session.conference = self.conference
            if session.parent_id:
                session.parent = by_pk.get(session.parent_id, session.parent)
            for role in session.roles.all():
                role.participation = people.get(role.participation_id, role.participation)

    # --- Which session it is ---

    def guids_elsewhere(self, by_guid) -> dict:
        """{guid: slug} of sessions of other conferences that have a guid of the file."""
        wanted = [g for e in self.ledger.file.events for g in e.identities if g not in by_guid]
        return {
            guid: slug
            for start in range(0, len(wanted), BLOCK)
            for guid, slug in Session.objects.filter(
                guid__in=wanted[start : start + BLOCK]
            ).values_list("guid", "conference__slug")
        }

    def tell_of_guids_elsewhere(self):
        if not (number := len(self.known_elsewhere)):
            return
        text = ngettext(
            "%(n)s session has the guid of a session of another conference of this site. Here it "
            "gets one of its own: %(titles)s",
            "%(n)s sessions have the guids of sessions of another conference of this site. Here "
            "they get their own: %(titles)s",
            number,
        )
        titles = [f"“{event.title}”" for event in self.known_elsewhere[:SHOWN_PLACES]]
        told = "; ".join([*titles, *(["…"] if number > SHOWN_PLACES else [])])
        if self.by is None:  # who may not see the other one need not learn its address
            slugs = sorted({self.taken[event.identities[0]] for event in self.known_elsewhere})
            told += f" ({', '.join(slugs)})"
        self.plan_.notes.append(text % {"n": number, "titles": told})

    def known(self, event, by_guid, met):
        for guid in (*event.identities, *event.own_identities(self.conference.slug)):
            if guid in by_guid and guid not in met:
                return by_guid[guid]
        return None

    def new_session(self, guid, event=None):
        if guid in self.taken:
            # Systems copy sessions from year to year with their guids, and a program may be
            # tried out beside the real one. A guid is one session's here: this one gets its own,
            # by which it is found again.
            if event.has_guid:
                self.known_elsewhere.append(event)
            guid = made_guid(str(guid), self.conference.slug)
        self.position += 1
        session = Session(conference=self.conference, guid=guid, position=self.position)
        if event and event.number and event.number not in self.numbers:
            session.number = event.number
        else:
            session.number = self.free_number()
        self.numbers.add(session.number)
        if event and event.code and event.code not in self.codes:
            session.code = event.code
        while session.code in self.codes:
            session.code = type(session)._meta.get_field("code").get_default()
        self.codes.add(session.code)
        return session

    def free_number(self) -> int:
        """One that no session has, and none of the file will want."""
        taken = self.numbers | self.wanted_numbers
        following = max(taken, default=0) + 1
        if following <= MAX_NUMBER:
            return following
        return next(n for n in count(1) if n not in taken)

    # --- What changes ---

    def take(self, event, session, is_new):
        values = {**self.texts(event, session), **self.times(event, session, is_new)}
        if event.language and not self.is_said(session.language, event.language):
            values["language"] = event.language
        forum = self.forums.of.get(id(event))
        if forum and (is_new or (session.parent and session.parent is not forum)):
            values["parent"] = forum
        parent = values.get("parent") or session.parent
        values |= self.track(event, session, parent)
        # A sub-forum may have talks here, and a talk of one cannot become another.
        is_sub_forum = Kind.SUB_FORUM in (session.kind, event.kind)
        holds = id(session) in self.holders and event.kind not in KINDS_WITH_ITEMS
        if event.kind and (is_new or not (is_sub_forum or holds)):
            values["kind"] = event.kind
        if event.is_cancelled and not (parent and parent.is_cancelled):
            values["status"] = Session.Status.CANCELLED
        room = self.rooms.get(event.room)
        if parent is None:
            values["room"] = room
        elif room and room != parent.room:
            self.plan_.leftovers.note(_("another room than its sub-forum's"), event.place)
        people = self.roles(event, session, is_new)
        links = self.links(event, session, is_new)
        self.ledger.keep(
            "sessions",
            session,
            values,
            is_new=is_new,
            facts=self.facts(event.people or (), values),
        )
        session.search = session.make_search()
        if not is_new:
            self.tell(session, [*people, *links])

    def tell(self, session, fields):
        """Changed people and links, beside what else changes of the session."""
        if not fields:
            return
        changes = self.plan_.changes
        if not (changes and changes[-1].row is session):
            self.plan_.counts["sessions"][UNCHANGED] -= 1
            self.ledger.note(Change("sessions", CHANGED, session))
        changes[-1].fields += fields

    def facts(self, people, values):
        zone = self.conference.zone
        names = listed(person.name for person in people)
        room = values.get("room")
        starts, ends = (values[name].astimezone(zone) for name in ("starts_at", "ends_at"))
        when = f"{day_and_clock(starts)}–{clock(ends)}"
        return " · ".join(filter(None, (when, str(room) if room else "", names)))

    def moments(self, event):
        """(start, end), aware."""
        starts_at = event.starts_at
        if starts_at.tzinfo is None:
            starts_at = starts_at.replace(tzinfo=self.zone)
        # A duration is real time, also in the night in which the clock is put forward.
        starts_at = starts_at.astimezone(UTC)
        return starts_at, starts_at + timedelta(minutes=event.minutes)

    def times(self, event, session, is_new):
        starts_at, ends_at = self.moments(event)
        if not is_new and not event.has_length and session.starts_at:
            ends_at = starts_at + (session.ends_at - session.starts_at)  # somebody's, not ours
        if not is_new and session.starts_at == starts_at:
            longer = session.ends_at - ends_at
            is_cut = self.is_ours and event.minutes == LONGEST_WRITTEN
            if timedelta() <= longer < timedelta(minutes=1) or (is_cut and longer > timedelta()):
                ends_at = session.ends_at  # seconds, and more than 99 hours, are not written
        return {"starts_at": starts_at, "ends_at": ends_at}

    def track(self, event, session, parent):
        track = self.tracks.get(event.track)
        if track is None:
            return {}
        # Files name tracks, and a talk's is its sub-forum's where it has none of its own.
        current = track_of(session, parent)
        if current is not None and current.name == track.name:
            return {}
        return {"track": track}

    def texts(self, event, session):
        """The texts that the file changes: of its languages, and never to nothing."""
        values, subtitle = {}, event.subtitle
        if event.title.zh_is_rendering and not (session.title_zh or session.zh_is_rendering):
            values["zh_is_rendering"] = True
        if self.is_ours and (session.parent or self.forums.names_one(subtitle)):
            subtitle = type(subtitle)()  # our own feeds name the sub-forum there
        for side in ("zh", "en"):
            values |= renamed(session, "title", getattr(event.title, side), side)
            parts = (getattr(subtitle, side), getattr(event.summary, side))
            summary = "\n".join(filter(None, parts))
            if summary and not self.says(session.summary, summary):
                values[f"summary_{side}"] = summary
            abstract = getattr(event.abstract, side)
            if abstract and not self.says_in_markdown(session.abstract, abstract):
                values[f"abstract_{side}"] = abstract
        return values

    def is_said(self, spoken, written) -> bool:
        """Our own feeds write the same word for both languages and for several."""
        return self.is_ours and {spoken, written} == {BOTH, SEVERAL}

    @staticmethod
    def says(text, new):
        return words(new) in (words(text.zh), words(text.en))

    def says_in_markdown(self, text, new):
        """Feeds carry the plain form of Markdown: an equal one is no change, and the marks stay."""
        said = words(plain_from_html(render(new)) if self.is_ours else new)
        return any(
            words(new) == words(old) or said == words(plain_from_html(render(old)))
            for old in text.as_list()
            if old
        )

    # --- People and links ---

    def roles(self, event, session, is_new) -> list[FieldChange]:
        """Speakers follow the file; people in other roles stay as organizers set them."""
        roles = [] if is_new else list(session.roles.all())
        if event.people is None:
            self.roles_of[session.guid] = roles
            return []
        wanted = [self.people[person.key] for person in event.people]
        gone = [
            role
            for role in roles
            if role.role == SessionRole.Role.SPEAKER
            and not any(role.participation is person for person in wanted)
        ]
        there = {id(role.participation) for role in roles}
        position = max((role.position for role in roles), default=0)
        kept = [role for role in roles if role not in gone]
        new = []
        for participation in {id(p): p for p in wanted}.values():
            if id(participation) not in there:
                position += 1
                new.append(
                    SessionRole(session=session, participation=participation, position=position)
                )
        self.plan_.new_rows[SessionRole] += new
        self.plan_.gone_roles += gone
        self.roles_of[session.guid] = [*kept, *new]
        if not (new or gone):
            return []
        old = listed(role.participation for role in roles)
        now = listed(role.participation for role in [*kept, *new])
        return [FieldChange(_("people"), old or "–", now or "–")]

    def links(self, event, session, is_new) -> list[FieldChange]:
        """New links wait in the draft until somebody says that the speaker allows them."""
        if not event.links or (self.is_ours and not is_new):
            return []
        there = [] if is_new else list(session.links.all())
        known = {link.url for link in there}
        position = max((link.position for link in there), default=0)
        new = []
        for row in event.links:
            if row.address in known:
                continue
            position += 1
            link = SessionLink(session=session, kind=row.kind, url=row.address, position=position)
            link.title = sided(row.title)
            new.append(link)
        self.plan_.new_rows[SessionLink] += new
        self.plan_.links_waiting += len(new)
        if not new:
            return []
        return [FieldChange(_("links"), "–", ", ".join(link.url for link in new)[:200])]
