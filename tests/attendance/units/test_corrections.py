"""A slip of a liaison is corrected in the same row; another person is a swap."""

import pytest

from conference.attendance.models import Registration, UnitMember
from conference.attendance.units.named import is_another
from conference.letters.models import Letter
from conference.models import Act
from tests.attendance.replies.filling import page
from tests.attendance.units.conftest import named, sent
from tests.factories import at
from tests.pages import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


@pytest.fixture
def slip(client, address):
    """(where a named person is corrected, what a browser would send of it)"""
    more = {"person-0-phone": "+44 7700 900111", "person-0-email": "li@exmaple.org"}
    client.post(address, sent(client.get(address), **named("李名"), **more))
    where = f"{address}{UnitMember.objects.get().pk}/correct/"
    (form,) = parsed(client.get(where)).xpath("//main//form")
    return where, dict(form.form_values())


def test_a_slip_is_corrected_in_the_same_row_and_the_history_says_so(client, slip):
    where, data = slip
    before = Registration.objects.get()
    assert (data["name"], data["organization_name"]) == ("李名", "大连理工大学")
    # Nobody's phone or address is read here, and an empty box leaves it.
    assert (data.get("phone"), data.get("email")) == (None, None)
    fixed = data | {"name": "李明", "organization_name": "大连大学", "email": "li@example.org"}

    answer = client.post(where, fixed, follow=True)

    assert "It is the same person as before" in page(answer)
    row = Registration.objects.get()
    assert (row.pk, row.code, row.token_hash) == (before.pk, before.code, before.token_hash)
    assert (row.name, row.organization_name, row.sort_name) == ("李明", "大连大学", "li ming")
    assert (row.phone, row.status) == ("+44 7700 900111", "confirmed")
    # Their letter goes to the address as it is now.
    assert [each.to_address for each in Letter.objects.order_by("pk")] == [
        "li@exmaple.org",
        "li@example.org",
    ]
    said = Act.objects.order_by("-pk").values_list("words", flat=True)
    assert said[0] == "A liaison corrected what they wrote about somebody"
    assert row.history.first().history_change_reason == Act.objects.order_by("-pk")[0].name
    acts = Act.objects.count()
    client.post(where, fixed)  # the second tap
    assert (Letter.objects.count(), Act.objects.count()) == (2, acts)
    # What an older window says is told, and counts when it is sent again.
    stale = client.post(where, data | {"title": "教授"})
    assert "about this person was changed meanwhile" in page(stale, 409)
    assert Registration.objects.get().title == ""


def test_another_person_is_no_correction_unless_it_is_said(client, slip, address):
    where, data = slip
    wrong = client.post(where, data | {"name": "王芳"})
    assert "looks like somebody else" in page(wrong, 422) and "is_same" in page(wrong, 422)
    client.post(where, data | {"name": "王芳", "is_same": "on"})
    assert Registration.objects.get().name == "王芳"

    client.post(address, sent(client.get(address), **named("赵强")))
    last = UnitMember.objects.order_by("-pk")[0]
    (form,) = parsed(client.get(f"{address}{last.pk}/correct/")).xpath("//main//form")
    known = dict(form.form_values()) | {"name": "王芳", "is_same": "on"}
    said = page(client.post(f"{address}{last.pk}/correct/", known), 409)
    assert "may be on the list already" in said


def test_what_was_typed_too_late_is_given_back(client, slip, unit, address):
    where, data = slip
    unit.closes_at = at("00:00", day=at("00:00").date().replace(year=2020))
    unit.save()

    html = page(client.post(where, data | {"name": "李明"}), 409)

    assert "deadline is over" in html and "Name: 李明" in html and "Copy it" in html
    assert Registration.objects.get().name == "李名"


@pytest.mark.parametrize(
    ("old", "new", "another"),
    [
        ("李名", "李明", False),
        ("李铭", "黎明", False),  # read alike
        ("Jhon Smith", "John Smith", False),
        ("欧阳娜", "欧阳娜娜", False),
        ("李明", "王芳", True),
        ("John Smith", "Wu Fang", True),
    ],
)
def test_a_correction_has_something_in_common_with_what_it_corrects(old, new, another):
    assert is_another(old, new) is another
