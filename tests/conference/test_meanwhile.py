"""Two at work on one row of the admin: two fields are both kept, one field is nobody's by haste."""

import json
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.forms import (
    BooleanField,
    CharField,
    EmailField,
    IntegerField,
    SlugField,
    TypedChoiceField,
    URLField,
)
from django.test import Client, RequestFactory

from conference.models import Highlight
from conference.program.models import ExpectedTotal, SessionRole
from tests.factories import (
    at,
    make_alliance,
    make_article,
    make_checkpoint,
    make_conference,
    make_contact,
    make_host,
    make_hotel,
    make_link,
    make_member,
    make_membership,
    make_organization,
    make_participation,
    make_person,
    make_photo,
    make_picture,
    make_plan,
    make_registration,
    make_reply_form,
    make_role,
    make_room,
    make_session,
    make_track,
    make_user,
)
from tests.pages import errors, form_data, messages, of_class, parsed, words

pytestmark = pytest.mark.django_db


def browser(user):
    opened = Client()
    opened.force_login(user)
    return opened


@pytest.fixture
def conference():
    return make_conference(slug="spring", name_en="Spring")


@pytest.fixture
def wang(conference):
    """A colleague, with a browser of their own."""
    user = make_user("wang", first_name="王老师")
    return browser(make_member(conference, "organizer", user=user))


@pytest.fixture
def chen(conference):
    return browser(make_member(conference, "organizer", user=make_user("chen")))


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
    "news.article": make_article,
    "alliance.alliance": lambda c: make_alliance(),
    "alliance.membership": lambda c: make_membership(make_alliance()),
    "auth.user": lambda c: make_user("zhao"),
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


def other_value(field, value, turn):
    """A valid value of a box other than `value`, a new one each `turn`; None where hard to say."""
    if type(field) is CharField or type(field).__name__ == "LinesField":
        return f"{value} {'xyz'[turn]}".strip()
    if isinstance(field, IntegerField):
        return str(int(value or 0) + turn + 1)
    if type(field) is TypedChoiceField:
        others = [str(key) for key, _label in field.choices if str(key) not in ("", str(value))]
        return others[turn] if turn < len(others) else None
    return None


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
        and name not in ("slug", "time_zone", "founded_on")
        and other_value(field, form[name].value() or "", 2)
    ]
    # A choice may go together with other boxes; where there are texts, they do.
    plain = [name for name in found if not isinstance(form.fields[name], TypedChoiceField)]
    return plain if len(plain) > 1 else found


def sent(page, name, turn):
    """What a browser sends after its person changed one box, and the value."""
    form = page.context["adminform"].form
    value = other_value(form.fields[name], form[name].value() or "", turn)
    return form_data(page, **{name: value}), value


@pytest.fixture
def of_every_admin(request, conference):
    make_member(conference, "organizer")
    row = ROWS[request.param](conference)
    root = get_user_model().objects.create_superuser("root", "root@example.org", "a password 1")
    address = f"/admin/{request.param.replace('.', '/')}/{row.pk}/change/"
    return row, address, browser(root)


every_admin = pytest.mark.parametrize("of_every_admin", sorted(ROWS), indirect=True)


def test_every_editable_page_is_walked():
    assert set(editable_admins()) == set(ROWS)


@every_admin
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


def chosen(page, side):
    """What the radios of a page's conflicts send when one `side` is chosen."""
    radios = parsed(page).xpath("//*[contains(@class,'meanwhile')]//input[@type='radio']")
    return {r.get("name"): r.get("value") for r in radios if r.get("value").startswith(side)}


# --- One row -------------------------------------------------------------------------------------


def session_page(row):
    return f"/admin/program/session/{row.pk}/change/"


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


# --- Rows on the page of their owner -------------------------------------------------------------


@pytest.fixture
def roles(conference):
    """A session of three people, in the order that they are printed."""
    row = make_session(conference, "09:00", title_en="Panel", kind="panel")
    for number, family in enumerate(("Wang", "Chen", "Zhao"), start=1):
        person = make_person(name_zh="", family_name_en=family, given_name_en="")
        make_role(row, make_participation(conference, person), position=number)
    return row


def families(row):
    return [role.participation.person.family_name_en for role in row.roles.all()]


def test_rows_on_one_page_are_merged_field_by_field(wang, chen, roles):
    page = chen.get(session_page(roles))
    wang.post(
        session_page(roles), form_data(wang.get(session_page(roles)), **{"roles-0-role": "chair"})
    )

    answer = chen.post(session_page(roles), form_data(page, **{"roles-1-role": "panelist"}))

    assert answer.status_code == 302
    assert [role.role for role in roles.roles.all()] == ["chair", "panelist", "speaker"]


def test_one_field_of_a_row_on_the_page_of_another_is_asked_about(wang, chen, roles):
    page = chen.get(session_page(roles))
    wang.post(
        session_page(roles), form_data(wang.get(session_page(roles)), **{"roles-0-role": "chair"})
    )

    asked = chen.post(session_page(roles), form_data(page, **{"roles-0-role": "panelist"}))
    answer = chen.post(session_page(roles), form_data(asked) | chosen(asked, "mine"))

    assert "Keep theirs: chair" in words(of_class(asked, "meanwhile")[0])
    assert answer.status_code == 302
    assert roles.roles.first().role == "panelist"


def test_a_row_that_was_deleted_meanwhile_is_told_and_does_not_come_back(wang, chen, roles):
    page = chen.get(session_page(roles))
    theirs = form_data(wang.get(session_page(roles)), **{"roles-1-DELETE": "on"})
    wang.post(session_page(roles), theirs)

    told = chen.post(
        session_page(roles), form_data(page, title_en="Round table", **{"roles-1-role": "chair"})
    )
    roles.refresh_from_db()
    before = (roles.title_en, families(roles))
    answer = chen.post(session_page(roles), form_data(told))

    assert any("王老师" in text and "deleted “" in text for text in errors(told))
    assert before == ("Panel", ["Wang", "Zhao"])
    roles.refresh_from_db()
    assert answer.status_code == 302
    assert (roles.title_en, families(roles)) == ("Round table", ["Wang", "Zhao"])


def test_a_deleted_row_that_nobody_else_changed_hinders_no_save(wang, chen, roles):
    page = chen.get(session_page(roles))
    theirs = form_data(wang.get(session_page(roles)), **{"roles-1-DELETE": "on"})
    wang.post(session_page(roles), theirs)

    answer = chen.post(session_page(roles), form_data(page, title_en="Round table"))

    assert answer.status_code == 302
    assert families(roles) == ["Wang", "Zhao"]


def test_a_row_that_a_colleague_changed_is_not_deleted_unasked(wang, chen, roles):
    page = chen.get(session_page(roles))
    wang.post(
        session_page(roles), form_data(wang.get(session_page(roles)), **{"roles-0-role": "chair"})
    )

    asked = chen.post(session_page(roles), form_data(page, **{"roles-0-DELETE": "on"}))

    assert "about to delete" in words(of_class(asked, "meanwhile")[0])
    assert families(roles) == ["Wang", "Chen", "Zhao"]
    tick = parsed(asked).xpath("//input[@name='roles-0-delete-anyway']")[0]
    chen.post(session_page(roles), form_data(asked, **{"roles-0-delete-anyway": tick.get("value")}))
    assert families(roles) == ["Chen", "Zhao"]


def test_rows_added_by_two_are_both_there(wang, chen, conference, roles):
    people = [make_participation(conference, make_person(family_name_en=n)) for n in ("Li", "Xu")]

    def adding(page, person):
        return form_data(page) | {
            "roles-TOTAL_FORMS": "4",
            "roles-3-participation": str(person.pk),
            "roles-3-role": "speaker",
            "roles-3-id": "",
            "roles-3-session": str(roles.pk),
        }

    page = chen.get(session_page(roles))
    wang.post(session_page(roles), adding(wang.get(session_page(roles)), people[0]))
    answer = chen.post(session_page(roles), adding(page, people[1]))

    assert answer.status_code == 302
    assert families(roles) == ["Wang", "Chen", "Zhao", "Li", "Xu"]


def test_one_row_added_by_two_is_there_once(wang, chen, conference, roles):
    def adding(page):
        return form_data(page) | {
            "links-TOTAL_FORMS": "1",
            "links-0-kind": "slides",
            "links-0-url": "https://slides.example.org/1",
            "links-0-id": "",
            "links-0-session": str(roles.pk),
        }

    page = chen.get(session_page(roles))
    wang.post(session_page(roles), adding(wang.get(session_page(roles))))
    told = chen.post(session_page(roles), adding(page))

    assert any("exactly as here" in text for text in errors(told))
    assert roles.links.count() == 1


def test_a_row_moved_by_one_and_a_row_added_by_another_leave_the_order_whole(
    wang, chen, conference, roles
):
    page = chen.get(session_page(roles))
    last = make_role(roles, make_participation(conference, make_person(family_name_en="Li")))
    SessionRole.objects.filter(pk=last.pk).update(position=4)
    moved = {"roles-0-position": "2", "roles-1-position": "3", "roles-2-position": "1"}

    answer = chen.post(session_page(roles), form_data(page, **moved))

    assert answer.status_code == 302
    assert families(roles) == ["Zhao", "Li", "Wang", "Chen"]


def test_an_order_changed_by_two_is_asked_about(wang, chen, roles):
    def moved(page, *places):
        return form_data(page, **{f"roles-{n}-position": str(p) for n, p in enumerate(places)})

    page = chen.get(session_page(roles))
    wang.post(session_page(roles), moved(wang.get(session_page(roles)), 2, 1, 3))

    asked = chen.post(session_page(roles), moved(page, 3, 2, 1))
    before = families(roles)
    answer = chen.post(session_page(roles), form_data(asked) | chosen(asked, "mine"))

    assert "changed the order of these rows too" in words(of_class(asked, "meanwhile")[0])
    assert before == ["Chen", "Wang", "Zhao"]
    assert answer.status_code == 302
    assert families(roles) == ["Zhao", "Chen", "Wang"]


def test_a_file_replaced_by_two_is_asked_for_once_more(wang, chen, conference):
    row = make_session(conference, title_en="Talk")
    link = make_link(row, title_en="Slides")
    page = chen.get(session_page(row))
    wang.post(
        session_page(row),
        form_data(wang.get(session_page(row)), **{"links-0-url": "https://a.org/"}),
    )

    answer = chen.post(session_page(row), form_data(page, **{"links-0-title_en": "Deck"}))

    link.refresh_from_db()
    assert answer.status_code == 302
    assert (link.url, link.title_en) == ("https://a.org/", "Deck")


# --- Editable lists ------------------------------------------------------------------------------

SESSIONS = "/admin/program/session/"


@pytest.fixture
def keynotes(conference):
    return [
        make_session(conference, "09:00", title_en="First"),
        make_session(conference, "10:00", title_en="Second"),
    ]


def test_a_list_saves_the_cells_that_were_changed_alone(wang, chen, keynotes):
    page = chen.get(SESSIONS)
    wang.post(SESSIONS, form_data(wang.get(SESSIONS), _save="", **{"form-1-position": "7"}))

    answer = chen.post(SESSIONS, form_data(page, _save="", **{"form-0-ends_at": "09:40"}))

    assert answer.status_code == 302
    for row in keynotes:
        row.refresh_from_db()
    assert keynotes[0].ends_at == at("09:40")
    assert keynotes[1].position == 7
    assert keynotes[1].history.count() == 2


def test_a_cell_changed_by_two_is_asked_about_in_the_list(wang, chen, keynotes):
    page = chen.get(SESSIONS)
    wang.post(SESSIONS, form_data(wang.get(SESSIONS), _save="", **{"form-0-ends_at": "09:40"}))

    asked = chen.post(SESSIONS, form_data(page, _save="", **{"form-0-ends_at": "09:50"}))
    answer = chen.post(SESSIONS, form_data(asked, _save="") | chosen(asked, "mine"))

    told = words(of_class(asked, "meanwhile")[0])
    assert "Keep theirs: 2026-05-20 09:40" in told
    assert "Keep mine: 2026-05-20 09:50" in told
    assert answer.status_code == 302
    keynotes[0].refresh_from_db()
    assert keynotes[0].ends_at == at("09:50")


def test_rows_that_changed_places_meanwhile_are_saved_by_what_they_are(wang, chen, keynotes):
    page = chen.get(SESSIONS)
    keynotes[1].starts_at, keynotes[1].ends_at = at("08:00"), at("08:30")
    keynotes[1].save()

    refused = chen.post(SESSIONS, form_data(page, _save="", **{"form-1-position": "x"}))
    answer = chen.post(SESSIONS, form_data(refused, _save="", **{"form-1-position": "5"}))

    names = [words(cell) for cell in of_class(refused, "field-title_line")]
    assert [name.split()[0] for name in names] == ["First", "Second"]
    assert answer.status_code == 302
    keynotes[1].refresh_from_db()
    assert (keynotes[1].position, keynotes[1].starts_at) == (5, at("08:00"))


def test_a_row_deleted_from_the_list_meanwhile_is_told(wang, chen, keynotes):
    page = chen.get(SESSIONS)
    wang.post(f"/admin/program/session/{keynotes[0].pk}/delete/", {"post": "yes"})

    told = chen.post(
        SESSIONS,
        form_data(page, _save="", **{"form-0-ends_at": "09:40", "form-1-ends_at": "10:40"}),
    )
    keynotes[1].refresh_from_db()
    before = keynotes[1].ends_at
    answer = chen.post(SESSIONS, form_data(told, _save=""))

    assert any("deleted “First” while you were changing it" in text for text in errors(told))
    assert before == at("10:30")
    assert answer.status_code == 302
    keynotes[1].refresh_from_db()
    assert keynotes[1].ends_at == at("10:40")


def test_a_page_holds_no_value_that_it_does_not_show(chen, conference):
    row = make_participation(conference, contact_phone="+44 7700 900111")
    editor = browser(make_member(conference, "editor"))

    page = editor.get(f"/admin/program/participation/{row.pk}/change/")

    claim = json.loads(parsed(page).xpath("//input[@name='made-with']")[0].get("value"))
    assert "contact_phone" not in claim
    assert "900111" not in page.content.decode()


def test_a_role_of_the_team_taken_away_meanwhile_breaks_no_page(wang, chen, conference):
    make_member(conference, "viewer", user=make_user("zhao"))
    address = f"/admin/conference/conference/{conference.pk}/change/"
    page = chen.get(address)
    conference.teammembers.get(user__username="zhao").delete()

    answer = chen.post(address, form_data(page, venue_en="Library"))

    conference.refresh_from_db()
    assert answer.status_code == 302
    assert conference.venue_en == "Library"
    assert conference.teammembers.count() == 2


def test_the_last_organizer_is_judged_by_the_team_as_it_is_now(wang, chen, conference):
    address = f"/admin/conference/conference/{conference.pk}/change/"
    page = chen.get(address)
    prefix = next(k for k, v in form_data(page).items() if k.endswith("-role") and "team" in k)
    name = prefix.rpartition("-0-")[0]
    make_member(conference, "organizer", user=make_user("zhao"))
    both = {f"{name}-0-role": "viewer", f"{name}-1-role": "viewer"}

    answer = chen.post(address, form_data(page, **both))

    assert answer.status_code == 302
    roles = sorted(conference.teammembers.values_list("role", flat=True))
    assert roles == ["organizer", "viewer", "viewer"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Choose the file once more"), ("zh-hans", "请重新选择文件")],
)
def test_a_file_chosen_before_the_page_came_back_is_asked_for_again(
    wang, chen, conference, language, said
):
    row = make_participation(conference).person
    address = f"/admin/people/person/{row.pk}/change/"
    page = form_data(chen.get(address))
    wang.post(address, form_data(wang.get(address), position_en="Dean"))

    sent = page | {"position_en": "Professor", "portrait": make_picture()}
    asked = chen.post(address, sent, headers={"accept-language": language})

    assert of_class(asked, "meanwhile")
    (beside,) = of_class(asked, "choose-again")
    assert words(beside).startswith(said)
    assert "field-portrait" in beside.xpath(
        "string(ancestor::*[contains(@class,'form-row')]/@class)"
    )
    assert not of_class(chen.post(address, page | {"position_en": "Professor"}), "choose-again")
    row.refresh_from_db()
    assert not row.portrait
