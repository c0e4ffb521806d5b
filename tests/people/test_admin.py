"""The shared directory in the admin: who edits a record, who reads it, and how it is found."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from conference.people.models import Organization, Person
from conference.permissions import Role
from tests.factories import (
    make_alliance,
    make_conference,
    make_host,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_registration,
    make_secretary,
)
from tests.pages import errors, form_data, options, parsed, rows

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/people/person/"
ORGANIZATIONS = "/admin/people/organization/"

SHARED = "Other conferences or alliances use this record too"


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def editor(client, conference):
    user = make_member(conference, Role.EDITOR)
    client.force_login(user)
    return user


def change_of(row):
    return f"/admin/people/{row._meta.model_name}/{row.pk}/change/"


# --- Who edits what ----------------------------------------------------------------------------


def test_a_record_used_in_ones_own_conferences_alone_is_edited(client, editor, conference):
    person = make_person()
    make_participation(conference, person)

    page = client.get(change_of(person))
    client.post(change_of(person), form_data(page, given_name_en="Xing-wei"))

    person.refresh_from_db()
    assert person.given_name_en == "Xing-wei"
    assert SHARED not in page.content.decode()


def test_a_record_that_others_use_is_shown_with_the_way_to_print_something_else(
    client, editor, conference
):
    person = make_person()
    make_participation(conference, person)
    make_participation(make_conference(), person)

    page = client.get(change_of(person))
    answer = client.post(change_of(person), {"name_zh": "别人"})

    assert SHARED in page.content.decode()
    assert "printed fields" in page.content.decode()
    assert not parsed(page).xpath("//input[@name='name_zh']")
    assert answer.status_code == 403
    assert client.post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_organization_that_registers_with_us_stays_ours(client, editor, conference):
    organization = make_organization()
    make_host(conference, organization=organization)
    make_registration(conference, organization=organization)

    page = client.get(change_of(organization))

    assert SHARED not in page.content.decode()


def test_an_organization_of_an_alliance_is_only_shown(client, editor, conference):
    organization = make_organization()
    make_host(conference, organization=organization)
    alliance = make_alliance()
    alliance.memberships.create(organization=organization)

    assert SHARED in client.get(change_of(organization)).content.decode()
    assert client.post(change_of(organization), {"name_zh": "别人"}).status_code == 403


def test_a_secretary_reads_and_fills_the_directory(client):
    client.force_login(make_secretary(make_alliance()))
    make_person()

    assert len(rows(client.get(PEOPLE))) == 1
    assert client.get(f"{PEOPLE}add/").status_code == 200


@pytest.mark.parametrize("role", [Role.DESK, Role.EXPORTER])
def test_who_does_not_plan_has_no_directory(client, conference, role):
    person = make_person()
    client.force_login(make_member(conference, role))

    assert client.get(PEOPLE).status_code == 403
    assert client.get(change_of(person)).status_code == 404


def test_a_viewer_reads(client, conference):
    person = make_person()
    client.force_login(make_member(conference, Role.VIEWER))

    assert client.get(change_of(person)).status_code == 200
    assert client.post(change_of(person), {"name_zh": "别人"}).status_code == 403
    assert client.get(f"{PEOPLE}add/").status_code == 403


def test_a_person_in_use_is_not_deleted(client, editor, conference):
    person = make_person()
    make_participation(conference, person)

    page = client.post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"})

    assert "Cannot delete" in page.content.decode()
    assert Person.objects.filter(pk=person.pk).exists()


# --- Finding and marking -----------------------------------------------------------------------


@pytest.mark.parametrize("text", ["曾", "zeng", "zzw", "zeng zhiwei", "ZHIWEI", "老曾"])
def test_a_person_is_found_in_any_spelling(client, editor, text):
    make_person(name_zh="曾志伟", family_name_en="Zeng", given_name_en="Zhiwei", aliases="老曾")
    make_person()

    assert len(rows(client.get(PEOPLE, {"q": text}))) == 1


def test_renderings_and_missing_translations_are_marked_and_filtered(client, editor):
    make_person(name_zh="王强", name_zh_is_rendering=True, family_name_en="Wang")
    make_person(name_zh="", family_name_en="Deng", given_name_en="Yubo")
    make_person(name_zh="陈俊龙", family_name_en="", given_name_en="")
    make_person(name_zh="赵亚琴", family_name_en="Zhao", position_en="Dean")

    def names(**query):
        query |= {"whole": "1"}
        return sorted(row["both_names"] for row in rows(client.get(PEOPLE, query)))

    assert "Xingwei Wang 王强 译名" in names()
    assert names(rendering="yes") == ["Xingwei Wang 王强 译名"]
    assert names(translation="missing") == ["Yubo Deng", "Zhao Xingwei 赵亚琴", "陈俊龙"]


def test_the_sort_name_is_filled_and_stays_as_corrected(client, editor):
    client.post(f"{PEOPLE}add/", {"name_zh": "单田芳", "name_zh_is_rendering": ""})
    person = Person.objects.get()
    assert person.sort_name == "shan tianfang"

    client.post(
        change_of(person), form_data(client.get(change_of(person)), sort_name="dan tianfang")
    )

    person.refresh_from_db()
    assert person.sort_name == "dan tianfang"


def test_a_person_needs_a_name(client, editor):
    page = client.post(f"{PEOPLE}add/", {"position_en": "Dean"})

    assert errors(page) == ["Give the person a Chinese or an English name."]


# --- Pictures ----------------------------------------------------------------------------------


def picture(format="PNG", size=(60, 40), **options):
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, format, **options)
    return file.getvalue()


def bomb():
    """A PNG whose header promises 400 million pixels in a few bytes."""
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    return file.getvalue()


NOT_AN_IMAGE = "This file is not a JPEG, PNG or WebP image. Save the picture as one of these."


@pytest.mark.parametrize(
    ("name", "raw", "complaint"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", NOT_AN_IMAGE),
        ("a.html", b"<html><script>alert(1)</script></html>", NOT_AN_IMAGE),
        ("a.png", b"<html><script>alert(1)</script></html>", NOT_AN_IMAGE),
        ("a.gif", picture("GIF"), NOT_AN_IMAGE),
        ("a.png", picture("PNG")[:60], NOT_AN_IMAGE),
        ("a.png", b"GIF89a" + picture("PNG"), NOT_AN_IMAGE),
        (
            "a.png",
            bomb(),
            "The image has more than 40 million pixels. Scale it down first.",
        ),
        (
            "a.jpg",
            picture("JPEG") + b"\0" * (8 * 1024 * 1024),
            "The image is larger than 8 MB. Save a smaller copy and choose that.",
        ),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(client, editor, name, raw, complaint):
    upload = SimpleUploadedFile(name, raw, "image/png")

    page = client.post(f"{PEOPLE}add/", {"name_zh": "王兴伟", "portrait": upload})

    assert errors(page) == [complaint]
    assert Person.objects.count() == 0


def test_a_portrait_is_made_anew_from_its_pixels(client, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "<script>alert(1)</script>")
    raw = picture("PNG", pnginfo=note) + b"<?php echo 1 ?>"

    client.post(
        f"{PEOPLE}add/",
        {"name_zh": "王兴伟", "portrait": SimpleUploadedFile("我.php.png", raw, "text/html")},
    )

    portrait = Person.objects.get().portrait
    with portrait.open() as file:
        kept = file.read()
    assert portrait.name.startswith("public/")
    assert portrait.name.endswith(".webp")
    assert b"script" not in kept
    assert b"php" not in kept
    assert Image.open(io.BytesIO(kept)).format == "WEBP"


# --- Choosers ----------------------------------------------------------------------------------


def test_a_directory_row_tells_no_id_that_cannot_be(client, editor):
    for key in ("0", "abc", "9" * 30):
        assert client.get(f"{ORGANIZATIONS}{key}/change/").status_code == 404
    page = client.post(f"{PEOPLE}add/", {"name_zh": "王兴伟", "organization": "9" * 30})
    assert len(errors(page)) == 1
    assert options(page, "organization") == {}
    assert Organization.objects.count() == 0
