"""Reception lists: by time, by hotel, by meal, with counts that tally."""

import io
import shutil
import subprocess
import zipfile

import pytest

from conference.attendance.lists.exporting import export
from conference.attendance.lists.listing import RECEPTION, listing_of
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.wishes import Wish
from conference.attendance.models import Question
from tests.factories import make_conference, make_registration, make_reply_form

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
        ["Inn", "2026-05-19", 1, 0, 1],
        ["Inn", "2026-05-20", 1, 0, 1],
        ["Palace", "2026-05-19", 3, 1, 2],
        ["Palace", "2026-05-20", 2, 1, 1],
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


@pytest.mark.parametrize("many", [1, 3, 60])
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
