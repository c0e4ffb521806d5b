"""The list of sessions by day, by room and by sub-forum, with heads and what lies free."""

import pytest

from conference.permissions import Role
from conference.program.models import Session
from tests.factories import DAY, make_conference, make_member, make_room, make_session
from tests.pages import form_data, links, of_class, parsed, words
from tests.program.admin.addresses import SESSIONS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="a list is drawn the same on both databases"),
]


@pytest.fixture
def agenda(conference):
    hall, small = make_room(conference, name_en="Hall"), make_room(conference, name_en="Small")
    make_session(conference, "09:00", "09:30", room=hall, title_en="Opening", kind="ceremony")
    make_session(conference, "09:50", "10:30", room=hall, title_en="Keynote")
    make_session(conference, "10:00", "10:30", room=hall, title_en="Second")
    forum = make_session(
        conference, "13:00", "15:00", room=small, title_en="Forum", kind="sub-forum"
    )
    for starts, title in (("13:10", "First"), ("13:40", "Last")):
        make_session(conference, starts, parent=forum, title_en=title, kind="talk")
    make_session(conference, title_en="Some day", kind="talk")
    return {"hall": hall, "small": small, "forum": forum}


def lines(page):
    """The list from above: '# head', '~ gap', or a title."""
    found = []
    for row in parsed(page).xpath("//table[@id='result_list']/tbody/tr"):
        kind = row.get("class")
        if kind == "group-head":
            found.append(f"# {words(row)}")
        elif kind == "group-gap":
            found.append(f"~ {words(row)}")
        else:
            title = row.xpath(".//*[contains(@class, 'field-title_line')]//a")[0]
            found.append(words(title).partition(" draft")[0])
    return found


def test_by_day(client, organizer, agenda):
    assert lines(client.get(SESSIONS, {"by": "day"})) == [
        "# Wed 20 May 6 sessions 1 clash Add an item",
        "Opening", "~ 09:30–09:50 free, 20 min", "Keynote", "Second",
        "~ 10:30–13:00 free, 150 min", "Forum", "First", "Last",
        "# without time 1 session",
        "Some day",
    ]  # fmt: skip


def test_by_room(client, organizer, agenda):
    assert lines(client.get(SESSIONS, {"by": "room"})) == [
        "# Hall · Wed 20 May 3 sessions 1 clash Add an item",
        "Opening", "~ 09:30–09:50 free, 20 min", "Keynote", "Second",
        "# Small · Wed 20 May 3 sessions Add an item",
        "Forum", "First", "Last",
        "# without room · without time 1 session",
        "Some day",
    ]  # fmt: skip


def test_by_sub_forum(client, organizer, agenda):
    assert lines(client.get(SESSIONS, {"by": "forum"})) == [
        "# Forum Wed 20 May 13:00–15:00 3 sessions Add a talk",
        "Forum", "~ 13:00–13:10 free, 10 min", "First", "Last",
        "~ 14:10–15:00 free, 50 min",
        "# In no sub-forum or block 4 sessions 1 clash",
        "Opening", "Keynote", "Second", "Some day",
    ]  # fmt: skip


def test_the_chosen_view_stays_with_filters_saves_and_what_is_added(client, organizer, agenda):
    page = client.get(SESSIONS, {"by": "room"})
    shown = links(page)

    assert [words(a) for a in of_class(page, "views")[0].xpath(".//a[@aria-current]")] == [
        "By room"
    ]
    assert "by=room" in shown["keynote"] and "kind__exact=keynote" in shown["keynote"]
    heads = [a.get("href") for a in parsed(page).xpath("//tr[@class='group-head']//a")]
    assert f"day={DAY}" in heads[0] and f"room={agenda['hall'].pk}" in heads[0]
    saved = client.post(f"{SESSIONS}?by=room", form_data(page, _save="Save"))
    assert saved.url == f"{SESSIONS}?by=room"


def test_a_filtered_list_tells_no_gaps(client, organizer, agenda):
    page = client.get(SESSIONS, {"by": "day", "kind__exact": "ceremony"})

    assert [line for line in lines(page) if line[0] == "~"] == []


def test_times_and_positions_are_edited_in_every_view(client, organizer, conference, agenda):
    page = client.get(SESSIONS, {"by": "forum"})
    data = form_data(page, _save="Save")
    (name,) = [k for k, v in data.items() if k.endswith("-id") and v == [str(agenda["forum"].pk)]]
    data[name.replace("-id", "-position")] = "99"

    client.post(f"{SESSIONS}?by=forum", data)

    agenda["forum"].refresh_from_db()
    assert agenda["forum"].position == 99


def test_a_list_of_several_conferences_is_not_grouped_and_an_unknown_view_is_told(
    client, organizer, agenda
):
    unknown = client.get(SESSIONS, {"by": "color"}, follow=True)
    make_member(make_conference(), Role.ORGANIZER, user=organizer)
    several = client.get(SESSIONS, {"by": "day", "conference__id__exact": "all"})

    assert "a filter that this list does not have" in unknown.content.decode()
    assert of_class(several, "group-head") == []
    assert of_class(several, "views") == []


@pytest.mark.parametrize("count", [1, 3, 400])
def test_a_grouped_list_costs_the_same_for_any_number(
    client, organizer, conference, count, django_assert_num_queries
):
    forum = make_session(conference, "09:00", "18:00", kind="sub-forum")
    Session.objects.bulk_create(
        Session(conference=conference, parent=forum, kind="talk", number=n, code=f"{n:06}",
                title_en=f"Talk {n}", starts_at=forum.starts_at, ends_at=forum.ends_at)
        for n in range(2, count + 2)
    )  # fmt: skip
    client.get(SESSIONS)

    for by in ("day", "room", "forum"):
        with django_assert_num_queries(18):
            page = client.get(SESSIONS, {"by": by})
        assert str(DAY.day) in words(of_class(page, "group-head")[0])
