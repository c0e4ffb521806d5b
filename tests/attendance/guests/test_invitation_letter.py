"""The letter of invitation as PDF and Word: the conference's words, a page a guest."""

import io
import zipfile

import pytest
from django.urls import reverse

from conference.attendance.models import GuestInvitation
from tests.attendance.replies.filling import make_public
from tests.factories import make_guest, make_host

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
