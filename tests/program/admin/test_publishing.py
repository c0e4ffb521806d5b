"""Publishing in the admin: the review, what is refused, who may."""

import pytest

from conference.models import Conference
from conference.permissions import Role
from conference.program.models import Release, Session
from conference.program.release.publishing import publish
from tests.factories import (
    at,
    make_conference,
    make_member,
    make_participation,
    make_role,
    make_room,
    make_session,
)
from tests.pages import errors, form_data, links, messages, of_class, parsed, words
from tests.program.admin.addresses import changes, release_page, review

pytestmark = pytest.mark.django_db

ROLES_THAT_DO_NOT_PUBLISH = [Role.VIEWER, Role.EDITOR, Role.DESK, Role.EXPORTER]


# --- Publish -------------------------------------------------------------------------------------


def test_the_first_publish_makes_everything_public(client, organizer, conference, session):
    page = client.get(review(conference))
    assert "The first publish: everything becomes public" in page.content.decode()
    assert "new Keynote 2026-05-20 09:00–09:30 · Wang Xingwei" in changes(page)

    done = client.post(review(conference), form_data(page, note_en="Welcome"), follow=True)

    release = Release.objects.get()
    assert (release.number, release.by, release.note_en) == (1, organizer, "Welcome")
    assert messages(done) == [
        "Release 1 of Symposium is public. Look at it as attendees do · What it still needs"
    ]
    conference.refresh_from_db()
    assert conference.is_public


def test_a_review_tells_of_sessions_without_a_time_and_leads_to_them(
    client, organizer, conference, session
):
    publish(conference, by=organizer)
    without = words(parsed(client.get(review(conference))))
    make_session(conference, title_en="Added", status="cancelled")
    for _ in range(2):
        make_session(conference, title_en="Added")

    page = client.get(review(conference))

    assert "no time" not in without
    assert "2 sessions have no time" in words(parsed(page))
    listed = client.get(links(page)["See the sessions without a time"])
    assert [row.title_en for row in listed.context["cl"].result_list] == ["Added", "Added"]


def test_a_review_shows_what_changes_from_old_to_new(client, organizer, conference, session):
    gone = make_session(conference, "11:00", title_en="Panel")
    publish(conference, by=organizer)
    session.starts_at, session.ends_at = at("10:00"), at("10:30")
    session.title_zh = "主旨报告（改）"
    session.save()
    gone.status = "cancelled"
    gone.save()
    make_session(conference, "15:00", title_en="Added", room=make_room(conference, name_en="Hall"))

    page = client.get(review(conference))

    shown = changes(page)
    assert shown[0] == "cancelled Panel status planned → cancelled"
    assert shown[1].startswith("moved Keynote")
    assert "主旨报告 → 主旨报告（改）" in shown[1]
    assert "2026-05-20 09:00 → 2026-05-20 10:00" in shown[1]
    assert "new Added 2026-05-20 15:00–15:30 · Hall" in shown
    assert [words(tag) for tag in of_class(page, "summary", "p")] == ["1 cancelled 1 moved 2 new"]


def test_a_review_counts_in_the_order_of_chinese(client, organizer, conference, session):
    publish(conference, by=organizer)
    session.starts_at, session.ends_at = at("10:00"), at("10:30")
    session.save()

    page = client.get(review(conference), headers={"Accept-Language": "zh-CN"})

    assert [words(tag) for tag in of_class(page, "summary", "p")] == ["调整 1 项"]


def test_exactly_the_reviewed_draft_is_published(client, organizer, conference, session):
    publish(conference, by=organizer)
    session.title_en = "Reviewed"
    session.save()
    reviewed = form_data(client.get(review(conference)), note_en="Kept note")
    session.title_en = "Changed since"
    session.save()

    page = client.post(review(conference), reviewed)

    assert messages(page) == ["The draft was changed after this review. Look at the changes again."]
    assert Release.objects.count() == 1
    assert "Keynote → Changed since" in changes(page)[0]
    again = form_data(page)
    assert again["note_en"] == ["Kept note"]
    client.post(review(conference), again)
    assert Release.objects.first().document["sessions"][0]["title"][1] == "Changed since"


def test_errors_refuse_and_lead_to_what_to_mend(client, organizer, conference, session):
    room = make_room(conference, name_en="Hall", name_zh="")
    reviewed = form_data(client.get(review(conference)))
    session.room = room
    session.save()
    second = make_session(conference, "09:15", room=room, title_en="Second")
    make_session(conference, "14:00", kind="panel", title_en="Without people")

    page = client.get(review(conference))

    found = of_class(page, "error", "li")
    assert [words(item) for item in found] == [
        "Hall has “Keynote” 2026-05-20 09:00–09:30 and “Second” at the same time. "
        "→ Second → Keynote"
    ]
    assert links(page)["→ Second"] == f"/admin/program/session/{second.pk}/change/"
    assert len(of_class(page, "warning", "li")) == 3
    assert not parsed(page).xpath("//input[@name='reviewed']")
    refused = client.post(review(conference), reviewed)
    assert messages(refused) == ["The draft has clashes. Mend them, then publish."]
    assert Release.objects.count() == 0


def test_an_unchanged_draft_has_nothing_to_publish(client, organizer, conference, session):
    publish(conference, by=organizer)

    page = client.get(review(conference))

    assert not parsed(page).xpath("//input[@name='reviewed']")
    assert "There is nothing to do." in page.content.decode()


def test_ends_of_lines_as_browsers_send_them_are_no_change(client, organizer, conference, session):
    lines = "One\n\nTwo"
    Session.objects.filter(pk=session.pk).update(abstract_en=lines)
    Conference.objects.filter(pk=conference.pk).update(description_en=lines, report_en=lines)
    publish(conference)

    for page in (
        f"/admin/program/session/{session.pk}/change/",
        f"/admin/conference/conference/{conference.pk}/change/",
    ):
        sent = form_data(client.get(page))
        windows = {
            name: [value.replace("\n", "\r\n") for value in values] for name, values in sent.items()
        }
        assert windows != sent
        assert client.post(page, windows).status_code == 302

    assert "There is nothing to do." in client.get(review(conference)).content.decode()


def test_a_note_that_is_too_long_is_told_and_kept(client, organizer, conference, session):
    data = form_data(client.get(review(conference)), note_en="x" * 501)

    page = client.post(review(conference), data)

    assert len(errors(page)) == 1
    assert Release.objects.count() == 0
    client.post(review(conference), form_data(page, note_en="short"))
    assert Release.objects.count() == 1


@pytest.mark.parametrize("data", [{}, {"reviewed": "\0"}, {"reviewed": "x" * 70, "note_en": "\0"}])
def test_a_forged_confirmation_publishes_nothing(client, organizer, conference, session, data):
    assert client.post(review(conference), data).status_code == 200
    assert Release.objects.count() == 0


@pytest.mark.parametrize("role", ROLES_THAT_DO_NOT_PUBLISH)
def test_only_organizers_publish_withdraw_and_restore(client, conference, session, role):
    release = publish(conference)
    session.title_en = "Changed"
    session.save()
    client.force_login(make_member(conference, role))

    for address in (
        review(conference),
        release_page(release, "withdraw"),
        release_page(release, "restore"),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {"reviewed": "x"}).status_code == 403
    assert Release.objects.standing().count() == 1
    session.refresh_from_db()
    assert session.title_en == "Changed"


def test_an_organizer_of_another_conference_finds_none_of_it(client, conference, session):
    release = publish(conference)
    client.force_login(make_member(make_conference(), Role.ORGANIZER))

    for address in (
        review(conference),
        f"/admin/program/clashes/{conference.pk}/",
        f"/admin/program/preview/{conference.pk}/",
        f"/admin/program/preview/{conference.pk}/en/schedule/",
        f"/admin/translations/{conference.pk}/",
        release_page(release),
        release_page(release, "withdraw"),
        release_page(release, "restore"),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in (404, 405)


# --- What it costs, when it was ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("/admin/program/publish/{}/", 29),
        ("/admin/program/clashes/{}/", 13),
        ("/admin/texts/{}/", 30),
        ("/admin/program/preview/{}/en/schedule/", 19),
        ("/admin/", 60),
    ],
)
def test_a_page_costs_the_same_for_1_3_and_40_sessions(
    client, organizer, conference, django_assert_num_queries, page, queries
):
    make_role(make_session(conference, "09:00"))
    publish(conference)
    address = page.format(conference.pk)
    client.get(address)
    for more in (1, 2, 37):
        for _ in range(more):
            make_role(make_session(conference, "09:00"), make_participation(conference))
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_the_review_names_the_last_publish_by_the_conferences_clock(client):
    conference = make_conference()
    make_session(conference)
    publish(conference, at=at("06:30"))
    client.force_login(make_member(conference, "organizer"))

    response = client.get(f"/admin/program/publish/{conference.pk}/")

    assert "public now: release 1 of 20 May 2026, 06:30" in response.text


# --- Notes in two languages, what is not public yet ----------------------------------------------


def test_attendees_read_the_note_in_their_language(client, organizer, conference, session):
    page = client.get(review(conference))
    data = form_data(page, note_zh="首次发布", note_en="First program")

    client.post(review(conference), data)

    for language, said, other in (
        ("zh-hans", "首次发布", "First program"),
        ("en", "First program", "首次发布"),
    ):
        address = f"/{language}/conferences/{conference.slug}/changes/"
        for path in (address, f"{address}feed.xml"):
            text = client.get(path).content.decode()
            assert said in text and other not in text


def test_a_note_in_one_language_is_read_in_both(client, conference, session):
    release = publish(conference, note="茶歇改到二楼")

    assert (release.note_zh, release.note_en) == ("茶歇改到二楼", "")
    page = client.get(f"/en/conferences/{conference.slug}/changes/").content.decode()
    assert '<span lang="zh-Hans">茶歇改到二楼</span>' in page


def test_what_is_not_public_yet_counts_before_the_first_release(client, organizer, session):
    page = client.get("/admin/")

    assert "unpublished changes" in words(parsed(page))
