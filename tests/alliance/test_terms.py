"""Terms are judged by time: on both databases, through models, pages, and by two at once."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from alliance.lifecycle import perform
from alliance.models import AllianceRole, Membership, Representative
from conference.models import TermsOverlap
from tests.alliance.admin.forms import add_membership, change, form_of
from tests.factories import (
    make_alliance,
    make_membership,
    make_organization,
    make_person,
    make_secretary,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def alliance():
    return make_alliance(slug="reform")


@pytest.fixture
def university():
    return make_organization(name_en="Northeastern University")


def day(text):
    return date.fromisoformat(text) if text else None


def term(text):
    """'2020-01-01/2021-12-31', each side may be empty."""
    since, until = text.split("/")
    return {"since": day(since), "until": day(until)}


@pytest.mark.parametrize("status", list(Membership.Status))
def test_two_terms_of_an_organization_stand_side_by_side(alliance, university, status):
    make_membership(alliance, university, status=status, **term("2020-01-01/2021-12-31"))
    make_membership(alliance, university, status="active", **term("2023-01-01/"))

    assert Membership.objects.count() == 2


OVERLAPPING = [
    ("2020-01-01/2021-12-31", "2021-06-01/2022-12-31"),
    ("2020-01-01/2021-12-31", "2021-12-31/2022-12-31"),
    ("2020-01-01/2021-12-31", "2020-06-01/2020-07-01"),
    ("2020-01-01/2021-12-31", "/2020-01-01"),
    ("2020-01-01/2021-12-31", "/"),
    ("2020-01-01/", "2023-01-01/"),
    ("/2021-12-31", "/2020-01-01"),
    ("/", "2023-01-01/2023-02-01"),
]
APART = [
    ("2020-01-01/2021-12-31", "2022-01-01/"),
    ("2020-01-01/2021-12-31", "/2019-12-31"),
    ("/2021-12-31", "2023-01-01/"),
]


@pytest.mark.parametrize(("one", "other"), OVERLAPPING)
@pytest.mark.parametrize("status", ["active", "ended", "applied"])
def test_terms_that_share_a_day_are_refused_whatever_their_state(
    alliance, university, one, other, status
):
    days = term(one)
    if status == "ended":
        days["until"] = days["until"] or day("2030-01-01")
    make_membership(alliance, university, status=status, **days)

    with pytest.raises(TermsOverlap):
        make_membership(alliance, university, **term(other))

    assert Membership.objects.count() == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_terms_that_touch_without_a_shared_day_are_two(alliance, university, one, other):
    make_membership(alliance, university, **term(other))
    make_membership(alliance, university, **term(one))

    assert Membership.objects.count() == 2


def test_the_refusal_names_the_other_term(alliance, university):
    make_membership(alliance, university, status="withdrawn", **term("2020-01-01/2021-12-31"))

    with pytest.raises(TermsOverlap) as refused:
        make_membership(alliance, university, **term("2021-06-01/2022-12-31"))

    assert refused.value.message.startswith(
        "Northeastern University is in the alliance already, from 2020-01-01 to 2021-12-31."
    )


def test_other_organizations_and_alliances_have_their_own_terms(alliance, university):
    make_membership(alliance, university)
    make_membership(alliance)
    make_membership(make_alliance(), university)

    assert Membership.objects.count() == 3


def test_a_term_may_be_moved_within_itself_and_not_into_another(alliance, university):
    make_membership(alliance, university, **term("2020-01-01/2021-12-31"))
    second = make_membership(alliance, university, **term("2023-01-01/"))

    second.since = day("2022-06-01")
    second.save()
    second.since = day("2021-06-01")
    with pytest.raises(TermsOverlap):
        second.save()


def test_leads_follow_one_another(alliance, university):
    lead = {"alliance": alliance, "role": "lead"}
    AllianceRole.objects.create(**lead, organization=university, **term("2020-01-01/2021-12-31"))
    AllianceRole.objects.create(**lead, organization=make_organization(), **term("2022-01-01/"))

    with pytest.raises(TermsOverlap) as refused:
        AllianceRole.objects.create(
            **lead, organization=make_organization(), **term("2021-01-01/2021-02-01")
        )

    assert "Northeastern University · Lead, from 2020-01-01" in refused.value.message.replace(
        "lead,", "Lead,"
    )


def test_a_person_has_a_role_twice_one_after_the_other(alliance):
    membership, person = make_membership(alliance), make_person()
    row = {"membership": membership, "person": person}
    Representative.objects.create(**row, **term("2020-01-01/2021-12-31"))
    Representative.objects.create(**row, **term("2023-01-01/"))
    Representative.objects.create(**row, role="liaison")
    Representative.objects.create(membership=membership, person=make_person())

    with pytest.raises(TermsOverlap):
        Representative.objects.create(**row, **term("2021-06-01/2021-07-01"))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such constraint")
def test_postgresql_refuses_also_what_no_model_saves(alliance, university):
    make_membership(alliance, university, **term("2020-01-01/2021-12-31"))
    row = Membership(alliance=alliance, organization=university, **term("2021-06-01/"))

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.bulk_create([row])
        connection.check_constraints()


# --- The pages -----------------------------------------------------------------------------------


def test_the_form_refuses_in_words_that_name_the_other_term(
    client, alliance, university, secretary
):
    make_membership(alliance, university, status="ended", **term("2020-01-01/2021-12-31"))

    refused = add_membership(client, alliance, university, since="2021-06-01", until="2022-12-31")
    assert refused.status_code == 200
    assert "already, from 2020-01-01 to 2021-12-31." in refused.content.decode()

    taken = add_membership(client, alliance, university, since="2023-01-01")
    assert taken.status_code == 302
    assert Membership.objects.count() == 2


def test_one_save_moves_the_end_of_a_term_with_the_beginning_of_the_next(
    client, alliance, university, secretary
):
    lead = {"alliance": alliance, "organization": university, "role": "lead"}
    AllianceRole.objects.create(**lead, position=1, **term("2020-01-01/2021-12-31"))
    AllianceRole.objects.create(**lead, position=2, **term("2022-01-01/"))
    page = client.get(change(alliance))
    moved = {"allianceroles-0-until": "2022-12-31", "allianceroles-1-since": "2023-01-01"}

    response = client.post(change(alliance), form_of(page, **moved))
    connection.check_constraints()

    assert response.status_code == 302
    assert [(r.since, r.until) for r in alliance.allianceroles.all()] == [
        (day("2020-01-01"), day("2022-12-31")),
        (day("2023-01-01"), None),
    ]


def test_two_new_rows_of_one_page_are_judged_together(client, alliance, university, secretary):
    rows = {"allianceroles-TOTAL_FORMS": "2"}
    for n in (0, 1):
        rows |= {
            f"allianceroles-{n}-organization": university.pk,
            f"allianceroles-{n}-role": "lead",
            f"allianceroles-{n}-alliance": alliance.pk,
        }

    response = client.post(change(alliance), form_of(client.get(change(alliance)), **rows))

    assert response.status_code == 200
    assert "The alliance has a lead on these days" in response.content.decode()
    assert not alliance.allianceroles.exists()


def test_new_representatives_of_a_new_membership_are_judged_together(
    client, alliance, university, secretary
):
    person = make_person()
    rows = {"representatives-TOTAL_FORMS": "2"}
    for n in (0, 1):
        rows |= {f"representatives-{n}-person": person.pk, f"representatives-{n}-role": "liaison"}

    response = add_membership(client, alliance, university, **rows)

    assert "has this role already" in response.content.decode()
    assert not Membership.objects.exists()


# --- Two at once ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_secretaries_who_add_overlapping_terms_one_is_told():
    alliance, university = make_alliance(), make_organization()
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(make_secretary(alliance))

    answers = at_once(
        *(
            lambda b=browser, s=since: add_membership(b, alliance, university, since=s)
            for browser, since in zip(browsers, ("2020-01-01", "2021-01-01"), strict=True)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    (told,) = [answer for answer in answers if answer.status_code == 200]
    assert "is in the alliance already, since 202" in told.content.decode()
    assert Membership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_overlapping_terms_saved_at_once_one_is_kept():
    alliance, university = make_alliance(), make_organization()

    results = at_once(
        *(
            lambda y=year: make_membership(
                alliance, university, since=date(y, 1, 1), until=date(2030, 1, 1)
            )
            for year in range(2020, 2026)
        )
    )

    refused = [result for result in results if isinstance(result, Exception)]
    assert [type(error) for error in refused] == [TermsOverlap] * 5
    assert Membership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_acts_at_once_one_is_done_and_the_other_told():
    membership = make_membership(make_alliance(), since=date(2020, 1, 1))
    words = {"on": date(2021, 1, 1), "reason": "A letter", "seen": "active"}

    results = at_once(
        lambda: perform(membership, "suspend", **words),
        lambda: perform(Membership.objects.get(), "remove", **words),
    )

    (refused,) = [result for result in results if isinstance(result, Exception)]
    assert refused.code == "changed"
    assert membership.steps.count() == 2
