"""The life of a membership: what may follow what, and what an act writes."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db.models import ProtectedError

from alliance.lifecycle import ActRefused, acts_after, perform, state_after, take_back
from alliance.models import Act, Alliance, Membership, MembershipStep
from tests.alliance.admin.forms import change, form_of
from tests.factories import (
    make_alliance,
    make_membership,
    make_organization,
    make_user,
)

CASES = json.loads(Path(__file__).with_name("lifecycle_cases.json").read_text("utf-8"))
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_every_act_is_decided_for_every_state():
    assert set(CASES) == set(Membership.Status.values)
    found = {
        state: {act: state_after(state, act) for act in Act.values if state_after(state, act)}
        for state in Membership.Status.values
    }
    assert found == CASES


def test_nothing_follows_the_end_of_a_term():
    assert [acts_after(state) for state in ("withdrawn", "removed", "ended")] == [[], [], []]


@pytest.fixture
def alliance(db):
    return make_alliance(slug="reform")


@pytest.fixture
def member(alliance):
    university = make_organization(name_en="Northeastern University")
    return make_membership(alliance, university, since=date(2020, 1, 1))


def do(membership, act, on, **words):
    words = {"reason": "Council of May", "at": NOW} | words
    return perform(membership, act, on=date.fromisoformat(on), **words)


def steps(membership):
    rows = membership.steps.standing().values_list("act", "state", "on")
    return [(act, state, str(on)) for act, state, on in rows]


def test_a_whole_life_is_written_step_by_step(alliance):
    by = make_user()
    row = make_membership(alliance, status="applied", since=date(2019, 1, 5))

    do(row, "review", "2019-02-01")
    do(row, "approve", "2019-03-01")
    do(row, "admit", "2019-04-01")
    do(row, "suspend", "2020-01-01", reason=" No report ", by=by)
    do(row, "reinstate", "2020-06-01")
    do(row, "withdraw", "2021-12-31")

    assert steps(row) == [
        ("apply", "applied", "2019-01-05"),
        ("review", "under-review", "2019-02-01"),
        ("approve", "approved", "2019-03-01"),
        ("admit", "active", "2019-04-01"),
        ("suspend", "suspended", "2020-01-01"),
        ("reinstate", "active", "2020-06-01"),
        ("withdraw", "withdrawn", "2021-12-31"),
    ]
    assert (row.status, row.since, row.until) == (
        "withdrawn",
        date(2019, 4, 1),
        date(2021, 12, 31),
    )
    suspension = row.steps.get(act="suspend")
    assert (suspension.reason, suspension.by) == ("No report", by)
    assert row.history.count() == 7


REFUSED = [
    ("reinstate", "2021-01-01", {}, "not_now", "“active”; “reinstate” does not follow that."),
    ("withdraw", "2019-12-31", {}, "too_early", "“admit” was on 2020-01-01."),
    ("withdraw", "2026-06-03", {}, "future", "2026-06-03 is still to come."),
    ("suspend", "2021-01-01", {"reason": "  "}, "reason", "Say why"),
    ("suspend", "2021-01-01", {"seen": "suspended"}, "changed", "Meanwhile Northeastern"),
    ("dissolve", "2021-01-01", {}, "not_now", "“dissolve” does not follow that."),
]


@pytest.mark.parametrize(("act", "on", "words", "code", "said"), REFUSED)
def test_an_act_out_of_order_is_refused_and_writes_nothing(member, act, on, words, code, said):
    with pytest.raises(ActRefused) as refused:
        do(member, act, on, **words)

    assert refused.value.code == code
    assert said in refused.value.message
    member.refresh_from_db()
    assert (member.status, member.until, member.steps.count()) == ("active", None, 1)


def test_a_term_with_a_planned_end_is_not_ended_after_it(alliance):
    row = make_membership(alliance, since=date(2020, 1, 1), until=date(2021, 12, 31))

    with pytest.raises(ActRefused) as refused:
        do(row, "end", "2022-05-01")
    assert refused.value.code == "after_the_end"

    do(row, "end", "2021-12-31")
    assert (row.status, row.until) == ("ended", date(2021, 12, 31))


def test_admission_into_another_term_is_refused(alliance):
    university = make_organization()
    make_membership(alliance, university, since=date(2020, 1, 1), until=date(2021, 12, 31))
    row = make_membership(alliance, university, status="applied", since=date(2022, 1, 1))
    row.steps.update(on=None)

    with pytest.raises(ActRefused) as refused:
        do(row, "admit", "2021-06-01")

    assert refused.value.code == "overlap"
    row.refresh_from_db()
    assert (row.status, row.steps.count()) == ("applied", 1)


def test_an_older_copy_does_not_bring_an_old_state_back(member):
    older = Membership.objects.get(pk=member.pk)
    do(member, "suspend", "2021-01-01")

    older.note = "opened before"
    older.save()

    member.refresh_from_db()
    assert (member.status, member.note) == ("suspended", "opened before")


def test_the_last_step_is_taken_back_and_stays_in_the_list(member):
    by = make_user()
    do(member, "withdraw", "2021-12-31")

    row = take_back(member.steps.last(), by=by)

    assert (row.status, row.until) == ("active", None)
    assert steps(row) == [("admit", "active", "2020-01-01")]
    assert row.steps.last().taken_back_by == by
    with pytest.raises(ActRefused):
        take_back(row.steps.first())
    with pytest.raises(ActRefused):
        take_back(row.steps.last())


# --- What was a membership stays -----------------------------------------------------------------


def test_a_membership_that_was_active_is_not_deleted(alliance, member):
    do(member, "end", "2021-12-31")

    for delete in (
        member.delete,
        Membership.objects.all().delete,
        alliance.delete,
        Alliance.objects.all().delete,
        member.organization.delete,
    ):
        with pytest.raises(ProtectedError):
            delete()
    assert Membership.objects.count() == 1
    assert MembershipStep.objects.count() == 2


def test_an_application_goes_with_its_steps(alliance):
    row = make_membership(alliance, status="applied")

    row.delete()

    assert not MembershipStep.objects.exists()


def test_the_admin_refuses_to_delete_what_was_active(client, secretary, member):
    address = f"/admin/alliance/membership/{member.pk}/delete/"
    assert "/delete/" not in client.get(change(member)).content.decode()
    assert client.post(address, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": member.pk, "post": "yes"}
    client.post("/admin/alliance/membership/", chosen)
    assert Membership.objects.count() == 1


def test_the_admin_deletes_an_application(client, secretary, alliance):
    row = make_membership(alliance, status="applied")

    response = client.post(f"/admin/alliance/membership/{row.pk}/delete/", {"post": "yes"})

    assert response.status_code == 302
    assert not Membership.objects.exists()


# --- The pages -----------------------------------------------------------------------------------


def act_page(row, act):
    return f"/admin/alliance/membership/{row.pk}/act/{act}/"


def test_the_page_offers_what_may_follow_and_shows_what_was(client, secretary, member):
    do(member, "suspend", "2021-03-01", reason="No report for two years")

    page = client.get(change(member)).content.decode()

    offered = [act for act in Act.values if f"/act/{act}/" in page]
    assert offered == ["reinstate", "withdraw", "remove", "end"]
    assert "2021-03-01" in page and "No report for two years" in page


def test_a_secretary_suspends_a_member(client, secretary, member):
    page = client.get(act_page(member, "suspend"))
    data = {"on": "2021-03-01", "reason": "No report", "seen": page.context["form"]["seen"].value()}

    client.post(act_page(member, "suspend"), data)
    again = client.post(act_page(member, "suspend"), data, follow=True)

    member.refresh_from_db()
    assert (member.status, steps(member)[1:]) == (
        "suspended",
        [("suspend", "suspended", "2021-03-01")],
    )
    assert member.steps.last().by == secretary
    assert "Meanwhile Northeastern University became “suspended”" in again.content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "This field is required."),
        ({"on": "soon", "reason": "x"}, "Enter a day such as 2026-05-20."),
        ({"on": "2019-01-01", "reason": "x"}, "“admit” was on 2020-01-01."),
        ({"on": "2199-01-01", "reason": "x"}, "2199-01-01 is still to come."),
        ({"on": "2021-01-01", "reason": "x" * 501}, "at most 500 characters"),
    ],
)
def test_a_bad_day_or_reason_is_told_beside_it(client, secretary, member, data, said):
    response = client.post(act_page(member, "withdraw"), data)

    assert response.status_code == 200
    assert said in response.content.decode()
    assert member.steps.count() == 1


def test_strangers_and_unknown_acts_find_nothing(client, secretary, member):
    other = make_membership(make_alliance())

    assert client.get(act_page(other, "suspend")).status_code == 404
    for act in ("nonsense", "apply", "invite"):
        assert client.get(act_page(member, act)).status_code == 404
    step = other.steps.first()
    address = f"/admin/alliance/membership/{member.pk}/take-back/{step.pk}/"
    assert client.get(address).status_code == 404


def test_a_step_is_taken_back_on_a_page_that_asks(client, secretary, member):
    step = do(member, "remove", "2021-03-01")
    address = f"/admin/alliance/membership/{member.pk}/take-back/{step.pk}/"

    client.get(address)
    member.refresh_from_db()
    assert member.status == "removed"

    client.post(address)
    member.refresh_from_db()
    assert (member.status, member.until) == ("active", None)


def test_the_days_of_a_term_enclose_its_steps(client, secretary, member):
    do(member, "suspend", "2021-03-01")
    page = client.get(change(member))

    for change_of, name in (({"since": "2021-04-01"}, "since"), ({"until": "2021-02-01"}, "until")):
        refused = client.post(change(member), form_of(page, **change_of))
        assert refused.context["adminform"].form.errors == {
            name: ["“suspend” was on 2021-03-01: the term includes that day."]
        }


def test_a_mistaken_first_day_is_mended_in_the_steps_too(client, secretary, member):
    client.post(change(member), form_of(client.get(change(member)), since="2019-09-01"))

    member.refresh_from_db()
    assert member.since == date(2019, 9, 1)
    assert steps(member) == [("admit", "active", "2019-09-01")]


def test_the_last_day_of_an_ended_term_is_its_acts(client, secretary, member):
    do(member, "end", "2021-12-31")

    client.post(change(member), form_of(client.get(change(member)), until="2025-01-01"))

    member.refresh_from_db()
    assert member.until == date(2021, 12, 31)
