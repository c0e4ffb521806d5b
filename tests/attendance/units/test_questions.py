"""A liaison answers the form's questions for others, row by row or in the template; what is
sensitive, and papers, are asked of each person alone.
"""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.attendance.models import Question, Registration
from tests.attendance.replies.filling import page
from tests.attendance.units.conftest import named, sent
from tests.pages import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


@pytest.fixture
def asked(form):
    """{label: question}: a bed, and what hangs on it; one of leaders alone; one about health."""
    rows = [
        {"kind": "yes-no", "label_en": "Bed", "is_required": True},
        {"kind": "hotel", "label_en": "Hotel"},
        {"kind": "text", "label_en": "Car", "categories": ["leader"]},
        {"kind": "yes-no", "label_en": "Ill", "is_sensitive": True},
        {"kind": "text", "label_en": "How ill"},
    ]
    made = {
        row["label_en"]: Question.objects.create(form=form, position=n, **row)
        for n, row in enumerate(rows)
    }
    for label, above in (("Hotel", "Bed"), ("How ill", "Ill")):
        made[label].only_if = made[above].key
        made[label].save()
    return made


def box(question, part="", row=0):
    return f"person-{row}-question_{question.pk}{part and f'_{part}'}"


def test_a_row_takes_answers_and_says_what_is_wrong_with_them(client, address, asked):
    first = client.get(address)
    html = page(first)
    # Neither what is sensitive, nor what hangs on it, nor what others are asked.
    assert not [name for name in ("Ill", "How ill", "Car") if f"question_{asked[name].pk}" in html]
    assert "asked on their own page" in html
    nights = {"from": "2026-05-20", "to": "2026-05-19"}
    said = {box(asked["Bed"], row=1): "yes"}
    said |= {box(asked["Hotel"], part, 1): day for part, day in nights.items()}
    data = sent(first, **named("李明", "赵强"), **said)

    wrong = client.post(address, data)

    assert "comes after the first night" in page(wrong, 422)
    (where,) = parsed(wrong).xpath("//fieldset[.//*[contains(text(), 'after the first night')]]")[
        :1
    ]
    assert where.get("class").startswith("card unit-row") and "Person 2" in where.text_content()
    assert len(parsed(wrong).xpath("//details[contains(@class, 'unit-more')][@open]")) == 1
    client.post(address, data | {box(asked["Hotel"], "to", 1): "2026-05-22"})
    li, zhao = Registration.objects.order_by("number")
    assert li.answers == {} and zhao.answers == {
        str(asked["Bed"].pk): True,
        str(asked["Hotel"].pk): {"kind": "hotel", "from": "2026-05-20", "to": "2026-05-22"},
    }
    assert zhao.sensitive_consented_at is None


def test_more_rows_keep_answers_and_what_is_no_more_asked_is_told(client, address, asked):
    data = sent(client.get(address), **named("李明"), **{box(asked["Bed"]): "no"})

    wider = client.post(address, data | {"more": "yes"})

    assert sent(wider)[box(asked["Bed"])] == "no"
    asked["Bed"].delete()
    assert "no longer asked" in page(client.post(address, data), 422)
    assert not Registration.objects.exists()


def test_who_chooses_categories_is_told_what_one_is_not_asked(client, address, unit, asked):
    unit.asks_category = True
    unit.save()
    first = client.get(address)
    assert "Asked of: " in page(first)
    data = sent(first, **named("李明"), **{box(asked["Car"]): "B 1"})

    assert "not asked of this category" in page(client.post(address, data), 422)
    client.post(address, data | {"person-0-category": "leader"})
    assert Registration.objects.get().answers == {str(asked["Car"].pk): "B 1"}


def test_the_template_has_the_columns_and_errors_are_told_by_row(client, address, asked):
    response = client.get(f"{address}template.xlsx")
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        text = "".join(book.read(name).decode() for name in book.namelist())
    assert "Hotel" in text and "Ill" not in text

    def preview(*lines):
        body = "\n".join(("姓名,Bed,Hotel · First night,Hotel · Leaving on,Car", *lines)).encode()
        sheet = SimpleUploadedFile("a.csv", body, "text/csv")
        return client.post(f"{address}sheet/", {"sheet": sheet})

    wrong = page(preview("李明,是,2026-05-20,2026-05-19,", "赵强,,2026-05-20,2026-05-22,车"), 422)
    assert "D2" in wrong and "comes after the first night" in wrong
    assert "A3" in wrong and "Only if “Bed”" in wrong and "Car: This is not asked" in wrong
    shown = preview("李明,是,2026-05-20,2026-05-22,")
    assert "Hotel: 2026-05-20 - 2026-05-22" in page(shown)
    (form,) = parsed(shown).xpath("//main//form")
    client.post(f"{address}sheet/", dict(form.form_values()) | {"agreed": "on"})
    assert Registration.objects.get().answers[str(asked["Bed"].pk)] is True
