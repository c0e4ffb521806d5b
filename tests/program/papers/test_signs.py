"""Table cards and room signs; a character without a glyph; the handbook as it is kept."""

import pytest
from django.utils import timezone

from conference import printable
from conference.attendance.models import ExportLog
from conference.program.models import USUAL_PARTS, Handbook
from conference.program.papers import cards, signs
from conference.program.papers.order import Order
from conference.program.papers.sources import draft_source
from tests.factories import (
    make_conference,
    make_member,
    make_participation,
    make_person,
    make_registration,
    make_role,
    make_room,
    make_session,
)
from tests.pages import form_data

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a paper says comes from Python")]

RARE = "王\U00020c0b"  # in no font of ours


@pytest.fixture
def conference():
    conference = make_conference(slug="ai-2026")
    hall = make_room(conference, slug="hall", name_zh="报告厅", name_en="Hall")
    make_room(conference, slug="annex", name_zh="附楼", name_en="")
    opening = make_session(conference, "09:00", title_zh="开幕式", title_en="", room=hall)
    guest = make_person(name_zh="王样例", family_name_en="", given_name_en="")
    make_role(opening, make_participation(conference, guest, category="leader"), "guest-of-honor")
    make_participation(conference, make_person(name_zh="吴样例"), category="speaker")
    return conference


@pytest.fixture
def printed(monkeypatch):
    """What the typesetter was given."""
    found = []

    def typeset(template, data, **_options):
        found.append((template, data))
        return type("Print", (), {"pdf": b"%PDF-", "missing": frozenset()})

    monkeypatch.setattr(printable, "typeset", typeset)
    return found


def order_for(conference, sides=("zh",), **choices):
    return Order(draft_source(conference, at=timezone.now()), sides, choices)


def test_cards_are_of_everybody_or_of_those_who_were_asked_for(conference, printed):
    code = conference.sessions.get().code
    for choices in ({}, {"who": ["guests"]}, {"session": [code]}, {"session": ["NOBODY"]}):
        cards.cards_of(order_for(conference, ("zh", "en"), **choices))

    names = [[card["names"] for card in data["cards"]] for _template, data in printed]
    assert names == [
        [["王样例"], ["吴样例", "Wang Xingwei"]],
        [["王样例"]],
        [["王样例"]],
        [],
    ]
    assert (signs.spaced("王全"), signs.spaced("Bo"), signs.spaced("王")) == ("王　全", "Bo", "王")


def test_a_sign_shows_the_room_its_way_and_what_takes_place_in_it(conference, printed):
    signs.signs_of(order_for(conference, ("zh", "en"), arrow=["left"]))

    hall, annex = printed[0][1]["signs"]
    assert (hall["names"], hall["arrow"]) == (("报告厅", "Hall"), "←")
    assert hall["days"] == ("2026年5月20日 星期三", "Wednesday 20 May 2026")
    (entry,) = hall["entries"]
    assert (entry["time"], entry["titles"], entry["people"]) == (
        "09:00–09:30",
        ("开幕式",),
        ("王样例",),
    )
    assert (annex["names"], annex["days"], annex["entries"]) == (("附楼",), (), ())


def test_a_name_that_cannot_be_printed_is_told_before_it_is_printed(client, conference):
    make_participation(conference, make_person(name_zh=RARE))
    client.force_login(make_member(conference, "viewer"))

    asked = client.get("/zh-hans/papers/ai-2026/table-cards.pdf?who=all")
    printed = client.get("/zh-hans/papers/ai-2026/table-cards.pdf?who=all&anyway=1")

    page = asked.content.decode()
    assert (asked.status_code, asked["Cache-Control"]) == (409, "private, no-store")
    assert RARE in page and "U+20C0B" in page and "王样例" not in page
    assert "?who=all&amp;anyway=1" in page
    assert printed.status_code == 200 and printed.content.startswith(b"%PDF-")


def test_an_empty_conference_prints_an_empty_sheet(client):
    conference = make_conference(slug="empty")
    client.force_login(make_member(conference, "viewer"))
    for paper in ("table-cards", "room-signs", "handbook"):
        answer = client.get(f"/en/papers/empty/{paper}.pdf")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-"), paper


def test_a_handbook_is_kept_with_the_usual_chapters_and_lists_nobody(client, conference):
    client.force_login(make_member(conference, "organizer"))
    address = f"/admin/program/handbook/add/?conference={conference.pk}"

    answer = client.post(address, form_data(client.get(address), notice_zh="请准时。"))

    assert answer.status_code == 302
    handbook = Handbook.objects.get(conference=conference)
    assert tuple(part.kind for part in handbook.parts.all()) == USUAL_PARTS
    papers = client.get(f"/admin/program/papers/{conference.pk}/").content.decode()
    assert f"/admin/program/handbook/{handbook.pk}/change/" in papers
    for paper in ("handbook.docx", "table-cards.pdf", "room-signs.pdf"):
        assert f'formaction="/en/papers/ai-2026/{paper}"' in papers
    again = client.post(address, form_data(client.get(address), notice_zh="又一份。"))
    assert again.status_code == 200 and Handbook.objects.count() == 1


def test_participants_are_printed_for_those_who_may_export_and_that_is_logged(client, conference):
    make_registration(conference, name="曾志伟", organization_name="大连理工大学")
    make_registration(conference, name="未确认", status="pending")
    answers = {}
    for role in ("editor", "exporter"):
        client.force_login(make_member(conference, role))
        answers[role] = client.get("/zh-hans/papers/ai-2026/handbook.docx?parts=participants")

    assert [answer.status_code for answer in answers.values()] == [200, 200]
    (log,) = ExportLog.objects.all()
    assert (log.list_name, log.rows, log.columns) == ("participants", 1, ["name", "organization"])
