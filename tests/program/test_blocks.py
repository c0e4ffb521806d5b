"""A block (an opening ceremony, a morning of keynotes) has a chair and holds items, from the draft
to the public pages, feeds, other systems' files and back.
"""

import pytest
from django.core.exceptions import ValidationError

from conference.attendance.checkpoints import checkpoint_choices
from conference.program.draft.clashes import find_clashes
from conference.program.importing import import_schedule, read_schedule
from conference.program.models import KINDS_WITH_ITEMS, Kind, Release
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import publish
from conference.program.release.restoring import restore
from tests.factories import (
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
)
from tests.pages import parsed, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what pages and files say of a block, the same on both databases"),
]


@pytest.fixture
def conference():
    return make_conference(slug="spring")


@pytest.fixture
def opening(conference):
    """9:00-10:00, two addresses, a group photo; chaired; for everybody."""
    hall = make_room(conference, name_en="Great hall")
    block = make_session(
        conference, "09:00", "10:00", kind="ceremony", title_en="Opening", title_zh="开幕式",
        room=hall, is_plenary=True,
    )  # fmt: skip
    names = ("Chair", "Dean", "Mayor")
    chair, dean, mayor = (
        make_participation(conference, make_person(name_zh="", given_name_en="", family_name_en=n))
        for n in names
    )
    make_role(block, chair, role="chair")
    for starts, title, who in (("09:00", "Welcome", dean), ("09:20", "Greeting", mayor)):
        make_role(item(block, starts, title_en=title), who)
    item(block, "09:40", kind="photo", title_en="Photo")
    return block


def item(block, starts=None, **overrides):
    values = {"kind": "address", "title_zh": "", "parent": block}
    return make_session(block.conference, starts, ends_of(starts), **values | overrides)


def ends_of(starts):
    return starts and f"{starts[:3]}{int(starts[3:]) + 20:02}".replace(":60", ":59")


def test_items_of_a_block_take_place_in_its_room_without_a_clash(conference, opening):
    assert [item.effective_room for item in opening.talks.all()] == [opening.room] * 3
    assert [c for c in find_clashes(conference) if c.is_error] == []


def test_an_item_outside_its_block_and_one_below_an_item_keep_it_from_being_published(
    conference, opening
):
    late = item(opening, "10:10", title_en="Late")
    item(late, "10:10", title_en="Below", kind="talk")

    found = [(c.code, str(c.message)) for c in find_clashes(conference) if c.is_error]

    assert found == [
        ("outside_parent", "“Late” 2026-05-20 10:10–10:30 lies outside “Opening” 2026-05-20 "
         "09:00–10:00, which it is part of."),
        ("part_of_a_part", "“Below” is part of “Late”, which is part of “Opening”. Take one out."),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_holds_items_or_says_why_not(conference, kind):
    whole = make_session(conference, "09:00", "10:00", kind=kind, title_en="Whole")
    part = make_session(conference, kind="talk", parent=whole)

    if kind in KINDS_WITH_ITEMS:
        part.full_clean()
    else:
        with pytest.raises(ValidationError) as refused:
            part.full_clean()
        label = kind.label
        assert refused.value.message_dict["parent"][0].startswith(f"“Whole” ({label}) can hold no")


def test_there_is_one_level_and_who_has_items_keeps_a_kind_that_holds_them(conference, opening):
    first = opening.talks.first()
    below = make_session(conference, parent=first)
    other = make_session(conference, kind="sub-forum")
    opening.parent, opening.kind = other, "meal"

    with pytest.raises(ValidationError) as nested:
        below.full_clean()
    with pytest.raises(ValidationError) as moved:
        opening.clean()

    assert nested.value.message_dict["parent"] == [
        "“Welcome” is an item itself, of “Opening”. Choose that one instead."
    ]
    assert moved.value.message_dict == {
        "parent": ["This has items of its own. Move them before it becomes one."],
        "kind": ["This has items. Move them before changing its kind to this."],
    }


def test_pages_show_a_block_with_its_chair_and_its_items(client, conference, opening):
    make_session(conference, "10:00", kind="keynote", title_en="Alone")
    morning = make_session(conference, "10:30", "11:30", kind="keynote", title_en="Morning")
    item(morning, "10:30", kind="keynote", title_en="First keynote")
    publish(conference)
    home = "/en/conferences/spring/"

    entry = parsed(client.get(f"{home}schedule/")).xpath(f"//article[@id='{opening.code}']")[0]
    page = parsed(client.get(f"{home}sessions/{opening.code}/"))
    welcome = client.get(f"{home}sessions/{opening.talks.first().code}/")
    keynotes = parsed(client.get(home)).xpath("//*[contains(@class, 'keynote-title')]")

    assert words(entry.xpath(".//ul[contains(@class, 'people')]")[0]) == "Chair: Chair"
    assert [words(li.xpath(".//a")[0]) for li in entry.xpath(".//ol/li")] == [
        "Welcome", "Greeting", "Photo",
    ]  # fmt: skip
    assert [words(h) for h in page.xpath("//h2")][:2] == ["People", "Items"]
    assert "Room to be announced" not in welcome.content.decode()
    assert [words(title) for title in keynotes] == ["Alone", "First keynote"]


def test_an_item_of_a_cancelled_block_says_so(client, conference, opening):
    opening.status = "cancelled"
    opening.save()
    publish(conference)

    page = client.get(f"/en/conferences/spring/sessions/{opening.talks.first().code}/")

    assert "What this is part of was cancelled, and this with it." in page.content.decode()


def test_the_three_feeds_hold_a_block_through_its_items(client, conference, opening):
    publish(conference)
    home = "/en/conferences/spring/schedule"
    days = client.get(f"{home}.json").json()["schedule"]["conference"]["days"]
    told = [event for day in days for room in day["rooms"].values() for event in room]
    ics = client.get(f"{home}.ics").content.decode()

    titles = [(event["title"], event["subtitle"]) for event in told]
    assert titles == [("Welcome", "Opening"), ("Greeting", "Opening"), ("Photo", "Opening")]
    assert [title in ics for title in ("Welcome", "Greeting", "Photo", "SUMMARY:Opening")] == [
        True, True, True, False,
    ]  # fmt: skip


def test_a_release_gives_a_block_back_with_its_items(conference, opening):
    before = draft_document(conference)["sessions"]
    publish(conference)
    opening.talks.update(parent=None)
    opening.kind = "talk"
    opening.save()

    restore(Release.objects.get())

    assert draft_document(conference)["sessions"] == before


def test_an_own_file_changes_nothing_and_makes_a_block_of_a_new_one(client, conference, opening):
    publish(conference)
    file = client.get("/en/conferences/spring/schedule.json").content
    other = make_conference(slug="autumn")

    before = draft_document(conference)

    import_schedule(read_schedule(file), slug="spring")
    import_schedule(read_schedule(file), slug="autumn")

    assert draft_document(conference) == before
    (block,) = other.sessions.top_level()
    assert (block.kind, block.title_en, block.talks.count()) == ("ceremony", "Opening", 3)


def test_the_desk_offers_a_block_beside_the_sub_forums_that_attendees_choose(conference, opening):
    make_session(conference, "13:00", "14:00", kind="sub-forum", title_en="Forum")

    groups = checkpoint_choices(conference)

    assert [(str(label), [row.session and str(row.session) for row in rows])
            for label, rows in groups] == [
        ("Conference", [None]), ("Sub-forums", ["Forum"]), ("Other sessions", ["Opening"]),
    ]  # fmt: skip
