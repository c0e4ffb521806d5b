"""A session may be held in any language: at every door it is a tag, and people read its name."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from conference import stamps
from conference.permissions import Role
from conference.program.importing import import_schedule, read_schedule
from conference.program.models import Session
from conference.program.release.diff import compare
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import publish
from tests.factories import make_conference, make_member, make_session
from tests.pages import form_data, options, parsed, words
from tests.program.importing.files import document, event, take

pytestmark = pytest.mark.django_db

HOME = "conferences/spring/"


@pytest.fixture
def conference():
    return make_conference(slug="spring")


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, Role.ORGANIZER)
    client.force_login(user)
    return user


def change_of(session):
    return f"/admin/program/session/{session.pk}/change/"


# --- In the admin ------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["de", "pt-BR", "both", ""])
def test_a_language_is_chosen_from_the_list(client, organizer, conference, tag):
    session = make_session(conference, "09:00", language="zh")

    client.post(change_of(session), form_data(client.get(change_of(session)), language=tag))

    session.refresh_from_db()
    assert session.language == tag


def test_the_list_has_this_sites_two_first_and_names_in_the_readers_language(
    client, organizer, conference
):
    session = make_session(conference, "09:00")
    page = client.get(change_of(session), headers={"Accept-Language": "zh-CN"})

    names = [label.strip() for label in parsed(page).xpath("//select[@name='language']//text()")]
    names = [name for name in names if name]
    assert names[1:4] == ["中文", "英文", "中英双语"]
    assert "德语" in names and "German" not in names


def test_a_language_outside_the_list_stays_when_something_else_is_saved(
    client, organizer, conference
):
    session = make_session(conference, "09:00", language="tlh", title_en="Opening")
    data = form_data(client.get(change_of(session)))
    assert data["language"] == ["tlh"]

    client.post(change_of(session), data | {"title_en": "Closing"})

    session.refresh_from_db()
    assert (session.title_en, session.language) == ("Closing", "tlh")


def test_what_is_no_language_is_refused_in_words(client, organizer, conference):
    session = make_session(conference, "09:00", language="zh")
    data = form_data(client.get(change_of(session)), language="<script>")

    page = client.post(change_of(session), data)

    assert "is no language. Choose one from the list." in words(parsed(page))
    session.refresh_from_db()
    assert session.language == "zh"


@pytest.mark.parametrize("wrong", ["German", "de;", "d", "de\n", "-de", "中文", "de--at"])
def test_the_database_keeps_tags_alone(conference, wrong):
    session = make_session(conference, "09:00")

    with pytest.raises(IntegrityError, match="session_language_is_a_tag"), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(language=wrong)


def test_history_and_review_tell_the_name(client, organizer, conference):
    session = make_session(conference, "09:00", language="zh", title_en="Opening")
    old = draft_document(conference)
    session.language = "de"
    session.save()

    history = words(parsed(client.get(f"/admin/program/session/{session.pk}/history/")))
    assert "German" in history
    (change,) = compare(old, draft_document(conference))
    (field,) = change.fields
    assert (field.new.in_side("zh"), field.new.in_side("en")) == ("德语", "German")


# --- For readers -------------------------------------------------------------------------------


@pytest.fixture
def program(conference):
    make_session(conference, "09:00", title_en="Eröffnung", language="de")
    make_session(conference, "10:00", title_en="Abertura", language="pt-BR")
    make_session(conference, "11:00", title_en="Talk", language="both")
    publish(conference)
    stamps.forget()
    return conference


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", ["German", "Brazilian Portuguese"]), ("zh-hans", ["德语", "巴西葡萄牙语"])],
)
def test_pages_tell_the_name_in_the_readers_language(client, program, language, names):
    for session, name in zip(program.sessions.order_by("number"), names, strict=False):
        page = parsed(client.get(f"/{language}/{HOME}sessions/{session.code}/"))
        assert name in words(page)
    schedule = words(parsed(client.get(f"/{language}/{HOME}schedule/")))
    assert all(name in schedule for name in names)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        *(("de", {"Eröffnung"}), ("pt-BR", {"Abertura"}), ("pt", {"Abertura"})),
        *(("en", {"Talk"}), ("both", {"Talk"})),
    ],
)
def test_the_schedule_is_filtered_by_any_language(client, program, query, titles):
    page = words(parsed(client.get(f"/en/{HOME}schedule/?language={query}")))

    assert {title for title in ("Eröffnung", "Abertura", "Talk") if title in page} == titles


def test_a_language_that_nobody_speaks_is_refused(client, program):
    response = client.get(f"/en/{HOME}schedule/?language=fr")

    assert "There is no such language in this program." in words(parsed(response))


def test_the_filter_offers_the_languages_of_the_program(client, program):
    page = client.get(f"/en/{HOME}schedule/")

    assert options(page, "language") == {
        "both": "Chinese and English",
        "de": "German",
        "pt-BR": "Brazilian Portuguese",
    }


# --- For programs ------------------------------------------------------------------------------


def test_feeds_and_the_api_carry_the_tag(client, program):
    days = client.get(f"/en/{HOME}schedule.json").json()["schedule"]["conference"]["days"]
    rows = [row for rooms in days[0]["rooms"].values() for row in rooms]
    assert [row["language"] for row in rows] == ["de", "pt-BR", "mul"]
    xml = client.get(f"/en/{HOME}schedule.xml").content.decode()
    assert "<language>pt-BR</language>" in xml
    api = client.get("/api/v1/conferences/spring/sessions/").json()["results"]
    assert [row["languages"] for row in api] == [["de"], ["pt-BR"], ["zh", "en"]]


@pytest.mark.parametrize("tail", ["schedule.json", "schedule.xml"])
def test_our_own_file_keeps_every_language(client, program, tail):
    make_session(program, "12:00", title_en="Songs", language="mul")
    publish(program)
    stamps.forget()
    raw = client.get(f"/en/{HOME}{tail}").content

    assert import_schedule(read_schedule(raw), slug="spring").changes_nothing
    import_schedule(read_schedule(raw), slug="autumn", create=True)
    copied = Session.objects.filter(conference__slug="autumn").order_by("number")
    assert [s.language for s in copied][:3] == ["de", "pt-BR", "both"]


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        *(("de", "de"), ("fr", "fr"), ("pt-BR", "pt-BR"), ("pt_br", "pt-BR"), ("deu", "de")),
        *(("Deutsch", "de"), ("zh-CN", "zh"), ("en_GB", "en"), ("mul", "mul"), ("tlh", "tlh")),
    ],
)
def test_languages_of_other_systems_are_taken(conference, written, tag):
    plan = take(document(event(language=written)))

    assert Session.objects.get().language == tag
    assert not any("language" in what for what in plan.not_taken)
    assert take(document(event(language=written))).changes_nothing


def test_what_names_no_language_is_told(conference):
    plan = take(document(event(language="Elvish")))

    assert Session.objects.get().language == ""
    assert plan.not_taken == {"language “elvish”": 1, "url": 1}


def test_a_changed_language_is_previewed_by_its_name(conference):
    take(document(event(language="en")))

    plan = take(document(event(language="de")), dry_run=True)

    (change,) = [c for c in plan.changes if c.subject == "sessions"]
    assert [(f.old, f.new) for f in change.fields] == [("English", "German")]
    with override("zh-hans"):
        plan = take(document(event(language="de")), dry_run=True)
    assert [f.new for f in plan.changes[-1].fields] == ["德语"]
