"""What a device keeps to filter and search the schedule, and to list speakers,
without a network (static/js/kept/).

The rows hold what `filters` and `searching` judge by, the same in every language, and of people
and organizations what a search shows of them, in the reader's.
"""

from conference.folding import tables
from conference.program.models import track_of
from conference.program.public.filters import LONGEST_QUERY, day_of
from conference.program.public.searching import index_of
from conference.program.public.speaker_list import NAME, ORGANIZATION, SpeakerList
from conference.program.release.document import Program
from conference.wording.labels import affiliation


def kept_filters(program: Program) -> dict:
    """{"folding": tables of `conference.folding` for what is said, "longest": characters of a
    search, "sessions": a row for each session and talk, in the program's order, "people",
    "organizations": those who can be found, "lists": {order of the list of speakers: [{"key",
    "heading", "people": [code]}]}}.

    `says` of a session is what its title, its people and the rest say, each as `Said`; of the
    others it is one of these. Texts are those of `Text.as_value`.
    """
    index = index_of(program)
    rows = []
    for session in program.every_session():
        parent = program.parent_of(session)
        day, track = day_of(program, session), track_of(session, parent)
        rows.append(
            {
                "code": session.code,
                "parent": session.parent_code or "",
                "day": day.isoformat() if day else "",
                "room": session.room.slug if session.room else "",
                "track": track.slug if track else "",
                "kind": session.kind,
                "language": session.language,
                "says": [_lines(said) for said in index.sessions[session.code]],
            }
        )
    people = [
        {
            "code": person.code,
            "name": person.name.as_value,
            "about": [text.as_value for text in affiliation(person)],
            "says": _lines(said),
        }
        for person, said in index.people
    ]
    organizations = [
        {
            "name": name.as_value,
            "people": [person.code for person in members],
            "says": _lines(said),
        }
        for name, members, said in index.organizations
    ]
    said = [part for row in rows for part in row["says"]]
    said += [row["says"] for row in (*people, *organizations)]
    return {
        "folding": tables(line for part in said for line in part),
        "longest": LONGEST_QUERY,
        "sessions": rows,
        "people": people,
        "organizations": organizations,
        "lists": {order: _list(SpeakerList(program, order)) for order in (NAME, ORGANIZATION)},
    }


def _list(listed):
    return [
        {
            "key": group.key,
            "heading": group.heading.as_value if group.is_text else group.heading,
            "people": [entry.person.code for entry in group.entries],
        }
        for group in listed.groups()
    ]


def _lines(said):
    return [said.plain, said.pinyin, said.initials]
