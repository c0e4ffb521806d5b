"""What is answered in the preview of an office's file is seen in it at once, and imported so."""

import pytest

from conference.permissions import Role
from conference.program.models import Session
from tests.factories import make_conference, make_member
from tests.pages import messages, of_class, parsed, words
from tests.program.admin.test_office_door import sent
from tests.program.office.making import csv_file

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="pages over a file and a cache")]

ROWS = [
    ["日期", "时间", "内容", "主讲人"],
    ["", "25:00-26:00", "甲报告", "张样例"],
    ["", "10:30-10:00", "乙报告", "李示"],
    ["", "13:00", "丁报告", "赵例"],
    ["2月30日", "14:00-14:30", "戊报告", "钱例"],
    ["5月20日", "16:00-16:30", "庚报告", "孙例"],
]


@pytest.fixture
def conference():
    return make_conference(slug="spring", name_en="Symposium", name_zh="")


@pytest.fixture
def preview(client, conference):
    client.force_login(make_member(conference, Role.EDITOR))
    page, address = sent(client, conference, csv_file(ROWS))
    return Preview(client, address, page)


class Preview:
    def __init__(self, client, address, page):
        self.client, self.address, self.page = client, address, page

    def say(self, **form):
        self.page = self.client.post(f"{self.address}correct/", form, follow=True)
        return self

    def answer(self, about, **said):
        [key] = [a.ask.key for a in self.page.context["asks"] if about in a.ask.text]
        return self.say(ask=key, **said)

    @property
    def open(self):
        return [asked.ask.text for asked in self.page.context["asks"]]

    @property
    def days(self):
        return {
            day.label.partition(" 2026")[0]: [
                f"{item.when} {item.session.title}" for item in day.sessions
            ]
            for day in self.page.context["days"]
        }


def test_days_and_times_that_are_answered_are_shown_at_once_and_imported(preview):
    preview.answer("The file gives no year", typed="2026")
    preview.answer("There is no day 2026-02-30", typed="2026-05-20")
    preview.answer("On which day are these", typed="2026-05-20")
    assert preview.days == {
        "Wednesday 20 May": [
            "no time 甲报告", "10:30–10:00 乙报告", "13:00 丁报告", "14:00–14:30 戊报告",
            "16:00–16:30 庚报告",
        ]
    }  # fmt: skip

    preview.say(what="answers", place=["0.1.2"], end="09:00")
    assert "–09:00 甲报告" in str(preview.days) and "beyond 24:00" in str(preview.open)
    preview.say(what="answers", place=["0.1.2"], start="08:30", end="09:00")
    preview.answer("“乙报告” ends before", typed="9:99")
    assert 'value="9:99"' in preview.page.content.decode()
    preview.answer("“乙报告” ends before", typed="11:00")
    preview.answer("“丁报告” begins at", answer="13:30")
    preview.say(what="session", key="0.2.2", title_zh="乙改")  # its end stays as it was said
    assert preview.open == []
    shown = ["08:30–09:00 甲报告", "10:30–11:00 乙改", "13:00–13:30 丁报告",
             "14:00–14:30 戊报告", "16:00–16:30 庚报告"]  # fmt: skip
    assert preview.days == {"Wednesday 20 May": shown}

    plan = preview.page.context["plan"]
    preview.client.post(f"{preview.address}confirm/", {"reviewed": plan.fingerprint()})
    saved = Session.objects.order_by("starts_at").values_list("title_zh", "starts_at", "ends_at")
    zone = plan.conference.zone
    assert shown == [
        f"{start.astimezone(zone):%H:%M}–{end.astimezone(zone):%H:%M} {title}"
        for title, start, end in saved
    ]


def test_an_answer_for_several_stays_when_one_of_them_is_set_apart(preview):
    preview.answer("The file gives no year", typed="2026")
    preview.answer("On which day are these", typed="2026-05-20")

    preview.say(what="session", key="0.1.2", day="2026-05-21")

    assert "On which day are these items?" not in preview.open
    assert preview.days["Thursday 21 May"] == ["no time 甲报告"]
    assert "13:00 丁报告" in preview.days["Wednesday 20 May"]
    rows = of_class(preview.page, "rows", "ul")[-1]
    assert "On which day are these items? 2026-05-20" in words(rows)
    [button] = [b for b in rows.xpath(".//button") if "On which day" in words(b.getparent())]
    preview.say(undo=button.get("value"))
    assert "On which day are these items?" in preview.open


def test_an_answer_to_what_is_not_asked_is_refused_in_words(preview):
    preview.say(ask="day-000000000000", answer="2026-05-20")

    assert messages(preview.page) == ["This page is out of date. Look at it again."]


JOB_EN = {"organization_en": "Sample University", "title_en": "Professor"}


def test_a_job_in_english_is_given_to_a_speaker_and_to_one_more(client, conference):
    client.force_login(make_member(conference, Role.EDITOR))
    rows = [
        ["日期", "时间", "内容", "主讲人"],
        ["2026-05-20", "09:00-09:30", "甲报告", "李明，示例大学教授"],
    ]
    page, address = sent(client, conference, csv_file(rows))
    preview = Preview(client, address, page)
    form = client.get(f"{address}?edit=0.1.2").content.decode()
    assert 'name="p0-organization_en"' in form and 'name="new-title_en"' in form

    job = {f"p0-{name}": text for name, text in JOB_EN.items()}
    more = {"new-name": "王示例", "new-role": "chair", "new-organization": "示例学院"}
    more |= {"new-name_en": "Wang Shili", "new-organization_en": "Sample College"}
    preview.say(what="session", key="0.1.2", **job, **more)

    assert "示例大学 教授 Sample University Professor" in words(parsed(preview.page))
    plan = preview.page.context["plan"]
    client.post(f"{address}confirm/", {"reviewed": plan.fingerprint()})
    told = {str(one.person.name_zh): one for one in conference.participations.all()}
    assert told["李明"].person.position_en == "Professor"
    assert told["李明"].person.organization.name_en == "Sample University"
    assert told["王示例"].person.family_name_en == "Wang"
    assert told["王示例"].person.organization.name_en == "Sample College"


GUESTS = [
    ["姓名", "单位", "职务", "电话"],
    ["李明", "示例大学", "教授", "13800000001"],
    ["王示例", "示例学院 / Sample College", "院长 / Dean", "13800000002"],
]


def test_a_guests_job_is_read_and_corrected_in_both_languages(client, conference):
    client.force_login(make_member(conference, Role.EDITOR))
    page, address = sent(client, conference, csv_file(GUESTS))
    preview = Preview(client, address, page)
    guests = {one.read.name: one.read for one in preview.page.context["plan"].guests}
    dean = guests["王示例"]
    assert (dean.organization.value, dean.organization_en) == ("示例学院", "Sample College")
    assert (dean.title, dean.title_en) == ("院长", "Dean")
    assert 'name="organization_en"' in client.get(f"{address}?edit={dean.key}").content.decode()

    preview.say(what="guest", key=guests["李明"].key, **JOB_EN)

    plan = preview.page.context["plan"]
    client.post(f"{address}confirm/", {"reviewed": plan.fingerprint()})
    people = {one.person.name_zh: one.person for one in conference.participations.all()}
    assert {name: (one.position_en, one.organization.name_en) for name, one in people.items()} == {
        "李明": ("Professor", "Sample University"),
        "王示例": ("Dean", "Sample College"),
    }
