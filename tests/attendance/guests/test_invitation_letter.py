"""The letter of invitation as PDF and Word: the conference's words, a page a guest."""

import io
import zipfile

import pytest
from django.urls import reverse

from conference.attendance.models import CertificateDesign, GuestInvitation
from tests.attendance.replies.filling import make_public
from tests.factories import make_guest, make_host, make_picture

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("early"),
    pytest.mark.once(reason="a file says the same of both"),
]
LIST = reverse("admin:attendance_guestinvitation_changelist")


def body(response):
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return response.content


def text_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read("word/document.xml").decode()


def test_a_guest_takes_their_own_letter_along(client, address, guest):
    both = text_of(body(client.get(f"{address}letter.docx?in=both")))
    assert "刘院士" in both and "Letter of Invitation" in both and "邀请函" in both
    answer = client.get(f"{address}letter.docx")
    english = text_of(body(answer))
    assert "Dear 刘院士" in english and "邀请函" not in english
    assert answer["Cache-Control"] == "no-store"
    assert body(client.get(f"{address}letter.pdf")).startswith(b"%PDF")
    assert client.get(f"{address}letter.txt").status_code == 404
    assert client.get(f"{address}letter.pdf?in=fr").status_code == 404


def test_organizers_make_one_file_for_all_in_their_own_words(client, organizer, conference):
    make_guest(conference)
    make_guest(conference, name="Jane <b>Doe</b>", name_en="Jane Doe")
    make_host(conference, role="sponsor")
    make_public(conference)
    conference.lettertexts.create(
        occasion="guest-paper", subject_en="An invitation", text_en="{name}: come.\n\n{hosts}"
    )
    client = organizer(conference)
    press = {"action": "print_letters"}
    press["_selected_action"] = [guest.pk for guest in GuestInvitation.objects.all()]

    asked = client.post(LIST, press).content.decode()
    assert "One file, a page a guest" in asked
    wants = {"told": "1", "file_format": "docx", "sides": "en", "leaves_room": "on"}
    text = text_of(body(client.post(LIST, press | wants)))

    assert "刘院士: come." in text and "Jane Doe: come." in text and "An invitation" in text
    assert "Northeastern University (China)" in text
    assert text.count('w:type="page"') == 1


def images_in(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return [name for name in file.namelist() if name.startswith("word/media/")]


def test_the_seal_of_the_certificates_stands_behind_who_signs(
    client, organizer, address, conference
):
    """Where one is set, on all but a Word file that anybody could write something else above."""
    plain = body(client.get(f"{address}letter.pdf"))
    design = CertificateDesign.objects.create(conference=conference, seal=make_picture(side=40))
    sealed = body(client.get(f"{address}letter.pdf"))
    assert [b"/Subtype/Image" in each for each in (plain, sealed)] == [False, True]
    assert images_in(body(client.get(f"{address}letter.docx"))) == []
    client = organizer(conference)
    press = {"action": "print_letters", "_selected_action": [GuestInvitation.objects.get().pk]}
    assert "With the image of the seal" in client.post(LIST, press).content.decode()
    wants = press | {"told": "1", "file_format": "docx", "sides": "both"}

    sealed = body(client.post(LIST, wants | {"has_seal": "on"}))

    assert len(images_in(sealed)) == 1 and text_of(sealed).count("<wp:anchor") == 2
    assert images_in(body(client.post(LIST, wants))) == []
    design.seal.storage.delete(design.seal.name)  # one that is gone breaks nothing
    assert images_in(body(client.post(LIST, wants | {"has_seal": "on"}))) == []
    assert body(client.get(f"{address}letter.pdf")).startswith(b"%PDF")
