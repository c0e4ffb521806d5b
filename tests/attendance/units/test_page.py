"""A liaison names people on the page of their unit, swaps, takes out, ticks who was told."""

import uuid

import pytest

from conference.attendance.checkin import check_in
from conference.attendance.models import Registration, UnitMember
from conference.attendance.registering import set_status
from conference.letters.models import Letter
from tests.attendance.replies.filling import page
from tests.attendance.units.conftest import named, sent
from tests.factories import at, make_checkpoint, make_registration, make_user
from tests.pages import of_class, parsed, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


def states(response):
    return [words(row.xpath(".//p")[0]) for row in of_class(response, "unit-person")]


def people():
    return dict(Registration.objects.values_list("name", "status"))


def test_people_are_named_several_at_once_and_each_with_an_address_gets_a_letter(
    client, address, unit
):
    first = client.get(address)
    html = page(first)
    assert "大连理工大学" in html and "of 3 taken" in html and "Your data serve" in html
    data = sent(
        first,
        **named("李明", "赵强"),
        **{"person-0-title": "Professor", "person-0-email": "li@example.org"},
    )

    answer = client.post(address, data, follow=True)

    assert states(answer) == ["李明 confirmed", "赵强 confirmed"]
    assert people() == {"李明": "confirmed", "赵强": "confirmed"}
    li = Registration.objects.get(name="李明")
    assert (li.source, li.organization_name, li.consent_version) == ("liaison", "大连理工大学", "7")
    (letter,) = Letter.objects.all()
    assert (letter.occasion, letter.to_address) == ("named", "li@example.org")
    assert "大连理工大学 has put you on the list" in letter.text and "{link}" in letter.text
    # Nothing of it is secret: no code, no address, no link of anybody's own.
    html = answer.content.decode()
    assert not {text for text in (li.code, "li@example.org", "/r/") if text in html}
    # The same form again, and after the deadline too, gives the same answer.
    assert client.post(address, data).status_code == 302
    assert Registration.objects.count() == 2


def test_nothing_is_kept_without_the_word_of_the_liaison_or_beyond_the_quota(client, address):
    data = sent(client.get(address), **named("李明"))
    refused = client.post(address, data | {"agreed": ""})
    assert "Tell them and ask them first" in page(refused, 422)
    assert 'value="李明"' in refused.content.decode()

    wider = page(client.post(address, data | {"more": "yes"}))
    assert wider.count("-name_en") > 8 and 'value="李明"' in wider and "is-invalid" not in wider
    many = data | named("李明", "赵强", "孙丽", "周涛") | {"person-TOTAL_FORMS": "4"}
    assert "3 places of the quota are left" in page(client.post(address, many), 409)
    twice = data | named("李明", "李明")
    assert "named twice" in page(client.post(address, twice), 409)
    assert people() == {}
    empty = sent(client.get(address))
    assert "Name somebody" in page(client.post(address, empty), 409)


def test_what_is_said_stands_where_the_browser_goes(client, address):
    """The form leads to its own place on the page, which a browser keeps over a redirect."""
    data = sent(client.get(address), **named("李明", "李明"))

    (place,) = parsed(client.post(address, data)).xpath("//section[@id='name']")
    assert "named twice" in words(place.xpath(".//*[@role='alert']")[0])
    done = client.post(address, data | named("李明", "赵强"))

    assert done["Location"].endswith("?done=named#said")
    (said,) = parsed(client.get(done["Location"])).xpath("//*[@id='said']")
    assert "They are on the list" in words(said)


def test_more_rows_keep_the_word_of_the_liaison(client, address):
    data = sent(client.get(address), **named("李明"))

    kept = [
        len(parsed(client.post(address, data | more)).xpath("//input[@name='agreed'][@checked]"))
        for more in ({"more": "yes"}, {"more": "yes", "agreed": ""})
    ]

    assert kept == [1, 0]


def test_a_form_that_says_something_else_is_no_second_press(client, address):
    data = sent(client.get(address), **named("李明"))
    client.post(address, data)

    answer = client.post(address, data | named("赵强"))

    assert "has been sent before" in page(answer, 409)
    assert people() == {"李明": "confirmed"}
    client.post(address, sent(answer))
    assert people() == {"李明": "confirmed", "赵强": "confirmed"}


def test_a_swap_keeps_the_seat_and_both_on_record(client, address, unit, form, conference):
    form.seats = 1
    form.save()
    client.post(address, sent(client.get(address), **named("李明", "赵强")))
    assert people() == {"李明": "confirmed", "赵强": "waitlisted"}
    member = UnitMember.objects.get(registration__name="李明")
    swap = f"{address}{member.pk}/swap/"
    (there,) = parsed(client.get(swap)).xpath("//main//form")
    data = dict(there.form_values()) | {"name": "孙丽", "agreed": "on"}

    answer = client.post(swap, data, follow=True)

    assert states(answer) == ["赵强 on the waiting list", "孙丽 confirmed", "李明 swapped"]
    assert "孙丽 comes instead." in page(answer)
    assert people() == {"李明": "cancelled", "赵强": "waitlisted", "孙丽": "confirmed"}
    assert client.post(swap, data).status_code == 302  # the second tap
    assert Registration.objects.count() == 3
    # Who was swapped is not swapped again.
    again = data | {"form_id": uuid.uuid4().hex, "name": "周涛"}
    assert "not on your list any more" in page(client.post(swap, again), 409)
    # Whoever may be on the list already is not swapped in.
    other = UnitMember.objects.get(registration__name="孙丽")
    known = data | {"form_id": uuid.uuid4().hex, "name": "赵强"}
    said = page(client.post(f"{address}{other.pk}/swap/", known), 409)
    assert "may be on the list already" in said


def test_who_is_taken_out_frees_a_place_and_a_seat(client, address, form):
    form.seats = 1
    form.save()
    client.post(address, sent(client.get(address), **named("李明", "赵强")))
    member = UnitMember.objects.get(registration__name="李明")

    answer = client.post(f"{address}{member.pk}/out/", follow=True)

    assert states(answer) == ["赵强 confirmed", "李明 taken out"]
    assert client.post(f"{address}{member.pk}/out/").status_code == 302
    assert "2 left" in answer.content.decode()


def test_nobody_takes_out_who_is_signed_in_or_another_units_people(client, address, conference):
    client.post(address, sent(client.get(address), **named("李明")))
    member = UnitMember.objects.get()
    facts = {"conference": conference, "checkpoint": make_checkpoint(conference)}
    check_in(member.registration, by=make_user("desk"), client_id="one", **facts)

    assert "signed in already" in page(client.post(f"{address}{member.pk}/out/"), 409)
    assert client.post(f"{address}{member.pk + 1}/out/").status_code == 404
    assert client.get(f"{address}{10**30}/swap/").status_code == 404


def test_the_tick_that_somebody_was_told_keeps_its_time(client, address):
    client.post(address, sent(client.get(address), **named("李明", "赵强")))
    key = UnitMember.objects.get(registration__name="李明").pk

    answer = client.post(f"{address}told/", {"member": key, "told": "yes"}, follow=True)
    assert [words(e)[:12] for e in of_class(answer, "unit-told")] == ["✓ Told on 10"]
    assert UnitMember.objects.exclude(told_at=None).count() == 1
    client.post(f"{address}told/", {"everybody": "yes"})
    assert UnitMember.objects.filter(told_at=None).count() == 0
    client.post(f"{address}told/", {"member": key, "told": "no"})
    assert UnitMember.objects.filter(told_at=None).count() == 1


def test_the_page_says_why_somebody_was_declined_and_of_a_double_no_more_than_that(
    client, address, conference
):
    listed = make_registration(conference, name="赵强", phone="+44 7700 900555", title="院长")
    client.post(address, sent(client.get(address), **named("李明", "赵强")))
    li = Registration.objects.get(name="李明")
    set_status(conference, [li], "declined", reason="The hall is too small.")

    answer = client.get(address)

    assert states(answer) == ["赵强 is being looked at", "李明 declined"]
    html = page(answer)
    assert "The hall is too small." in html and "may be on the list already" in html
    assert not {text for text in ("900555", "院长", listed.code) if text in html}


def test_after_the_deadline_the_list_is_read_and_nothing_changes(client, address, unit):
    client.post(address, sent(client.get(address), **named("李明")))
    member, before = UnitMember.objects.get(), sent(client.get(address), **named("赵强"))
    unit.closes_at = at("00:00", day=at("00:00").date().replace(year=2020))
    unit.save()

    html = page(client.get(address))

    assert "no longer changed" in html and "李明" in html and "/swap/" not in html
    assert "deadline is over" in page(client.post(address, before), 409)
    assert "deadline is over" in page(client.post(f"{address}{member.pk}/out/"), 409)
    # That somebody was told is kept all the same.
    assert client.post(f"{address}told/", {"everybody": "yes"}).status_code == 302
    assert UnitMember.objects.exclude(told_at=None).count() == 1


def test_a_link_that_was_taken_back_opens_nothing(client, address, unit):
    unit.revoked_at = at("00:00")
    unit.save()

    for answer in (client.get(address), client.post(f"{address}told/", {"everybody": "yes"})):
        assert "taken back" in page(answer, 410)
        assert answer["Referrer-Policy"] == "no-referrer" and answer["Cache-Control"] == "no-store"
    assert client.get("/en/u/nobody/").status_code == 404


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_thirty(
    client, address, unit, many, django_assert_num_queries
):
    unit.quota = 40
    unit.save()
    data = sent(client.get(address), **named(*(f"李明{chr(0x4E00 + n)}" for n in range(many))))
    client.post(address, data | {"person-TOTAL_FORMS": str(many)})
    assert Registration.objects.count() == many
    client.get(address)

    with django_assert_num_queries(6):
        client.get(address)
