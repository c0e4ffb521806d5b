"""What people take along from their own page: the code, a calendar, their data, the address."""

import json
import re

import pytest

from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.models import Registration
from conference.attendance.registering import issue_link
from tests.attendance.replies.filling import page
from tests.factories import make_registration

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("early"),
    pytest.mark.once(reason="what a page says is drawn from the same rows on both"),
]


def test_the_page_shows_the_code_as_qr_its_own_address_and_when_and_where(client, form, own):
    html = page(client.get(own))

    assert 'class="own-qr"' in html
    assert Registration.objects.get().code in html
    assert f'value="http://127.0.0.1:8000{own}"' in html
    assert f'href="{own}calendar.ics"' in html


def test_only_who_is_expected_has_a_code_to_show(client, form):
    waits = make_registration(form.conference, status="waitlisted")

    html = page(client.get(f"/en/r/{issue_link(waits)}/"))

    assert "own-qr" not in html
    assert waits.code not in html


def test_the_calendar_holds_the_program(client, form, own):
    response = client.get(f"{own}calendar.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="spring.ics"'
    assert response.content.count(b"BEGIN:VEVENT") == 1


def test_ones_data_are_all_there_readable_and_nobody_elses(client, form, own):
    question = form.questions.create(kind="yes-no", label_zh="是否住宿", label_en="Hotel?")
    person = Registration.objects.get()
    person.answers, person.remarks = {str(question.pk): True}, "坐第三排"
    person.save()
    make_registration(form.conference, name="李明", phone="+44 7700 900999")
    where = arrival_checkpoint(form.conference)
    check_in(person, conference=form.conference, checkpoint=where, by=None, client_id="c")

    response = client.get(own.replace("/en/", "/zh-hans/") + "data.json")

    text = response.content.decode()
    found = json.loads(text)
    assert "\n" in text and "曾志伟" in text  # readable as it is
    assert (found["name"], found["status"], found["code"]) == ("曾志伟", "已确认", person.code)
    assert found["answers"] == [{"question": "是否住宿", "answer": "是"}]
    assert len(found["signed_in"]) == 1
    assert [row["to"] for row in found["letters"]] == ["zeng@example.org"]
    assert found["labels"]["name"] == "姓名"
    assert set(found["labels"]) == set(found) - {"version", "labels"}
    assert "900999" not in text
    assert "第三排" not in text


@pytest.mark.parametrize("people", [1, 3, 400])
def test_each_page_costs_the_same_whoever_else_is_on_the_list(
    client, form, own, people, django_assert_num_queries
):
    Registration.objects.bulk_create(
        Registration(
            conference=form.conference, number=10 + n, name=f"来{n}", code=f"C{n}", source="import"
        )
        for n in range(people)
    )
    client.get(own)

    with django_assert_num_queries(6):
        client.get(own)
    with django_assert_num_queries(3):
        client.get(f"{own}correct/")
    with django_assert_num_queries(7):
        client.get(f"{own}data.json")


def test_what_is_shown_without_a_network_names_nobody_and_every_device_keeps_it(client, form, own):
    shell = page(client.get("/en/r/"))
    worker = page(client.get("/sw.js"))

    assert "曾志伟" not in shell
    assert re.search(r'"shell": \[.*"/en/r/"', worker)
    assert "js/own/kept" in worker
    assert page(client.get(own)).count("data-own-kept") == 1
