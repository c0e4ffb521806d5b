"""Doubles in the admin: possible ones, two rows side by side, and what became of them."""

import pytest

from conference.people.identities import Merged, ToldApart
from conference.people.models import Organization, Person
from conference.permissions import Role
from conference.program.models import Participation, Session, SessionRole
from tests.factories import (
    make_alliance,
    make_conference,
    make_host,
    make_member,
    make_membership,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_secretary,
    make_session,
    make_user,
)
from tests.pages import form_data, messages, parsed

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/people/person/"


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def editor(client, conference):
    user = make_member(conference, Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def twins():
    kept = make_person(name_zh="侯永军", family_name_en="Hou", given_name_en="Yongjun")
    return kept, make_person(name_zh="候永军", family_name_en="", given_name_en="")


def merge_of(kept, other):
    return f"{PEOPLE}merge/?keep={kept.pk}&other={other.pk}"


def text_of(page):
    return " ".join(parsed(page).text_content().split())


def test_two_marked_rows_are_looked_at_and_made_one(client, editor, twins):
    kept, other = twins
    said = {"action": "merge_rows", "_selected_action": [kept.pk, other.pk]}

    chosen = client.post(f"{PEOPLE}?whole=1", said)
    page = client.get(chosen["Location"])
    answer = client.post(f"{PEOPLE}merge/", form_data(page, **{"take-name_zh": "other"}))
    again = client.post(f"{PEOPLE}merge/", form_data(page), follow=True)

    assert chosen["Location"] == merge_of(kept, other)
    assert answer["Location"] == f"{PEOPLE}{kept.pk}/change/"
    assert Person.objects.get().name_zh == "候永军"
    assert messages(again)[-1] == "“候永军” has been made one with “Hou Yongjun” already."


def test_fewer_or_more_marked_rows_are_told_what_to_do(client, editor, twins):
    said = {"action": "merge_rows", "_selected_action": [twins[0].pk]}

    page = client.post(f"{PEOPLE}?whole=1", said, follow=True)

    assert "Mark two rows that are the same one" in messages(page)[0]


def test_a_row_that_was_changed_since_is_looked_at_again(client, editor, twins):
    page = client.get(merge_of(*twins))
    twins[0].position_zh = "院长"
    twins[0].save()

    answer = client.post(f"{PEOPLE}merge/", form_data(page))

    assert "One of the two was changed since." in text_of(answer)
    assert Person.objects.count() == 2


def test_whoever_may_not_edit_every_use_is_told_and_has_no_button(client, editor, twins):
    make_participation(make_conference(), twins[1])

    page = client.get(merge_of(*twins))
    answer = client.post(f"{PEOPLE}merge/", form_data(page))

    assert "“候永军” is also used by conferences" in text_of(page)
    assert "Make them one" not in text_of(page)
    assert "“候永军” is also used by conferences" in text_of(answer)
    assert Person.objects.count() == 2


def test_the_histories_of_both_are_read_from_the_one_that_is_left(client, editor, twins):
    kept, other = twins
    other.position_zh = "院长"
    other.save()
    client.post(f"{PEOPLE}merge/", form_data(client.get(merge_of(kept, other))))

    page = client.get(f"{PEOPLE}{kept.pk}/change/")
    history = client.get(f"{PEOPLE}{other.pk}/history/")

    assert "Made one with this 候永军" in text_of(page)
    assert f"{PEOPLE}{other.pk}/history/" in page.content.decode()
    assert history.status_code == 200
    assert "院长" in text_of(history)
    assert Merged.objects.get().by == editor
    assert client.get(f"{PEOPLE}{other.pk}/change/").status_code == 404


def test_possible_doubles_are_listed_and_told_apart(client, editor, twins):
    kept, other = twins
    make_person(name_zh="曾志伟", family_name_en="Zeng", given_name_en="Zhiwei")

    page = client.get(f"{PEOPLE}doubles/")
    client.post(f"{PEOPLE}doubles/", {"one": kept.pk, "other": other.pk})

    assert "1 pair whose names are near" in text_of(page)
    assert f"merge/?keep={kept.pk}&amp;other={other.pk}" in page.content.decode()
    assert ToldApart.objects.pairs() == {frozenset((kept.guid, other.guid))}
    assert "No two names are near" in text_of(client.get(f"{PEOPLE}doubles/"))


@pytest.mark.parametrize("count", [1, 3, 400])
def test_possible_doubles_cost_the_same_for_few_and_for_many(
    client, editor, count, django_assert_num_queries
):
    # Names that have nothing in common but with their double.
    bases = [
        "".join(chr(0x4E00 + n * 37 + k * 5_003 % 900) for k in range(5)) for n in range(count)
    ]
    names = [name for base in bases for name in (base, f"{base[:4]}（{base[4:]}）")]
    Organization.objects.bulk_create(Organization(name_zh=name) for name in names)

    with django_assert_num_queries(10):
        page = client.get("/admin/people/organization/doubles/")

    assert len(parsed(page).xpath("//ul[contains(@class, 'doubles')]/li")) == min(count, 200)


def test_who_may_merge(client, conference, twins):
    answers = {}
    for name, user in {
        "viewer": make_member(conference, Role.VIEWER),
        "editor": make_member(conference, Role.EDITOR),
        "desk": make_member(conference, Role.DESK),
        "secretary": make_secretary(make_alliance()),
        "stranger": make_user(),
    }.items():
        client.force_login(user)
        found = client.get(merge_of(*twins)), client.get(f"{PEOPLE}doubles/")
        answers[name] = tuple(answer.status_code for answer in found)

    assert answers == {
        "viewer": (403, 403),
        "editor": (200, 200),
        "desk": (403, 403),
        "secretary": (200, 200),
        "stranger": (403, 403),
    }


# --- What somebody is, wherever --------------------------------------------------------------


def career(page):
    return text_of(page).partition("At conferences and in alliances")[2]


def test_a_person_is_shown_at_all_conferences_that_one_may_see(client, editor, conference):
    person = make_person()
    before = make_conference(name_en="Last year")
    make_member(before, Role.VIEWER, user=editor)
    foreign = make_conference(name_en="A secret conference")
    for place in (conference, before, foreign):
        session = make_session(place, title_en=f"At {place.pk}")
        make_role(session, make_participation(place, person))

    said = career(client.get(f"{PEOPLE}{person.pk}/change/"))

    assert "speaker · Wang Xingwei" in said
    assert f"speaker · At {conference.pk}" in said
    assert "Last year" in said
    assert "A secret conference" not in said


def test_an_organization_is_shown_as_host_and_member(client, editor, conference):
    organization = make_organization()
    make_host(conference, "sponsor", organization=organization)
    make_host(make_conference(name_en="A secret conference"), organization=organization)
    alliance = make_alliance()
    make_secretary(alliance, user=editor)
    make_membership(alliance, organization)

    said = career(client.get(f"/admin/people/organization/{organization.pk}/change/"))

    assert "organizer" in said
    assert "member · active" in said
    assert "A secret conference" not in said


@pytest.mark.parametrize("count", [1, 3, 400])
def test_a_long_career_costs_as_much_as_a_short_one(
    client, editor, conference, count, django_assert_num_queries
):
    person = make_person()
    place = make_participation(conference, person)
    sessions = Session.objects.bulk_create(
        Session(conference=conference, number=n, kind="talk", title_en=f"Talk {n}")
        for n in range(1, count + 1)
    )
    SessionRole.objects.bulk_create(
        SessionRole(session=session, participation=place, position=1) for session in sessions
    )

    with django_assert_num_queries(14):
        page = client.get(f"{PEOPLE}{person.pk}/change/")

    assert career(page).count("speaker · Talk") == count
    assert Participation.objects.count() == 1
