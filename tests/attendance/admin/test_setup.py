"""The reply form, checkpoints and the two logs in the admin."""

import pytest

from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.models import CheckIn, Checkpoint, ExportLog, ReplyForm
from tests.attendance.admin.pages import ADMIN, sign_in
from tests.attendance.pages import page
from tests.factories import make_conference, make_registration, make_registrations, make_reply_form
from tests.pages import links, rows

pytestmark = pytest.mark.django_db


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
    assert Checkpoint.objects.get(kind="own").confirmed_only
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
    for person in make_registrations(conference, count):
        sign_in(person)
    ExportLog.objects.bulk_create(
        ExportLog(
            conference=conference, by=organizer, via="desk", list_name="x", format="csv", rows=1
        )
        for _ in range(count)
    )

    with django_assert_num_queries(12):
        client.get(f"{ADMIN}checkin/")
    with django_assert_num_queries(12):
        client.get(f"{ADMIN}exportlog/")
