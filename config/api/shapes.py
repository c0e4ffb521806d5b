"""What the API says of one program: plain values, every text in both languages.

A text is {"zh", "en"} as written, "" where it is missing; an address is absolute. Nothing here asks
the database.
"""

from datetime import UTC

from django.conf import settings

from conference import spoken
from conference.images import file_address
from conference.program.models import is_off, track_of
from conference.program.release.addresses import TAILS, public_addresses
from conference.program.release.document import Program
from conference.program.release.values import Session

ROOT = "/api/v1/"


def api_url(tail: str = "") -> str:
    return f"{settings.PUBLIC_URL}{ROOT}{tail}"


def text(value) -> dict:
    """Of a Text, or of its [zh, en] inside a document."""
    zh, en = value if isinstance(value, list) else (value.zh, value.en)
    return {"zh": zh, "en": en}


def moment(value) -> str | None:
    return value.isoformat() if value else None


def image(name) -> str | None:
    return f"{settings.PUBLIC_URL}{file_address(name)}" if name else None


class Links:
    """Addresses of one conference: its pages in both languages, and the API's own."""

    def __init__(self, slug: str):
        self.slug = slug
        self.bases = public_addresses(slug).bases

    def page(self, name: str, *args) -> dict:
        tail = TAILS[name].format(*args)
        return {
            "zh": f"{settings.PUBLIC_URL}{self.bases['zh-hans']}{tail}",
            "en": f"{settings.PUBLIC_URL}{self.bases['en']}{tail}",
        }

    def api(self, tail: str = "") -> str:
        return api_url(f"conferences/{self.slug}/{tail}")


def conference_shape(facts: dict, *, number: int, published_at, links: Links) -> dict:
    """`facts` is the `conference` part of a document of any format."""
    return {
        "slug": facts["slug"],
        "version": str(number),
        "published_at": moment(published_at.astimezone(UTC)),
        "name": text(facts["name"]),
        "name_is_rendering": facts["name_is_rendering"],
        "short_name": text(facts["short_name"]),
        "description_html": text(facts["description_html"]),
        "starts_on": facts["starts_on"],
        "ends_on": facts["ends_on"],
        "time_zone": facts["time_zone"],
        "venue": text(facts["venue"]),
        "address": text(facts["address"]),
        "city": text(facts["city"]),
        "directions_html": text(facts["directions_html"]),
        "contact_email": facts["contact_email"],
        "logo": image(facts["logo"]),
        "url": links.api(),
        "program": links.api("program/"),
        "sessions": links.api("sessions/"),
        "people": links.api("people/"),
        "rooms": links.api("rooms/"),
        "tracks": links.api("tracks/"),
        "releases": links.api("releases/"),
        "page": links.page("home"),
        "calendar": links.page("schedule_ics"),
        "schedule_xml": links.page("schedule_xml"),
        "schedule_json": links.page("schedule_json"),
        "changes_feed": links.page("changes_feed"),
    }


def facts_of(program: Program) -> dict:
    """The conference of a program as the plain facts that `conference_shape` takes."""
    facts = program.conference
    names = ("name", "short_name", "description_html", "venue", "address", "city")
    return {
        "slug": facts.slug,
        "name_is_rendering": facts.name_is_rendering,
        "starts_on": facts.starts_on.isoformat(),
        "ends_on": facts.ends_on.isoformat(),
        "time_zone": facts.time_zone,
        "contact_email": facts.contact_email,
        "logo": facts.logo,
        **{name: getattr(facts, name).as_list() for name in (*names, "directions_html")},
    }


class ProgramShapes:
    """The parts of one program."""

    def __init__(self, program: Program):
        self.program = program
        self.links = Links(program.conference.slug)

    def stamp(self) -> dict:
        """What stands at the head of every answer about one conference."""
        return {
            "conference": self.program.conference.slug,
            "version": self.program.version,
            "published_at": moment(self.program.published_at.astimezone(UTC)),
        }

    def conference(self) -> dict:
        return conference_shape(
            facts_of(self.program),
            number=self.program.number,
            published_at=self.program.published_at,
            links=self.links,
        )

    def program_shape(self) -> dict:
        """The whole of it in one answer; not what pages show only when it is over (photos and the
        report).
        """
        program = self.program
        return {
            **self.stamp(),
            "facts": self.conference(),
            "hosts": [
                {
                    "role": host.role,
                    "called": text(host.called),
                    "name": text(host.name),
                    "short_name": text(host.short_name),
                    "website": host.website or None,
                    "logo": image(host.logo),
                }
                for host in program.hosts
            ],
            "highlights": [
                {"kind": h.kind, "name": text(h.name), "name_is_rendering": h.name_is_rendering}
                for h in program.highlights
            ],
            "expected": [self.expected(row) for row in self.every_expected()],
            "plans": [
                {
                    "image": image(plan.image),
                    "width": plan.width,
                    "height": plan.height,
                    "caption": text(plan.caption),
                }
                for plan in program.plans
            ],
            "hotels": [
                {
                    "name": text(hotel.name),
                    "address": text(hotel.address),
                    "note": text(hotel.note),
                    "phone": hotel.phone,
                    "website": hotel.website or None,
                }
                for hotel in program.hotels
            ],
            "contacts": [
                {
                    "name": text(contact.name),
                    "purpose": text(contact.purpose),
                    "phone": contact.phone,
                    "email": contact.email,
                }
                for contact in program.contacts
            ],
            "committees": [self.committee(row) for row in program.committees],
            "rooms": self.rooms(),
            "tracks": self.tracks(),
            "people": self.people(),
            "sessions": self.sessions(),
        }

    def committee(self, row) -> dict:
        return {
            "guid": str(row.guid),
            "kind": row.kind,
            "name": text(row.name),
            "members": [
                {
                    "person": member.code or None,
                    "name": text(member.name),
                    "name_is_rendering": member.name_is_rendering,
                    "academic_title": member.academic_title,
                    "title": text(member.title),
                    "organization": text(member.organization),
                    "role": member.role,
                    "role_text": text(member.role_text),
                }
                for member in row.members
            ],
        }

    def every_expected(self):
        yield from self.program.expected
        for session in self.program.every_session():
            yield from session.expected

    def expected(self, row) -> dict:
        return {
            "session": row.session_code,
            "label": text(row.label),
            "total": row.total,
            "named": row.named,
            "to_be_announced": row.to_be_announced,
        }

    def rooms(self) -> list[dict]:
        return [self.room(room) for room in self.program.rooms]

    def room(self, room) -> dict:
        return {
            "guid": str(room.guid),
            "slug": room.slug,
            "name": text(room.name),
            "floor": text(room.floor),
            "directions": text(room.directions),
            "capacity": room.capacity,
            "url": self.links.api(f"rooms/{room.slug}/"),
            "calendar": self.links.page("room_ics", room.slug),
        }

    def tracks(self) -> list[dict]:
        return [self.track(track) for track in self.program.tracks]

    def track(self, track) -> dict:
        return {
            "guid": str(track.guid),
            "slug": track.slug,
            "name": text(track.name),
            "color": track.color,
            "url": self.links.api(f"tracks/{track.slug}/"),
            "calendar": self.links.page("track_ics", track.slug),
        }

    def people(self) -> list[dict]:
        return [self.person(person) for person in self.program.people]

    def person(self, person) -> dict:
        return {
            "code": person.code,
            "guid": str(person.person_guid),
            "name": text(person.name),
            "name_is_rendering": person.name_is_rendering,
            "academic_title": person.academic_title,
            "title": text(person.title),
            "organization": text(person.organization),
            "organization_short_name": text(person.organization_short_name),
            "biography_html": text(person.biography_html),
            "portrait": image(person.portrait),
            "website": person.website or None,
            "roles": [
                {"role": role.role, **self.reference("sessions", session.code, session)}
                for session, role in self._roles.get(person.code, ())
            ],
            "url": self.links.api(f"people/{person.code}/"),
            "page": self.links.page("speaker", person.code),
            "calendar": self.links.page("speaker_ics", person.code),
        }

    @property
    def _roles(self):
        kept = self.__dict__.get("_roles_by_person")
        if kept is None:
            kept = self.__dict__["_roles_by_person"] = {}
            for session in self.program.every_session():
                for role in session.roles:
                    kept.setdefault(role.person.code, []).append((session, role))
        return kept

    def reference(self, section: str, code: str, session: Session) -> dict:
        return {
            "session": code,
            "title": text(session.title),
            "url": self.links.api(f"{section}/{code}/"),
        }

    def sessions(self) -> list[dict]:
        """In order, each sub-forum before its talks."""
        return [self.session(session) for session in self.program.every_session()]

    def session(self, session: Session) -> dict:
        parent = self.program.parent_of(session)
        is_cancelled = is_off(session, parent)
        track = track_of(session, parent)
        return {
            "guid": str(session.guid),
            "number": session.number,
            "code": session.code,
            "kind": session.kind,
            "status": "cancelled" if is_cancelled else "planned",
            "title": text(session.title),
            "summary": text(session.summary),
            "zh_is_rendering": session.title.zh_is_rendering,
            "abstract_html": text(session.abstract_html),
            "languages": spoken.tags_of(session.language),
            "starts_at": moment(session.starts_at),
            "ends_at": moment(session.ends_at),
            "time_zone": self.program.conference.time_zone,
            "minutes": session.minutes,
            "room": session.room
            and {
                "guid": str(session.room.guid),
                "slug": session.room.slug,
                "name": text(session.room.name),
                "url": self.links.api(f"rooms/{session.room.slug}/"),
            },
            "track": track
            and {
                "guid": str(track.guid),
                "slug": track.slug,
                "name": text(track.name),
                "url": self.links.api(f"tracks/{track.slug}/"),
            },
            "is_plenary": session.is_plenary,
            "parallel_group": session.parallel_group,
            "seats": session.seats,
            "parent": session.parent_code,
            "talks": [talk.code for talk in session.talks],
            "people": [
                {
                    "role": role.role,
                    "code": role.person.code,
                    "guid": str(role.person.person_guid),
                    "name": text(role.person.name),
                    "title": text(role.person.title),
                    "organization": text(role.person.organization),
                    "url": self.links.api(f"people/{role.person.code}/"),
                }
                for role in session.roles
            ],
            "links": [
                {"kind": link.kind, "title": text(link.title), "url": link.absolute_url}
                for link in session.links
            ],
            "sequence": session.sequence,
            "changed_at": moment(session.changed_at and session.changed_at.astimezone(UTC)),
            "url": self.links.api(f"sessions/{session.code}/"),
            "page": self.links.page("session", session.code),
            "calendar": self.links.page("session_ics", session.code),
        }

    def release(self, public) -> dict:
        """`public` is a `PublicRelease`."""
        return {
            "number": public.number,
            "version": str(public.number),
            "published_at": moment(public.published_at.astimezone(UTC)),
            "note": text(public.note),
            "is_current": public.number == self.program.number,
            "url": self.links.api(f"releases/{public.number}/"),
            "page": self.links.page("release", public.number),
        }

    def release_with_changes(self, public) -> dict:
        return {
            **self.release(public),
            "changes": [
                {
                    "kind": change.kind,
                    "subject": change.subject,
                    "code": change.code or None,
                    "what": text(change.what),
                    "fields": [
                        {"name": f.name, "old": text(f.old), "new": text(f.new)}
                        for f in change.fields
                    ],
                }
                for change in public.sessions_first
            ],
        }
