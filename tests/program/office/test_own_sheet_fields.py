"""What of a session our own sheet takes along: each field has its column, or a reason to stay."""

from conference.program.office import own_sheet
from conference.program.release import fields

COLUMNS = {
    "code": {"code"},
    "kind": {"kind"},
    "title": {"title_zh", "title_en"},
    "starts_at": {"day", "start"},
    "ends_at": {"end"},
    "room": {"room"},
    "is_plenary": {"plenary"},
    "parallel_group": {"group"},
    "track": {"track"},
    "status": {"status"},
    "parent": {"parent"},
    "roles": {"people_zh", "people_en", "who"},
}
STAYS = {
    "guid": "the code tells which session a row is",
    "number": "the same",
    "position": "rows stand in their order",
    "summary": "texts of pages are written on their own page, in both languages",
    "abstract": "the same",
    "abstract_html": "made of the abstract",
    "zh_is_rendering": "how a translation is marked, on the same page",
    "language": "an agenda for an office does not tell it",
    "seats": "for the reply form",
    "links": "what is shown after the conference",
}


def test_each_field_of_a_session_has_a_column_or_a_reason_to_stay():
    names = {one.name for one in fields.SESSION.fields}

    assert names == COLUMNS.keys() | STAYS.keys()
    assert not COLUMNS.keys() & STAYS.keys()
    assert set().union(*COLUMNS.values()) == own_sheet.headers("en").keys()
