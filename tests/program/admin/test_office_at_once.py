"""Where only suggestions are open, one press takes them and imports, and says what it will do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.permissions import Role
from conference.program.models import Session
from tests.factories import make_conference, make_member, make_organization
from tests.pages import messages, of_class, words
from tests.program.office.making import csv_file

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="a plan is made of the same rows on both"),
]

ROWS = [
    ["日期", "时间", "内容", "主讲人", "单位"],
    ["2026年5月20日", "9:00-9:20", "图谱的建设", "李示", "样本学院"],
    ["2026年5月20日", "10:00-10:20", "合作的展望", "待定", ""],
]


def sent(client, rows=ROWS):
    conference = make_conference(slug="spring", starts_on="2026-05-20", ends_on="2026-05-20")
    client.force_login(make_member(conference, Role.ORGANIZER))
    upload = SimpleUploadedFile("议程.csv", csv_file(rows))
    page = client.post(f"/admin/program/import/{conference.pk}/", {"schedule": upload}, follow=True)
    return page, page.redirect_chain[-1][0]


def pressed(page):
    """What the press would send."""
    form = of_class(page, "office-at-once")[0]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def test_one_press_takes_the_suggestions_and_imports(client):
    page, address = sent(client)
    told = words(of_class(page, "office-at-once")[0])
    assert "Sessions 2 new" in told and "1 suggested answer is taken" in told
    assert "Who is it in “合作的展望”? The file says “待定”. As it is read" in told

    done = client.post(f"{address}confirm/", pressed(page), follow=True)

    assert messages(done)[0].startswith(
        "Imported from “议程.csv” into the draft: 2 sessions are new"
    )
    assert Session.objects.count() == 2


def test_it_is_not_offered_while_something_else_is_open(client):
    make_organization(name_zh="样本学院二部")
    page, _address = sent(client)
    assert not of_class(page, "office-at-once")


def test_a_draft_that_changed_since_is_shown_anew(client):
    page, address = sent(client)
    press = pressed(page)
    make_organization(name_zh="样本学院")

    again = client.post(f"{address}confirm/", press)

    assert again.status_code == 409 and not Session.objects.exists()
