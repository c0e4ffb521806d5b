"""Guests of one name, one telephone or one organization: each is entered as their own, or asked."""

import pytest

from conference.attendance.models import Registration
from conference.program.models import Participation
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import publish
from conference.program.release.restoring import restore
from tests.factories import make_conference, make_registration, make_session
from tests.program.entering.entered import answers, enter, plan, table

pytestmark = pytest.mark.django_db

HEAD = ["姓名", "单位", "职务", "电话", "邮箱", "分论坛"]
OFFICE = "024-12345678"


def guest(name, organization="示例大学", phone="", title=""):
    return [name, organization, title, phone, "", ""]


@pytest.fixture
def conference():
    return make_conference(slug="spring")


def names():
    return sorted(Registration.objects.values_list("name", flat=True))


def test_five_who_share_an_offices_telephone_are_five(conference):
    five = ["张大山", "李小河", "王长江", "赵黄河", "孙泰山"]

    enter(table(HEAD, *(guest(name, phone=OFFICE) for name in five)), conference,
          registrations=True)  # fmt: skip

    assert names() == sorted(five) and Participation.objects.count() == 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (guest("王小明", phone=OFFICE), guest("王小明", "另一学院", phone=OFFICE)),
        (guest("王小明", phone="12000000001"), guest("王小明", phone="12000000002")),
        (guest("王小明", phone=OFFICE, title="教授"), guest("王小明", phone=OFFICE, title="讲师")),
        (guest("王小明", "", phone="12000000001"), guest("王小明", "", phone="12000000002")),
        (guest("Mr Smith", phone=OFFICE), guest("Mrs Smith", phone=OFFICE)),
    ],
    ids=["elsewhere", "telephones", "titles", "no organization", "a couple"],
)
def test_two_of_one_name_are_asked_about_and_may_be_two(conference, one, other):
    reading = table(HEAD, one, other)
    found = plan(reading, conference, registrations=True, accept=True)
    [ask] = found.open_asks
    assert (ask.subject, ask.address) == ("person", "A3")

    two = {"registrations": True, "answers": answers(found, person="new")}
    assert dict(enter(reading, conference, **two).counts["registrations"]) == {"new": 2}
    assert Participation.objects.count() == Registration.objects.count() == 2

    again = plan(reading, conference, registrations=True, accept=True)
    assert again.changes_nothing and not again.open_asks
    assert [guest.on_list for guest in again.guests] == ["there", "there"]


def test_two_rows_of_one_person_are_one_registration_and_it_is_said(conference):
    rows = [guest("王小明", phone=OFFICE), guest("王小明", title="教授")]

    done = enter(table(HEAD, *rows), conference, registrations=True)

    assert names() == ["王小明"]
    assert [(row.read.row, row.why) for row in done.not_registered] == [
        (3, "the same person as in row 2")
    ]


def test_a_name_and_a_telephone_alone_are_asked_about_before_they_are_one(conference):
    make_registration(conference, name="王小明", organization_name="示例大学", phone=OFFICE)
    reading = table(HEAD, guest("王小明", "另一学院", phone=OFFICE))

    held = plan(reading, conference, registrations=True, accept=True, only_sure=True)
    [ask] = held.open_asks
    assert ask.subject == "guest" and "number 1" in ask.options[0].label
    assert [row.why for row in held.not_registered] == ["not registered: who it is, is not decided"]

    done = enter(reading, conference, registrations=True, answers={ask.key: ask.options[0].value})
    assert [row.why for row in done.not_registered] == ["on the list already, number 1"]
    other = {"registrations": True, "answers": {ask.key: "new"}}
    enter(reading, conference, **other)
    assert names() == ["王小明", "王小明"]


def test_guests_who_do_not_take_part_are_told_apart_as_well(conference):
    rows = [guest("王小明", phone=OFFICE, title=title) for title in ("教授", "讲师")]
    speakers = {"registrations": True, "participants": "speakers"}

    found = plan(table(HEAD, *rows), conference, **speakers, accept=True, only_sure=True)

    [ask] = found.open_asks
    assert [row.on_list for row in found.guests] == ["new", ""]
    enter(table(HEAD, *rows), conference, **speakers, answers={ask.key: "new"})
    assert Registration.objects.count() == 2 and not Participation.objects.exists()


def test_who_was_entered_before_can_be_registered_with_the_same_list(conference):
    reading = table(HEAD, guest("王小明", phone=OFFICE))
    enter(reading, conference)

    later = plan(reading, conference, registrations=True)

    assert not later.changes_nothing
    enter(reading, conference, registrations=True)
    [registration] = Registration.objects.all()
    assert registration.participation == Participation.objects.get()
    assert registration.follows_program


def test_guests_without_a_talk_are_in_no_release_until_it_is_ticked(conference):
    host = make_session(conference, title_zh="开幕式")
    reading = table(HEAD, guest("王小明", phone=OFFICE))
    enter(reading, conference)
    row = Participation.objects.get()
    first = publish(conference)
    row.refresh_from_db()
    assert (first.document["people"], row.is_shown, row.first_published_at) == ([], False, None)

    enter(reading, conference, show_guests=True)
    assert [p["code"] for p in publish(conference).document["people"]] == [row.code]

    Participation.objects.update(is_shown=False)
    assert draft_document(conference)["people"] == []
    host.roles.create(participation=row)
    assert [p["code"] for p in draft_document(conference)["people"]] == [row.code]


def test_a_restored_release_shows_who_it_showed_and_keeps_who_was_not_shown(conference):
    make_session(conference, title_zh="开幕式")
    enter(table(HEAD, guest("王小明"), guest("张大山")), conference)
    Participation.objects.filter(person__name_zh="王小明").update(is_shown=True)
    release = publish(conference)
    Participation.objects.update(is_shown=False)

    restore(release)

    shown = Participation.objects.values_list("person__name_zh", "is_shown")
    assert dict(shown) == {"王小明": True, "张大山": False}
    assert draft_document(conference)["people"] == [
        {k: v for k, v in p.items() if k in draft_document(conference)["people"][0]}
        for p in release.document["people"]
    ]


def test_colleagues_whose_names_only_sound_alike_are_not_asked_about(conference):
    names = ["王明", "王敏", "李平涛", "李明涛", "张晓伟", "张小伟"]

    found = plan(table(HEAD, *(guest(name, title="教授") for name in names)), conference)

    assert [ask.text for ask in found.open_asks] == []
