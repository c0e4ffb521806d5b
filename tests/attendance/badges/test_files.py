"""Badges and table cards as files: for whom, what stands on them, that they are logged."""

import re
import shutil
import subprocess

import pytest

from conference.attendance.badges import drawing, in_background
from conference.attendance.badges.sizes import SIZES
from conference.attendance.models import BadgeStyle, ExportLog
from conference.program.papers.signs import NameCard, table_cards
from conference.work.models import Job
from tests.attendance.badges.conftest import RARE
from tests.factories import at, make_member, make_registration, make_room, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a badge says comes from Python")]
PRINT = "/en/desk/spring/print/"


def names(data):
    return ["/".join(card["names"]) for card in data["cards"]]


def test_who_is_expected_gets_a_badge_without_phone_or_mail_and_it_is_logged(
    client, desk, people, given
):
    answer = client.get(f"{PRINT}badges.pdf?size=a6")

    (template, data) = given.pop()
    expert, abroad = data["cards"][::-1]
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith('inline; filename="spring-badges-a6.pdf"; ')
    assert template == "badges.typ"
    assert data["head"] == ["春季研讨会", "Spring Symposium"]
    assert data["sheet"] == {"page": (105, 148), "card": (105, 148), "columns": 1, "rows": 1}
    assert expert["names"] == ("王样例", "Sample Wang")
    assert expert["about"] == ("示例大学", "Sample University")
    assert (expert["category"], expert["ink"]) == ("专家 Expert", "#ffffff")
    assert expert["code"].replace(" ", "") == people[0].code
    assert (abroad["names"], abroad["about"]) == (("Maria-Magdalena von und zu Sample",), ())
    assert "13800138000" not in str(data)
    assert "@" not in str(data)
    log = ExportLog.objects.get()
    assert (log.list_name, log.format, log.rows, log.via, log.by) == (
        "badges",
        "pdf",
        2,
        "desk",
        desk,
    )
    assert log.people == f"{people[0].pk}-{people[1].pk}"
    assert "phone" not in log.columns


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("numbers=1", ["王样例/Sample Wang"]),
        ("numbers=3，%204", ["未确认"]),  # the fourth is cancelled
        ("category=expert", ["王样例/Sample Wang"]),
        ("order=number", ["王样例/Sample Wang", "Maria-Magdalena von und zu Sample"]),
    ],
)
def test_some_of_them_are_asked_for(client, desk, people, given, query, found):
    assert client.get(f"{PRINT}badges.pdf?{query}").status_code == 200
    assert names(given.pop()[1]) == found


def test_a_sub_forum_and_those_who_have_none_yet(client, desk, conference, people, given):
    forum = make_session(conference, kind="sub-forum", title_en="Forum A")
    people[1].sessions.add(forum)
    client.get(f"{PRINT}badges.pdf?session={forum.code.lower()}")
    assert names(given.pop()[1]) == ["Maria-Magdalena von und zu Sample"]

    client.get(f"{PRINT}badges.pdf?new=1")
    assert names(given.pop()[1]) == ["王样例/Sample Wang"]
    page = client.get(f"{PRINT}badges.pdf?new=1")
    assert page.status_code == 422
    assert "Everybody who was asked for has theirs already." in page.content.decode()


def test_chosen_sub_forums_with_their_rooms_stand_on_badges_where_they_are_wanted(
    client, desk, conference, people, given
):
    room = make_room(conference, name_zh="201会议室", name_en="Room 201")
    forum = make_session(
        conference, kind="sub-forum", title_zh="分论坛一", title_en="Forum 1", room=room
    )
    people[0].sessions.add(forum)
    told = [("分论坛一 · 201会议室", "Forum 1 · Room 201"), ()]

    def forums(query=""):
        assert client.get(f"{PRINT}badges.pdf?order=number{query}").status_code == 200
        return [card["forums"] for card in given.pop()[1]["cards"]]

    assert (forums(), forums("&forums=yes")) == ([(), ()], told)
    assert [log.columns[-1] for log in ExportLog.objects.order_by("pk")] == ["code", "sessions"]
    BadgeStyle.objects.create(conference=conference, shows_forums=True)
    assert (forums(), forums("&forums=no")) == (told, [(), ()])
    assert client.get(f"{PRINT}badges.pdf?forums=perhaps").status_code == 422
    assert '<option value="yes" selected>' in client.get(PRINT).content.decode()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
@pytest.mark.parametrize("size", sorted(SIZES["badges"]))
def test_a_badge_with_everything_on_it_stands_on_one_page_with_its_code_whole(size, tmp_path):
    long = "Maria-Magdalena Konstantinopoulou von und zu Hohenzollern-Sigmaringen"
    card = drawing.Badge(
        names=("阿卜杜热合曼·买买提吐尔逊", long),
        about=("新疆维吾尔自治区教育厅高等教育处", "Higher Education Office of the Department"),
        category="专家 Expert",
        color="#0b5d8a",
        code="ABCDE2345678",
        forums=("分论坛一：人工智能赋能课程与教学评价 · 201", "Forum 1: Curricula · Room 201"),
    )
    one = SIZES["badges"][size]
    made = drawing.badges([card], head=("研讨会",), size=one, sheet=one.alone, at=at("09:00"))
    (tmp_path / "badge.pdf").write_bytes(made)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "badge.pdf", "-"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    assert text.count("\f") == 1
    for said in ("ABCDE 2345678", "201", "Curricula", "Hohenzollern", "专家 Expert"):
        assert said in text


def test_table_cards_are_of_the_same_people(client, desk, people, given):
    client.get(f"{PRINT}table-cards.pdf?size=a4&category=expert")
    client.get(f"{PRINT}table-cards.pdf?category=expert&about=no&sheet=a4&size=90x55")

    (template, whole), (_template, bare) = given
    assert template == "table_cards.typ"
    assert whole["cards"] == [{"names": ["王样例", "Sample Wang"], "about": ("示例大学 教授",)}]
    assert whole["sheet"]["page"] == (210.0, 297.0)
    assert bare["cards"][0]["about"] == ()
    assert (bare["sheet"]["columns"], bare["sheet"]["rows"]) == (2, 2)
    assert {row.list_name for row in ExportLog.objects.all()} == {"table-cards"}


def test_a_badge_without_a_size_is_the_conferences(client, desk, conference, people, given):
    BadgeStyle.objects.create(
        conference=conference, size="90x55", paper="a4", colors={"expert": "#ffee00"}
    )
    client.get(f"{PRINT}badges.pdf?numbers=1")

    _template, data = given.pop()
    assert data["sheet"]["card"] == (90, 55)
    assert data["sheet"]["columns"] * data["sheet"]["rows"] == 10
    assert (data["cards"][0]["color"], data["cards"][0]["ink"]) == ("#ffee00", "#1a1c20")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("size=a0", "“a0” cannot be chosen here. Possible are: a6, 90x55, cr80, a4."),
        ("category=shoe", "“shoe” cannot be chosen here."),
        ("numbers=1-x", "“1-x” is no number of a registration."),
        ("numbers=99", "Nobody on the list is what was asked for."),
        ("session=NOPE", "There is no session “NOPE”."),
    ],
)
def test_what_cannot_be_made_is_said_in_words(client, desk, people, query, said):
    page = client.get(f"{PRINT}badges.pdf?{query}")

    assert page.status_code == 422
    assert said in page.content.decode()
    assert not ExportLog.objects.exists()
    assert client.get(f"{PRINT}shoes.pdf").status_code == 404
    assert client.get(f"{PRINT}badges.png?{query}").status_code == 404


def test_a_rare_character_is_named_before_anything_is_printed(client, desk, conference, people):
    make_registration(conference, name=RARE, name_en="", organization_name="")
    page = client.get(PRINT).content.decode()
    refused = client.get(f"{PRINT}badges.pdf")
    printed = client.get(f"{PRINT}badges.pdf?anyway=1")

    assert "Characters that cannot be printed" in page
    assert "U+20C0B" in page
    assert "Print with 〓" in page
    assert refused.status_code == 409
    assert "U+20C0B" in refused.content.decode()
    assert printed.content.startswith(b"%PDF-")
    assert ExportLog.objects.count() == 1


def test_many_are_made_in_the_background_and_logged_when_they_are_made(
    client, desk, conference, people, given, monkeypatch
):
    monkeypatch.setattr(in_background, "AT_ONCE", 1)
    answer = client.get(f"{PRINT}badges.pdf?size=cr80&via=admin")
    job = Job.objects.get()
    assert answer["Location"] == f"/en/desk/spring/work/{job.token}/"
    assert client.get(answer["Location"]).status_code == 200
    assert job.rules.title(job) == "Badges · CR80"
    assert not ExportLog.objects.exists()

    made = job.rules.make(job, lambda _done, _total: None)
    job.rules.told(job, made)
    assert made.file.read() == b"%PDF-"
    log = ExportLog.objects.get()
    assert (log.list_name, log.rows, log.via, log.by) == ("badges", 2, "admin", desk)
    assert job.rules.may(job, desk)
    assert not job.rules.may(job, make_member(conference, "exporter"))


def test_the_list_costs_the_same_for_more_people(
    client, desk, conference, given, django_assert_num_queries
):
    for count in (1, 3):
        while conference.registrations.count() < count:
            make_registration(conference, name="示例")
        with django_assert_num_queries(7):
            client.get(f"{PRINT}badges.pdf")
        with django_assert_num_queries(7):
            client.get(PRINT)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_a_long_name_on_a_table_card_goes_on_below_itself_in_large_letters(tmp_path):
    long = (
        "Maria-Magdalena Konstantinopoulou Schlegelsteinhausen von und zu Hohenzollern-Sigmaringen"
    )
    one = SIZES["table-cards"]["a4"].alone
    made = table_cards([NameCard((long,), ("Universität",))], at=at("09:00"), lang="zh", sheet=one)
    (tmp_path / "card.pdf").write_bytes(made)
    done = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "card.pdf", "-"],
        capture_output=True,
        check=True,
        text=True,
    )
    boxes = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">Konst', done.stdout)

    assert boxes
    # On one line its letters would be 10 points high.
    assert all(float(bottom) - float(top) > 30 for top, bottom in boxes), boxes
