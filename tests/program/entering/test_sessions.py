"""An agenda of an office becomes sessions of the draft, and its next version a difference."""

import pytest

from conference.program.entering import ImportRefused, ImportStale, enter_reviewed, new_conference
from conference.program.models import ImportedRow, Participation, Session
from conference.program.release.publishing import publish
from tests.factories import at, make_conference, make_room, make_session
from tests.program.entering.entered import DAY, agenda, answers, enter, plan, table

pytestmark = pytest.mark.django_db

ROWS = [
    ("08:30-09:00", "签到", "", "", "前厅"),
    ("09:00-09:20", "致辞", "张大山", "示例大学01", "报告厅"),
    ("09:20-10:00", "目录的用途", "李小河", "示例大学02", "报告厅"),
    ("10:00-10:20", "茶歇", "", "", "前厅"),
    ("10:20-11:00", "索引的用途", "王长江", "示例大学03", "报告厅"),
]


@pytest.fixture
def conference():
    return make_conference(slug="spring")


def told(conference):
    return [
        (
            s.kind,
            s.title_zh,
            f"{s.starts_at.astimezone(conference.zone):%H:%M}" if s.starts_at else "",
            str(s.room or ""),
            [f"{r.participation.person.name_zh} {r.role}" for r in s.roles.all()],
        )
        for s in conference.sessions.in_order()
    ]


def test_rows_become_sessions_with_rooms_people_and_organizations(conference):
    found = enter(agenda(*ROWS), conference)

    assert told(conference) == [
        ("sign-in", "签到", "08:30", "前厅", []),
        ("address", "致辞", "09:00", "报告厅", ["张大山 speaker"]),
        ("talk", "目录的用途", "09:20", "报告厅", ["李小河 speaker"]),
        ("break", "茶歇", "10:00", "前厅", []),
        ("talk", "索引的用途", "10:20", "报告厅", ["王长江 speaker"]),
    ]
    person = Participation.objects.get(person__name_zh="李小河").person
    assert (person.organization.name_zh, person.sort_name) == ("示例大学02", "li xiaohe")
    assert {s: dict(n) for s, n in found.counts.items()} == {
        "organizations": {"new": 3},
        "people": {"new": 3},
        "participants": {"new": 3},
        "rooms": {"new": 2},
        "sessions": {"new": 5},
    }
    assert all(s.history.count() == 1 for s in conference.sessions.all())


def test_the_same_file_again_changes_nothing_and_asks_nothing(conference):
    reading = agenda(*ROWS, ("18:00", "晚餐", "", "", "餐厅"))
    assert [ask.subject for ask in plan(reading, conference).open_asks] == ["end"]
    enter(reading, conference)
    kept = ImportedRow.objects.count()

    again = plan(reading, conference)

    assert again.changes_nothing and not again.open_asks and not again.memory
    assert again.gone == again.kept == []
    assert [row.outcome for row in again.rows] == ["unchanged"] * 6
    enter(reading, conference, accept=False)
    assert ImportedRow.objects.count() == kept and conference.sessions.count() == 6


def test_a_later_version_is_a_difference_and_what_was_changed_here_stays(conference):
    enter(agenda(*ROWS, name="议程0415.csv"), conference)
    talk = conference.sessions.get(title_zh="索引的用途")
    talk.title_zh, talk.room = "索引的妙用", None
    talk.save()
    later = [
        ROWS[0],
        ("09:00-09:30", "致辞", "张大山", "示例大学01", "报告厅"),  # longer
        ("09:30-10:10", "目录的用途", "李小河", "示例大学02", "报告厅"),  # moved
        # the tea break is gone
        ("10:20-11:00", "索引的用途", "王长江", "示例大学03", "二号厅"),
        ("11:00-11:30", "总结", "张大山", "示例大学01", "报告厅"),  # new
    ]

    found = enter(agenda(*later, name="议程0416终稿.csv"), conference)

    assert [row.outcome for row in found.rows] == [
        "unchanged", "changed", "changed", "unchanged", "new",
    ]  # fmt: skip
    assert [s.title_zh for s in found.gone] == ["茶歇"]
    talk.refresh_from_db()
    assert (talk.title_zh, talk.room) == ("索引的妙用", None)
    assert [(k.label, k.here, k.file) for k in found.kept] == [
        ("title (Chinese)", "索引的妙用", "索引的用途"),
        ("room", "–", "二号厅"),
    ]
    assert conference.sessions.filter(title_zh="茶歇").exists()
    moved = conference.sessions.get(title_zh="目录的用途")
    assert moved.starts_at == at("09:30") and moved.history.count() == 2


def test_a_row_of_another_title_is_the_session_of_its_time_and_people(conference):
    enter(agenda(*ROWS), conference)
    code = conference.sessions.get(title_zh="目录的用途").code
    renamed = [
        *ROWS[:2],
        ("09:20-10:00", "目录与索引", "李小河", "示例大学02", "报告厅"),
        *ROWS[3:],
    ]

    enter(agenda(*renamed), conference)

    assert conference.sessions.get(title_zh="目录与索引").code == code
    assert conference.sessions.count() == 5


def test_a_file_with_codes_finds_its_sessions_by_them(conference):
    session = make_session(conference, "09:00", kind="talk", title_zh="旧题目", title_en="")
    head = ["代码", "日期", "时间", "内容"]

    enter(table(head, [session.code, DAY, "14:00-14:30", "新题目"]), conference)

    session.refresh_from_db()
    assert (session.title_zh, session.starts_at) == ("新题目", at("14:00"))
    assert conference.sessions.count() == 1


def test_a_speaker_whom_the_file_exchanges_is_exchanged_and_one_added_here_stays(conference):
    enter(agenda(ROWS[2], ROWS[4]), conference)
    session = conference.sessions.get(title_zh="目录的用途")
    other = Participation.objects.get(person__name_zh="王长江")
    session.roles.create(participation=other, role="chair", position=9)

    enter(
        agenda(("09:20-10:00", "目录的用途", "赵远山", "示例大学04", "报告厅"), ROWS[4]), conference
    )

    assert [(r.participation.person.name_zh, r.role) for r in session.roles.all()] == [
        ("王长江", "chair"),
        ("赵远山", "speaker"),
    ]


def test_a_session_that_was_deleted_here_does_not_come_back(conference):
    enter(agenda(*ROWS), conference)
    conference.sessions.get(title_zh="茶歇").delete()

    found = plan(agenda(*ROWS), conference)

    assert found.changes_nothing and not found.gone
    assert [(k.what, k.here) for k in found.kept] == [("茶歇", "it was deleted here since")]


def test_sub_forums_have_their_talks_and_reach_over_them(conference):
    head = ["日期", "时间", "分论坛", "题目", "主讲人", "地点"]
    rows = [
        [DAY, "14:00-14:30", "分论坛一：目录", "甲题", "张大山", "301"],
        [DAY, "14:30-15:00", "分论坛一：目录", "乙题", "李小河", "301"],
        [DAY, "14:00-14:30", "分论坛二：索引", "丙题", "王长江", "302"],
    ]

    enter(table(head, *rows), conference)

    forum = conference.sessions.get(title_zh="分论坛一：目录")
    assert [t.title_zh for t in forum.talks.in_order()] == ["甲题", "乙题"]
    assert (forum.starts_at, forum.ends_at, str(forum.room)) == (at("14:00"), at("15:00"), "301")
    assert not Session.objects.filter(parent__isnull=False, room__isnull=False).exists()
    assert plan(table(head, *rows), conference).changes_nothing


def test_a_session_that_joins_a_sub_forum_has_its_room_and_a_sub_forum_stays_one(conference):
    room = make_room(conference, name_zh="旧厅")
    talk = make_session(conference, "14:00", kind="talk", title_zh="甲题", title_en="", room=room)
    forum = make_session(conference, "14:00", kind="sub-forum", title_zh="目录论坛", title_en="")
    head = ["代码", "日期", "时间", "分论坛", "题目", "地点"]
    row = [talk.code, DAY, "14:00-14:30", "分论坛一：目录", "甲题", "301"]

    enter(table(head, row, [forum.code, DAY, "14:00-15:00", "", "致辞", "302"]), conference)

    talk.refresh_from_db()
    assert (talk.parent.title_zh, talk.room, str(talk.parent.room)) == (
        "分论坛一：目录",
        None,
        "301",
    )
    forum.refresh_from_db()
    assert (forum.kind, forum.title_zh) == ("sub-forum", "致辞")


def test_cancelled_rows_stay_and_come_back_when_the_file_says_so(conference):
    row = ("09:20-10:00", "目录的用途（取消）", "李小河", "示例大学02", "报告厅")
    enter(agenda(ROWS[1], row), conference)
    session = conference.sessions.get(title_zh="目录的用途")
    assert session.is_cancelled

    enter(agenda(ROWS[1], ROWS[2]), conference)

    session.refresh_from_db()
    assert not session.is_cancelled


def test_days_outside_of_the_conference_are_asked(conference):
    later = [["2026年5月27日", *row] for row in ROWS]
    reading = table(["日期", "时间", "内容", "主讲人", "单位", "地点"], *later)
    found = plan(reading, conference, accept=True)
    [ask] = found.open_asks

    assert ask.subject == "dates" and ask.address == "A2"
    assert "27 May 2026" in ask.text
    assert [option.value for option in ask.options] == [
        "take",
        "extend",
        "shift",
        "untimed",
        "keep",
    ]
    enter(reading, conference, answers={ask.key: "shift"})
    assert conference.sessions.get(title_zh="致辞").starts_at == at("09:00")


def test_a_day_without_a_year_is_the_conference_s_or_asked(conference):
    reading = table(["日期", "时间", "内容"], ["5月20日", "9:00-9:30", "致辞"])
    found = plan(reading, conference)
    assert not found.open_asks and found.rows[0].session.starts_at == at("09:00")
    assert found.notes == ["The file gives no year: 2026 is taken, that of the conference."]

    new = new_conference(reading, "autumn")
    [ask] = plan(reading, new).open_asks
    assert (ask.subject, ask.takes) == ("day", "year")
    known = plan(reading, new, answers={ask.key: "2027"})
    assert not known.open_asks and str(known.conference.starts_on) == "2027-05-20"
    wrong = plan(reading, new_conference(reading, "autumn"), answers={ask.key: "soon"})
    assert wrong.open_asks[0].wrong == "soon"


def test_only_what_is_sure_is_entered_where_somebody_says_so(conference):
    reading = agenda(*ROWS[:2], ("18:00", "晚餐", "", "", "餐厅"))
    found = plan(reading, conference)
    with pytest.raises(ImportRefused, match="1 question is open"):
        enter_reviewed(reading, conference, reviewed=found.fingerprint(), by=None)
    assert not conference.sessions.exists()

    done = enter(reading, conference, accept=False, only_sure=True)

    dinner = conference.sessions.get(title_zh="晚餐")
    assert (dinner.starts_at, str(dinner.room)) == (None, "餐厅")
    assert [(left.text, left.reason) for left in done.left_out] == [
        ("晚餐", "entered without a time, which is in doubt")
    ]
    # Answered later, it is filled in.
    later = plan(reading, conference)
    [ask] = plan(reading, conference, answers=answers(later, end="26:00")).open_asks
    assert ask.wrong == "26:00"
    enter(reading, conference, answers=answers(later, end="19:30"))
    dinner.refresh_from_db()
    assert dinner.ends_at == at("19:30")


def test_a_plan_is_written_only_as_it_was_seen(conference):
    reading = agenda(*ROWS)
    seen = plan(reading, conference).fingerprint()
    enter(agenda(*ROWS[:2]), conference)

    with pytest.raises(ImportStale) as stale:
        enter_reviewed(reading, conference, reviewed=seen, by=None)
    assert stale.value.plan.count_of("sessions", "new") == 3

    seen = stale.value.plan.fingerprint()
    publish(conference, by=None)
    with pytest.raises(ImportStale):
        enter_reviewed(reading, conference, reviewed=seen, by=None)
    assert conference.sessions.count() == 2

    seen = plan(reading, conference).fingerprint()
    assert enter_reviewed(reading, conference, reviewed=seen, by=None).count_of("sessions", "new")
    assert conference.sessions.count() == 5
