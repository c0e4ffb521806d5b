"""Reception lists: by time, by hotel, by meal, with counts that tally."""

import io
import shutil
import subprocess
import zipfile
from datetime import date

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from conference.attendance.lists import reception_print
from conference.attendance.lists.exporting import export
from conference.attendance.lists.listing import RECEPTION, listing_of
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.wishes import Wish
from conference.attendance.models import Choice, Question
from conference.typesetting import Print
from tests.attendance.lists.files import body
from tests.factories import (
    make_conference,
    make_member,
    make_registration,
    make_reply_form,
    make_session,
)

pytestmark = pytest.mark.django_db
FULL = Scope(unmasked=True)


@pytest.fixture
def asked():
    form = make_reply_form(make_conference(slug="spring"))
    kinds = ("arrival", "departure", "hotel", "meals", "diet")
    options = {"hotel": "Inn\nPalace", "meals": "Lunch\nDinner"}
    return {
        kind: Question.objects.create(
            form=form, kind=kind, label_en=kind, options_en=options.get(kind, "")
        )
        for kind in kinds
    }


def person(asked, name, status="confirmed", **answers):
    conference = asked["hotel"].form.conference
    told = {
        str(asked[kind].pk): {"kind": kind, **parts} for kind, parts in answers.items() if parts
    }
    values = {"name": name, "answers": told, "status": status, "phone": "+44 7700 900123"}
    if status == "waitlisted":
        values["waits_as"] = 1
    return make_registration(conference, **values)


def rows(asked, name, *keys, scope=FULL, **wish):
    found = listing_of(asked["hotel"].form.conference, name, scope=scope, wish=Wish(**wish))
    places = [[column.key for column in found.columns].index(key) for key in keys]
    told = [tuple(row[place] for place in places) for row in found.rows]
    return told, found.rows.counts and found.rows.counts.rows


def test_who_is_picked_up_stands_by_day_time_and_station(asked):
    train = {"day": "2026-05-19", "time": "18:05", "station": "North", "number": "G1"}
    person(asked, "A", arrival=train | {"pick_up": True})
    person(asked, "B", arrival=train | {"pick_up": True, "way": "train"})
    person(asked, "C", arrival=train)
    person(asked, "D", arrival={"day": "2026-05-19"})
    person(asked, "E", arrival=train | {"time": "09:00"})
    person(asked, "F", status="waitlisted", arrival=train)
    person(asked, "G", departure=train)

    told, counts = rows(asked, "arrivals", "time", "name", "pick_up", "together")

    assert told == [
        ("09:00", "E", "", ""),
        ("18:05", "A", "yes", 2),
        ("18:05", "B", "yes", 2),
        ("18:05", "C", "", ""),
        ("", "D", "", ""),
    ]
    assert counts == [["2026-05-19", "", 1, 0], ["2026-05-19", "North", 4, 2]]
    assert rows(asked, "departures", "name")[0] == [("G",)]


def test_rooms_stand_by_hotel_with_a_column_a_night(asked):
    stay = {"from": "2026-05-19", "to": "2026-05-21", "hotel": "Palace"}
    person(asked, "张一", hotel=stay | {"share": "with", "with": "李二"})
    person(asked, "李二", hotel=stay | {"share": "with", "with": "张一", "to": "2026-05-20"})
    person(asked, "王三", hotel=stay | {"share": "with", "with": "张一", "hotel": "Inn"})
    person(asked, "赵四", hotel=stay | {"share": "alone"})

    keys = ("hotel", "name", "nights", "agreed", "night_2026_05_19", "night_2026_05_20")
    told, counts = rows(asked, "rooms", *keys)

    assert told == [
        ("Inn", "王三", 2, "", 1, 1),
        ("Palace", "李二", 1, "yes", 1, ""),
        ("Palace", "张一", 2, "yes", 1, 1),
        ("Palace", "赵四", 2, "", 1, 1),
    ]
    assert counts == [
        ["Inn", "2026-05-19", 1, 0, 1, 0],
        ["Inn", "2026-05-20", 1, 0, 1, 0],
        ["Palace", "2026-05-19", 3, 1, 2, 0],
        ["Palace", "2026-05-20", 2, 1, 1, 0],
    ]
    assert not any(isinstance(cell, bool) for row in counts for cell in row)  # "False" on paper


def test_meals_are_counted_with_diets_and_names_for_who_may_and_asks(asked):
    both = {"meals": [["2026-05-20", "Lunch"], ["2026-05-20", "Dinner"]]}
    person(asked, "A", meals=both, diet={"diet": "halal"})
    person(asked, "B", meals={"meals": [["2026-05-20", "Lunch"]]}, diet={"diet": "any"})
    keys = ("day", "meal", "people", "halal", "vegetarian", "names")

    told, _counts = rows(asked, "meals", *keys, sensitive=True)
    masked, _counts = rows(asked, "meals", "names")

    assert told == [
        ("2026-05-20", "Lunch", 2, 1, 0, "A (halal)"),
        ("2026-05-20", "Dinner", 1, 1, 0, "A (halal)"),
    ]
    assert masked == [("***",), ("***",)]


@pytest.fixture
def stays(asked):
    """Three who come on two days and stay in two hotels and in none."""
    palace = {"from": "2026-05-19", "to": "2026-05-21", "hotel": "Palace", "share": "alone"}
    lunch = {"meals": [["2026-05-20", "Lunch"]]}
    early, late = ({"day": day, "station": "North"} for day in ("2026-05-19", "2026-05-20"))
    person(asked, "A", hotel=palace, arrival=early, meals=lunch)
    person(asked, "B", hotel=palace | {"hotel": "Inn", "to": "2026-05-20"}, arrival=early)
    later = {"from": "2026-05-20", "to": "2026-05-21"}
    person(asked, "C", hotel=later, arrival=late, meals={"meals": [["2026-05-21", "Dinner"]]})
    return asked["hotel"].form.conference


def test_of_a_day_stands_who_comes_sleeps_and_eats_then(asked, stays):
    day = date(2026, 5, 20)

    assert rows(asked, "arrivals", "name", day=day) == ([("C",)], [["2026-05-20", "North", 1, 0]])
    assert rows(asked, "rooms", "hotel", "name", day=day) == (
        [("", "C"), ("Palace", "A")],
        [["", "2026-05-20", 1, 0, 0, 1], ["Palace", "2026-05-20", 1, 1, 0, 0]],
    )
    assert rows(asked, "meals", "meal", "people", day=day)[0] == [("Lunch", 1)]


def test_of_a_day_the_rooms_have_the_column_and_the_totals_of_its_night(client, stays):
    client.force_login(make_member(stays, "exporter"))
    every, of_day = (
        client.get(f"/en/desk/spring/lists/?list=rooms{day}") for day in ("", "&day=2026-05-20")
    )

    assert every.context["counts"][2] == ["Total", "", "4", "3", "0", "1"]
    assert every.context["totals"][-2:] == ["2", "2"]
    keys = [column.key for column in of_day.context["listing"].columns]
    assert [key for key in keys if key.startswith("night_")] == ["night_2026_05_20"]
    assert of_day.context["counts"][2] == ["Total", "", "2", "1", "0", "1"]
    assert of_day.context["totals"][keys.index("nights")] == ""
    assert of_day.context["totals"][-1] == "2"


def test_of_a_hotel_stands_who_named_it_in_either_language(asked, stays):
    Question.objects.filter(pk=asked["hotel"].pk).update(options_zh="客栈\n皇宫")

    assert [rows(asked, "rooms", "name", hotel=hotel)[0] for hotel in ("皇宫", "Palace", "-")] == [
        [("A",)],
        [("A",)],
        [("C",)],
    ]
    with translation.override("zh-hans"):
        assert rows(asked, "rooms", "hotel", "name", hotel="Inn")[0] == [("客栈", "B")]


def test_who_share_a_room_agree_also_where_one_of_them_stands_on_another_sheet(asked):
    stay = {"from": "2026-05-19", "to": "2026-05-21", "share": "with"}
    person(asked, "A", hotel=stay | {"with": "B", "hotel": "Inn"})
    person(asked, "B", hotel=stay | {"with": "A", "hotel": "Palace"})

    assert rows(asked, "rooms", "name", "agreed", hotel="Inn")[0] == [("A", "yes")]


def test_a_sub_forum_has_its_own_people_on_its_list(asked, stays):
    conference = stays
    forum = make_session(conference, kind="sub-forum", title_en="Forum")
    Choice.objects.create(registration=conference.registrations.get(name="B"), session=forum)

    told = listing_of(conference, "arrivals", scope=FULL, session=forum)

    names = [column.key for column in told.columns].index("name")
    assert [row[names] for row in told.rows] == ["B"]


@pytest.mark.once(reason="files are written by the same code on both")
@pytest.mark.parametrize(
    ("name", "sheets", "titles"),
    [
        ("arrivals", "day", ["2026-05-19", "2026-05-20", "Counts"]),
        ("departures", "day", ["Departures", "Counts"]),
        ("rooms", "hotel", ["Inn", "Palace", "no hotel named", "Counts"]),
        ("rooms", "day", ["2026-05-19", "2026-05-20", "Counts"]),
        ("meals", "day", ["2026-05-20", "2026-05-21"]),
    ],
)
def test_a_workbook_has_a_sheet_for_each_and_its_counts_tally(stays, name, sheets, titles):
    done = export(stays, name, "xlsx", scope=FULL, by=None, via="command", wish=Wish(sheets=sheets))
    with done.file as file:
        book = CalamineWorkbook.from_filelike(file)
        tables = [book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names]

    assert book.sheet_names == titles
    rows = sum(max(0, len(table) - 2) for table in tables[: len(titles) - (name != "meals")])
    assert rows == done.rows
    if name != "meals" and done.rows:
        *_counts, total = tables[-1]
        nights = 4 if name == "rooms" else 3  # A stays two
        assert total[2] == nights
        if name == "rooms":
            assert total[3:] == [3, 0, 1]  # C left the wish for a room empty


@pytest.mark.once(reason="files are written by the same code on both")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_each_hotel_begins_a_page_of_the_print_under_its_name(stays, tmp_path):
    done = export(
        stays, "rooms", "pdf", scope=FULL, by=None, via="command", wish=Wish(sheets="hotel")
    )
    with done.file as file:
        (tmp_path / "list.pdf").write_bytes(file.read())
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "list.pdf", "-"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    pages = text.split("\f")[:-1]
    *hotels, counts = pages
    assert done.rows == 3
    for page, hotel in zip(hotels, ("Inn", "Palace", "no hotel named"), strict=True):
        assert f"Hotel rooms · {hotel}" in page
    assert "Not said" in counts
    (total,) = [line.split() for line in counts.splitlines() if "Total" in line]
    assert total == ["Total", "4", "3", "0", "1"]


@pytest.mark.once(reason="a page says the same on both")
def test_chosen_nights_are_that_of_the_day_or_the_page_says_that_none_is_left(client, stays):
    client.force_login(make_member(stays, "exporter"))
    chosen = "columns=night_2026_05_19,night_2026_05_18"

    def keys(query):
        page = client.get(f"/en/desk/spring/lists/?list=rooms&{query}")
        return [c.key for c in page.context["listing"].columns], page.content.decode()

    of_day, page = keys(f"{chosen}&day=2026-05-20")
    assert of_day == ["night_2026_05_20"] and "none of the columns" not in page
    file = client.get(f"/en/desk/spring/export/rooms.csv?{chosen}&day=2026-05-20")
    assert body(file).decode("utf-8-sig").splitlines()[0] == "05-20"

    every, page = keys(f"{chosen}&day=2026-05-30")
    assert len(every) > 5 and "none of the columns that were chosen" in page
    file = client.get(f"/en/desk/spring/export/rooms.csv?{chosen}&day=2026-05-30")
    assert file.status_code == 422
    assert "Choose its columns again" in file.content.decode()


@pytest.mark.once(reason="a page says the same on both")
def test_the_page_offers_the_days_and_hotels_that_somebody_named(client, stays):
    client.force_login(make_member(stays, "exporter"))
    page = client.get("/en/desk/spring/lists/?list=rooms&sheets=hotel").content.decode()

    for offered in ("2026-05-19", "2026-05-20", "Palace", "-"):
        assert f'<option value="{offered}">' in page
    assert '<option value="2026-05-21">' not in page
    for offered in ("rooms.xlsx?sheets=hotel", "rooms.pdf?sheets=hotel"):
        assert offered in page
    for wrong in ("rooms.csv?sheets=hotel", "arrivals.xlsx?hotel=Inn", "rooms.xlsx?sheets=forum"):
        assert client.get(f"/en/desk/spring/export/{wrong}").status_code == 404
    assert client.get("/en/desk/spring/lists/?list=rooms&hotel=%07").status_code == 404


@pytest.mark.parametrize("many", [1, 3, 400])
def test_each_costs_the_same_for_many(asked, many, django_assert_num_queries):
    for n in range(many):
        person(
            asked,
            f"P{n}",
            arrival={"day": "2026-05-19", "time": "10:00"},
            departure={"day": "2026-05-21"},
            hotel={"from": "2026-05-19", "to": "2026-05-21"},
            meals={"meals": [["2026-05-20", "Lunch"]]},
        )
    for name, queries in {"arrivals": 2, "departures": 2, "rooms": 3, "meals": 3}.items():
        with django_assert_num_queries(queries):
            assert len(rows(asked, name, "no")[0]) == (1 if name == "meals" else many)


@pytest.mark.once(reason="files are written by the same code on both")
def test_the_workbook_has_a_sheet_of_counts_and_the_print_is_a_pdf(asked):
    conference = asked["hotel"].form.conference
    person(asked, "=A", arrival={"day": "2026-05-19", "station": "North", "pick_up": True})

    done = export(conference, "arrivals", "xlsx", scope=FULL, by=None, via="command")
    with done.file, zipfile.ZipFile(io.BytesIO(done.file.read())) as book:
        names = book.read("xl/workbook.xml").decode()
        people, counts = (book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2))

    assert ('name="Arrivals and pick-up"' in names, 'name="Counts"' in names) == (True, True)
    assert ("<t>=A</t>" in people, "<t>North</t>" in counts, done.rows) == (True, True, 1)
    for name in RECEPTION:
        printed = export(conference, name, "pdf", scope=FULL, by=None, via="command")
        with printed.file as file:
            assert file.read(5) == b"%PDF-"


@pytest.mark.once(reason="files are written by the same code on both")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_a_word_wider_than_its_column_stands_on_several_lines(asked, tmp_path):
    word = "Wolfeschlegelsteinhausenbergerdorff"
    person(asked, word, arrival={"day": "2026-05-19"})

    printed = export(
        asked["hotel"].form.conference, "arrivals", "pdf", scope=FULL, by=None, via="command"
    )
    with printed.file as file:
        (tmp_path / "list.pdf").write_bytes(file.read())
    done = subprocess.run(
        ["pdftotext", tmp_path / "list.pdf", "-"], capture_output=True, check=True, text=True
    )

    told = done.stdout.replace("\u200b", "")
    assert word not in told
    assert word[:6] in told


def test_on_paper_the_people_of_a_station_stand_together_with_their_number(asked, monkeypatch):
    seen = {}

    def typeset(_template, data, **_options):
        seen.update(data)
        return Print(b"%PDF", frozenset())

    monkeypatch.setattr(reception_print, "typeset", typeset)
    for name, time, station in (
        ("A", "09:00", "North"),
        ("B", "10:00", "Airport"),
        ("C", "11:00", "North"),
        ("D", "08:00", ""),
    ):
        person(asked, name, arrival={"day": "2026-05-19", "time": time, "station": station})

    conference = asked["arrival"].form.conference
    export(conference, "arrivals", "pdf", scope=FULL, by=None, via="command").file.close()

    (sheet,) = seen["sheets"]
    assert [row[0] + row[8] for row in sheet["rows"]] == ["1B", "2A", "3C", "4D"]
    assert sheet["groups"] == {
        "0": "2026-05-19 · Airport · 1 person",
        "1": "2026-05-19 · North · 2 people",
        "3": "2026-05-19 · – · 1 person",
    }
