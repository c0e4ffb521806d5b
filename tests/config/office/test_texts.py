"""Every text of a conference in both languages side by side: on the page, and as a sheet."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conference.permissions import Role
from conference.program.models import Session
from conference.tabular import read_table
from tests.factories import (
    make_conference,
    make_contact,
    make_host,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_room,
    make_session,
)
from tests.pages import parsed

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="rows are read and saved by the forms that other tests send to each"),
]


@pytest.fixture
def conference():
    row = make_conference(name_zh="研讨会", name_en="Symposium")
    make_room(row, name_zh="报告厅", name_en="")
    make_session(row, title_zh="开幕式", title_en="", abstract_zh="第一行\r\n第二行")
    make_participation(row, make_person(name_zh="王泉", family_name_en="", given_name_en=""))
    make_contact(row, name_zh="会务组", name_en="Office")
    return row


@pytest.fixture
def editor(client, conference):
    user = make_member(conference, Role.EDITOR)
    client.force_login(user)
    return user


def page_of(conference):
    return reverse("admin:both_languages", args=[conference.pk])


def shown(client, conference, query="?all=1"):
    """{name: value}: what a browser would send."""
    page = parsed(client.get(page_of(conference) + query))
    form = page.xpath("//form[contains(@class, 'texts')]")[0]
    # A browser leaves out the line break that begins a box of several lines.
    return {name: value.removeprefix("\n") for name, value in form.form_values()}


def box(row, name, side="en", part=0):
    opts = row._meta
    return f"{opts.app_label}.{opts.model_name}.{row.pk}.{name}:{side}:{part}"


def test_gaps_stand_first_and_alone_until_all_are_asked_for(client, conference, editor):
    room, session = conference.rooms.get(), conference.sessions.get()

    gaps = client.get(page_of(conference))
    assert box(room, "name") in gaps.text
    assert box(conference.contacts.get(), "name") not in gaps.text
    everything = client.get(page_of(conference) + "?all=1").text
    assert everything.index(box(session, "title")) < everything.index("会务组")


def test_what_is_written_is_saved_with_its_history_and_found_by_it(client, conference, editor):
    room, session = conference.rooms.get(), conference.sessions.get()
    person = conference.participations.get().person
    given = shown(client, conference) | {
        box(room, "name"): "Hall",
        box(session, "title"): "Opening",
        box(person, "name", part=0): "Wang",
        box(person, "name", part=1): "Quan",
    }
    response = client.post(page_of(conference), given, follow=True)

    room.refresh_from_db()
    session.refresh_from_db()
    person.refresh_from_db()
    assert (room.name_en, session.title_en, person.name_en) == ("Hall", "Opening", "Wang Quan")
    assert session.abstract_zh == "第一行\r\n第二行"
    assert session.history.first().history_user == editor
    assert room.history.count() == 2
    assert Session.objects.filter(search__contains="opening").exists()
    assert "3 texts were saved" in response.text


def test_nothing_written_is_nothing_saved(client, conference, editor):
    answer = client.post(page_of(conference), shown(client, conference), follow=True)

    assert "Everything on this page is saved." in answer.text
    assert conference.sessions.get().history.count() == 1


def test_a_text_that_somebody_changed_meanwhile_stays_and_both_are_told(client, conference, editor):
    room = conference.rooms.get()
    given = shown(client, conference) | {box(room, "name"): "Hall"}
    room.name_en = "Great Hall"
    room.save()

    response = client.post(page_of(conference), given)

    room.refresh_from_db()
    assert room.name_en == "Great Hall"
    assert "Somebody changed this text meanwhile" in response.text
    assert 'value="Hall"' in response.text
    assert "Great Hall" in response.text


@pytest.mark.parametrize(
    ("text", "told"),
    [("a\x07", "control character"), ("x" * 301, "at most")],
)
def test_what_cannot_be_kept_is_refused_and_stays_in_its_box(
    client, conference, editor, text, told
):
    session = conference.sessions.get()

    response = client.post(
        page_of(conference), shown(client, conference) | {box(session, "title"): text}
    )

    assert told in response.text
    assert conference.sessions.get().title_en == ""


def test_a_text_that_must_be_there_is_not_emptied(client, conference, editor):
    session = conference.sessions.get()

    response = client.post(
        page_of(conference), shown(client, conference) | {box(session, "title", "zh"): ""}
    )

    assert "Give the session a title" in response.text
    assert conference.sessions.get().title_zh == "开幕式"


def test_a_script_is_answered_text_by_text(client, conference, editor):
    room = conference.rooms.get()
    name = box(room, "name")
    was = shown(client, conference)[f"{name.removesuffix(':0')}:was"]
    given = {name: "Hall", f"{name.removesuffix(':0')}:was": was}

    first = client.post(page_of(conference), given, headers={"Accept": "application/json"}).json()
    again = client.post(
        page_of(conference), given | {name: "Foyer"}, headers={"Accept": "application/json"}
    ).json()

    assert [saved["name"] for saved in first["saved"]] == [name.removesuffix(":0")]
    assert again["left"][0]["now"] == "Hall"
    # Whose answer was lost sends the same once more, and is told where it stands now.
    lost = client.post(page_of(conference), given, headers={"Accept": "application/json"}).json()
    assert lost == first
    assert again["left"][0]["stamp"] == first["saved"][0]["stamp"]
    given |= {name: "Foyer", f"{name.removesuffix(':0')}:was": first["saved"][0]["stamp"]}
    client.post(page_of(conference), given, headers={"Accept": "application/json"})
    room.refresh_from_db()
    assert room.name_en == "Foyer"


def test_rows_of_others_and_settings_are_read_and_not_written(client, conference, editor):
    elsewhere = make_conference()
    shared = make_organization(name_zh="共享大学", name_en="")
    make_host(conference, organization=shared)
    make_host(elsewhere, organization=shared)
    stranger = make_room(elsewhere, name_zh="别处", name_en="")

    page = client.get(page_of(conference)).text
    assert "共享大学" in page
    assert box(shared, "name") not in page
    given = shown(client, conference) | {
        box(shared, "name"): "X",
        f"{box(shared, 'name')[:-2]}:was": "0",
        box(stranger, "name"): "X",
        f"{box(stranger, 'name')[:-2]}:was": "0",
        box(conference, "name"): "X",
        f"{box(conference, 'name')[:-2]}:was": "0",
    }
    client.post(page_of(conference), given)

    for row in (shared, stranger, conference):
        row.refresh_from_db()
    assert (shared.name_en, stranger.name_en, conference.name_en) == ("", "", "Symposium")


def test_a_stranger_finds_nothing_and_a_viewer_reads(client, conference):
    client.force_login(make_member(make_conference(), Role.ORGANIZER))
    for name in ("both_languages", "texts_sheet", "texts_return"):
        address = reverse(f"admin:{name}", args=[conference.pk])
        assert client.get(address).status_code == 404
    client.force_login(make_member(conference, Role.VIEWER))
    page = client.get(page_of(conference))
    assert "报告厅" in page.text
    assert "<textarea" not in page.text
    assert client.post(page_of(conference), {}).status_code == 403


@pytest.mark.parametrize("count", [1, 3, 400])
def test_it_costs_the_same_for_any_number(
    client, conference, editor, count, django_assert_num_queries
):
    for number in range(count):
        Session.objects.bulk_create(
            [
                Session(
                    conference=conference,
                    number=100 + number,
                    code=f"Q{number:05}",
                    title_zh=f"报告 {number}",
                    position=number,
                )
            ]
        )
    client.get(page_of(conference))

    with django_assert_num_queries(27):
        page = client.get(page_of(conference))

    assert page.text.count('class="text-label"') == min(60, count + 4)


# --- The sheet ---


def sheet_of(client, conference, query="?all=1"):
    address = reverse("admin:texts_sheet", args=[conference.pk])
    return read_table(io.BytesIO(client.get(address + query).content), name="x.xlsx")


def brought(client, conference, rows, name="texts.csv"):
    lines = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    upload = SimpleUploadedFile(name, lines.encode("utf-8-sig"))
    return client.post(
        reverse("admin:texts_return", args=[conference.pk]), {"sheet": upload}, follow=True
    )


def test_a_sheet_goes_out_is_filled_and_comes_back(client, conference, editor):
    rows = sheet_of(client, conference, "")
    assert rows[0][-2:] == ["中文", "English"]
    filled = [rows[0]] + [[*row[:5], f"In English {n}, then"] for n, row in enumerate(rows[1:])]

    preview = brought(client, conference, filled)
    assert conference.rooms.get().name_en == ""
    assert f"{len(rows) - 1} texts change" in preview.text
    done = client.post(
        preview.request["PATH_INFO"], {"token": preview.context["token"]}, follow=True
    )

    assert "were saved" in done.text
    assert conference.rooms.get().name_en.startswith("In English")
    person = conference.participations.get().person
    assert person.given_name_en == "then"
    again = client.post(preview.request["PATH_INFO"], {"token": preview.context["token"]})
    assert again.status_code == 302
    assert conference.rooms.get().history.count() == 2


def test_a_sheet_of_yesterday_does_not_undo_today(client, conference, editor):
    rows = sheet_of(client, conference, "")
    room = conference.rooms.get()
    room.name_en = "Great Hall"
    room.save()
    filled = [rows[0]] + [[*row[:5], "Old, idea"] for row in rows[1:]]

    preview = brought(client, conference, filled)

    assert "1 text cannot be taken" in preview.text
    client.post(preview.request["PATH_INFO"], {"token": preview.context["token"]})
    room.refresh_from_db()
    assert room.name_en == "Great Hall"
    assert conference.sessions.get().title_en == "Old, idea"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["a", "b"], ["1", "2"]], "lacks the column"),
        ([["Key (leave as it is)", "中文", "English"], ["x:1:2", "a", "b"]], "of no text here"),
        ([["键（请勿改动）", "中文", "English"], ["", "a", "b"]], "of no text here"),
    ],
)
def test_a_sheet_that_is_another_one_is_told(client, conference, editor, rows, told):
    assert told in brought(client, conference, rows).text


def test_a_file_that_is_no_sheet_is_told(client, conference, editor):
    assert "errorlist" in brought(client, conference, [], name="x.xlsx").text
    assert client.post(reverse("admin:texts_return", args=[conference.pk])).status_code == 200
