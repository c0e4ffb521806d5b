"""No text of people holds a control character or an unseen mark, whichever door it came through."""

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import models
from django.test import RequestFactory
from django.urls import reverse

from conference.attendance.cleaning import clean_line
from conference.controls import without_controls
from conference.program.models import Session
from tests.factories import make_conference, make_session, make_user
from tests.pages import form_data, parsed

UNSEEN = [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\ufeff"]
CONTROLS = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0))]


@pytest.mark.parametrize("sign", UNSEEN)
def test_unseen_marks_are_taken_away(sign):
    assert without_controls(f"A{sign}B") == clean_line(f"A{sign}B") == "AB"


@pytest.mark.parametrize("sign", [*(set(CONTROLS) - set("\t\n\r")), "\ud800"])
def test_control_characters_and_halves_of_characters_are_refused(sign):
    with pytest.raises(ValidationError):
        without_controls(f"A{sign}B")


@pytest.mark.parametrize("text", ["a\u00a0b", "　　甲", "क्‍ष", "葛\U000e0100", "一\n二\t三"])
def test_spaces_joiners_and_variants_stay(text):
    assert without_controls(text) == text


@pytest.mark.django_db
def test_a_title_of_the_admin_holds_none(client):
    client.force_login(make_user(is_superuser=True))
    session = make_session(make_conference(), "09:00", title_en="Talk")
    address = reverse("admin:program_session_change", args=[session.pk])
    filled = form_data(client.get(address))

    refused = client.post(address, filled | {"title_en": "Ta\x1blk"})
    client.post(address, filled | {"title_en": "\ufeffA\u202eB\u00a0C"})

    assert "control character" in parsed(refused).text_content()
    assert Session.objects.get(pk=session.pk).title_en == "AB\u00a0C"


@pytest.mark.django_db
def test_a_note_of_the_command_holds_none():
    conference = make_conference()
    make_session(conference, "09:00")

    with pytest.raises(CommandError, match="control character"):
        call_command("publish", conference.slug, note="a\x07b")
    call_command("publish", conference.slug, note="a\u202eb")

    assert conference.releases.get().note_en == "ab"


def text_boxes():
    """(page, name of the box) of each text of the admin, rows beside a page's own included."""
    request = RequestFactory().get("/admin/")
    request.user = make_user(is_superuser=True)
    for page in admin.site._registry.values():
        inlines = page.get_inline_instances(request)
        for of, model in [(page, page.model), *((inline, inline.model) for inline in inlines)]:
            for column in model._meta.fields:
                if isinstance(column, models.CharField | models.TextField) and column.editable:
                    box = of.formfield_for_dbfield(column, request)
                    if isinstance(box, forms.CharField):
                        yield f"{type(of).__name__}.{column.name}", box


@pytest.mark.django_db
def test_every_text_of_the_admin_is_read_by_the_rule():
    boxes = dict(text_boxes())

    assert len(boxes) > 100
    for name, box in boxes.items():
        assert box.to_python("A\u202eB").endswith("AB"), name
        with pytest.raises(ValidationError, match="control character"):
            box.to_python("A\x1bB")


@pytest.mark.django_db
def test_the_name_of_an_account_holds_none(client):
    account = make_user("root", is_superuser=True)
    client.force_login(account)
    address = reverse("admin:auth_user_change", args=[account.pk])
    filled = form_data(client.get(address))

    refused = client.post(address, filled | {"first_name": "A\x1bB"})
    client.post(address, filled | {"first_name": "\u202eAda"})

    assert "control character" in parsed(refused).text_content()
    account.refresh_from_db()
    assert account.first_name == "Ada"
