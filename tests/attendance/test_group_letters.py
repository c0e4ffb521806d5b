"""A letter to some of the list: begun, looked at, sent once, and told by other means."""

import io
from email import message_from_bytes
from email.policy import default
from threading import Event

import pytest
from django.utils import timezone

from conference.attendance import group_letters
from conference.attendance.group_letters import GroupLetterRefused, begin, mark_of, plan, send
from conference.attendance.models import ExportLog, GroupLetter, Registration
from conference.letters import sending
from conference.letters.models import Letter
from conference.program.release.publishing import publish
from conference.tabular import read_table
from tests.factories import (
    make_conference,
    make_letter,
    make_member,
    make_registration,
    make_room,
    make_session,
)
from tests.letters.smtp import mail_server
from tests.pages import messages
from tests.queries import costs

pytestmark = pytest.mark.django_db
NOON = timezone.now()


@pytest.fixture
def conference(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return make_conference(slug="spring", name_en="Spring", name_zh="春季会")


@pytest.fixture
def organizer(conference):
    return make_member(conference, "organizer")


def draft(conference, people, by, **words):
    letter = begin(conference, people, by=by)
    said = {"text_zh": "{name}，请早到。", "text_en": "Dear {name}, be early.\n\n{link}"} | words
    for name, value in said.items():
        setattr(letter, name, value)
    letter.save()
    return letter


def several(conference, n):
    rows = [
        Registration(
            conference=conference,
            name=f"李{k}",
            email=f"p{k}@example.org",
            number=k,
            source="import",
        )
        for k in range(1, n + 1)
    ]
    for row in rows:
        row.prepare()
    return Registration.objects.bulk_create(rows)


def test_it_is_sent_once_whoever_presses_and_however_often(conference, organizer):
    other = make_member(conference, "organizer")
    ann, bob = (make_registration(conference, name=n, language="en") for n in ("Ann", "Bob"))
    letter = draft(conference, [ann, bob], organizer)

    sent = send(letter, by=organizer, seen=mark_of(letter))
    for account in (organizer, other):
        with pytest.raises(GroupLetterRefused, match="sent it on") as refusal:
            send(letter, by=account, seen=mark_of(letter))
        assert refusal.value.code == "sent"
    # The same words in a second draft, by a second organizer, to one person more.
    new = make_registration(conference, name="Eve", language="en")
    again = draft(conference, [ann, bob, new], other)
    assert send(again, by=other, seen=mark_of(again)).had_it == 2

    assert (sent.letters, sent.sent_by) == (2, organizer)
    written = Letter.objects.order_by("pk").values_list("to_name", "batch", "may_be_stopped")
    assert list(written) == [
        ("Ann", letter.batch, True),
        ("Bob", letter.batch, True),
        ("Eve", again.batch, True),
    ]
    assert "{link}" in Letter.objects.first().text  # no secret lies in a row


def test_each_person_is_counted_once_with_the_reason_why_they_get_none(conference, organizer):
    people = [
        make_registration(conference, name="Ann", language="en"),
        make_registration(conference, name="无址", email=""),
        make_registration(conference, name="Stopped", language="en", wants_letters=False),
        make_registration(conference, name="王泉"),
    ]
    letter = draft(conference, people, organizer, text_zh="")

    found = plan(letter)

    assert [each.to_name for each in found.letters] == ["Ann"]
    assert [person.name for person in found.without_address] == ["无址"]
    assert (found.speechless, found.wanted_none, found.people) == ({"zh-hans": 1}, 1, 4)
    with pytest.raises(GroupLetterRefused, match="in Chinese too"):
        send(letter, by=organizer, seen=mark_of(letter))
    assert not Letter.objects.exists() and not GroupLetter.objects.get().is_sent


def test_a_greeting_alone_and_words_that_changed_meanwhile_do_not_leave(conference, organizer):
    people = [make_registration(conference)]
    letter = begin(conference, people, by=organizer)
    assert begin(conference, people, by=organizer) == letter  # no heap of empty drafts
    with pytest.raises(GroupLetterRefused):
        send(letter, by=organizer, seen=mark_of(letter))
    looked_at = mark_of(letter)
    letter.text_zh = "{name}，会场改了。"
    letter.save()
    with pytest.raises(GroupLetterRefused) as refusal:
        send(letter, by=organizer, seen=looked_at)
    assert refusal.value.code == "changed" and not Letter.objects.exists()


def test_a_reminder_goes_to_who_is_expected_with_the_chosen_sub_forums(conference, organizer):
    room = make_room(conference, slug="hall", name_en="Hall 2", name_zh="二号厅")
    forum = make_session(
        conference, "14:00", kind="sub-forum", room=room, title_zh="人工智能", title_en="AI"
    )
    publish(conference)
    ann = make_registration(conference, name="Ann", language="en")
    ann.sessions.add(forum)
    gone = make_registration(conference, name="Gone", language="en", status="cancelled")
    letter = begin(conference, [ann, gone], by=organizer)
    letter.occasion = "reminder"
    for name, said in group_letters.begun_words(conference, "reminder").items():
        setattr(letter, name, said)
    letter.save()

    sent = send(letter, by=organizer, seen=mark_of(letter))

    assert (sent.letters, sent.not_meant) == (1, 1)
    row = Letter.objects.get()
    assert "AI: " in row.text and "14:00–" in row.text and "Hall 2" in row.text
    assert row.occasion == "reminder" and not row.may_be_stopped


def test_names_with_newlines_make_neither_headers_nor_other_letters(conference, settings):
    organizer = make_member(conference, "organizer")
    conference.contact_email = "office@例子.cn"
    conference.save()
    name = "Ann\r\nBcc: all@example.org"
    person = make_registration(conference, name=name, language="en", email="ann@example.org")
    letter = draft(conference, [person], organizer, subject_en="Dear {name}")
    send(letter, by=organizer, seen=mark_of(letter), at=NOON)
    with mail_server(settings) as server:
        Letter.objects.update(due_at=NOON)
        sending.send_what_is_due(Event())
    (mail,) = (message_from_bytes(took, policy=default) for took in server.took)
    assert mail["bcc"] is None and mail["subject"] == "Dear Ann Bcc: all@example.org"
    assert mail["reply-to"].addresses[0].addr_spec == "office@xn--fsqu00a.cn"
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert "/letters/stop/" in mail["list-unsubscribe"]


@pytest.mark.parametrize("n", [1, 400])
def test_sending_costs_the_same_for_one_and_for_400(conference, organizer, n):
    publish(conference)
    letter = draft(conference, several(conference, n), organizer, text_zh="{name}：{forums}")
    seen = mark_of(letter)
    with costs(12, rows=n):
        assert send(letter, by=organizer, seen=seen).letters == n


def test_a_chat_is_told_what_is_the_same_for_all(conference, organizer):
    said = "Dear {name},\n\nCome to {conference}.\n\nYour own page:\n{link}\n\nThe office"
    letter = draft(conference, [make_registration(conference)], organizer, text_en=said)
    assert group_letters.chat_text(letter, "en") == (
        "Dear all,\n\nCome to Spring.\n\nThe office",
        ["Your own page:", "{link}"],
    )


# --- In the admin ------------------------------------------------------------------------------


def from_the_list(client, rows, action="write_to", query=""):
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(f"/admin/attendance/registration/{query}", data, follow=True)


@pytest.mark.once(reason="what a page says")
def test_from_the_list_to_the_log(client, conference, organizer):
    ann = make_registration(conference, name="Ann", language="en")
    make_registration(conference, name="Bob", language="en", organization_name="Elsewhere")
    client.force_login(organizer)
    page = from_the_list(client, [ann], query="?organization=大连理工大学")
    letter = GroupLetter.objects.get()
    assert letter.chosen_by.endswith(": 大连理工大学 (1)")
    address = page.redirect_chain[-1][0]

    words = {"subject_en": "Hello", "text_en": "Dear {nme}", "subject_zh": "", "text_zh": ""}
    refused = client.post(address, {"occasion": "group", **words, "_preview": "1"})
    assert "nme" in refused.content.decode()
    words["text_en"] = "Dear {name}, come."
    shown = client.post(address, {"occasion": "group", **words, "_preview": "1"}, follow=True)
    assert "Dear Ann, come." in shown.content.decode()
    data = {"mark": shown.context["mark"], "send": "1"}
    preview = shown.redirect_chain[-1][0]
    client.post(preview, data)
    second = client.post(preview, data, follow=True)

    assert "sent it on" in messages(second)[-1]
    assert Letter.objects.count() == 1
    assert client.post(address, {"occasion": "group", **words, "text_en": "x"}).status_code == 403
    make_letter(conference)
    outbox = client.get(f"/admin/letters/letter/?batch={letter.batch}")
    assert outbox.context["cl"].result_count == 1


@pytest.mark.once(reason="rights are decided in Python")
@pytest.mark.parametrize(("sees", "phone"), [(True, "+44 7700 900123"), (False, "+44********0123")])
def test_phones_to_call_are_masked_without_the_right_and_logged(client, conference, sees, phone):
    exporter = make_member(conference, "exporter", sees_contacts=sees)
    ann, _bob = (make_registration(conference, name=name) for name in ("Ann", "Bob"))
    client.force_login(exporter)

    answer = from_the_list(client, [ann], action="list_phones")

    _header, row = read_table(io.BytesIO(answer.getvalue()))
    assert row[1] == "Ann" and phone in row
    log = ExportLog.objects.get()
    assert (log.list_name, log.rows, log.unmasked, log.by) == ("phone-round", 1, sees, exporter)
    assert from_the_list(client, [ann]).redirect_chain  # an exporter writes to nobody
    assert not GroupLetter.objects.exists()
