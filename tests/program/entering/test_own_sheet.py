"""Our own sheet of an agenda, handed out and entered again."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conference.program.models import Kind, Participation, Session, SessionRole
from conference.program.office import read_office_file
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.program.entering.entered import enter, plan
from tests.program.papers.test_agenda_sheet import conference, sheet_of  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "en", "both"])
def test_what_goes_out_comes_in_without_a_difference(conference, language):  # noqa: F811
    for _n in range(2):  # of one name: told apart by their short address
        room = make_room(conference, name_zh="小厅", name_en="Small hall")
        make_session(conference, "10:00", room=room, track=make_track(conference, name_zh="专题"))
    twin = make_person(name_zh="李敏", family_name_en="Li", given_name_en="Min")
    conference.participations.create(person=twin)

    found = plan(read_office_file(sheet_of(conference, language), "agenda.xlsx"), conference)

    assert found.open_asks == []
    assert found.changes_nothing, found.lines
    assert found.kept == found.gone == []
    done = enter(read_office_file(sheet_of(conference, language), "agenda.xlsx"), conference)
    assert done.changes_nothing and Participation.objects.count() == 3


TITLES = st.text(st.characters(exclude_categories=["C"]), max_size=30).map(
    lambda text: " ".join(text.split())
)
ROWS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(Kind.values),
        "zh": TITLES,
        "en": TITLES,
        "start": st.none() | st.integers(0, 47 * 12),  # steps of five minutes
        "steps": st.integers(1, 40),
        "room": st.none() | st.integers(0, 3),
        "track": st.none() | st.integers(0, 1),
        "in_whole": st.booleans(),
        "cancelled": st.booleans(),
        "plenary": st.booleans(),
        "group": st.sampled_from(["", "a"]),
        "people": st.lists(
            st.tuples(st.integers(0, 3), st.sampled_from(SessionRole.Role.values)),
            unique=True,
            max_size=3,
        ),
    }
)


def made(rows):
    draft = make_conference(ends_on=DAY + timedelta(days=1))
    names = [("大厅", "Hall"), ("大厅", "Hall"), ("", "Foyer"), ("前厅 (一层)", "")]
    rooms = [make_room(draft, name_zh=zh, name_en=en) for zh, en in names]
    tracks = [make_track(draft, name_zh=zh, name_en="AI") for zh in ("人工智能", "")]
    unit = make_organization(name_zh="示例大学", name_en="Sample University")
    people = [
        make_participation(draft, make_person(organization=unit, position_zh="教授")),
        make_participation(draft, make_person(), printed_title_en="Dean | Prof."),
        make_participation(draft, make_person(name_zh=""), printed_organization_zh="别处"),
        make_participation(draft, make_person(family_name_en="", given_name_en="")),
    ]
    whole = None
    for row in rows:
        if not row["zh"] and not row["en"]:
            continue
        values = {"kind": row["kind"], "title_zh": row["zh"], "title_en": row["en"]}
        if row["start"] is not None:
            values["starts_at"] = at("00:00") + timedelta(minutes=5 * row["start"])
            values["ends_at"] = values["starts_at"] + timedelta(minutes=5 * row["steps"])
        if whole and row["in_whole"] and row["kind"] != Kind.SUB_FORUM:
            values["parent"] = whole
        elif row["room"] is not None:
            values["room"] = rooms[row["room"]]
        if row["track"] is not None:
            values["track"] = tracks[row["track"]]
        status = "cancelled" if row["cancelled"] else "planned"
        session = Session.objects.create(
            conference=draft, status=status, is_plenary=row["plenary"],
            parallel_group=row["group"], **values,
        )  # fmt: skip
        if session.may_hold_items:
            whole = session
        for person, role in row["people"]:
            make_role(session, people[person], role)
    return draft


@given(st.lists(ROWS, min_size=1, max_size=5), st.sampled_from(["zh-hans", "en", "both"]))
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # an example takes too long to be made smaller
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_draft_goes_out_and_comes_in_without_a_difference(rows, language):
    with transaction.atomic():
        draft = made(rows)
        if draft.sessions.exists():
            reading = read_office_file(sheet_of(draft, language), "agenda.xlsx")
            found = plan(reading, draft)
            assert found.open_asks == []
            assert found.changes_nothing, [*found.lines, *map(str, found.not_taken)]
        transaction.set_rollback(True)
