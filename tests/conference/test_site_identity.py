"""The site's own name and logo: what whoever runs it has set, in both languages."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from conference.site_identity import site_logo
from config.environment import read_image, read_pair
from tests.factories import make_conference, make_picture
from tests.pages import parsed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    logo = tmp_path / "logo.png"
    logo.write_bytes(make_picture(side=400).read())
    settings.SITE_NAME = {"zh": "样例学会", "en": "Sample Society"}
    settings.SITE_LOGO = str(logo)


def test_pages_bear_the_name_in_their_language_and_the_logo(client, named):
    make_conference()
    for language, name in (("zh-hans", "样例学会"), ("en", "Sample Society")):
        page = parsed(client.get(f"/{language}/"))

        assert page.findtext(".//title").endswith(name)
        assert name in words(page.find_class("site-head")[0])
        (logo,) = page.xpath("//header//img/@src")
        picture = client.get(logo)
        assert picture["Content-Type"] == "image/webp"
        assert b"WEBP" in b"".join(picture.streaming_content)
        assert "Lectern" not in words(page)


def test_admin_manifest_feed_and_errors_bear_it_too(client, admin_client, named):
    assert "Sample Society" in admin_client.get("/admin/").text
    assert "Sample Society" in client.get("/en/news/feed.xml").text
    assert "Sample Society" in client.get("/en/nothing/").text
    manifest = client.get("/manifest.webmanifest").json()
    assert manifest["name"] in ("样例学会", "Sample Society")


def test_without_a_setting_it_is_ours(client):
    assert site_logo() == ""
    assert "Lectern" in client.get("/en/").text


@pytest.mark.once(reason="no database")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_NAME", "|"),
        ("SITE_NAME", "a | b | c"),
        ("SITE_NAME", "x" * 61),
        ("SITE_LOGO", "/nowhere.png"),
        ("SITE_LOGO", __file__),
    ],
)
def test_a_wrong_value_stops_the_start_in_words(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    read = {"SITE_NAME": lambda n: read_pair(n, "Lectern"), "SITE_LOGO": read_image}[name]
    with pytest.raises(ImproperlyConfigured, match=name):
        read(name)
