"""The draft as a document: the one shape that preview, diff, publish and restore share.

    {"format": 3,
     "conference": {"slug", "name": [zh, en], "starts_on": "2025-04-18", "time_zone", ...},
     "hosts", "highlights", "rooms", "tracks", "people", "expected": [...],
     "plans", "photos": [{"guid", "image": stored name, "width", "height": pixels,
                          "preview": stored name, "caption": [zh, en]}],
     "hotels", "contacts": [{"guid", "name": [zh, en], ...}],
     "sessions": [{"guid", "number", "code", "kind", "title": [zh, en], "starts_at": ISO in UTC,
                   "room": slug, "track": slug, "parent": code, "roles": [{"person", "role"}],
                   "links": [{"guid", "kind", "title", "url" or "file": stored name}],
                   "sequence": how often it changed, "changed_at": ISO in UTC, ...}]}

Texts are [zh, en]. Markdown stands in both forms: as written, to restore it, and rendered once.
Images and files are named; they are kept in storage under names made from their content.
"""

from datetime import UTC

from django.db.models import Prefetch

from conference.markdown import render
from conference.models import Conference
from conference.program.document import FORMAT
from conference.program.models import SessionLink


def draft_document(conference: Conference) -> dict:
    """The conference's draft as a document. Thirteen queries, whatever its size.

    People, rooms and tracks stand in their order; private contacts are not read at all, nor are
    links that their speaker did not allow.
    """
    participations = conference.participations.select_related("person__organization").defer(
        "contact_phone", "contact_email", "contact_note"
    )
    released = Prefetch("links", SessionLink.objects.filter(is_released=True))
    sessions = list(conference.sessions.in_order().prefetch_related("roles", released))
    codes = {session.pk: session.code for session in sessions}
    people = {p.pk: p for p in participations}
    rooms = {room.pk: room for room in conference.rooms.all()}
    tracks = {track.pk: track for track in conference.tracks.all()}
    return {
        "format": FORMAT,
        "conference": _conference(conference),
        "hosts": [host_row(h) for h in conference.hostroles.select_related("organization")],
        "highlights": [
            {
                "kind": h.kind,
                "name": h.name.as_list(),
                "name_is_rendering": h.name_zh_is_rendering,
            }
            for h in conference.highlights.all()
        ],
        "rooms": [_room(room) for room in rooms.values()],
        "tracks": [
            {"guid": str(t.guid), "slug": t.slug, "name": t.name.as_list(), "color": t.color}
            for t in tracks.values()
        ],
        "plans": [_picture(plan) for plan in conference.venueplans.all()],
        "hotels": [_hotel(hotel) for hotel in conference.hotels.all()],
        "contacts": [_contact(contact) for contact in conference.contacts.all()],
        "photos": [_picture(photo) for photo in conference.photos.all()],
        "people": [person_row(p) for p in people.values()],
        "expected": [
            {
                "session": codes.get(e.session_id),
                "category": e.category,
                "total": e.total,
                "label": e.label.as_list(),
            }
            for e in conference.expectedtotals.all()
        ],
        "sessions": [_session(s, codes, rooms, tracks, people) for s in sessions],
    }


def _conference(c):
    return {
        "slug": c.slug,
        "name": c.name.as_list(),
        "name_is_rendering": c.name_zh_is_rendering,
        "short_name": c.short_name.as_list(),
        "description": c.description.as_list(),
        "description_html": _html(c.description),
        "starts_on": c.starts_on.isoformat(),
        "ends_on": c.ends_on.isoformat(),
        "time_zone": c.time_zone,
        "venue": c.venue.as_list(),
        "address": c.address.as_list(),
        "city": c.city.as_list(),
        "directions": c.directions.as_list(),
        "directions_html": _html(c.directions),
        "report": c.report.as_list(),
        "report_html": _html(c.report),
        "contact_email": c.contact_email,
        "logo": c.logo.name or "",
    }


def host_row(host):
    organization = host.organization
    return {
        "role": host.role,
        "organization_guid": str(organization.guid),
        "name": organization.name.as_list(),
        "short_name": organization.short_name.as_list(),
        "website": organization.website,
        "logo": organization.logo.name or "",
    }


def _room(room):
    return {
        "guid": str(room.guid),
        "slug": room.slug,
        "name": room.name.as_list(),
        "floor": room.floor.as_list(),
        "directions": room.directions.as_list(),
        "capacity": room.capacity,
        "holds_several": room.holds_several,
    }


def _picture(picture):
    return {
        "guid": str(picture.guid),
        "image": picture.image.name,
        "width": picture.width,
        "height": picture.height,
        "preview": picture.preview,
        "caption": picture.caption.as_list(),
    }


def _hotel(hotel):
    return {
        "guid": str(hotel.guid),
        "name": hotel.name.as_list(),
        "address": hotel.address.as_list(),
        "note": hotel.note.as_list(),
        "phone": hotel.phone,
        "website": hotel.website,
    }


def _contact(contact):
    return {
        "guid": str(contact.guid),
        "name": contact.name.as_list(),
        "purpose": contact.purpose.as_list(),
        "phone": contact.phone,
        "email": contact.email,
    }


def person_row(participation):
    person = participation.person
    own = person.organization
    is_own = own and participation.organization == own.name
    return {
        "code": participation.code,
        "guid": str(participation.guid),
        "person_guid": str(person.guid),
        "name": participation.name.as_list(),
        "name_is_rendering": participation.name.zh_is_rendering,
        "academic_title": person.academic_title,
        "title": participation.title.as_list(),
        "organization": participation.organization.as_list(),
        "organization_short_name": own.short_name.as_list() if is_own else ["", ""],
        "biography_html": _html(person.biography),
        "portrait": person.portrait.name or "",
        "website": person.website,
        "category": participation.category,
        "sort_name": person.sort_name,
    }


def _session(session, codes, rooms, tracks, people):
    room = rooms.get(session.room_id)
    track = tracks.get(session.track_id)
    return {
        "guid": str(session.guid),
        "number": session.number,
        "code": session.code,
        "kind": session.kind,
        "title": session.title.as_list(),
        "summary": session.summary.as_list(),
        "zh_is_rendering": session.zh_is_rendering,
        "abstract": session.abstract.as_list(),
        "abstract_html": _html(session.abstract),
        "language": session.language,
        "starts_at": _utc(session.starts_at),
        "ends_at": _utc(session.ends_at),
        "room": room.slug if room else None,
        "is_plenary": session.is_plenary,
        "position": session.position,
        "parallel_group": session.parallel_group,
        "track": track.slug if track else None,
        "status": session.status,
        "seats": session.seats,
        "parent": codes.get(session.parent_id),
        # A person may have been taken out of the draft between two of the queries.
        "roles": [
            {"person": people[r.participation_id].code, "role": r.role}
            for r in session.roles.all()
            if r.participation_id in people
        ],
        "links": [
            {
                "guid": str(link.guid),
                "kind": link.kind,
                "title": link.title.as_list(),
                "url": link.url,
                "file": link.file.name or "",
            }
            for link in session.links.all()
        ],
    }


def _html(text):
    return [render(text.zh), render(text.en)]


def _utc(moment):
    return moment.astimezone(UTC).isoformat() if moment else None
