"""Two at work on the rows on the page of their owner."""

import pytest

from conference.program.models import SessionRole
from tests.conference.meanwhile.browsers import chosen, session_page
from tests.factories import (
    make_link,
    make_member,
    make_participation,
    make_person,
    make_picture,
    make_role,
    make_session,
    make_user,
)
from tests.pages import errors, form_data, of_class, parsed, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="one after the other; test_saved_meanwhile asks both at once"),
]


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
