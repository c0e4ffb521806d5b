"""The pictures of an article in its history: told, and brought back with an older version."""

import pytest

from conference.news.models import ArticlePicture
from conference.permissions import Role
from tests.factories import make_article, make_conference, make_member, make_picture
from tests.pages import form_data, parsed, words

pytestmark = pytest.mark.django_db


def test_a_picture_taken_off_an_article_is_told_and_comes_back(client):
    conference = make_conference()
    client.force_login(make_member(conference, Role.EDITOR))
    article = make_article(conference)
    made = ArticlePicture.objects.create(
        article=article, image=make_picture(), caption_en="The hall"
    )
    before = article.history.first()
    page = f"/admin/news/article/{article.pk}/"
    data = form_data(client.get(f"{page}change/"))
    client.post(f"{page}change/", data | {"pictures-0-DELETE": "on"})
    assert not article.pictures.exists()

    told = words(parsed(client.get(f"{page}history/")))
    version = f"{page}history/{before.pk}/"
    client.post(version, form_data(client.get(version)))

    assert "Picture The hall" in told
    (picture,) = article.pictures.all()
    assert (picture.caption_en, picture.image.name) == ("The hall", made.image.name)
