"""Two at work on one row of the admin: two fields are both kept, one field is nobody's by haste."""

import json
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.forms import BooleanField, EmailField, SlugField, TypedChoiceField, URLField
from django.test import RequestFactory
from django.utils import timezone

from conference.attendance.models import CertificateDesign
from conference.attendance.station.links import make_station
from conference.letters.models import LetterText
from conference.models import Highlight, SiteIdentity
from conference.program.models import ExpectedTotal, Handbook
from tests.conference.meanwhile.browsers import browser, chosen, other_value, sent, session_page
from tests.factories import (
    at,
    make_alliance,
    make_article,
    make_attachment,
    make_checkpoint,
    make_committee,
    make_conference,
    make_contact,
    make_group_letter,
    make_guest,
    make_host,
    make_hotel,
    make_member,
    make_membership,
    make_organization,
    make_participation,
    make_person,
    make_photo,
    make_plan,
    make_registration,
    make_reply_form,
    make_room,
    make_session,
    make_track,
    make_unit,
    make_user,
)
from tests.pages import errors, form_data, messages, of_class, parsed, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="one after the other; test_saved_meanwhile asks both at once"),
]


# --- Every page of the admin that edits a row ----------------------------------------------------

ROWS = {
    "conference.conference": lambda c: c,
    "conference.room": make_room,
    "conference.track": make_track,
    "conference.highlight": lambda c: Highlight.objects.create(
        conference=c, kind="policy", name_en="Policy"
    ),
    "conference.venueplan": make_plan,
    "conference.hotel": make_hotel,
    "conference.contact": make_contact,
    "conference.photo": make_photo,
    "people.organization": lambda c: make_organization(),
    "people.person": lambda c: make_person(),
    "people.hostrole": make_host,
    "program.participation": make_participation,
    "program.expectedtotal": lambda c: ExpectedTotal.objects.create(
        conference=c, total=16, label_en="experts"
    ),
    "program.session": make_session,
    "attendance.registration": make_registration,
    "attendance.replyform": make_reply_form,
    "attendance.checkpoint": lambda c: make_checkpoint(c, "own", name_en="Lunch"),
    "attendance.unitliaison": make_unit,
    "attendance.guestinvitation": make_guest,
    "attendance.certificatedesign": lambda c: CertificateDesign.objects.create(conference=c),
    "program.committee": lambda c: make_committee(c, kind="academic"),
    "program.handbook": lambda c: Handbook.objects.create(conference=c),
    "news.article": make_article,
    "news.attachment": make_attachment,
    "alliance.alliance": lambda c: make_alliance(),
    "alliance.membership": lambda c: make_membership(make_alliance()),
    "auth.user": lambda c: make_user("zhao"),
    "letters.lettertext": lambda c: LetterText.objects.create(conference=c, occasion="received"),
    "attendance.groupletter": make_group_letter,
    "attendance.station": lambda c: make_station(
        c, name="Door 1", ends_at=timezone.now() + timedelta(days=1)
    )[0],
    "conference.siteidentity": lambda c: SiteIdentity.objects.create(name_en="Sample Society"),
}


def editable_admins():
    """The labels of all models whose rows somebody may change in the admin."""
    request = RequestFactory().get("/admin/")
    request.user = get_user_model()(
        username="root", is_superuser=True, is_staff=True, is_active=True
    )
    return [
        model._meta.label_lower
        for model, options in admin.site._registry.items()
        if options.has_change_permission(request)
    ]


def boxes(page):
    """The names of the boxes of a form that a test can fill in."""
    form = page.context["adminform"].form
    skipped = (BooleanField, EmailField, SlugField, URLField)
    found = [
        name
        for name, field in form.fields.items()
        if not isinstance(field, skipped)
        and not field.disabled
        and "color" not in name
        and name not in ("slug", "time_zone", "founded_on", "phone")
        and other_value(field, form[name].value() or "", 2)
    ]
    # A choice may go together with other boxes; where there are texts, they do.
    plain = [name for name in found if not isinstance(form.fields[name], TypedChoiceField)]
    return plain if len(plain) > 1 else found


@pytest.fixture
def of_every_admin(request, conference):
    make_member(conference, "organizer")
    row = ROWS[request.param](conference)
    root = get_user_model().objects.create_superuser("root", "root@example.org", "a password 1")
    address = f"/admin/{request.param.replace('.', '/')}/{row.pk}/change/"
    return row, address, browser(root)


every_admin = pytest.mark.parametrize("of_every_admin", sorted(ROWS), indirect=True)

# Of a station the test can fill in its name alone; its end and its checkpoints are no texts.
OF_ONE_BOX = {"attendance.station"}
admins_of_two_boxes = pytest.mark.parametrize(
    "of_every_admin", sorted(ROWS.keys() - OF_ONE_BOX), indirect=True
)


def test_every_editable_page_is_walked():
    assert set(editable_admins()) == set(ROWS)


@admins_of_two_boxes
def test_two_fields_of_one_row_are_both_kept(of_every_admin):
    row, address, client = of_every_admin
    page, colleagues = client.get(address), client.get(address)
    first, *_between, last = boxes(page)
    data, mine = sent(page, first, 0)
    theirs_data, theirs = sent(colleagues, last, 1)

    assert client.post(address, theirs_data).status_code == 302, first
    assert client.post(address, data).status_code == 302, last

    row.refresh_from_db()
    assert (str(getattr(row, first)), str(getattr(row, last))) == (mine, theirs)


@every_admin
def test_one_field_changed_by_two_is_asked_about(of_every_admin):
    row, address, client = of_every_admin
    page, colleagues = client.get(address), client.get(address)
    name = boxes(page)[0]
    data, mine = sent(page, name, 0)
    theirs_data, theirs = sent(colleagues, name, 1)
    client.post(address, theirs_data)

    asked = client.post(address, data)

    row.refresh_from_db()
    assert str(getattr(row, name)) == theirs
    box = words(of_class(asked, "meanwhile")[0])
    assert mine in box
    assert theirs in box

    again = client.post(address, form_data(asked))  # saved again, but nothing chosen
    row.refresh_from_db()
    assert str(getattr(row, name)) == theirs

    client.post(address, form_data(again) | chosen(again, "mine"))
    row.refresh_from_db()
    assert str(getattr(row, name)) == mine


# --- One row -------------------------------------------------------------------------------------


def test_the_page_says_who_changed_what_and_when(wang, chen, conference):
    row = make_session(conference, "09:00", title_en="Keynote")
    page = chen.get(session_page(row))
    wang.post(session_page(row), form_data(wang.get(session_page(row)), title_en="Address"))

    asked = chen.post(session_page(row), form_data(page, title_en="Opening"))

    told = words(of_class(asked, "meanwhile")[0])
    assert told.startswith("王老师 (")
    assert "changed “Title (English)” while you were writing. Nothing has been saved yet." in told
    assert "It was: Keynote" in told
    assert "Keep theirs: Address" in told
    assert "Keep mine: Opening" in told
    assert "Somebody else was at work here at the same time." in messages(asked)[0]
    row.refresh_from_db()
    assert row.title_en == "Address"


def test_theirs_is_kept_when_it_is_chosen_and_other_changes_with_it(wang, chen, conference):
    row = make_session(conference, "09:00", title_en="Keynote")
    page = chen.get(session_page(row))
    wang.post(session_page(row), form_data(wang.get(session_page(row)), title_en="Address"))
    asked = chen.post(session_page(row), form_data(page, title_en="Opening", seats="40"))

    answer = chen.post(session_page(row), form_data(asked) | chosen(asked, "theirs"))

    row.refresh_from_db()
    assert answer.status_code == 302
    assert (row.title_en, row.seats) == ("Address", 40)
    assert row.history.first().history_user.username == "chen"


def test_a_choice_about_a_value_that_has_changed_again_is_asked_anew(wang, chen, conference):
    row = make_session(conference, "09:00", title_en="Keynote")
    page = chen.get(session_page(row))
    wang.post(session_page(row), form_data(wang.get(session_page(row)), title_en="Address"))
    asked = chen.post(session_page(row), form_data(page, title_en="Opening"))
    wang.post(session_page(row), form_data(wang.get(session_page(row)), title_en="Lecture"))

    again = chen.post(session_page(row), form_data(asked) | chosen(asked, "mine"))

    row.refresh_from_db()
    assert row.title_en == "Lecture"
    assert "Keep theirs: Lecture" in words(of_class(again, "meanwhile")[0])


def test_both_who_made_the_same_change_are_content(wang, chen, conference):
    row = make_session(conference, "09:00", title_en="Keynote")
    page = chen.get(session_page(row))
    wang.post(session_page(row), form_data(wang.get(session_page(row)), title_en="Address"))

    assert chen.post(session_page(row), form_data(page, title_en="Address")).status_code == 302


def test_a_refused_page_shows_what_colleagues_wrote_meanwhile(wang, chen, conference):
    row = make_session(conference, "09:00", title_en="Keynote", title_zh="主旨报告")
    page = chen.get(session_page(row))
    wang.post(session_page(row), form_data(wang.get(session_page(row)), title_zh="致辞"))

    refused = chen.post(session_page(row), form_data(page, seats="0"))
    answer = chen.post(session_page(row), form_data(refused, seats="30"))

    row.refresh_from_db()
    assert form_data(refused)["title_zh"] == ["致辞"]
    assert answer.status_code == 302
    assert (row.title_zh, row.seats) == ("致辞", 30)


def test_rules_are_asked_of_the_row_as_it_will_be(wang, chen, conference):
    row = make_session(conference, "09:00", "10:00")
    page = chen.get(session_page(row))
    later = {"starts_at_1": "09:50"}
    wang.post(session_page(row), form_data(wang.get(session_page(row)), **later))

    refused = chen.post(session_page(row), form_data(page, ends_at_1="09:40"))

    row.refresh_from_db()
    assert (row.starts_at, row.ends_at) == (at("09:50"), at("10:00"))
    assert "A session must end after it starts." in errors(refused)


def test_a_tampered_claim_writes_nothing_that_a_person_may_not(chen, conference):
    row = make_room(conference, name_en="Hall", capacity=10)
    address = f"/admin/conference/room/{row.pk}/change/"
    data = form_data(chen.get(address))
    for claim in (
        "",
        "[1]",
        "{",
        '{"slug": [1], "capacity": {"a": 1}}',
        "9" * 400,
        '{"capacity": 7}',
    ):
        answer = chen.post(address, data | {"made-with": claim})
        assert answer.status_code in (200, 302), claim

    row.refresh_from_db()
    assert (row.name_en, row.capacity) == ("Hall", 10)


def test_who_sends_no_claim_is_measured_by_the_row(chen, conference):
    row = make_room(conference, name_en="Hall")
    address = f"/admin/conference/room/{row.pk}/change/"
    data = form_data(chen.get(address), name_en="Great hall")
    del data["made-with"]

    assert chen.post(address, data).status_code == 302
    row.refresh_from_db()
    assert row.name_en == "Great hall"


def test_what_one_wrote_about_a_deleted_row_is_not_lost(wang, chen, conference):
    row = make_room(conference, name_en="Hall")
    address = f"/admin/conference/room/{row.pk}/change/"
    page = chen.get(address)
    wang.post(f"/admin/conference/room/{row.pk}/delete/", {"post": "yes"})

    answer = chen.post(address, form_data(page, directions_en="Second floor, on the left"))

    assert answer.status_code == 404
    told = words(parsed(answer).get_element_by_id("content-main"))
    assert "王老师" in told
    assert "deleted “Hall” while you were writing. Nothing has been saved." in told
    assert "Second floor, on the left" in told
    # By the clock of the conference, in Shanghai.
    deleted_at = type(row).history.filter(id=row.pk).latest().history_date
    assert f"{deleted_at + timedelta(hours=8):%H:%M}" in told
    assert "UTC" not in told


def test_a_stranger_is_told_nothing_of_a_deleted_row(conference, wang):
    row = make_room(conference, name_en="Hall")
    wang.post(f"/admin/conference/room/{row.pk}/delete/", {"post": "yes"})
    stranger = browser(make_member(make_conference(), "organizer"))

    answer = stranger.post(f"/admin/conference/room/{row.pk}/change/", {"made-with": "{}"})

    assert answer.status_code == 404
    assert "Hall" not in answer.content.decode()
    assert "王老师" not in answer.content.decode()


def test_sub_forums_chosen_by_two_are_all_kept(wang, chen, conference):
    forums = [make_session(conference, kind="sub-forum", title_en=f"Forum {n}") for n in range(3)]
    row = make_registration(conference)
    row.sessions.set(forums[:1])
    address = f"/admin/attendance/registration/{row.pk}/change/"
    page = chen.get(address)
    both = [str(forums[0].pk), str(forums[1].pk)]
    wang.post(address, form_data(wang.get(address), sessions=both))

    answer = chen.post(address, form_data(page, sessions=[str(forums[2].pk)]))

    assert answer.status_code == 302
    assert set(row.sessions.all()) == {forums[1], forums[2]}


def test_an_older_version_comes_back_whole_whatever_was_changed_since(wang, conference):
    row = make_room(conference, name_en="Hall", capacity=10)
    row.name_en, row.capacity = "Great hall", 20
    row.save()
    address = f"/admin/conference/room/{row.pk}/history/{row.history.last().pk}/"

    wang.post(address, form_data(wang.get(address)))

    row.refresh_from_db()
    assert (row.name_en, row.capacity) == ("Hall", 10)


def test_a_zone_changed_by_a_colleague_moves_no_session_twice(wang, chen, conference):
    row = make_session(conference, "09:00")
    address = f"/admin/conference/conference/{conference.pk}/change/"
    page = chen.get(address)
    wang.post(address, form_data(wang.get(address), time_zone="Europe/Berlin"))
    row.refresh_from_db()
    moved = row.starts_at

    chen.post(address, form_data(page, venue_en="Library"))

    row.refresh_from_db()
    conference.refresh_from_db()
    assert (conference.time_zone, conference.venue_en) == ("Europe/Berlin", "Library")
    assert row.starts_at == moved


def test_a_page_holds_no_value_that_it_does_not_show(chen, conference):
    row = make_participation(conference, contact_phone="+44 7700 900111")
    editor = browser(make_member(conference, "editor"))

    page = editor.get(f"/admin/program/participation/{row.pk}/change/")

    claim = json.loads(parsed(page).xpath("//input[@name='made-with']")[0].get("value"))
    assert "contact_phone" not in claim
    assert "900111" not in page.content.decode()
