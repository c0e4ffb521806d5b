"""The page of both languages holds every text of a conference, also the long ones of its sheet."""

import io

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conference.bilingual import bilingual_names
from conference.permissions import Role
from conference.tabular import XLSX_MAX_TEXT, read_table
from config.office.texts.units import count_gaps, groups_of, rows_of
from tests.factories import (
    make_article,
    make_attachment,
    make_checkpoint,
    make_committee,
    make_conference,
    make_contact,
    make_host,
    make_hotel,
    make_link,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_photo,
    make_picture,
    make_plan,
    make_reply_form,
    make_role,
    make_room,
    make_session,
    make_track,
)

pytestmark = pytest.mark.django_db

# Texts of no conference, or written by a publish; words of letters and certificates, where what is
# empty says ours.
ELSEWHERE = {
    *("letters.LetterText", "attendance.GroupLetter", "attendance.CertificateDesign"),
    *("program.Release", "program.PublishedRole", "conference.SiteIdentity"),
    *("alliance.Alliance", "alliance.Task", "alliance.Tier"),
}


@pytest.fixture
def conference():
    return make_conference(name_zh="研讨会", name_en="Symposium")


def gaps(conference, role):
    """{'row label'} of what one language lacks, as that role sees it."""
    user = make_member(conference, role)
    units = [unit for group in groups_of(conference, user) for unit in group.units]
    assert count_gaps(conference, user) == sum(unit.is_gap for unit in units)
    return {f"{unit.row} {unit.label}" for unit in units if unit.is_gap}


@pytest.mark.once(reason="the same rows on both databases")
def test_each_model_with_texts_has_its_place_there(conference):
    person = make_person(organization=make_organization())
    make_host(conference)
    make_committee(conference, person)
    session = make_session(conference, "09:00", room=make_room(conference))
    make_role(session, make_participation(conference, person))
    make_link(session, title_en="Slides")
    article = make_article(conference)
    article.pictures.create(image=make_picture(), caption_en="Audience")
    make_attachment(conference)
    make_track(conference)
    for make in (make_plan, make_hotel, make_contact, make_photo):
        make(conference)
    conference.highlights.create(kind="policy", name_en="Policy")
    conference.expectedtotals.create(total=16, label_en="experts")
    conference.handbooks.create(notice_en="Welcome")
    make_reply_form(conference).questions.create(label_en="Diet")
    make_checkpoint(conference, kind="own", name_en="Lunch")

    rows = rows_of(conference, make_member(conference, Role.ORGANIZER))

    with_texts = {m._meta.label for m in apps.get_models() if bilingual_names(m)}
    historical = {label for label in with_texts if ".Historical" in label}
    assert {of[0]._meta.label for of in rows} == with_texts - ELSEWHERE - historical


def test_the_gaps_of_an_editor_are_those_of_the_program(conference):
    make_session(conference, title_zh="", title_en="Keynote")
    make_role(make_session(conference), make_participation(conference, printed_title_en="Dean"))
    make_room(conference, name_zh="主会场", name_en="")
    make_reply_form(conference, intro_zh="", intro_en="Welcome")
    make_committee(conference, own_name_zh="指导组", own_name_en="")
    of_the_program = {"Keynote title", "Wang Xingwei printed title", "主会场 name"}
    of_the_program |= {"指导组 own name"}

    assert gaps(conference, Role.EDITOR) == of_the_program
    assert gaps(conference, Role.ORGANIZER) == of_the_program | {"Symposium introduction"}


def test_the_former_address_leads_to_the_page(client, conference):
    address = reverse("admin:translations", args=[conference.pk])
    assert address == f"/admin/translations/{conference.pk}/"
    client.force_login(make_member(conference, Role.VIEWER))
    assert client.get(address, follow=True).status_code == 200
    client.force_login(make_member(make_conference(), Role.ORGANIZER))
    assert client.get(address).status_code == 404


def test_a_sample_of_a_notice_is_kept_nowhere_before_it_is_filled_in(client, conference):
    form = make_reply_form(conference, notice_zh="说明", notice_en="")
    client.force_login(make_member(conference, Role.ORGANIZER))
    key = f"attendance.replyform.{form.pk}.notice:en"
    page = client.get(reverse("admin:both_languages", args=[conference.pk]))
    stamp = next(text.sides[1].stamp for text in page.context["texts"] if text.unit.key in key)

    answer = client.post(
        reverse("admin:both_languages", args=[conference.pk]),
        {f"{key}:was": stamp, f"{key}:0": "Ask [fill in: a mail address or a phone number]."},
    )

    assert "This is still the sample in places" in answer.text
    form.refresh_from_db()
    assert form.notice_en == ""


def test_a_text_of_any_length_goes_out_in_a_sheet_and_comes_back(client, conference):
    client.force_login(make_member(conference, Role.EDITOR))
    long = "论" * 40_000
    article = make_article(conference, title_zh="长文", body_zh=long, body_en="")
    sheet = client.get(reverse("admin:texts_sheet", args=[conference.pk]))
    rows = read_table(io.BytesIO(sheet.content), name="x.xlsx", max_cell=XLSX_MAX_TEXT)
    assert rows[0][4:] == ["中文", "English", "中文 (2)", "English (2)", "中文 (3)", "English (3)"]
    (row,) = [row for row in rows if ".body:" in row[0]]
    assert "".join(row[4::2]) == long
    row += [""] * (10 - len(row))
    row[5], row[7] = "w" * 30_000, " and on"
    lines = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in (rows[0], row))

    preview = client.post(
        reverse("admin:texts_return", args=[conference.pk]),
        {"sheet": SimpleUploadedFile("x.csv", lines.encode("utf-8-sig"))},
    )
    client.post(preview.request["PATH_INFO"], {"token": preview.context["token"]})

    article.refresh_from_db()
    assert article.body_en == "w" * 30_000 + " and on"
    assert article.body_zh == long
