"""A form of a new row, gone back to and saved once more, adds none a second time."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache

from alliance.models import Alliance, Membership
from conference.attendance.models import Checkpoint, Registration, ReplyForm
from conference.models import (
    Conference,
    Contact,
    Highlight,
    Hotel,
    Photo,
    Room,
    TeamInvitation,
    Track,
)
from conference.news.models import Article
from conference.people.models import HostRole, Organization, Person
from conference.program.models import Committee, Participation, Session
from tests.factories import (
    make_alliance,
    make_conference,
    make_organization,
    make_person,
    make_picture,
    make_reply_form,
)
from tests.pages import errors, form_data, messages, parsed

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="one after the other; test_added_meanwhile asks both at once"),
]


@pytest.fixture
def conference(client):
    account = get_user_model().objects.create_superuser("root", "root@example.org", "a word 1")
    client.force_login(account)
    return make_conference()


# Each model whose rows are added by hand, and what somebody may write.
WRITTEN = {
    Session: {"title_en": "Keynote", "kind": "keynote"},
    Person: {"name_zh": "王样例"},
    Organization: {"name_zh": "样例大学", "name_en": "Sample University"},
    Committee: {"kind": "academic"},
    Participation: {"person": make_person},
    Registration: {"name": "王样例", "organization_name": "样例大学"},
    HostRole: {"organization": make_organization, "role": "sponsor"},
    Room: {"name_en": "Room 201", "slug": "201"},
    Track: {"name_en": "Teaching", "slug": "teaching"},
    Highlight: {"name_en": "A policy", "kind": "policy"},
    Hotel: {"name_en": "Sample Hotel"},
    Contact: {"name_en": "Office", "email": "office@example.org"},
    Checkpoint: {"name_en": "Lunch", "kind": "own"},
    ReplyForm: {
        "opens_at_0": "2026-05-01",
        "opens_at_1": "09:00",
        "closes_at_0": "2026-05-10",
        "closes_at_1": "09:00",
        "notice_en": "Your data serve this conference alone.",
        "notice_zh": "",
    },
    Article: {"title_en": "News", "slug": "news", "published_on": "2026-05-20"},
    Conference: {
        "name_en": "Another",
        "slug": "another",
        "starts_on": "2026-05-20",
        "ends_on": "2026-05-20",
    },
    Alliance: {"name_en": "An alliance", "slug": "an-alliance"},
    Membership: {"alliance": make_alliance, "organization": make_organization},
}


def page_of(model, conference):
    app, name = model._meta.app_label, model._meta.model_name
    return f"/admin/{app}/{name}/add/?conference={conference.pk}"


def written(model):
    return {n: value().pk if callable(value) else value for n, value in WRITTEN[model].items()}


@pytest.mark.parametrize("model", WRITTEN, ids=lambda model: model.__name__)
def test_a_form_gone_back_to_and_saved_again_leads_to_the_row_it_made(client, conference, model):
    address = page_of(model, conference)
    data = form_data(client.get(address), **written(model))
    before = set(model.objects.values_list("pk", flat=True))
    first = client.post(address, data)
    assert first.status_code == 302, errors(first)
    (row,) = model.objects.exclude(pk__in=before)
    client.get(first["Location"])

    again = client.post(address, data | {"csrfmiddlewaretoken": "of the page read again"})
    page = client.get(again["Location"])

    assert model.objects.count() == len(before) + 1
    there = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
    assert again["Location"] == there
    assert any("is already saved" in message for message in messages(page))
    assert f'href="{there}"' in page.content.decode()


def test_a_form_that_says_something_else_asks_before_it_adds_another_row(client, conference):
    address = page_of(Person, conference)
    data = form_data(client.get(address), name_zh="王样例")
    client.post(address, data)
    client.get("/admin/")

    asked = client.post(address, data | {"name_zh": "周海洋"})

    assert asked.status_code == 200
    assert any("王样例” already" in error for error in errors(asked))
    assert Person.objects.count() == 1
    answer = client.post(address, form_data(asked))
    assert answer.status_code == 302
    assert set(Person.objects.values_list("name_zh", flat=True)) == {"王样例", "周海洋"}


def test_a_row_that_is_gone_again_may_be_added_once_more(client, conference):
    address = page_of(Person, conference)
    data = form_data(client.get(address), name_zh="王样例")
    client.post(address, data)
    Person.objects.get().delete()

    client.post(address, data | {"csrfmiddlewaretoken": "of the page read again"})

    assert Person.objects.count() == 1


def test_a_new_form_may_say_the_same(client, conference):
    address = page_of(Contact, conference)
    for _form in range(2):
        client.post(address, form_data(client.get(address), **written(Contact)))

    assert Contact.objects.count() == 2


def test_a_window_saved_twice_hands_over_the_same_row(client, conference):
    address = page_of(Person, conference) + "&_popup=1"
    data = form_data(client.get(address), name_zh="王样例", _popup="1")

    for _press in range(2):
        answer = client.post(address, data)
        assert answer.status_code == 200
        assert str(Person.objects.get().pk) in answer.content.decode()


# --- Pages of their own ---------------------------------------------------------------------------

TEAM = "/admin/conference/teaminvitation/"


def secret_link(response):
    (link,) = parsed(response).xpath("//input[@class='secret-link']/@value")
    return link


def invitation_form(client, conference):
    address = page_of(TeamInvitation, conference)
    return address, form_data(client.get(address), email="new@example.org", role="editor")


def test_an_invitation_gone_back_to_and_saved_again_shows_the_same_link(
    client, conference, mailoutbox, django_capture_on_commit_callbacks
):
    address, data = invitation_form(client, conference)

    links = []
    for token in ("of the page", "of the page read again"):
        with django_capture_on_commit_callbacks(execute=True):
            links.append(secret_link(client.post(address, data | {"csrfmiddlewaretoken": token})))

    assert links[0] == links[1]
    assert TeamInvitation.objects.count() == 1
    assert len(mailoutbox) == 1


def test_an_invitation_of_somebody_else_by_the_same_form_is_asked_about(client, conference):
    address, data = invitation_form(client, conference)
    first = secret_link(client.post(address, data))

    asked = client.post(address, data | {"email": "other@example.org"})
    second = secret_link(client.post(address, form_data(asked)))

    assert any("has added" in error for error in errors(asked))
    assert first != second
    emails = set(TeamInvitation.objects.values_list("email", flat=True))
    assert emails == {"new@example.org", "other@example.org"}


@pytest.mark.parametrize("forgets", [False, True])
def test_what_the_form_says_otherwise_is_another_invitation_whatever_is_remembered(
    client, conference, forgets
):
    address, data = invitation_form(client, conference)
    first = secret_link(client.post(address, data))
    if forgets:
        cache.clear()
    else:
        TeamInvitation.objects.all().delete()

    second = secret_link(
        client.post(address, data | ({"email": "other@example.org"} if forgets else {}))
    )

    # A link that was revoked, or is somebody else's, is nobody's again.
    assert first != second


def test_photos_sent_again_are_there_once(client, conference):
    address = f"/admin/conference/photo/several/?conference={conference.pk}"
    data = form_data(client.get(address))

    def send(**more):
        colors = ("teal", "navy")
        return client.post(
            address, data | {"images": [make_picture(color=color) for color in colors]} | more
        )

    first, again = send(), send(csrfmiddlewaretoken="of the page read again")

    assert first["Location"] == again["Location"]
    assert any("already there" in said for said in messages(client.get(again["Location"])))
    assert Photo.objects.count() == 2
    Photo.objects.all().delete()
    send()
    assert Photo.objects.count() == 2


def test_a_second_reply_form_is_refused_with_what_was_written(client, conference):
    address = page_of(ReplyForm, conference)
    data = form_data(client.get(address), **WRITTEN[ReplyForm])
    make_reply_form(conference)

    refused = client.post(address, data)

    assert refused.status_code == 200
    assert any("has a reply form already" in error for error in errors(refused))
    assert "Your data serve this conference alone." in refused.content.decode()
    assert ReplyForm.objects.count() == 1
