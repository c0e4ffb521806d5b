"""Files to take along and more pictures: what the admin takes, and what the public gets."""

from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from conference import stamps
from conference.images import checked_image
from conference.news.models import Attachment
from conference.permissions import Role
from conference.program.release.publishing import publish
from tests.conference.test_documents import office
from tests.factories import (
    make_article,
    make_attachment,
    make_conference,
    make_member,
    make_picture,
)
from tests.pages import parsed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def conference():
    return make_conference(slug="spring")


ADD = "/admin/news/attachment/add/"


def test_a_file_is_added_in_the_admin_and_taken_from_the_conference_page(client, conference):
    client.force_login(make_member(conference, Role.EDITOR))
    given = {"title_zh": "参会回执.docx", "title_en": "Reply form", "position": "", "article": ""}
    upload = SimpleUploadedFile("回执.docx", office())

    response = client.post(
        f"{ADD}?conference={conference.pk}", given | {"file": upload, "is_public": "on"}
    )
    assert response.status_code == 302
    row = Attachment.objects.get()
    assert (row.conference, row.size, row.ending) == (conference, len(office()), "docx")

    assert "with the first publish" in client.get("/admin/news/attachment/").text
    publish(conference)
    assert "public now" in client.get("/admin/news/attachment/").text
    client.logout()
    page = parsed(client.get("/zh-hans/conferences/spring/"))
    (link,) = page.xpath("//section[contains(@class, 'attachments')]//a")
    assert link.get("download") == "参会回执.docx"
    answer = client.get(unquote(link.get("href")))
    assert b"".join(answer.streaming_content) == office()
    assert answer["Content-Disposition"] == "attachment"
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_refused_file_is_told_beside_it(client, conference):
    client.force_login(make_member(conference, Role.EDITOR))
    given = {
        "title_en": "Macro",
        "file": SimpleUploadedFile("a.docm", office(parts=["vbaProject.bin"])),
    }

    response = client.post(f"{ADD}?conference={conference.pk}", given)

    assert "holds macros" in response.text
    assert not Attachment.objects.exists()


def test_those_of_an_article_stand_below_it_with_its_pictures(client, conference):
    article = make_article(conference, slug="held", is_public=True)
    make_attachment(conference, title_en="Of the conference")
    make_attachment(conference, article=article, title_en="Of the article")
    for caption in ("One", "Two"):
        image = checked_image(make_picture(color={"One": "teal", "Two": "navy"}[caption]))
        article.pictures.create(image=image, caption_en=caption)
    publish(conference)

    home = client.get("/en/conferences/spring/").text
    page = client.get(reverse("news:article", args=["spring", "held"])).text

    assert "Of the conference" in home
    assert "Of the article" not in home
    assert "Of the article" in page
    assert "Of the conference" not in page
    assert page.index(">One<") < page.index(">Two<")


def test_an_unpublished_conference_hands_out_nothing(client, conference):
    make_attachment(conference)

    assert client.get("/en/conferences/spring/").status_code == 404


def test_a_changed_file_shows_at_once(client, conference):
    row = make_attachment(conference, title_en="Notice")
    publish(conference)
    client.get("/en/conferences/spring/")

    row.title_en = "Second notice"
    row.save()
    stamps.forget()  # as the commit does

    assert "Second notice" in client.get("/en/conferences/spring/").text


def test_the_rules_of_the_database(conference):
    for values in ({"title_zh": "", "title_en": ""}, {"file": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_attachment(conference, **values)
    elsewhere = make_article(make_conference())
    row = make_attachment(conference)
    row.article = elsewhere
    with pytest.raises(ValidationError, match="another conference"):
        row.full_clean()


def test_a_file_without_the_tick_is_kept_for_later(client, conference):
    article = make_article(conference, slug="held", is_public=True)
    for number, row in enumerate((None, article)):
        make_attachment(conference, article=row, title_en=f"Later {number}", is_public=False)
        make_attachment(conference, article=row, title_en=f"Now {number}")
    publish(conference)

    home = client.get("/en/conferences/spring/").text
    page = client.get(reverse("news:article", args=["spring", "held"])).text

    assert "Now 0" in home and "Now 1" in page
    assert "Later" not in home and "Later" not in page
