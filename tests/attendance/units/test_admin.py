"""Units in the admin: opened many at once, their links, letters that are written once."""

import pytest
import time_machine
from django.urls import reverse

from conference.attendance import links
from conference.attendance.models import Registration, UnitLiaison
from conference.attendance.privacy.erasing import erase_person
from conference.attendance.registering import set_status
from conference.letters.models import Letter
from tests.attendance.replies.filling import page
from tests.attendance.units.conftest import named, sent
from tests.factories import (
    at,
    make_alliance,
    make_guest,
    make_membership,
    make_organization,
    make_registration,
    make_unit,
)
from tests.pages import errors, form_data, messages, of_class, parsed, rows

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("early"),
    pytest.mark.once(reason="the admin asks the same of both"),
]
LIST = reverse("admin:attendance_unitliaison_changelist")


def moment(**more):
    return {"quota": "5", "closes_at_0": "2026-05-15", "closes_at_1": "18:00"} | more


def test_units_are_pasted_and_taken_from_an_alliance(client, organizer, conference, form):
    alliance = make_alliance(name_en="Alliance", is_public=True)
    make_membership(alliance, make_organization(name_en="Member", name_zh="成员大学"))
    client, many = (
        organizer(conference),
        reverse("admin:attendance_unitliaison_many", args=[conference.pk]),
    )
    lines = "单位,名额\n大连大学,8,王芳,+44 7700 900111,w@example.org\nSample College；3人"

    wrong = client.post(many, moment(lines=f"{lines}\n沈阳大学,x@"))
    assert "Line 4" in errors(wrong)[0] and not UnitLiaison.objects.exists()
    key = f"alliance-{alliance.pk}"
    done = client.post(many, moment(lines=lines, bodies=[key]), follow=True)

    assert "3 units were added." in messages(done)[0]
    found = UnitLiaison.objects.values_list("name", "quota", "liaison", "phone", "language")
    assert set(found) == {
        ("大连大学", 8, "王芳", "+44 7700 900111", "zh-hans"),
        ("Sample College", 3, "", "", "en"),
        ("Member", 5, "", "", "en"),
    }
    again = client.post(many, moment(lines="大连大学"), follow=True)
    assert "listed already" in messages(again)[1]
    assert UnitLiaison.objects.count() == 3


def test_a_new_deadline_is_to_come_and_an_old_one_may_be_now(client, organizer, conference, form):
    """Of one that was over when it was set no link opened anything, and no letter was written."""
    client = organizer(conference)
    adds = [
        reverse(f"admin:attendance_{name}_{page}", args=args)
        for name in ("unitliaison", "guestinvitation")
        for page, args in (("many", [conference.pk]), ("add", []))
    ]
    over = moment(lines="大连大学", name="大连大学", category="guest", language="en")
    over |= {"conference": conference.pk, "closes_at_0": "2026-05-01"}
    for add in adds:
        assert "over already" in errors(client.post(f"{add}?conference={conference.pk}", over))[0]
    assert not UnitLiaison.objects.exists()
    unit, guest = make_unit(conference), make_guest(conference)
    for row, said in ((unit, "changes nothing"), (guest, "cannot answer any more")):
        change = reverse(f"admin:attendance_{row._meta.model_name}_change", args=[row.pk])
        told = messages(client.post(change, over, follow=True))
        assert said in " ".join(told)
        assert said not in " ".join(messages(client.post(change, over, follow=True)))

    with time_machine.travel(at("10:00"), tick=False):  # the conference has begun
        for add in adds:
            shown = client.get(f"{add}?conference={conference.pk}")
            (day,) = parsed(shown).xpath("//input[@name='closes_at_0']/@value")
            assert day >= "2026-05-20"


def test_a_quota_below_who_is_named_is_told(client, organizer, address, unit, conference):
    client.post(address, sent(client.get(address), **named("李明", "赵强")))
    client = organizer(conference)
    change = reverse("admin:attendance_unitliaison_change", args=[unit.pk])
    data = form_data(client.get(change))

    low = messages(client.post(change, data | {"quota": "1"}, follow=True))
    enough = messages(client.post(change, data | {"quota": "2"}, follow=True))

    assert "2 people are named already, more than the quota of 1." in " ".join(low)
    assert "named already" not in " ".join(enough)
    assert Registration.objects.count() == 2


def test_a_reply_form_says_what_few_seats_and_a_time_that_is_over_mean(
    client, organizer, conference, form
):
    for _n in range(2):
        make_registration(conference)
    client = organizer(conference)
    change = reverse("admin:attendance_replyform_change", args=[form.pk])
    data = form_data(client.get(change)) | {"seats": "1"}
    over = {"opens_at_0": "2026-04-01", "closes_at_0": "2026-05-01"}

    told = messages(client.post(change, data | over, follow=True))

    assert "2 seats are taken already, more than the 1" in " ".join(told)
    assert "nobody can register any more" in " ".join(told)


def test_a_link_is_shown_renewed_and_taken_back(client, organizer, unit, conference):
    old = links.token_of(unit)
    client, link = (
        organizer(conference),
        reverse("admin:attendance_unitliaison_link", args=[unit.pk]),
    )
    shown = client.get(link)
    assert old in page(shown) and shown["Cache-Control"].startswith("no-store")
    assert len(of_class(shown, "qr", "svg")) == 1
    UnitLiaison.objects.update(language="zh-hans")  # the liaison's, whatever the organizer reads
    assert f"/zh-hans/u/{old}/" in page(client.get(link)) and f"/en/u/{old}/" in page(shown)

    asked = page(client.post(link, {"renew": "1"}))
    assert "reads that it was replaced" in asked and 'name="sure"' in asked
    assert old not in asked and links.token_of(UnitLiaison.objects.get()) == old
    renewed = page(client.post(link, {"renew": "1", "sure": "1"}))

    unit.refresh_from_db()
    new = links.token_of(unit)
    assert new in renewed and new != old
    assert [client.get(f"/en/u/{token}/").status_code for token in (old, new)] == [410, 200]
    assert "Take this link back?" in page(client.post(link, {"revoke": "1"}))
    client.post(link, {"revoke": "1", "sure": "1"})
    assert client.get(f"/en/u/{new}/").status_code == 410
    client.post(link, {"renew": "1"})
    unit.refresh_from_db()
    assert client.get(f"/en/u/{links.token_of(unit)}/").status_code == 200


def test_liaisons_are_written_to_once_and_again_with_a_new_link(client, organizer, unit):
    make_unit(unit.conference, name="沈阳大学", email="")
    client = organizer(unit.conference)
    ticked = [row.pk for row in UnitLiaison.objects.all()]
    press = {"action": "write_link", "_selected_action": ticked}

    asked = page(client.post(LIST, press))
    assert "1 letter goes to:" in asked and "沈阳大学" in asked and "may send 3 people" in asked
    assert Letter.objects.count() == 0
    for _press in range(2):
        client.post(LIST, press | {"told": "1"})

    letter = Letter.objects.get()
    assert (letter.to_address, letter.about) == ("liaison@example.org", f"unit:{unit.pk}")
    assert "{link}" in letter.text and links.token_of(unit) not in letter.text
    assert "1 has had this very letter" in page(client.post(LIST, press))
    unit.refresh_from_db()
    links.give_again(unit)
    client.post(LIST, press | {"told": "1"})
    assert Letter.objects.count() == 2


@pytest.mark.parametrize("many", [1, 8])
def test_the_list_costs_the_same_for_one_and_for_many(
    client, organizer, conference, many, django_assert_max_num_queries
):
    for n in range(many):
        make_unit(conference, name=f"{n}大学")
    client = organizer(conference)
    client.get(LIST)

    with django_assert_max_num_queries(12):
        answer = client.get(LIST)

    assert rows(answer)[0]["taken"] == "0 / 3" and len(rows(answer)) == many


def test_the_reason_of_a_refusal_goes_with_the_person(client, address, conference):
    client.post(address, sent(client.get(address), **named("李明")))
    (li,) = Registration.objects.all()
    set_status(conference, [li], "declined", reason="A private word")

    erase_person(li, by=None)

    assert "A private word" not in client.get(address).content.decode()
    assert not conference.unitliaisons.exclude(members__reason="").exists()
