"""What several people do at the same moment, on both databases: nothing twice, nothing lost."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from conference.attendance.checkin import ClientIdTaken, check_in, walk_in
from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.models import Admission, Registration
from conference.attendance.registering import RegistrationRefused, reply, withdraw
from conference.attendance.replies import add_replies
from conference.invitations import InvitationRefused, accept
from conference.models import Stamp, TeamInvitation, TeamMember
from conference.program.draft.moving import duplicate
from conference.program.feeds.interchange import schedule_json
from conference.program.importing import import_schedule, read_schedule
from conference.program.models import Release, Session
from conference.program.release.addresses import public_addresses
from conference.program.release.published import read_release
from conference.program.release.publishing import PublishRefused, publish
from conference.program.release.pushing import push
from conference.stamps import raise_stamps
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_member,
    make_registration,
    make_reply_form,
    make_session,
    make_user,
)
from tests.pages import form_data
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conference():
    return make_conference(slug="spring")


def failures(results):
    return [result for result in results if isinstance(result, Exception)]


# --- The program ----------------------------------------------------------------------------------


def test_one_draft_is_published_once(conference):
    make_session(conference, "09:00")

    results = at_once(*[lambda: publish(conference)] * 6)

    refused = failures(results)
    assert [getattr(error, "code", error) for error in refused] == ["unchanged"] * 5
    assert all(isinstance(error, PublishRefused) for error in refused)
    assert list(Release.objects.values_list("number", flat=True)) == [1]
    assert Stamp.objects.get(scope="conference:spring").value == 1


def test_two_organizers_confirm_one_review(conference):
    make_session(conference, "09:00")
    address = f"/admin/program/publish/{conference.pk}/"
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(make_member(conference, "organizer"))
    reviews = [(browser, form_data(browser.get(address))) for browser in browsers]

    results = at_once(*(lambda b=b, f=f: b.post(address, f).status_code for b, f in reviews))

    assert sorted(results, key=str) == [200, 302]
    assert Release.objects.count() == 1


def test_a_delay_is_pushed_once_whoever_publishes_meanwhile(conference):
    session = make_session(conference, "09:00")
    publish(conference)
    was = session.starts_at

    results = at_once(
        *[lambda: push(conference, minutes=15, at=at("08:00"), reviewed=1)] * 3,
        *[lambda: publish(conference)] * 3,
    )

    assert sorted(error.code for error in failures(results)) == ["stale"] * 2 + ["unchanged"] * 3
    session.refresh_from_db()
    assert session.starts_at - was == timedelta(minutes=15)
    assert list(Release.objects.values_list("number", flat=True)) == [2, 1]


def test_a_release_holds_an_import_whole_or_not_at_all(conference):
    for n in range(12):
        make_session(conference, at("08:00") + n * timedelta(hours=1), title_en="Before")
    published = read_release(publish(conference))
    raw = schedule_json(published, public_addresses("spring")).replace(b"Before", b"After")
    Session.objects.filter(number=1).update(title_en="Before too")

    results = at_once(
        *[lambda: publish(conference)] * 3,
        lambda: import_schedule(read_schedule(raw), slug="spring"),
        *[lambda: publish(conference)] * 3,
    )

    assert {getattr(error, "code", error) for error in failures(results)} <= {"unchanged"}
    for release in Release.objects.all():
        titles = {session["title"][1].split()[0] for session in release.document["sessions"]}
        assert len(titles) == 1
    assert set(Session.objects.values_list("title_en", flat=True)) == {"After"}


def test_publishes_of_two_conferences_do_not_wait_for_each_other_forever(conference):
    conferences = [conference, make_conference(slug="autumn")]
    for each in conferences:
        make_session(each, "09:00")

    results = at_once(*(lambda c=c: publish(c).number for c in conferences))

    assert results == [1, 1]
    assert Stamp.objects.get(scope="site").value == 2


def test_sessions_added_at_once_get_their_own_numbers(conference):
    results = at_once(*[lambda: make_session(conference).number] * 8)

    assert sorted(results, key=str) == list(range(1, 9))


def test_sessions_added_in_the_admin_at_once_get_their_own_numbers(conference):
    address = f"/admin/program/session/add/?conference={conference.pk}"
    browsers = [Client() for _n in range(4)]
    for browser in browsers:
        browser.force_login(make_member(conference, "editor"))
    form = form_data(browsers[0].get(address), title_en="Keynote")

    results = at_once(*(lambda b=b: b.post(address, form).status_code for b in browsers))

    assert results == [302] * 4
    numbers = Session.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]


def test_sub_forums_are_copied_and_the_program_published_at_once(conference):
    forum = make_session(conference, "09:00", "12:00", kind="sub-forum")
    make_session(conference, "09:00", kind="talk", parent=forum)

    results = at_once(*[lambda: duplicate(forum)] * 3, lambda: publish(conference))

    assert failures(results) == []
    numbers = Session.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 9))


# --- People ---------------------------------------------------------------------------------------


def test_all_ways_onto_the_list_at_once_give_each_person_a_number(conference):
    now = timezone.now()
    form = make_reply_form(
        conference,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )
    by, arrival = make_user(), arrival_checkpoint(conference)
    browser = Client()
    browser.force_login(make_member(conference, "organizer", sees_contacts=True))
    address = f"/admin/attendance/registration/add/?conference={conference.pk}"
    filled = form_data(browser.get(address), name="王芳")
    sheet = [["姓名", "单位"], ["李明", "东北大学"], ["张伟", "大连理工大学"]]

    results = at_once(
        lambda: reply(form, form_id="a" * 32, name="赵敏", title="", phone="", email=""),
        lambda: reply(form, form_id="b" * 32, name="钱进", title="", phone="", email=""),
        lambda: walk_in(conference, name="孙丽", by=by, checkpoint=arrival, client_id="w1"),
        lambda: walk_in(conference, name="周杰", by=by, checkpoint=arrival, client_id="w2"),
        lambda: add_replies(conference, sheet),
        lambda: browser.post(address, filled).status_code,
        lambda: make_registration(conference),
    )

    assert failures(results) == []
    numbers = Registration.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 9))


def test_a_form_sent_twice_at_once_is_one_reply(conference):
    now = timezone.now()
    form = make_reply_form(
        conference,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )

    results = at_once(*[lambda: reply(form, form_id="a" * 32, name="赵敏")[1]] * 4)

    assert len(set(results)) == 1
    assert Registration.objects.count() == 1


def test_nobody_is_signed_in_and_withdrawn(conference):
    by, arrival = make_user(), arrival_checkpoint(conference)
    people = [make_registration(conference, name=f"李{n}") for n in range(4)]

    def come(person):
        return check_in(
            person, conference=conference, checkpoint=arrival, by=by, client_id=f"c{person.pk}"
        )

    results = at_once(
        *(act for p in people for act in (lambda p=p: come(p), lambda p=p: withdraw(p)))
    )

    assert {type(error) for error in failures(results)} <= {RegistrationRefused}
    for person in Registration.objects.all():
        has_come = Admission.objects.filter(registration=person).exists()
        assert has_come is (person.status == "confirmed")


def two_desks(conference):
    """Two volunteers, each at a browser of their own."""
    for _n in range(2):
        desk = Client()
        desk.force_login(make_member(conference, "desk"))
        yield desk


def test_two_desks_that_add_one_person_by_hand_at_once_add_them_once(conference):
    people = [("李明", "东北大学"), ("Ada Lovelace", ""), ("欧阳晓", "大连理工大学")]
    desks = list(two_desks(conference))

    def adding(n, name, organization):
        fields = {"name": name, "organization": organization, "checkpoint": "arrival"}
        sent = fields | {"client_id": f"desk{n}"}
        answer = desks[n].post("/en/desk/spring/walk-in/", sent, follow=True)
        return answer.content.decode()

    for name, organization in people:
        pages = at_once(*(partial(adding, n, name, organization) for n in range(2)))

        assert not failures(pages)
        person = Registration.objects.get(name=name)
        assert person.admissions.count() == person.check_ins.count() == 1
        # One desk hears that they are in, the other that they are on the list, and in.
        told = sorted(
            ("is signed in." in page, "They are on the list." in page, 'class="since"' in page)
            for page in pages
        )
        assert told == [(False, True, True), (True, False, False)]


def test_two_desks_that_sign_one_person_in_by_hand_at_once_sign_them_in_once(conference):
    person = make_registration(conference, name="李明")
    desks = list(two_desks(conference))

    def tap(n):
        fields = {"code": person.code, "checkpoint": "arrival", "method": "search"}
        answer = desks[n].post(
            "/en/desk/spring/check-in/", fields | {"client_id": f"tap{n}"}, follow=True
        )
        return answer.content.decode()

    pages = at_once(lambda: tap(0), lambda: tap(1))

    assert not failures(pages)
    assert person.admissions.count() == 1
    assert sorted(person.check_ins.values_list("result", flat=True)) == ["admitted", "already"]
    said = sorted("was signed in before" in page for page in pages)
    assert said == [False, True]


def test_two_devices_that_scan_somebody_out_at_once_record_one_leave(conference):
    by, arrival = make_user(), arrival_checkpoint(conference)
    people = [make_registration(conference, name=f"李{n}") for n in range(3)]
    moments = [timezone.now() - timedelta(minutes=n) for n in (2, 4)]
    common = {"conference": conference, "checkpoint": arrival, "by": by}
    for person in people:
        came = timezone.now() - timedelta(hours=1)
        check_in(person, client_id=f"in{person.pk}", at=came, **common)

    results = at_once(
        *(
            lambda p=p, n=n, moment=moment: check_in(
                p, client_id=f"out{p.pk}-{n}", at=moment, direction="out", **common
            )
            for p in people
            for n, moment in enumerate(moments)
        )
    )

    assert not failures(results)
    for person in people:
        leaves = person.check_ins.filter(direction="out").order_by("pk")
        assert [leave.result for leave in leaves] == ["admitted", "already"]


def test_one_id_of_a_device_for_two_people_loses_nobody(conference):
    by, arrival = make_user(), arrival_checkpoint(conference)
    people = [make_registration(conference, name=f"李{n}") for n in range(2)]

    results = at_once(
        *(
            lambda p=p: check_in(
                p, conference=conference, checkpoint=arrival, by=by, client_id="same"
            )
            for p in people
        )
    )

    assert [type(error) for error in failures(results)] == [ClientIdTaken]
    assert Admission.objects.count() == 1


def test_an_invitation_is_accepted_by_one(conference):
    invitation, _token = TeamInvitation.issue(
        by=None, conference=conference, email="new@example.org", role="organizer"
    )
    accounts = [make_user(is_staff=False) for _n in range(4)]
    copies = [TeamInvitation.objects.get(pk=invitation.pk) for _account in accounts]

    results = at_once(
        *(lambda c=c, a=a: accept(c, by=a) for c, a in zip(copies, accounts, strict=True))
    )

    assert [error.code for error in failures(results)] == ["used"] * 3
    assert all(isinstance(error, InvitationRefused) for error in failures(results))
    assert TeamMember.objects.count() == 1


def test_one_invitation_opened_twice_makes_one_account(conference):
    _invitation, token = TeamInvitation.issue(
        by=None, conference=conference, email="new@example.org", role="editor"
    )
    address = f"/en/invitations/{token}/"
    account = {"password1": "a long password 1", "password2": "a long password 1"}

    results = at_once(
        *(
            lambda n=n: Client().post(address, account | {"username": f"new-{n}"}).status_code
            for n in range(3)
        )
    )

    assert sorted(results, key=str) == [302, 410, 410]
    assert TeamMember.objects.get().user.username.startswith("new-")


# --- Stamps ---------------------------------------------------------------------------------------


def test_a_stamp_raised_eight_times_at_once_counts_eight():
    results = at_once(*[lambda: raise_stamps("site", f"conference:{DAY}")] * 8)

    assert failures(results) == []
    values = dict(Stamp.objects.values_list("scope", "value"))
    assert (values["site"], values[f"conference:{DAY}"]) == (8, 8)


# --- Two at work in the admin ---------------------------------------------------------------------


def two_browsers(conference):
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(make_member(conference, "organizer"))
    return browsers


def test_two_fields_of_one_row_saved_at_once_are_both_kept(conference):
    for _round in range(3):
        row = make_session(conference, "09:00", title_en="Keynote")
        address = f"/admin/program/session/{row.pk}/change/"
        wang, chen = two_browsers(conference)
        title = form_data(wang.get(address), title_en="Opening")
        seats = form_data(chen.get(address), seats="40")

        results = at_once(
            lambda: wang.post(address, title).status_code,  # noqa: B023  called in this round
            lambda: chen.post(address, seats).status_code,  # noqa: B023
        )

        row.refresh_from_db()
        assert (results, row.title_en, row.seats) == ([302, 302], "Opening", 40)


def test_one_field_saved_by_two_at_once_is_written_once_and_asked_about(conference):
    row = make_session(conference, "09:00", title_en="Keynote")
    address = f"/admin/program/session/{row.pk}/change/"
    browsers = two_browsers(conference)
    sent = [form_data(b.get(address), title_en=f"Title {n}") for n, b in enumerate(browsers)]

    results = at_once(
        *(
            lambda b=b, d=d: b.post(address, d).status_code
            for b, d in zip(browsers, sent, strict=True)
        )
    )

    row.refresh_from_db()
    assert sorted(results) == [200, 302]
    assert row.title_en == f"Title {results.index(302)}"
    assert row.history.count() == 2


def test_one_cell_of_a_list_saved_by_two_at_once_is_written_once(conference):
    row = make_session(conference, "09:00", position=1)
    address = "/admin/program/session/"
    browsers = two_browsers(conference)
    sent = [
        form_data(b.get(address), _save="", **{"form-0-position": str(n)})
        for n, b in enumerate(browsers, start=2)
    ]

    results = at_once(
        *(
            lambda b=b, d=d: b.post(address, d).status_code
            for b, d in zip(browsers, sent, strict=True)
        )
    )

    row.refresh_from_db()
    assert sorted(results) == [200, 302]
    assert row.position == results.index(302) + 2
