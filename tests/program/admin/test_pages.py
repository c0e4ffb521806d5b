"""Preview, clashes, publish and releases in the admin."""

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
from tests.pages import errors, form_data, links, messages, of_class, parsed, rows, words

pytestmark = pytest.mark.django_db

ROLES_THAT_DO_NOT_PUBLISH = [Role.VIEWER, Role.EDITOR, Role.DESK, Role.EXPORTER]


@pytest.fixture
def conference():
    return make_conference(name_en="Symposium", name_zh="")


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, Role.ORGANIZER)
    client.force_login(user)
    return user


@pytest.fixture
def session(conference):
    session = make_session(conference, "09:00", title_zh="主旨报告", title_en="Keynote")
    make_role(session)
    return session


def review(conference):
    return f"/admin/program/publish/{conference.pk}/"


def release_page(release, page="change"):
    return f"/admin/program/release/{release.pk}/{page}/"


def changes(page):
    return [words(item) for item in of_class(page, "changes", "ul")[0].xpath("li")]


# --- Publish -----------------------------------------------------------------------------------


def test_the_first_publish_makes_everything_public(client, organizer, conference, session):
    page = client.get(review(conference))
    assert "The first publish: everything becomes public" in page.content.decode()
    assert "new Keynote 2026-05-20 09:00–09:30 · Wang Xingwei" in changes(page)

    done = client.post(review(conference), form_data(page, note_en="Welcome"), follow=True)

    release = Release.objects.get()
    assert (release.number, release.by, release.note_en) == (1, organizer, "Welcome")
    assert messages(done) == ["Release 1 of Symposium is public. Look at it as attendees do"]
    conference.refresh_from_db()
    assert conference.is_public


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


# --- Releases ----------------------------------------------------------------------------------


def test_a_release_shows_what_it_changed_and_is_read_only(client, organizer, conference, session):
    publish(conference)
    session.title_en = "Later"
    session.save()
    release = publish(conference, note="Second")

    page = client.get(release_page(release))

    assert changes(page) == ["changed Later title Keynote → Later"]
    assert "public now" in page.content.decode()
    client.post(release_page(release), {"note": "Changed"})
    assert client.get(release_page(release, "delete")).status_code == 403
    assert client.get("/admin/program/release/add/").status_code == 403
    release.refresh_from_db()
    assert release.note_en == "Second"


def test_a_release_is_withdrawn_after_asking(client, organizer, conference, session):
    publish(conference)
    session.title_en = "Later"
    session.save()
    second = publish(conference)

    asked = client.get(release_page(second, "withdraw"))
    assert "Attendees will see release 1 again." in asked.content.decode()
    page = client.post(release_page(second, "withdraw"), form_data(asked), follow=True)

    assert messages(page) == ["Release 2 of Symposium is withdrawn."]
    assert Release.objects.current(conference.slug).number == 1
    again = client.post(release_page(second, "withdraw"), follow=True)
    assert messages(again) == ["This release is withdrawn already."]


def test_withdrawing_the_only_release_says_what_that_means(client, organizer, conference, session):
    release = publish(conference)

    asked = client.get(release_page(release, "withdraw"))
    assert "the conference will no longer be public" in asked.content.decode()
    client.post(release_page(release, "withdraw"))

    conference.refresh_from_db()
    assert not conference.is_public


def test_a_release_comes_back_into_the_draft_after_showing_what_changes(
    client, organizer, conference, session
):
    release = publish(conference)
    session.title_en = "Changed since"
    session.save()
    make_session(conference, title_en="Added since")

    asked = client.get(release_page(release, "restore"))
    assert "Changed since → Keynote" in " ".join(changes(asked))
    page = client.post(release_page(release, "restore"), follow=True)

    assert [row.title_en for row in Session.objects.all()] == ["Keynote"]
    assert page.redirect_chain[-1][0] == review(conference)
    assert Session.objects.get().history.latest().history_user == organizer


# --- Preview -----------------------------------------------------------------------------------


PREVIEWS = ["", "schedule/", "speakers/", "venue/"]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.ORGANIZER])
def test_the_team_previews_the_draft_in_both_languages(client, conference, session, role):
    person = make_participation(conference)
    client.force_login(make_member(conference, role))
    base = f"/admin/program/preview/{conference.pk}/"

    started = client.get(base)
    assert started["Location"] == f"{base}en/"
    pages = [*PREVIEWS, f"sessions/{session.code}/", f"speakers/{person.code}/"]
    for page in pages:
        for language in ("en", "zh-hans"):
            answer = client.get(f"{base}{language}/{page}")
            assert answer.status_code == 200
            assert "no-store" in answer["Cache-Control"]
    assert "Keynote" in client.get(f"{base}en/schedule/").content.decode()
    assert "主旨报告" in client.get(f"{base}zh-hans/schedule/").content.decode()


def test_the_links_of_a_preview_stay_inside_it(client, organizer, conference, session):
    base = f"/admin/program/preview/{conference.pk}/en/"

    found = links(client.get(f"{base}schedule/"))

    assert found["Keynote"] == f"{base}sessions/{session.code}/"
    assert not [href for href in found.values() if f"/conferences/{conference.slug}" in href]


@pytest.mark.parametrize("role", [Role.DESK, Role.EXPORTER])
def test_who_does_not_plan_has_no_preview(client, conference, session, role):
    client.force_login(make_member(conference, role))

    assert client.get(f"/admin/program/preview/{conference.pk}/en/").status_code == 403
    assert client.get(f"/admin/program/clashes/{conference.pk}/").status_code == 403
    assert client.get(f"/admin/translations/{conference.pk}/").status_code == 403


@pytest.mark.parametrize(
    "tail", ["fr/", "en/sessions/NOCODE/", "en/speakers/x/", "en/schedule/?day=x", "en/x/"]
)
def test_what_a_preview_does_not_have_is_a_404(client, organizer, conference, tail):
    assert client.get(f"/admin/program/preview/{conference.pk}/{tail}").status_code == 404


def test_no_conference_that_cannot_be(client, organizer):
    for page in ("publish", "clashes", "preview"):
        assert client.get(f"/admin/program/{page}/{'9' * 30}/").status_code == 404
        assert client.get(f"/admin/program/{page}/0/").status_code == 404


# --- Clashes and translations ------------------------------------------------------------------


def test_the_report_sets_errors_apart_from_warnings(client, organizer, conference, session):
    make_session(conference, "23:00", "23:30", kind="panel", title_en="Late")
    room = make_room(conference)
    make_session(conference, "09:00", room=room)
    make_session(conference, "09:00", room=room)

    page = client.get(f"/admin/program/clashes/{conference.pk}/")

    assert len(of_class(page, "error", "li")) == 1
    assert len(of_class(page, "warning", "li")) == 4


def test_one_list_names_everything_without_a_translation(client, organizer, conference):
    make_session(conference, title_zh="", title_en="Keynote")
    make_role(
        make_session(conference),
        make_participation(conference, printed_title_en="Dean"),
    )
    make_room(conference, name_zh="主会场", name_en="")

    page = client.get(f"/admin/translations/{conference.pk}/")

    shown = {words(item) for item in parsed(page).xpath("//ul[@class='rows']/li")}
    assert shown == {
        "Symposium name (Chinese)",
        "Keynote title (Chinese)",
        "Wang Xingwei printed title (Chinese)",
        "主会场 name (English)",
    }


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("/admin/program/publish/{}/", 26),
        ("/admin/program/clashes/{}/", 12),
        ("/admin/translations/{}/", 20),
        ("/admin/program/preview/{}/en/schedule/", 18),
        ("/admin/", 47),
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


# --- Answers to clashes of people ----------------------------------------------------------------


def settle(conference):
    return f"/admin/program/settle/{conference.pk}/"


def test_one_press_says_that_two_places_at_once_are_meant(client, organizer, conference, session):
    person = session.roles.get().participation
    make_role(make_session(conference, "09:00", title_en="Double"), person)
    page = client.get(review(conference))
    assert "Meant so: Wang Xingwei may be in several places at once" in words(parsed(page))
    assert not of_class(page, "publish", "form")

    page = client.post(settle(conference), {"meant": person.pk, "back": "publish"}, follow=True)

    assert messages(page) == ["Wang Xingwei may be in several places at once from now on."]
    assert of_class(page, "publish", "form")


def test_people_without_a_session_are_told_before_a_publish_and_go_with_one_press(
    client, organizer, conference, session
):
    publish(conference)
    for _ in range(2):
        make_participation(conference)
    page = client.get(review(conference))
    assert "2 people are listed without a session" in words(parsed(page))
    (ids,) = {b.get("value") for b in parsed(page).xpath("//button[@name='take_off']")[:1]}

    client.post(settle(conference), {"take_off": ids, "back": "publish"})

    assert conference.participations.count() == 1
    assert "listed without a session" not in words(parsed(client.get(review(conference))))


@pytest.mark.parametrize(
    ("role", "status"), [(Role.EDITOR, 302), (Role.VIEWER, 403), (Role.DESK, 403)]
)
def test_only_who_edits_the_draft_answers_a_clash(client, conference, session, role, status):
    lonely = make_participation(conference)
    client.force_login(make_member(conference, role))

    answer = client.post(settle(conference), {"take_off": f"{lonely.pk},x,{10**30}"})

    assert answer.status_code == status
    assert conference.participations.filter(pk=lonely.pk).exists() == (status != 302)
    stranger = make_conference()
    assert client.post(settle(stranger), {"take_off": "1"}).status_code == 404


# --- Notes in two languages, the mark of the public release ---------------------------------------


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


def test_the_list_marks_the_public_release_and_the_first_one(
    client, organizer, conference, session
):
    publish(conference)
    for title in ("Second", "Third"):
        session.title_en = title
        session.save()
        release = publish(conference)
    client.post(release_page(release, "withdraw"))

    shown = rows(client.get("/admin/program/release/"))

    assert [(row["title"], row["change_count"], row["state"]) for row in shown] == [
        ("Release 3", "1", "withdrawn"),
        ("Release 2", "1", "public now"),
        ("Release 1", "first publication", "-"),
    ]
    first = client.get(release_page(conference.releases.get(number=1)))
    assert "First publication" in words(parsed(first))


def test_what_is_not_public_yet_counts_before_the_first_release(client, organizer, session):
    page = client.get("/admin/")

    assert "unpublished changes" in words(parsed(page))
