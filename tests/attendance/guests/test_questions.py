"""Who comes is asked the conference's questions below the kept answer: the guest all, about a
deputy what others may say.
"""

import pytest

from conference.attendance import links
from conference.attendance.models import GuestInvitation, Question, Registration
from tests.attendance.guests.conftest import said
from tests.attendance.replies.filling import page
from tests.factories import at, make_guest, make_participation, make_registration
from tests.pages import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


@pytest.fixture
def asked(form):
    """{label: question}: a heading, one that is required, one of leaders alone, one about diet."""
    rows = [
        {"kind": "section", "label_en": "Your stay"},
        {"kind": "text", "label_en": "Train", "is_required": True},
        {"kind": "text", "label_en": "Seat", "categories": ["leader"]},
        {"kind": "diet", "label_en": "Diet"},
    ]
    return {
        row["label_en"]: Question.objects.create(form=form, position=n, **row)
        for n, row in enumerate(rows)
    }


def stay(response, **changes):
    (form,) = parsed(response).xpath("//section[@id='questions']//form")
    return dict(form.form_values()) | changes


def answers():
    return {row.name: row.answers for row in Registration.objects.all()}


def test_a_guest_is_asked_after_the_yes_is_kept_and_agrees_to_what_is_sensitive(
    client, address, asked
):
    train, diet = (f"question_{asked[name].pk}" for name in ("Train", "Diet"))
    before = page(client.get(address))
    assert "Your stay" not in before and "question_" not in before

    shown = client.post(address, said(client.get(address), "yes"), follow=True)

    html = page(shown)
    assert "Your stay" in html and "Seat" not in html and f"{diet}_diet" in html
    assert Registration.objects.get().status == "confirmed"
    where = f"{address}questions/"
    assert "This field is required" in page(client.post(where, stay(shown)), 422)
    told = stay(shown, **{train: "G8013", f"{diet}_diet": "halal"})
    assert "Tick this" in page(client.post(where, told), 422)
    assert answers() == {"刘院士": {}}
    done = client.post(where, told | {"sensitive": "on"})
    assert done["Location"].endswith("?done=stay#said")
    row = Registration.objects.get()
    assert row.answers == {
        str(asked["Train"].pk): "G8013",
        str(asked["Diet"].pk): {"kind": "diet", "diet": "halal"},
    }
    assert (row.sensitive_version, bool(row.sensitive_consented_at)) == ("7", True)
    assert client.post(where, told | {"sensitive": "on"}).status_code == 302  # the second tap
    again = client.get(address)
    assert "Change what you have told us" in page(again) and "G8013" in page(again)
    # An older window is told, and what it says counts when it is sent again.
    old = told | {train: "G1", "sensitive": "on"}
    stale = client.post(where, old)
    assert "Something else was kept meanwhile" in page(stale, 409)
    client.post(where, stay(stale))
    assert Registration.objects.get().answers[str(asked["Train"].pk)] == "G1"


def test_about_a_deputy_is_asked_what_others_may_say_and_nothing_is_read(client, address, asked):
    data = said(client.get(address), "deputy", name="陈教授")
    shown = client.post(address, data, follow=True)
    train = f"question_{asked['Train'].pk}"
    assert "A few questions about 陈教授" in page(shown)
    assert f"question_{asked['Diet'].pk}" not in page(shown) and "sensitive" not in page(shown)
    where = f"{address}questions/"

    client.post(where, stay(shown))  # nothing must be known
    client.post(where, stay(client.get(address), **{train: "G8013"}))

    row = Registration.objects.get()
    assert row.answers == {str(asked["Train"].pk): "G8013"}
    assert row.sensitive_consented_at is None
    Registration.objects.update(answers={**row.answers, "0": "kept", train[9:]: "MY OWN"})
    html = page(client.get(address))
    assert "MY OWN" not in html and "G8013" not in html and "More about 陈教授" in html
    client.post(where, stay(client.get(address)))
    assert answers() == {"陈教授": {train[9:]: "MY OWN", "0": "kept"}}


def test_files_are_sent_on_ones_own_page_alone(client, address, form):
    Question.objects.create(form=form, kind="text", label_en="Train")
    photo = Question.objects.create(form=form, kind="file", label_en="Photo", is_required=True)

    own = page(client.post(address, said(client.get(address), "yes"), follow=True))
    deputy = said(client.get(address), "deputy", name="陈教授")
    theirs = page(client.post(address, deputy, follow=True))

    assert "Files are sent on" in own and "Files are sent on" not in theirs
    assert not [html for html in (own, theirs) if f"question_{photo.pk}" in html]


def test_who_does_not_come_is_asked_nothing_nor_whoever_may_be_somebody_else(
    client, address, conference, asked
):
    data = said(client.get(address), "yes")
    client.post(address, data)
    told = stay(client.get(address))
    client.post(address, said(client.get(address), "no"))
    assert "Nothing more is asked" in page(client.post(f"{address}questions/", told), 409)
    assert client.get(f"{address}questions/")["Location"] == address

    make_registration(conference, name="孙院士", organization_name="中国工程院", answers={"1": "x"})
    listed = make_participation(conference)
    make_registration(conference, name="王兴伟", participation=listed)
    for name, more, is_asked in (
        ("孙院士", {}, False),
        ("王兴伟", {"participation": listed}, True),
    ):
        other = f"/en/i/{links.token_of(make_guest(conference, name=name, **more))}/"
        shown = client.post(other, said(client.get(other), "yes"), follow=True)
        assert ('id="questions"' in page(shown)) == is_asked


def test_after_the_deadline_nothing_is_asked(client, address, asked):
    client.post(address, said(client.get(address), "yes"))
    told = stay(client.get(address), **{f"question_{asked['Train'].pk}": "G8013"})
    GuestInvitation.objects.update(closes_at=at("00:00", day=at("00:00").date().replace(year=2020)))

    assert 'id="questions"' not in page(client.get(address))
    page(client.post(f"{address}questions/", told), 409)
    assert answers() == {"刘院士": {}}
