"""A later version of a file takes over what was corrected before, by what the correction is about;
and a line that was left out becomes an item with one press.
"""

import pytest
from django.contrib.auth import get_user_model

from conference.permissions import Role
from conference.program.admin.office.door import FILES
from tests.factories import make_conference, make_member
from tests.pages import messages
from tests.program.admin.test_office_door import sent, titles
from tests.program.office.making import csv_file

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="pages over a file and a cache")]

ROWS = [
    ["2026年5月20日", "", ""],
    ["时间", "内容", "丙"],
    ["9:00-9:20", "开幕致辞", "张样例"],
    ["9:20-10:00", "图谱的建设", "李示"],
]
LATER = [
    *ROWS[:2],
    ["8:30-9:00", "签到", ""],
    ["9:00-9:20", "开幕致辞", "张样例"],
    ["9:30-10:10", "图谱的建设", "李示"],
]


@pytest.fixture
def conference(client):
    found = make_conference(slug="spring", name_en="Symposium", name_zh="")
    client.force_login(make_member(found, Role.EDITOR))
    return found


def corrections_of(client, conference, address):
    token = address.rstrip("/").rpartition("/")[2]
    user = get_user_model().objects.get()
    note = FILES.noted(user, conference, token)
    return note["corrections"], note["carried"], note["lost"]


def test_corrections_hold_in_the_next_version_where_their_texts_stand(client, conference):
    page, address = sent(client, conference, csv_file(ROWS))
    client.post(f"{address}correct/", {"what": "columns", "place": "0.1", "c-2": "speaker"})
    client.post(f"{address}correct/", {"what": "answers", "place": "0.3.1", "kind": "keynote"})
    client.post(f"{address}correct/", {"skip": "0.2.1"})
    reviewed = client.get(address).context["reviewed"]
    done = client.post(f"{address}confirm/", {"reviewed": reviewed}, follow=True)
    told = "Imported from “议程.csv” into the draft: 1 session is new, 1 new person."
    assert messages(done) == [told]

    page, later = sent(client, conference, csv_file([*LATER[:3], *LATER[4:]]), "议程0416.csv")

    assert corrections_of(client, conference, later) == (
        [["column", ["0.1.2"], "speaker"], ["kind", ["0.3.1"], "keynote"]], 2, 1,
    )  # fmt: skip
    text = " ".join(page.content.decode().split())
    assert "2 corrections of then are applied again, by what they are about." in text
    assert "1 found nothing that it is about." in text


def test_corrections_do_not_reach_another_file(client, conference):
    _page, address = sent(client, conference, csv_file(ROWS))
    client.post(f"{address}correct/", {"what": "columns", "place": "0.1", "c-2": "speaker"})
    reviewed = client.get(address).context["reviewed"]
    client.post(f"{address}confirm/", {"reviewed": reviewed})
    other = [
        ["Time", "Title", "丙"],
        ["14:00-15:00", "Maps", "Ann"],
        ["15:00-16:00", "Models", "Bo"],
    ]

    _page, later = sent(client, conference, csv_file(other), "other.csv")

    the_only_day = ["day", ["day:"], conference.starts_on.isoformat()]
    assert corrections_of(client, conference, later) == ([the_only_day], 0, 0)


def test_a_row_that_was_left_out_becomes_an_item_with_one_press(client, conference):
    rows = [*ROWS, ["", "", "会务组自由安排"]]
    page, address = sent(client, conference, csv_file(rows))
    assert titles(page) == ["开幕致辞", "图谱的建设"]
    assert 'name="place" value="0.4"' in page.content.decode()

    client.post(f"{address}correct/", {"what": "row", "value": "item", "place": "0.4"})

    assert titles(client.get(address)) == ["开幕致辞", "图谱的建设", "会务组自由安排"]
