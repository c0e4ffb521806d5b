"""An empty site leads: a conference in four questions, then what it needs, step by step."""

from datetime import date

import pytest
import time_machine

from conference.attendance.models import ReplyForm
from conference.attendance.models.reply_forms import unfilled
from conference.attendance.sample_notice import sample_notice
from conference.models import Conference, StepAside
from conference.people.models import HostRole, Organization
from conference.permissions import Role
from conference.program.models import Session
from tests.factories import (
    make_conference,
    make_host,
    make_member,
    make_organization,
    make_reply_form,
    make_role,
    make_room,
    make_session,
    make_user,
)
from tests.pages import errors, form_data, links, messages, of_class, parsed, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="the steps are found by the same queries on both"),
]

BEGIN = "/admin/conference/conference/begin/"
SPRING = date(2026, 5, 1)  # before the day of the factories' conferences


@pytest.fixture
def founder(client):
    user = make_user(is_superuser=True)
    client.force_login(user)
    return user


def to_do(page):
    """{step: where it is done}, in order."""
    found = parsed(page).xpath("//ol[@class='steps']/li/a")
    return {words(link): link.get("href") for link in found}


def behind(page):
    """[(state, step)] of the steps that need nothing more."""
    rows = parsed(page).xpath("//details[@class='steps-behind']//li")
    return [(words(row.xpath("span")[0]), words(row.xpath("a")[0])) for row in rows]


def test_the_first_page_of_an_empty_site_asks_four_questions(client, founder):
    page = client.get("/admin/")

    asked = [words(legend) for legend in parsed(page).xpath("//legend")]
    assert asked == [
        "1 What is it called?",
        "2 When is it?",
        "3 Where is it?",
        "4 Who organizes it?",
    ]
    answers = form_data(page, name_zh="教育研讨会", starts_on="2027年5月2日")
    answers |= {"organization_zh": "样例大学", "city_zh": "沈阳"}
    begun = client.post(BEGIN, answers, follow=True)

    conference = Conference.objects.get()
    assert (conference.slug, conference.time_zone) == ("jiao-yu-yan-tao-hui", "Asia/Shanghai")
    assert conference.starts_on == conference.ends_on == date(2027, 5, 2)
    assert [(m.user, m.role) for m in conference.teammembers.all()] == [(founder, Role.ORGANIZER)]
    host = HostRole.objects.get()
    assert (host.role, host.organization.name_zh) == ("sponsor", "样例大学")
    assert begun.redirect_chain == [(f"/admin/?conference__id__exact={conference.pk}", 302)]
    assert "step by step" in messages(begun)[0]
    assert next(iter(to_do(begun))) == "Import or paste the agenda"
    client.post(BEGIN, answers)  # gone back to, and sent once more
    assert Conference.objects.count() == 1


def test_what_is_missing_or_wrong_is_told_beside_its_question_and_nothing_is_kept(client, founder):
    known = make_organization(name_zh="样例大学", name_en="Sample University")
    page = client.get(BEGIN)
    nothing = client.post(BEGIN, form_data(page))
    assert errors(nothing) == [
        "Give the conference a name in Chinese or in English.",
        "This field is required.",
        "Name the organization in Chinese or in English.",
    ]
    wrong = form_data(page, name_en="Symposium", organization_zh="样例大学", time_zone="Mars")
    wrong |= {"starts_on": "2027-05-02", "ends_on": "2027-05-01"}
    assert errors(client.post(BEGIN, wrong)) == ["The last day must not lie before the first day."]
    wrong["ends_on"] = "2027-05-03"
    told = errors(client.post(BEGIN, wrong))
    assert told == ["“Mars” is not a time zone. Use a name like Asia/Shanghai."]
    assert not Conference.objects.exists()

    client.post(BEGIN, wrong | {"time_zone": "Europe/London", "role": "undertaker"})

    assert HostRole.objects.get().organization == known
    assert Organization.objects.count() == 1
    again = form_data(client.get(BEGIN), name_en="Symposium", organization_en="Another")
    client.post(BEGIN, again | {"starts_on": "2028-05-02"})
    assert set(Conference.objects.values_list("slug", flat=True)) == {"symposium", "symposium-2"}


def test_only_those_who_may_make_a_conference_are_asked(client):
    client.force_login(make_member(make_conference(), Role.EDITOR))

    assert client.get(BEGIN).status_code == 403
    assert not of_class(client.get("/admin/"), "questions")


@time_machine.travel(SPRING)
def test_each_step_is_found_in_the_rows_and_leads_to_its_place(client):
    conference = make_conference(name_en="Symposium")
    client.force_login(make_member(conference, Role.ORGANIZER))
    pk = conference.pk

    page = client.get("/admin/")

    assert to_do(page) == {
        "Import or paste the agenda": f"/admin/program/import/{pk}/",
        "Say who hosts it": f"/admin/people/hostrole/add/?conference={pk}",
        "List the rooms": f"/admin/conference/room/add/?conference={pk}",
        "Say where it takes place": f"/admin/conference/conference/{pk}/change/#id_venue_zh",
        "Describe the conference in a few sentences": (
            f"/admin/conference/conference/{pk}/change/#id_description_zh"
        ),
        "Open the registration, with a sample of a privacy notice": (
            f"/admin/attendance/replyform/add/?conference={pk}"
        ),
        "Invite the team of the desk": (
            f"/admin/conference/teaminvitation/add/?conference={pk}&role=desk"
        ),
        "Invite your team": f"/admin/conference/teaminvitation/add/?conference={pk}",
    }
    for address in to_do(page).values():
        there = client.get(address.partition("#")[0])
        assert there.status_code == 200
        if box := address.partition("#")[2]:
            assert parsed(there).xpath(f"//*[@id='{box}']")
    assert behind(page) == [("done", "Have every text in both languages")]

    make_role(session := make_session(conference, "09:00"))
    make_host(conference), (room := make_room(conference)), make_reply_form(conference)
    make_member(conference, Role.DESK), make_member(conference, Role.EDITOR)
    Conference.objects.filter(pk=pk).update(
        venue_zh="大礼堂", venue_en="Hall", city_zh="沈阳", city_en="Shenyang",
        description_zh="介绍", description_en="About",
    )  # fmt: skip

    first = "Publish the program for the first time"
    assert list(to_do(client.get("/admin/"))) == ["Give 1 session a room", first]
    Session.objects.filter(pk=session.pk).update(room=room)
    assert list(to_do(client.get("/admin/"))) == [first]


@time_machine.travel(SPRING)
def test_a_step_is_set_aside_and_taken_up_again(client):
    conference = make_conference()
    organizer = make_member(conference, Role.ORGANIZER)
    client.force_login(organizer)
    step = "Open the registration, with a sample of a privacy notice"
    address = f"/admin/steps/{conference.pk}/"

    for _twice in range(2):
        page = client.post(address, {"step": "registration", "aside": "1"}, follow=True)

    assert step not in to_do(page)
    assert "Invite the team of the desk" not in to_do(page)  # nobody comes to it
    assert ("not needed", step) in behind(page)
    assert [(row.step, row.by) for row in StepAside.objects.all()] == [("registration", organizer)]
    assert step in to_do(client.post(address, {"step": "registration"}, follow=True))
    assert client.post(address, {"step": "agenda", "aside": "1"}).status_code == 404
    client.force_login(make_member(conference, Role.VIEWER))
    assert client.post(address, {"step": "rooms", "aside": "1"}).status_code == 403
    assert not StepAside.objects.exists()


def test_what_comes_before_a_conference_is_not_asked_after_it(client):
    conference = make_conference(starts_on=date(2020, 5, 1), ends_on=date(2020, 5, 1))
    client.force_login(make_member(conference, Role.ORGANIZER))

    found = to_do(client.get("/admin/"))

    assert "Import or paste the agenda" in found
    assert not [step for step in found if "registration" in step or "nvite" in step]


# --- The sample of a privacy notice --------------------------------------------------------------


@time_machine.travel(SPRING)
def test_a_reply_form_begins_with_a_sample_that_is_not_kept_unread(client):
    conference = make_conference(
        name_zh="研讨会", name_en="Symposium", contact_email="a@example.org"
    )
    university = make_organization(name_zh="样例大学", name_en="Sample University")
    make_host(conference, organization=university, role="undertaker")
    client.force_login(make_member(conference, Role.ORGANIZER))
    page = client.get("/admin/attendance/replyform/add/")
    data = {name: value[0] for name, value in form_data(page).items()}

    assert "样例大学为组织“研讨会”处理" in data["notice_zh"]
    assert "Sample University handles what you write here" in data["notice_en"]
    assert "a@example.org" in data["notice_zh"] and "a@example.org" in data["notice_en"]
    assert (data["closes_at_0"], data["closes_at_1"]) == ("2026-05-20", "00:00")
    refused = client.post("/admin/attendance/replyform/add/", data)
    assert len(errors(refused)) == 2
    assert "【填写：保存期限，如会后六个月】" in errors(refused)[0]
    assert not ReplyForm.objects.exists()

    for name in ("notice_zh", "notice_en"):
        data[name] = "\n".join(line for line in data[name].splitlines() if not unfilled(line))
    client.post("/admin/attendance/replyform/add/", data)

    assert unfilled(ReplyForm.objects.get().notice_zh) == []
    assert links(client.get("/admin/"))["Reply forms"] == "/admin/attendance/replyform/"


def test_what_is_not_known_is_a_blank_that_names_itself():
    notice = sample_notice(make_conference(name_zh="研讨会", name_en=""))

    assert len(unfilled(notice.zh)) == len(unfilled(notice.en)) == 4
    assert "“研讨会”" in notice.en
    assert unfilled("本会【2026】按第[3]条处理。") == []
