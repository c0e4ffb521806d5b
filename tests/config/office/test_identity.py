"""The site's name and logo set in the admin: on every page, for superusers alone to change."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from conference.images import file_address
from conference.models import SiteIdentity
from conference.permissions import Role
from conference.site_identity import site_logo, site_name
from tests.factories import make_conference, make_member, make_picture, make_user
from tests.pages import form_data, parsed, words

pytestmark = pytest.mark.django_db

LIST = "/admin/conference/siteidentity/"


@pytest.fixture
def root(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make_user("root", is_superuser=True))


def save(client, committed, **values):
    """The page to which the menu leads, filled in and sent."""
    page = client.get(f"{LIST}add/", follow=True)
    with committed(execute=True):
        answer = client.post(page.request["PATH_INFO"], form_data(page) | values)
    return client.get(answer.url, follow=True) if answer.status_code == 302 else answer


def test_they_are_set_on_one_page_and_stand_at_once_on_all(
    client, root, django_capture_on_commit_callbacks
):
    make_conference()
    before = client.get("/zh-hans/")["ETag"]

    answer = save(
        client,
        django_capture_on_commit_callbacks,
        name_zh="样例学会",
        name_en="Sample Society",
        logo=make_picture(),
    )

    logo = file_address(SiteIdentity.objects.get().logo.name, 160)
    assert "Sample Society" in words(parsed(answer).get_element_by_id("site-name"))
    assert logo in answer.text
    home = client.get("/zh-hans/")
    assert parsed(home).findtext(".//title").endswith("样例学会")
    assert logo in home.text
    assert home["ETag"] != before
    assert client.get("/manifest.webmanifest").json()["name"] in ("样例学会", "Sample Society")
    assert "Sample Society" in client.get("/en/nothing/").text
    assert b"WEBP" in client.get(logo).getvalue()

    save(client, django_capture_on_commit_callbacks, name_en="Sample Academy")
    row = SiteIdentity.objects.get()
    assert (row.name_zh, row.name_en) == ("样例学会", "Sample Academy")
    assert row.history.count() == 2
    assert "Sample Academy" in client.get("/en/").text


def test_one_language_stands_for_both_and_what_is_empty_is_as_before(
    client, root, settings, django_capture_on_commit_callbacks
):
    settings.SITE_NAME = {"zh": "设定", "en": "As set"}
    assert (site_name(), site_logo()) == ("As set", "")

    save(client, django_capture_on_commit_callbacks, name_zh="样例学会")
    assert site_name() == "样例学会"
    save(client, django_capture_on_commit_callbacks, name_zh="")
    assert site_name() == "As set"


def test_what_cannot_be_is_refused_in_words(client, root, django_capture_on_commit_callbacks):
    text = make_picture()
    text.file.write(b"<script>")
    text.seek(0)

    answer = save(client, django_capture_on_commit_callbacks, name_en="x" * 61, logo=text)

    assert "at most 60 characters" in answer.text
    assert "not a JPEG, PNG or WebP image" in answer.text
    assert not SiteIdentity.objects.exists()


def test_the_site_has_one_name_and_logo(client, root):
    SiteIdentity.objects.create(name_en="Sample Society")
    with pytest.raises(IntegrityError, match="site_has_one_identity"), transaction.atomic():
        SiteIdentity.objects.bulk_create([SiteIdentity(id=2, name_en="Another")])
    SiteIdentity(name_en="Sample Academy").save()  # as of two who set them at the same time

    assert str(SiteIdentity.objects.get()) == "Sample Academy"
    for name in ("add", "changelist"):
        again = client.get(reverse(f"admin:conference_siteidentity_{name}"))
        assert again.status_code == 302
        assert again.url == reverse("admin:conference_siteidentity_change", args=[1])
    assert f'href="{LIST}add/' not in client.get("/admin/").text


def test_the_menu_leads_to_the_page_on_which_they_are_set_first(client, root):
    assert f'href="{LIST}' in client.get("/admin/").text
    assert client.get(LIST).url == reverse("admin:conference_siteidentity_add")


def test_an_organizer_neither_sees_nor_changes_them(client):
    client.force_login(make_member(make_conference(), Role.ORGANIZER))

    assert client.get(LIST).status_code == 403
    assert "siteidentity" not in client.get("/admin/").text


def test_pages_ask_for_no_name_that_nobody_has_changed(
    client, root, django_assert_num_queries, django_capture_on_commit_callbacks
):
    save(client, django_capture_on_commit_callbacks, name_en="Sample Society")
    site_name()

    with django_assert_num_queries(0):
        assert site_name() == "Sample Society"


def test_a_letter_for_a_new_password_names_the_site_as_it_is_called_now(
    client, root, mailoutbox, django_capture_on_commit_callbacks
):
    ann = make_user("ann")
    save(client, django_capture_on_commit_callbacks, name_en="Sample Society")

    client.post("/admin/password_reset/", {"email": ann.email}, HTTP_ACCEPT_LANGUAGE="en")

    assert "Sample Society" in mailoutbox[0].subject
