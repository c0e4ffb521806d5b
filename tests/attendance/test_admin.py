"""Attendance in the admin: the list of people, sheets of replies, the form, the two logs."""

import io
import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.attendance.admin import importing
from conference.attendance.checkin import arrival_checkpoint, check_in
from conference.attendance.models import (
    CheckIn,
    Checkpoint,
    ExportLog,
    Question,
    Registration,
    ReplyForm,
)
from conference.tabular import read_table
from tests.factories import (
    make_conference,
    make_member,
    make_registration,
    make_reply_form,
    make_session,
)
from tests.pages import links, rows
from tests.test_tabular import workbook

pytestmark = pytest.mark.django_db

ADMIN = "/admin/attendance/"
LIST = f"{ADMIN}registration/"


@pytest.fixture
def conference():
    return make_conference(slug="spring", short_name_en="Spring")


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, "organizer", sees_contacts=True)
    client.force_login(user)
    return user


def page(response, status=200):
    """What a page says, without the marks around Chinese names in it."""
    assert response.status_code == status
    return re.sub(r'<span( lang="zh-Hans")?>|</span>', "", response.content.decode())


def sign_in(person):
    return check_in(
        person,
        conference=person.conference,
        checkpoint=arrival_checkpoint(person.conference),
        by=None,
        client_id=f"c{person.pk}",
    )


# --- Who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "reads", "edits"),
    [("viewer", 403, 403), ("desk", 403, 403), ("editor", 403, 403), ("exporter", 200, 403)],
)
def test_roles_without_the_right_neither_read_nor_edit(client, conference, role, reads, edits):
    client.force_login(make_member(conference, role))
    person = make_registration(conference)
    change = f"{LIST}{person.pk}/change/"

    for address in (LIST, change, f"{ADMIN}checkin/", f"{ADMIN}exportlog/"):
        assert client.get(address).status_code == reads
    assert client.get(f"{ADMIN}checkpoint/").status_code == reads
    assert client.get(f"{ADMIN}replyform/").status_code == edits
    assert client.post(change, {"name": "x"}).status_code == edits
    assert client.get(f"{LIST}add/").status_code == edits
    assert client.get(f"{LIST}import/").status_code == edits
    assert client.get(f"{LIST}import/{conference.pk}/").status_code == edits
    assert client.get(f"{LIST}{person.pk}/link/").status_code == edits
    assert client.get(f"{LIST}lists/").status_code == reads


def test_another_conferences_people_are_not_there(client, organizer):
    other = make_conference()
    person = make_registration(other, name="Someone Else")

    assert client.get(f"{LIST}{person.pk}/change/").status_code == 404
    assert client.get(f"{LIST}{person.pk}/link/").status_code == 404
    assert client.get(f"{LIST}import/{other.pk}/").status_code == 404
    assert client.get(f"{LIST}import/{other.pk}/template/").status_code == 404
    assert "Someone Else" not in page(client.get(LIST))


# --- The list ----------------------------------------------------------------------------------


def test_contacts_are_masked_on_every_page_without_the_right(client, conference):
    client.force_login(make_member(conference, "organizer"))
    person = make_registration(conference, phone="13800138000", email="zeng@example.org")

    for address in (LIST, f"{LIST}{person.pk}/change/"):
        html = page(client.get(address))
        assert "138****8000" in html
        assert "13800138000" not in html
        assert "zeng@example.org" not in html


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        *(("8000", True), ("13800138000", True), ("8613800138000", True)),
        *(("38000", False), ("800138000", False)),
    ],
)
def test_a_masked_phone_cannot_be_felt_out_digit_by_digit(client, conference, typed, found):
    client.force_login(make_member(conference, "organizer"))
    make_registration(conference, phone="+86 138 0013 8000")

    assert ("曾志伟" in page(client.get(f"{LIST}?q={typed}"))) is found


def test_people_are_found_by_pinyin_and_last_digits(client, conference, organizer):
    make_registration(conference, name="曾志伟", phone="13800138000")
    make_registration(conference, name="李明", phone="13900139001")

    for text in ("zzw", "8000", "zengzhiwei"):
        html = page(client.get(LIST, {"q": text}))
        assert "曾志伟" in html
        assert "李明" not in html


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"arrival": "yes"}, {"曾志伟"}),
        ({"arrival": "no"}, {"李明", "王强"}),
        ({"doubles": "yes"}, {"李明"}),
        ({"status__exact": "pending"}, {"王强"}),
    ],
)
def test_the_list_is_narrowed(client, conference, organizer, query, names):
    sign_in(make_registration(conference, name="曾志伟"))
    for _ in range(2):
        make_registration(conference, name="李明")
    make_registration(conference, name="王强", status="pending")

    html = page(client.get(LIST, query))

    assert {name for name in ("曾志伟", "李明", "王强") if f">{name}</a>" in html} == names


@pytest.mark.parametrize("query", ["arrival=maybe", "doubles=1", "status__exact=x", "q=%00"])
def test_filters_that_do_not_exist_lead_back(client, organizer, query):
    assert client.get(f"{LIST}?{query}").status_code in (302, 200, 400)


def test_states_are_changed_for_many_but_not_of_those_who_came(client, conference, organizer):
    here, away = make_registration(conference), make_registration(conference, name="李明")
    sign_in(here)
    data = {"action": "cancel", "_selected_action": [here.pk, away.pk]}

    html = page(client.post(LIST, data, follow=True))

    assert "1 registration is now: cancelled." in html
    assert "are signed in and stay as they are" in html
    assert [r.status for r in Registration.objects.order_by("number")] == ["confirmed", "cancelled"]


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_list_costs_the_same_queries_for_any_length(
    client, conference, organizer, django_assert_num_queries, count
):
    for n in range(count):
        make_registration(conference, name=f"李{n}")

    with django_assert_num_queries(11):
        client.get(LIST)


# --- One person --------------------------------------------------------------------------------


def test_a_person_added_by_hand_gets_the_next_number(client, conference, organizer):
    make_registration(conference)
    forum = make_session(conference, kind="sub-forum")
    data = {
        "name": "李明",
        "organization_name": "东北大学",
        "category": "guest",
        "status": "confirmed",
        "source": "liaison",
        "language": "zh-hans",
        "sessions": [forum.pk],
    }

    response = client.post(f"{LIST}add/", data)

    assert response.status_code == 302
    person = Registration.objects.get(name="李明")
    assert (person.number, person.source) == (2, "liaison")
    assert list(person.sessions.all()) == [forum]


def test_sessions_of_other_conferences_are_no_choice(client, conference, organizer):
    stranger = make_session(make_conference(), kind="sub-forum", title_en="Elsewhere")
    person = make_registration(conference)

    html = page(client.get(f"{LIST}{person.pk}/change/"))

    assert "Elsewhere" not in html
    assert f'value="{stranger.pk}"' not in re.findall(r'name="sessions"[^>]*', html)


def test_who_has_scans_is_kept(client, conference, organizer):
    person = make_registration(conference)
    sign_in(person)

    client.post(f"{LIST}{person.pk}/delete/", {"post": "yes"})

    assert Registration.objects.filter(pk=person.pk).exists()


def test_a_new_personal_link_is_shown_once(client, conference, organizer):
    person = make_registration(conference)

    before = page(client.get(f"{LIST}{person.pk}/link/"))
    html = page(client.post(f"{LIST}{person.pk}/link/", headers={"host": "localhost"}))

    address = re.search(rf"<code>{settings.PUBLIC_URL}(/\S+/r/[\w-]+/)</code>", html)[1]
    assert "<code>" not in before
    assert "曾志伟" in page(client.get(address))


# --- Sheets of replies -------------------------------------------------------------------------


def upload(client, conference, rows, name="replies.xlsx"):
    content = rows if isinstance(rows, bytes) else workbook(rows).getvalue()
    return client.post(
        f"{LIST}import/{conference.pk}/", {"sheet": SimpleUploadedFile(name, content)}
    )


def token_of(html):
    return re.search(r'name="token" value="([\w-]{32})"', html)[1]


def confirm(client, conference, token, **more):
    return client.post(
        f"{LIST}import/{conference.pk}/confirm/", {"token": token, "told": "on"} | more, follow=True
    )


def test_a_sheet_is_seen_before_it_is_added(client, conference, organizer):
    sheet = [["姓名", "单位", "手机", "酒店"], ["王泉", "西安电子科技大学", 13800138000, "A"]]

    preview = page(upload(client, conference, sheet))
    there = Registration.objects.exists()
    html = page(confirm(client, conference, token_of(preview)))

    assert "1 new person" in preview
    assert "Columns that are not read: 酒店" in preview
    assert not there
    assert "1 person was added to the list." in html
    assert Registration.objects.get().phone == "13800138000"


def test_errors_are_shown_by_cell_and_nothing_waits(client, conference, organizer):
    sheet = [["姓名", "单位", "邮箱"], ["", "东北大学", "x@"]]

    html = page(upload(client, conference, sheet), 422)

    assert '<th class="nowrap">A2</th><td>姓名 (Name) is empty.</td>' in html
    assert "C2" in html
    assert 'name="token"' not in html


def test_doubles_are_left_out_only_when_asked(client, conference, organizer):
    make_registration(conference, name="王泉", organization_name="A")
    sheet = [["姓名", "单位"], ["王泉", "A"], ["李明", "B"]]
    token = token_of(page(upload(client, conference, sheet)))

    refused = page(confirm(client, conference, token), 409)
    added = page(confirm(client, conference, token, skip_doubles="on"))

    assert "1 person is on the list already." in refused
    assert "1 person was added" in added
    assert Registration.objects.count() == 2


def test_people_must_have_been_told(client, conference, organizer):
    token = token_of(page(upload(client, conference, [["姓名", "单位"], ["王泉", "A"]])))

    html = page(confirm(client, conference, token, told=""), 422)

    assert "Tell them first" in html
    assert not Registration.objects.exists()


def test_a_waiting_sheet_belongs_to_one_account_and_one_conference(client, conference, organizer):
    token = token_of(page(upload(client, conference, [["姓名", "单位"], ["王泉", "A"]])))
    other = make_conference()
    make_member(other, "organizer", user=organizer)

    elsewhere = page(confirm(client, other, token))
    client.force_login(make_member(conference, "organizer"))
    colleague = page(confirm(client, conference, token))
    nonsense = page(confirm(client, conference, "../../etc"))
    client.force_login(organizer)
    cache.clear()
    expired = page(confirm(client, conference, token))

    for html in (elsewhere, colleague, nonsense, expired):
        assert "has expired" in html
    assert not Registration.objects.exists()


def test_a_sheet_is_added_once(client, conference, organizer):
    token = token_of(page(upload(client, conference, [["姓名", "单位"], ["王泉", "A"]])))

    first = page(confirm(client, conference, token))
    again = page(confirm(client, conference, token))

    assert "1 person was added to the list." in first
    assert "1 person was added to the list." in again
    assert Registration.objects.count() == 1


def test_the_page_of_a_waiting_sheet_holds_no_cells_to_send_back(client, conference, organizer):
    html = page(upload(client, conference, [["姓名", "单位"], ["王泉", "A"]]))

    hidden = re.findall(r'<input type="hidden" name="(\w+)"', html)
    assert set(hidden) <= {"csrfmiddlewaretoken", "token", "next"}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "replies.xlsx"),
        (b"PK\x03\x04" + bytes(50), "replies.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "replies.xls"),
        (b"", "empty.csv"),
        (b"x" * (5 * 1024 * 1024 + 1), "large.csv"),
    ],
)
def test_files_that_are_no_sheet_are_refused_with_a_sentence(
    client, conference, organizer, content, name
):
    html = page(upload(client, conference, content, name), 422)

    assert re.search(r'<ul class="errorlist"[^>]*><li>[^<]+\.</li>', html)


def test_the_template_carries_this_conferences_columns(client, conference, organizer):
    form = make_reply_form(conference)
    Question.objects.create(form=form, label_zh="用餐", label_en="Meal")

    response = client.get(f"{LIST}import/{conference.pk}/template/")

    table = read_table(io.BytesIO(b"".join(response.streaming_content)))
    assert table[0][-1] == "用餐 / Meal"
    assert response["Cache-Control"].startswith("private, no-store")


def test_many_rows_are_shown_in_part(client, conference, organizer, monkeypatch):
    monkeypatch.setattr(importing, "SHOWN_ROWS", 2)
    sheet = [["姓名", "单位"], *([f"李{n}", "A"] for n in range(5))]

    assert "and 3 more rows" in page(upload(client, conference, sheet))


def test_the_way_to_a_sheet_asks_for_the_conference_when_there_are_several(
    client, conference, organizer
):
    alone = client.get(f"{LIST}import/")
    other = make_conference(name_en="Second conference")
    make_member(other, "organizer", user=organizer)
    several = page(client.get(f"{LIST}import/"))

    assert alone["Location"] == f"{LIST}import/{conference.pk}/"
    assert "Second conference" in several


def test_lists_are_linked_with_their_way(client, conference, organizer):
    html = page(client.get(f"{LIST}lists/"))

    assert "/desk/spring/export/sign-in.pdf?via=admin" in html


# --- Form, checkpoints, logs -------------------------------------------------------------------


def test_a_conference_has_one_reply_form(client, conference, organizer):
    form = make_reply_form(conference)

    response = client.get(f"{ADMIN}replyform/add/?conference={conference.pk}")

    assert response["Location"] == f"{ADMIN}replyform/{form.pk}/change/"


def test_a_reply_form_is_made_with_its_questions(client, conference, organizer):
    data = {
        "opens_at_0": "2026-04-01",
        "opens_at_1": "08:00",
        "closes_at_0": "2026-05-19",
        "closes_at_1": "18:00",
        "confirms_at_once": "on",
        "notice_en": "Why and how long.",
        "notice_version": "1",
        "questions-TOTAL_FORMS": 1,
        "questions-INITIAL_FORMS": 0,
        "questions-0-label_en": "Meal",
        "questions-0-kind": "yes-no",
        "questions-0-position": 1,
    }

    response = client.post(f"{ADMIN}replyform/add/?conference={conference.pk}", data)

    assert response.status_code == 302
    form = ReplyForm.objects.get()
    assert f"{form.opens_at:%H:%M}" == "00:00"  # eight o'clock in Shenyang
    assert str(form.questions.get()) == "Meal"
    bad = data | {"closes_at_0": "2026-03-01", "notice_en": ""}
    html = page(
        client.post(
            f"{ADMIN}replyform/{form.pk}/change/",
            bad
            | {
                "questions-TOTAL_FORMS": 0,
            },
        )
    )
    assert "The form must close after it opens." in html
    assert "Write the privacy notice" in html


def test_an_own_checkpoint_is_made_and_a_second_arrival_refused(client, conference, organizer):
    address = f"{ADMIN}checkpoint/add/?conference={conference.pk}"
    arrival_checkpoint(conference)

    lunch = client.post(address, {"kind": "own", "name_en": "Lunch", "position": 1})
    second = page(client.post(address, {"kind": "arrival", "position": 1}))
    nameless = page(client.post(address, {"kind": "own", "position": 1}))

    assert lunch.status_code == 302
    assert "has its arrival checkpoint already" in second
    assert "Give the checkpoint a name" in nameless
    assert Checkpoint.objects.count() == 2


@pytest.mark.parametrize("log", ["checkin", "exportlog"])
def test_logs_are_read_and_never_changed(client, conference, organizer, log):
    scan = sign_in(make_registration(conference))
    export = ExportLog.objects.create(
        conference=conference, via="desk", list_name="scans", format="csv", columns=["no"], rows=1
    )
    row = {"checkin": scan, "exportlog": export}[log]
    address = f"{ADMIN}{log}/{row.pk}/"

    assert client.get(f"{ADMIN}{log}/").status_code == 200
    assert client.get(f"{address}change/").status_code == 200
    assert client.post(f"{address}change/", {"station": "x"}).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{ADMIN}{log}/add/").status_code == 403
    assert CheckIn.objects.count() == ExportLog.objects.count() == 1


def test_the_results_of_the_log_are_filtered_in_words_for_both_directions(
    client, conference, organizer
):
    person = make_registration(conference)
    for n, direction in enumerate(["in", "in", "out", "out"]):
        check_in(
            person,
            conference=conference,
            checkpoint=arrival_checkpoint(conference),
            by=None,
            client_id=f"scan{n}",
            direction=direction,
        )
    address = f"{ADMIN}checkin/"

    offered = links(client.get(address))
    shown = {
        name: [row["outcome"] for row in rows(client.get(f"{address}{offered[name]}"))]
        for name in ("admitted", "left", "already signed in", "left before", "undone")
    }

    assert shown == {
        "admitted": ["admitted"],
        "left": ["left"],
        "already signed in": ["already signed in"],
        "left before": ["left before"],
        "undone": [],
    }
    assert client.get(f"{address}?outcome=both").status_code == 302


def test_the_log_of_scans_names_nobody_of_another_conference(client, conference, organizer):
    stranger = make_registration(make_conference(), name="Someone Else")
    check_in(
        stranger.code,
        conference=conference,
        checkpoint=arrival_checkpoint(conference),
        by=None,
        client_id="c",
    )
    scan = CheckIn.objects.get()

    assert "Someone Else" not in page(client.get(f"{ADMIN}checkin/"))
    assert f"/checkin/{scan.pk}/" in page(client.get(f"{ADMIN}checkin/"))
    assert f"/checkin/{scan.pk}/" not in page(client.get(f"{ADMIN}checkin/?q=someone"))
    assert "Someone Else" not in page(client.get(f"{ADMIN}checkin/{scan.pk}/change/"))


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_logs_cost_the_same_queries_for_any_length(
    client, conference, organizer, django_assert_num_queries, count
):
    for n in range(count):
        sign_in(make_registration(conference, name=f"李{n}"))
        ExportLog.objects.create(
            conference=conference, by=organizer, via="desk", list_name="x", format="csv", rows=1
        )

    with django_assert_num_queries(12):
        client.get(f"{ADMIN}checkin/")
    with django_assert_num_queries(12):
        client.get(f"{ADMIN}exportlog/")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_deleting_tells_of_people_and_not_of_the_ties_between_rows(
    client, conference, organizer, language
):
    person = make_registration(conference, name="李明")
    person.sessions.add(make_session(conference, kind="sub-forum"))
    headers = {"accept-language": language}

    told = page(client.get(f"{LIST}{person.pk}/delete/", headers=headers))

    assert "李明" in told
    assert "relationship" not in told and "Registration_sessions" not in told


def test_a_list_without_rows_says_so_and_what_to_do(client, conference, organizer):
    assert "Nothing here yet." in page(client.get(LIST))
    assert "Nothing matches." in page(client.get(f"{LIST}?q=nobody-of-this-name"))


def test_a_list_counts_its_rows_as_the_language_does(client, conference, organizer):
    make_registration(conference)
    chinese = {"accept-language": "zh-hans"}

    assert "1 registration\n" in page(client.get(LIST))
    assert "报名共1条" in page(client.get(LIST, headers=chinese))


def test_the_waiting_list_stands_in_the_order_in_which_seats_are_given(
    client, conference, organizer
):
    for name in ("Zhao Yi", "An Er", "Ma San"):
        make_registration(conference, name=name, status="waitlisted")
    client.force_login(organizer)

    shown = client.get(LIST, {"status__exact": "waitlisted"}).context["cl"].result_list

    assert [row.name for row in shown] == ["Zhao Yi", "An Er", "Ma San"]
