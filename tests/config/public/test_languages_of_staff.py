"""Pages of the team without a language in their address switch it with a button."""

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from lxml import html

from tests.pages import words


def test_a_language_is_called_what_it_calls_itself():
    found = []
    for language in ("zh-hans", "en"):
        with override(language):
            body = render_to_string(
                "includes/_staff_languages.html",
                {},
                request=RequestFactory().get("/admin/attendance/replyform/1/preview/"),
            )
        found += [words(each) for each in html.fromstring(body).xpath("//button")]

    assert found == ["English", "简体中文"]
