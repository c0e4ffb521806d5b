"""A liaison sends the filled-in template: checked by cell, shown first, all of it or nothing."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.attendance import links
from conference.attendance.models import Registration
from tests.attendance.replies.filling import make_public, page
from tests.attendance.units.conftest import named, sent
from tests.factories import make_registration, make_session, make_unit
from tests.pages import of_class, parsed, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


def csv(*lines):
    body = "\n".join(("姓名,职务,电话,类别", *lines)).encode()
    return {"sheet": SimpleUploadedFile("replies.csv", body, "text/csv")}


def agreed(response):
    (form,) = parsed(response).xpath("//main//form")
    return dict(form.form_values()) | {"agreed": "on"}


def test_the_template_is_the_units_own_and_tells_nothing_unpublished(client, conference, form):
    make_session(conference, "10:00", kind="sub-forum", title_en="Open forum", title_zh="")
    make_public(conference)
    make_session(conference, "11:00", kind="sub-forum", title_en="SECRET", title_zh="")
    address = f"/en/u/{links.token_of(make_unit(conference))}/"

    response = client.get(f"{address}template.xlsx")

    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        text = "".join(book.read(name).decode() for name in book.namelist())
    assert "姓名 Name *" in text and "单位 Organization<" in text
    assert "Open forum" in text and "SECRET" not in text
    assert response["Cache-Control"] == "no-store"
    wrong = SimpleUploadedFile("a.csv", "姓名,分论坛\n李明,no such".encode(), "text/csv")
    said = page(client.post(f"{address}sheet/", {"sheet": wrong}), 422)
    assert "B2" in said and "Open forum" in said and "SECRET" not in said


def test_a_sheet_is_shown_and_added_on_a_yes_and_sent_again_it_adds_the_new_ones(
    client, address, conference
):
    client.post(address, sent(client.get(address), **named("李明")))
    preview = client.post(f"{address}sheet/", csv("李明,教授,,", "赵强,讲师,+44 7700 900456,专家"))
    html = page(preview)
    assert "1 new person" in html and "1 on your list already, left out" in html
    assert Registration.objects.count() == 1
    data = agreed(preview)
    assert "Tell them and ask" in page(client.post(f"{address}sheet/", data | {"agreed": ""}), 422)

    answer = client.post(f"{address}sheet/", data, follow=True)

    assert [words(row.xpath(".//p")[0]) for row in of_class(answer, "unit-person")] == [
        "李明 confirmed",
        "赵强 confirmed",
    ]
    zhao = Registration.objects.get(name="赵强")
    assert (zhao.organization_name, zhao.category, zhao.source) == (
        "大连理工大学",
        "delegate",  # the unit may not choose
        "liaison",
    )
    client.post(f"{address}sheet/", data)  # the second tap
    assert Registration.objects.count() == 2


def test_what_is_wrong_is_told_by_cell_and_nothing_is_added(client, address, conference):
    listed = make_registration(conference, name="周涛", organization_name="大连理工大学")

    html = page(
        client.post(f"{address}sheet/", csv(",教授,,", "李明,,12,", "李明,,,", "周涛,,,")), 422
    )

    assert "A2" in html and "C3" in html and "A4" in html and "the same person as in row 3" in html
    assert "on the list already" not in html and f"number {listed.number}" not in html
    assert Registration.objects.count() == 1
    many = page(client.post(f"{address}sheet/", csv(*(f"来{n},,," for n in range(4)))), 422)
    assert "3 places of the quota are left" in many
    broken = {"table": "made up", "form_id": "0" * 32, "agreed": "on"}
    assert "kept for a day" in page(client.post(f"{address}sheet/", broken), 409)
    nothing = SimpleUploadedFile("a.xlsx", b"PK\x03\x04broken", "application/zip")
    assert client.post(f"{address}sheet/", {"sheet": nothing}).status_code == 422


def test_what_is_no_sheet_is_told_at_the_top_too(client, address):
    """The box of the file lies below everybody who was named and all rows."""
    empty = SimpleUploadedFile("replies.xlsx", b"")

    answer = client.post(f"{address}sheet/", {"sheet": empty})

    assert answer.status_code == 422
    (said,) = parsed(answer).xpath("//main//p[@role='alert'][not(ancestor::section)]")
    assert "file is empty" in words(said)


def test_a_category_that_the_liaison_may_not_choose_is_not_asked_and_told(client, unit, address):
    def asked():
        response = client.get(f"{address}template.xlsx")
        with zipfile.ZipFile(io.BytesIO(response.content)) as book:
            text = "".join(book.read(name).decode() for name in book.namelist())
        return "类别 Category" in text, "Category: leader" in text

    assert asked() == (False, False)
    shown = page(client.post(f"{address}sheet/", csv("李明,,,领导")))
    assert "Columns that are not read: Category" in shown
    assert "not read" not in page(client.post(f"{address}sheet/", csv("李明,,,代表")))

    unit.asks_category = True
    unit.save()
    assert asked() == (True, True)
    assert "not read" not in page(client.post(f"{address}sheet/", csv("李明,,,领导")))
