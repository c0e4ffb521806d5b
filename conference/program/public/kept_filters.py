"""What a device keeps to filter and search the schedule without a network (static/js/filters.js).

The rows hold what `filters` and `searching` judge by, the same in every language.
"""

from conference.folding import tables
from conference.program.models import track_of
from conference.program.public.filters import day_of
from conference.program.public.searching import index_of
from conference.program.release.document import Program


def kept_filters(program: Program) -> dict:
    """{"folding": tables of `conference.folding`, "sessions": a row for each session and talk, in
    the program's order}. `says` is what its title, its people and the rest say, as `Said`.
    """
    says = index_of(program).sessions
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
                "says": [[s.plain, s.pinyin, s.initials] for s in says[session.code]],
            }
        )
    return {"folding": tables(), "sessions": rows}
