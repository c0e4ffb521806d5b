"""Where a program's pages stand, in public and in a preview."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from conference.program.public import timetable
from conference.program.release.addresses import IN_PREVIEW, TAILS, Addresses, public_addresses

ARGUMENTS = {
    "session": ["K7WQ2M"],
    "session_ics": ["K7WQ2M"],
    "session_card": ["K7WQ2M"],
    "session_qr": ["K7WQ2M"],
    "speaker": ["K7WQ2M"],
    "speaker_ics": ["K7WQ2M"],
    "speaker_card": ["K7WQ2M"],
    "speaker_qr": ["K7WQ2M"],
    "release": [3],
    "changes_since": [3],
    "track_ics": ["teaching"],
    "room_ics": ["hall"],
}
ELSEWHERE = {"home": "conference:home", "news": "news:list", "register": "attendance:register"}


@pytest.mark.parametrize("name", TAILS)
def test_addresses_are_those_of_the_url_patterns(name):
    arguments = ARGUMENTS.get(name, [])

    made = public_addresses("ai-2026").to(name, *arguments)

    assert made == reverse(ELSEWHERE.get(name, f"program:{name}"), args=["ai-2026", *arguments])


def test_a_preview_stays_inside_itself_and_links_no_feed():
    urls = Addresses({"en": "/preview/3/en/", "zh-hans": "/preview/3/zh-hans/"}, names=IN_PREVIEW)

    assert urls.to("session", "K7WQ2M") == "/preview/3/en/sessions/K7WQ2M/"
    assert urls["schedule"] == "/preview/3/en/schedule/"
    assert urls["schedule_ics"] == urls["news"] == urls["register"] == ""
    assert urls.twin_of("/preview/3/en/speakers/", "zh-hans") == "/preview/3/zh-hans/speakers/"
    with pytest.raises(KeyError):
        urls["no_such"]


def test_the_style_sheet_of_the_grid_covers_its_limits():
    sheet = (Path(settings.BASE_DIR) / "static/css/grid.css").read_text()

    highest = {kind: max(int(n) for n in re.findall(rf"\.{kind}-(\d+) ", sheet)) for kind in "cwrh"}
    assert highest["c"] >= timetable.MOST_COLUMNS + 1
    assert highest["w"] >= timetable.MOST_COLUMNS
    assert highest["r"] >= timetable.MOST_ROWS + 1
    assert highest["h"] >= timetable.MOST_ROWS
