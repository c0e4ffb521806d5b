"""What is typed while the deadline passes, the list fills up or the link is taken back or replaced
is given back to be copied; and a replaced link says that it was, to anybody who holds it.
"""

import pytest

from conference.attendance import links
from conference.attendance.models import Registration, ReplacedLink, UnitLiaison
from conference.attendance.privacy.purging import purge
from tests.attendance.guests.conftest import said
from tests.attendance.replies.filling import page
from tests.attendance.units.conftest import named, sent
from tests.factories import at, make_guest, make_registration, make_unit
from tests.pages import parsed, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]
TYPED = named("李明", "赵强") | {"person-0-title": "教授", "person-1-phone": "+44 7700 900111"}


def typed(response):
    """The text to be copied."""
    (box,) = parsed(response).xpath("//section[@id='typed']//textarea[@readonly]")
    return box.text_content().strip()


@pytest.mark.parametrize(
    ("change", "status", "told"),
    [
        ({"closes_at": at("00:00", day=at("00:00").date().replace(year=2020))}, 409, "deadline"),
        ({"revoked_at": at("00:00")}, 410, "taken back"),
        ({"quota": 1}, 409, "0 places of the quota are left"),
    ],
)
def test_what_was_typed_is_given_back(client, address, unit, change, status, told):
    client.post(address, sent(client.get(address), **named("孙丽")))
    data = sent(client.get(address), **TYPED)
    UnitLiaison.objects.filter(pk=unit.pk).update(**change)

    answer = client.post(address, data)

    assert told in page(answer, status)
    assert typed(answer) == (
        "Name: 李明\nPosition or title: 教授\n\nName: 赵强\nPhone: +44 7700 900111"
    )
    assert Registration.objects.count() == 1


def test_a_replaced_link_is_told_to_anybody_who_holds_it_and_tells_nobodys_name(
    client, address, unit, conference
):
    data = sent(client.get(address), **TYPED)
    guest, row = make_guest(conference), make_registration(conference, name="周涛")
    for each in (guest, row):
        links.renew(each)  # a first one, where there was none
    ways = {"u": unit, "i": guest, "r": row}
    old = {way: links.token_of(each) for way, each in ways.items()}
    for each in ways.values():
        links.renew(each)

    for way, token in old.items():
        answer = client.get(f"/en/{way}/{token}/")
        html = page(answer, 410)
        assert "This link was replaced" in html
        assert not {text for text in ("大连理工大学", "刘院士", "周涛") if text in html}
        assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
        assert client.get(f"/en/{way}/{token[:-1]}_/").status_code == 404
    given = client.post(address, data)
    assert "replaced" in page(given, 410) and "Name: 李明" in typed(given)
    # Hashes alone are kept, and none for longer than the conference's data.
    kept = set(ReplacedLink.objects.values_list("token_hash", flat=True))
    assert len(kept) >= 3 and not kept & set(old.values())
    purge(conference, by=None)
    assert not ReplacedLink.objects.exists()
    assert client.get(f"/en/u/{old['u']}/").status_code == 404


def test_the_same_press_replaces_once(unit, conference):
    old = links.token_of(unit)
    for _press in range(2):
        links.give_again(unit, mark="one press")

    assert ReplacedLink.objects.count() == 1
    assert links.replaced_at(old) == conference
    assert links.replaced_at("x" * 65) is None
    assert links.replaced_at(links.token_of(make_unit(conference, name="other"))) is None


def test_a_guests_words_are_given_back_too(client, conference, form):
    guest = make_guest(conference)
    address = f"/en/i/{links.token_of(guest)}/"
    deputy = said(client.get(address), "deputy", name="陈教授", word="Ill")
    guest.closes_at = at("00:00", day=at("00:00").date().replace(year=2020))
    guest.save()
    late = client.post(address, deputy)
    assert "time to answer is over" in page(late, 409)
    assert "Name of the deputy: 陈教授" in typed(late) and "Ill" in typed(late)
    guest.revoked_at = at("00:00")
    guest.save()
    assert "陈教授" in typed(client.post(address, deputy))
    assert words(parsed(client.get(address)).xpath("//h1")[0]) == "This link was taken back"
