"""A question that is answered with a file: what is taken, who gets it again, when it is gone."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from conference.attendance import answer_files
from conference.attendance.models import AnswerFile, DataAccess, Registration, answer_storage
from conference.attendance.privacy.erasing import erase_person
from conference.attendance.privacy.purging import purge
from conference.attendance.privacy.sensitive import forget_sensitive
from conference.attendance.questions.files import clean_file_name
from tests.attendance.questions.making import answered_files, question
from tests.attendance.replies.filling import FORM, NOW, given, page
from tests.factories import PDF, make_conference, make_member, make_registration
from tests.pages import form_data, parsed, words

pytestmark = [
    pytest.mark.usefixtures("early", "answers_folder"),
    pytest.mark.once(reason="the same rows are written by the same code on both"),
]


def picture(kind="JPEG"):
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, kind)
    return made.getvalue()


def file(content=PDF, name="护照.pdf"):
    return SimpleUploadedFile(name, content)


JPEG = picture()

# --- What is taken ------------------------------------------------------------------------------

NAMES = [
    ("护照.jpg", "护照.jpg"),
    ("photo.final.PNG", "photo.final.PNG"),
    ("png", "png.webp"),
    ("C:\\Users\\me\\ticket.PDF", "ticket.webp"),
    ("two\r\nlines\x00.png", "two lines.png"),
    ("x" * 300 + ".png", "x" * 80 + ".png"),
    ("photo‮gpj.exe", "photogpj.webp"),
    ("..", "file.webp"),
    ("11010519491231002X.jpg", "file.jpg"),
    (".png", "png.webp"),
]


@pytest.mark.parametrize(("name", "kept"), NAMES)
def test_a_name_is_that_which_was_sent_or_ends_as_what_it_holds(name, kept):
    with override("en"):
        assert clean_file_name(name, "webp") == kept


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"MZ" + b"x" * 99, "no JPEG, PNG or WebP image and no PDF"),
        (picture("GIF"), "no JPEG, PNG or WebP image and no PDF"),
        (JPEG[: len(JPEG) // 2], "no JPEG, PNG or WebP image and no PDF"),
        (b"%PDF-1.7\n<script>alert(1)</script>", "not a PDF, or not a whole one"),
        (b"%PDF-" + bytes(10 * 1024 * 1024), "larger than 10 MB"),
        (b"x" * (8 * 1024 * 1024 + 1), "larger than 8 MB"),
    ],
    ids=["empty", "program", "gif", "cut", "no pdf", "huge pdf", "huge"],
)
def test_what_is_no_image_and_no_pdf_is_refused_in_words(content, said):
    with override("en"):
        assert said in answered_files(question("file"), file(content, "photo.jpg"))["_"][0]


def test_what_it_holds_decides_whatever_it_is_called():
    with override("en"):
        chosen = answered_files(question("file"), file(JPEG + b"<script>", "report.pdf"))

    assert (chosen.name, chosen.content[8:12]) == ("report.webp", b"WEBP")
    assert b"script" not in chosen.content


# --- The form -----------------------------------------------------------------------------------


@pytest.fixture
def asked(form):
    return form.questions.create(kind="file", label_en="Your photo", is_required=True)


def box(asked, prefix=""):
    return f"{prefix}question_{asked.pk}"


def kept_in(response, asked):
    return parsed(response).xpath(f'//input[@name="{box(asked, "kept_")}"]/@value')


@pytest.mark.django_db
def test_a_file_is_kept_with_the_reply_and_leads_to_its_owner_alone(client, asked):
    own = client.post(FORM, given(client) | {box(asked): file(JPEG, "me.jpg")})["Location"]
    there = f"{own}answers/{asked.pk}/"

    taken = client.get(there)
    body = b"".join(taken.streaming_content)

    assert "me.jpg" in words(parsed(client.get(own)).xpath("//dl")[0])
    assert (taken.status_code, body[8:12]) == (200, b"WEBP")
    assert taken["Content-Disposition"] == 'attachment; filename="me.webp"'
    assert taken["X-Content-Type-Options"] == "nosniff"
    assert taken["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert "no-store" in taken["Cache-Control"]
    assert "me.jpg" in client.get(f"{own}data.json").content.decode()
    for other in (own.replace("/r/", "/r/x"), own):
        wrong = f"{other}answers/{asked.pk + (other == own)}/"
        assert client.get(wrong).status_code == 404
    row = AnswerFile.objects.get()
    assert client.get(f"/media/answers/{row.file}").status_code == 404
    assert row.let_go_at is None


@pytest.mark.django_db
def test_a_file_survives_another_mistake_of_the_form(client, asked):
    reply = given(client) | {box(asked): file(), "name": ""}

    refused = client.post(FORM, reply)
    (key,) = kept_in(refused, asked)
    said = words(parsed(refused).xpath(f'//*[@id="div_id_{box(asked)}"]')[0])
    again = {k: v for k, v in reply.items() if k != box(asked)}
    done = client.post(FORM, again | {"name": "曾志伟", box(asked, "kept_"): key})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert "护照.pdf" in said
    person = Registration.objects.get()
    assert person.answers[str(asked.pk)]["file"] == key
    assert AnswerFile.objects.get().registration == person


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ["", "nonsense", "another person's"])
def test_without_a_file_of_ones_own_a_required_one_is_asked_for(client, asked, sent):
    key = sent
    if sent == "another person's":
        client.post(FORM, given(client) | {box(asked): file()})
        key = AnswerFile.objects.get().key
    reply = given(client, name="李四", phone="+44 7700 900124") | {box(asked, "kept_"): key}

    refused = client.post(FORM, reply)

    assert refused.status_code == 422
    wanted = "not kept any more" if sent else "Choose a file."
    assert wanted in page(refused, 422)
    assert kept_in(refused, asked) == []
    assert not Registration.objects.filter(name="李四").exists()


@pytest.mark.django_db
def test_a_page_that_forgot_to_carry_the_file_says_so(client, asked):
    refused = client.post(FORM, given(client) | {box(asked): "me.jpg"})

    assert "The file did not come along." in page(refused, 422)


@pytest.mark.django_db
def test_sent_twice_it_is_one_reply_and_one_file_and_another_file_is_another_reply(client, asked):
    reply = given(client)

    first = client.post(FORM, reply | {box(asked): file()})
    second = client.post(FORM, reply | {box(asked): file()})
    third = client.post(FORM, reply | {box(asked): file(JPEG)})

    assert first["Location"] == second["Location"]
    assert third.status_code == 409
    assert Registration.objects.count() == 1
    assert AnswerFile.objects.exclude(registration=None).count() == 1


@pytest.mark.django_db
def test_a_file_for_a_question_that_is_gone_is_told(client, form, asked):
    reply = given(client) | {box(asked): file()}
    asked.delete()

    assert "“护照.pdf” answers something that is no longer asked" in page(
        client.post(FORM, reply), 422
    )


# --- One's own page -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_on_ones_own_page_it_stays_is_replaced_and_taken_out(client, form):
    asked = form.questions.create(kind="file", label_en="Ticket")
    own = client.post(FORM, given(client) | {box(asked): file()})["Location"]
    first = AnswerFile.objects.get()

    def correct(**changes):
        with time_machine.travel(NOW, tick=False):
            data = form_data(client.get(f"{own}correct/"))
            data.pop(box(asked), None)
            done = client.post(f"{own}correct/", data | changes)
        assert done.status_code == 302
        return Registration.objects.get()

    stays = correct(title="院长")
    assert stays.answers[str(asked.pk)]["file"] == first.key
    other = file(PDF + b"\n", "护照.pdf")  # another one with the same name
    replaced = correct(**{box(asked): other})
    assert replaced.answers[str(asked.pk)]["file"] != first.key
    first.refresh_from_db()
    assert first.let_go_at == NOW
    gone = correct(**{box(asked, "out_"): "1"})

    assert gone.answers == {}
    assert client.get(f"{own}answers/{asked.pk}/").status_code == 404
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        answer_files.sweep()
    assert not AnswerFile.objects.exists()
    assert gone.history.count() == 4


@pytest.mark.django_db
def test_a_second_tap_on_ones_own_page_is_harmless(client, form):
    asked = form.questions.create(kind="file", label_en="Ticket")
    own = client.post(FORM, given(client))["Location"]
    data = form_data(client.get(f"{own}correct/"))
    data.pop(box(asked), None)

    taps = [client.post(f"{own}correct/", data | {box(asked): file()}) for _n in range(2)]

    assert [each.status_code for each in taps] == [302, 302]
    assert AnswerFile.objects.count() == 1


def filled(response):
    """What a browser would send of the form with files."""
    (form,) = parsed(response).xpath('//form[.//input[@type="file"]]')
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


@pytest.mark.django_db
@pytest.mark.parametrize("by_a_colleague", [False, True])
def test_a_page_of_before_brings_no_removed_file_back(client, form, by_a_colleague):
    asked = form.questions.create(kind="file", label_en="Ticket")
    own = client.post(FORM, given(client) | {box(asked): file()})["Location"]
    person = Registration.objects.get()
    here = f"{own}correct/"
    if by_a_colleague:
        client.force_login(make_member(form.conference, "organizer"))
        here = f"/admin/attendance/registration/{person.pk}/answers/"
    old = filled(client.get(here))
    assert old[box(asked, "kept_")]
    client.post(f"{own}correct/", filled(client.get(f"{own}correct/")) | {box(asked, "out_"): "1"})
    assert Registration.objects.get().answers == {}

    refused = client.post(here, old)
    again = client.post(here, filled(refused))

    assert "Ticket: empty, for “护照.pdf” was taken out." in words(parsed(refused))
    assert kept_in(refused, asked) == []
    assert (refused.status_code, again.status_code) == (409, 302)
    assert Registration.objects.get().answers == {}


@pytest.mark.django_db
def test_a_page_of_before_leaves_the_file_that_replaced_its_own(client, form):
    asked = form.questions.create(kind="file", label_en="Ticket")
    own = client.post(FORM, given(client) | {box(asked): file()})["Location"]
    here = f"{own}correct/"
    old = filled(client.get(here))
    client.post(here, {**filled(client.get(here)), box(asked): file(PDF + b"\n", "new.pdf")})
    new = Registration.objects.get().answers[str(asked.pk)]

    refused = client.post(here, old)
    again = client.post(here, filled(refused))

    assert "Ticket: new.pdf" in words(parsed(refused))
    assert kept_in(refused, asked) == [new["file"]]
    assert again.status_code == 302
    assert Registration.objects.get().answers == {str(asked.pk): new}


@pytest.mark.django_db
def test_ones_data_are_taken_along_with_the_files(client, form, asked):
    own = client.post(FORM, given(client) | {box(asked): file(JPEG, "me.png")})["Location"]

    assert f'href="{own}data.zip"' in page(client.get(own))
    taken = client.get(f"{own}data.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(taken.streaming_content))) as archive:
        told, held = sorted(archive.namelist(), key=lambda name: name.startswith("files/"))
        found = json.loads(archive.read(told))
        assert archive.read(held)[8:12] == b"WEBP"

    assert taken["Content-Disposition"] == f'attachment; filename="{told[:-5]}.zip"'
    assert "no-store" in taken["Cache-Control"] and taken["Referrer-Policy"] == "no-referrer"
    assert found["answers"] == [
        {"question": "Your photo", "answer": "me.png", "file": "files/1 me.webp"}
    ]
    assert held == "files/1 me.webp"
    person = Registration.objects.get()
    client.force_login(make_member(form.conference, "organizer", sees_contacts=True))
    change = f"/admin/attendance/registration/{person.pk}/privacy/"
    copy = client.post(change, {"download": "1"})
    with zipfile.ZipFile(io.BytesIO(b"".join(copy.streaming_content))) as archive:
        assert sorted(archive.namelist()) == [
            f"Personal data {person.number}.xlsx",
            "files/1 me.webp",
        ]
    person.answers = {}
    person.save()
    assert f'href="{own}data.json"' in page(client.get(own))


# --- The team -----------------------------------------------------------------------------------


def with_file(form, **values):
    """A person who answered a question of the form with a PDF."""
    asked = form.questions.create(kind="file", label_en="Ticket", **values)
    with override("en"):
        chosen = answered_files(asked, file())
    answer = answer_files.put_aside(form.conference, chosen, of="a form")
    return asked, make_registration(form.conference, answers={str(asked.pk): answer})


@pytest.mark.django_db
def test_the_team_opens_it_by_a_link_and_that_is_noted(client, form):
    asked, person = with_file(form)
    there = f"/admin/attendance/registration/{person.pk}/answers/{asked.pk}/"
    change = f"/admin/attendance/registration/{person.pk}/change/"
    asks = {}
    for role in ("organizer", "editor"):
        client.force_login(make_member(form.conference, role))
        asked_for = client.get(there)
        asks[role] = asked_for.status_code
        if asked_for.streaming:
            assert b"".join(asked_for.streaming_content) == PDF
    client.force_login(make_member(make_conference(slug="other"), "organizer"))
    asks["stranger"] = client.get(there).status_code

    client.force_login(make_member(form.conference, "organizer"))
    links = parsed(client.get(change)).xpath(f'//a[@href="{there}"]')

    assert asks == {"organizer": 200, "editor": 403, "stranger": 404}
    assert [words(link) for link in links] == ["护照.pdf"]
    assert DataAccess.objects.filter(kind="file", many=1).count() == 1
    assert client.get(there.replace(str(asked.pk), "99999")).status_code == 404


@pytest.mark.django_db
def test_a_sensitive_file_is_for_those_who_see_contacts(client, form):
    asked, person = with_file(form, is_sensitive=True)
    viewer = make_member(form.conference, "viewer")
    client.force_login(viewer)
    change = f"/admin/attendance/registration/{person.pk}/"

    shown = client.get(f"{change}change/")

    assert shown.status_code in (200, 403)
    assert "护照" not in shown.content.decode()
    assert client.get(f"{change}answers/{asked.pk}/").status_code in (403, 404)


@pytest.mark.django_db
def test_the_history_tells_its_name(client, form):
    asked, person = with_file(form)
    key = person.answers[str(asked.pk)]["file"]
    person.answers = {}
    person.save()
    client.force_login(make_member(form.conference, "organizer", sees_contacts=True))

    html = page(client.get(f"/admin/attendance/registration/{person.pk}/history/"))

    assert "护照</span>.pdf" in html
    assert key not in html


# --- Gone ---------------------------------------------------------------------------------------


def stored():
    try:
        return set(answer_storage().listdir("")[1])
    except FileNotFoundError:
        return set()


@pytest.mark.django_db(transaction=True)
def test_the_file_goes_with_what_it_says(form):
    for forget in (
        lambda person: erase_person(person, by=None),
        lambda person: purge(person.conference),
        lambda person: forget_sensitive(person.conference),
    ):
        _asked, person = with_file(form, is_sensitive=True)
        assert len(stored()) == 1

        forget(person)

        assert (stored(), AnswerFile.objects.count()) == (set(), 0)


@pytest.mark.django_db(transaction=True)
def test_what_nobody_names_is_swept_and_what_somebody_names_stays(form):
    asked, person = with_file(form)
    with override("en"):
        left = answered_files(asked, file(JPEG))
        answer_files.put_aside(form.conference, left, of="a form that was never sent")
    answer_storage().save("stray.pdf", file())
    now = timezone.now()
    with time_machine.travel(now + timedelta(days=40000), tick=False):
        later = timezone.now()

    assert answer_files.sweep(now + timedelta(minutes=59)) == 0
    assert len(stored()) == 3
    answer_files.sweep(later)
    assert stored() == {AnswerFile.objects.get().file}
    # Deleted, it can come back for a while.
    key = person.pk
    person.delete()
    answer_files.sweep(later)
    assert len(stored()) == 1
    answer_files.sweep(later + timedelta(hours=2))
    assert (stored(), key) == (set(), key)
