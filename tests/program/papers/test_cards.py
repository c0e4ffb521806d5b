"""Whom table cards are for: all who take part, shown or not, and registered guests."""

import pytest

from conference import printable
from conference.attendance.models import ExportLog
from conference.program.release.publishing import publish
from tests.factories import (
    make_conference,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_registration,
    make_role,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a paper says comes from Python")]


@pytest.fixture
def conference():
    """A speaker, a guest nobody shows; registered: a leader, a delegate, the speaker, one gone."""
    conference = make_conference(slug="ai-2026")
    school = make_organization(name_zh="东北大学", name_en="")

    def person(name, **overrides):
        row = make_person(
            name_zh=name, family_name_en="", given_name_en="", organization=school, **overrides
        )
        return make_participation(conference, row, **{"category": "speaker"} | placed)

    placed = {}
    speaker = person("王报告", position_zh="院长")
    make_role(make_session(conference, "09:00"), speaker)
    placed = {"category": "guest", "is_shown": False}
    person("李嘉宾", position_zh="处长")
    registered = {"organization_name": "教育厅", "title": "厅长", "category": "leader"}
    make_registration(conference, name="张厅长", **registered)
    make_registration(conference, name="赵代表", category="delegate")
    make_registration(conference, name="孙取消", status="cancelled", category="guest")
    make_registration(conference, name="王报告", participation=speaker, category="speaker")
    make_registration(conference, name="李嘉宾", organization_name="东北大学", category="guest")
    return conference


@pytest.fixture
def cards(client, conference, monkeypatch):
    """(role, query) -> [(names, about)] that the typesetter was given."""
    given = []

    def typeset(_template, data, **_options):
        given.append([(card["names"], list(card["about"])) for card in data["cards"]])
        return type("Print", (), {"pdf": b"%PDF-", "missing": frozenset()})

    monkeypatch.setattr(printable, "typeset", typeset)

    def ask(role, query=""):
        client.force_login(make_member(conference, role))
        answer = client.get(f"/zh-hans/papers/ai-2026/table-cards.pdf?{query}")
        assert answer.status_code == 200
        return given.pop()

    return ask


SPEAKER = (["王报告"], ["东北大学 院长"])
GUEST = (["李嘉宾"], ["东北大学 处长"])
LEADER = (["张厅长"], ["教育厅 厅长"])


def test_all_are_those_shown_or_not_and_registered_guests_each_once(cards, conference):
    publish(conference)

    assert cards("organizer") == [SPEAKER, GUEST, LEADER]
    assert cards("organizer", "release=1") == [SPEAKER, GUEST, LEADER]
    first, _second = ExportLog.objects.all()
    assert (first.list_name, first.format, first.rows) == ("participants", "paper", 2)


def test_who_may_take_no_list_gets_the_cards_of_the_program_alone(cards):
    assert cards("viewer", "who=all") == [SPEAKER, GUEST]
    assert not ExportLog.objects.exists()


def test_speakers_guests_and_one_category_can_be_asked_for(cards):
    assert cards("organizer", "who=speakers") == [SPEAKER]
    assert cards("organizer", "who=guests") == [GUEST, LEADER]
    assert cards("organizer", "who=category-leader&about=no") == [(["张厅长"], [])]
    assert cards("organizer", "who=category-delegate") == [(["赵代表"], ["大连理工大学 教授"])]
