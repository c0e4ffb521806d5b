"""Plans, photos, hotels, contacts and links as organizers enter them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.images import checked_image
from conference.models import Contact, Hotel, Photo, VenuePlan
from conference.permissions import Role
from conference.program.models import SessionLink
from config.office import pictures as picture_admin
from tests.factories import (
    PDF,
    make_conference,
    make_contact,
    make_hotel,
    make_link,
    make_member,
    make_photo,
    make_picture,
    make_plan,
    make_session,
)
from tests.pages import errors, form_data, messages, rows

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="files and forms; rows are saved like all others"),
]

PHOTOS = "/admin/conference/photo/"
SEVERAL = f"{PHOTOS}several/"


@pytest.fixture
def conference():
    return make_conference(name_en="Symposium", name_zh="")


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, Role.ORGANIZER)
    client.force_login(user)
    return user


def pdf(name="slides.pdf", raw=PDF):
    return SimpleUploadedFile(name, raw)


# --- Photos -------------------------------------------------------------------------------------


def test_several_photos_come_at_once_in_the_order_they_were_chosen(client, organizer, conference):
    first = make_photo(conference, position=3)
    images = [make_picture(color="red"), make_picture(side=900, color="blue", suffix="jpeg")]

    answer = client.post(SEVERAL, {"conference": conference.pk, "images": images}, follow=True)

    assert messages(answer) == ["2 photos were added. Write their captions below."]
    added = Photo.objects.exclude(pk=first.pk)
    assert [(p.position, p.width, p.height) for p in added] == [(4, 8, 8), (5, 900, 900)]
    assert added[1].preview != added[1].image.name
    assert len(rows(answer)) == 3
    assert added[0].history.count() == 1


def test_a_photo_that_cannot_be_keeps_all_out_and_is_named(client, organizer, conference):
    images = [make_picture(), SimpleUploadedFile("holiday.gif", b"GIF89a")]

    answer = client.post(SEVERAL, {"conference": conference.pk, "images": images})

    assert errors(answer) == [
        "holiday.gif: This file is not a JPEG, PNG or WebP image. Save the picture as one of these."
    ]
    assert not Photo.objects.exists()


def test_no_more_than_twenty_photos_at_once(client, organizer, conference):
    images = [make_picture(color=(n, 0, 0)) for n in range(21)]

    answer = client.post(SEVERAL, {"conference": conference.pk, "images": images})

    assert errors(answer) == ["Choose at most 20 photos at once."]
    assert not Photo.objects.exists()


def test_photos_that_a_proxy_would_stop_are_told_apart(client, organizer, conference, monkeypatch):
    monkeypatch.setattr(picture_admin, "TOGETHER", 100)
    images = [make_picture(), make_picture(color="red")]

    answer = client.post(SEVERAL, {"conference": conference.pk, "images": images})

    assert errors(answer) == ["Together the photos are larger than 30 MB. Choose fewer at once."]


def test_no_photo_is_no_photo(client, organizer, conference):
    assert errors(client.post(SEVERAL, {"conference": conference.pk})) == [
        "This field is required."
    ]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK, Role.EXPORTER])
def test_who_may_not_edit_adds_no_photos(client, conference, role):
    client.force_login(make_member(conference, role))

    answer = client.post(SEVERAL, {"conference": conference.pk, "images": [make_picture()]})

    assert answer.status_code == 403
    assert not Photo.objects.exists()


def test_photos_go_to_ones_own_conference_alone(client, organizer):
    other = make_conference()

    answer = client.post(SEVERAL, {"conference": other.pk, "images": [make_picture()]})

    assert answer.status_code == 404
    assert not Photo.objects.exists()


def test_captions_are_written_in_the_list(client, organizer, conference):
    make_photo(conference)
    page = client.get(PHOTOS)

    client.post(PHOTOS, form_data(page, **{"form-0-caption_en": "Tea", "_save": "Save"}))

    assert Photo.objects.get().caption_en == "Tea"


def test_an_older_image_brought_back_is_measured_again(client, organizer, conference):
    plan = make_plan(conference, image=checked_image(make_picture(side=700)))
    before = plan.image.name, plan.width, plan.preview
    plan.image = checked_image(make_picture(side=20, color="blue"))
    plan.save()
    old = f"/admin/conference/venueplan/{plan.pk}/history/{plan.history.last().pk}/"

    client.post(old, form_data(client.get(old)))

    plan.refresh_from_db()
    assert (plan.image.name, plan.width, plan.preview) == before


# --- On the conference's own page ---------------------------------------------------------------


def test_plan_hotel_and_contact_are_added_on_the_conferences_page(client, organizer, conference):
    address = f"/admin/conference/conference/{conference.pk}/change/"
    data = form_data(client.get(address))
    for prefix, values in {
        "venueplans": {"image": make_picture(), "caption_en": "Ground floor"},
        "hotels": {"name_en": "Hunnan Hotel", "phone": "+86 24 8368 0000"},
        "contacts": {"name_en": "Office", "email": "office@example.org"},
    }.items():
        data[f"{prefix}-TOTAL_FORMS"] = "1"
        data |= {f"{prefix}-0-{name}": value for name, value in values.items()}
        data[f"{prefix}-0-id"] = ""

    answer = client.post(address, data)

    assert answer.status_code == 302, errors(answer)
    assert VenuePlan.objects.get().width == 8
    assert Hotel.objects.get().conference == conference
    assert Contact.objects.get().email == "office@example.org"


@pytest.mark.parametrize(
    ("path", "values", "said"),
    [
        ("hotel", {"name_en": ""}, "Give the hotel a name in Chinese or in English."),
        (
            "hotel",
            {"name_en": "H", "website": "ftp://h.example.org"},
            "Enter a web address, such as https://example.org/.",
        ),
        (
            "hotel",
            {"name_en": "H", "phone": "call us"},
            "Write a phone number like +86 24 8368 0000, if need be with “ext. 12”.",
        ),
        ("contact", {"name_en": "Office"}, "Give a phone or an e-mail address."),
        (
            "contact",
            {"phone": "+86 24 8368 0000"},
            "Name the contact in Chinese or in English.",
        ),
    ],
)
def test_what_cannot_be_is_told(client, organizer, conference, path, values, said):
    page = f"/admin/conference/{path}/add/?conference={conference.pk}"

    answer = client.post(page, form_data(client.get(page), **values))

    assert said in " ".join(errors(answer))
    assert not Hotel.objects.exists() and not Contact.objects.exists()


def test_the_admin_says_that_a_contact_is_public(client, organizer, conference):
    page = client.get(f"/admin/conference/contact/add/?conference={conference.pk}")

    assert "Everybody can read this on the venue page." in page.content.decode()


@pytest.mark.parametrize("make", [make_plan, make_hotel, make_contact, make_photo])
def test_an_editor_edits_them_and_a_viewer_reads_them(client, conference, make):
    row = make(conference)
    address = f"/admin/conference/{row._meta.model_name}/{row.pk}/change/"
    for role, status in ((Role.EDITOR, 302), (Role.VIEWER, 403)):
        client.force_login(make_member(conference, role))
        page = client.get(address)
        data = form_data(page) if role == Role.EDITOR else {}
        data.pop("image", None)
        assert page.status_code == 200
        assert client.post(address, data).status_code == status


# --- Links of a session -------------------------------------------------------------------------


def posted(client, session, **values):
    address = f"/admin/program/session/{session.pk}/change/"
    data = form_data(client.get(address), parent="", room="", track="")
    data |= {"links-TOTAL_FORMS": "1", "links-0-id": "", "links-0-session": session.pk}
    data |= {f"links-0-{name}": value for name, value in values.items()}
    return client.post(address, data)


def test_slides_are_uploaded_on_the_sessions_page(client, organizer, conference):
    session = make_session(conference)

    answer = posted(client, session, kind="slides", file=pdf(), is_released="on")

    assert answer.status_code == 302, errors(answer)
    link = SessionLink.objects.get()
    assert link.is_released and link.file.name.endswith(".pdf")
    served = client.get(link.file.url)
    assert b"".join(served) == PDF


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "slides"}, "Give either an address or a PDF."),
        (
            {"kind": "slides", "file": "pdf", "url": "https://a.example.org/"},
            "Give either an address or a PDF.",
        ),
        (
            {"kind": "web", "url": "javascript:alert(1)"},
            "Enter a web address, such as https://example.org/.",
        ),
        ({"kind": "slides", "file": "html"}, "This file is not a PDF, or not a whole one."),
    ],
)
def test_a_link_that_cannot_be_is_told(client, organizer, conference, values, said):
    files = {"pdf": pdf(), "html": pdf(raw=b"<html><script>alert(1)</script></html>")}
    values = {name: files.get(value, value) for name, value in values.items()}

    answer = posted(client, make_session(conference), title_en="Talk", **values)

    assert said in " ".join(errors(answer))
    assert not SessionLink.objects.exists()


def test_a_link_without_its_other_language_is_listed(client, organizer, conference):
    session = make_session(conference)
    make_link(session, title_en="Slides of the talk")
    make_hotel(conference, name_zh="")
    make_photo(conference, caption_zh="")

    page = client.get(f"/admin/texts/{conference.pk}/").content.decode()

    assert "Slides of the talk" in page and f"/admin/program/session/{session.pk}/change/" in page
    assert "Hunnan Hotel" in page and "Opening" in page
