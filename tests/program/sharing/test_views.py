"""The QR codes of a conference's pages, and the row that offers them."""

import io
import re

import pytest
import segno
from django.conf import settings
from lxml import etree, html

from conference import page_cache, stamps
from conference.program.release.publishing import publish
from conference.program.sharing import views as share_views
from tests.factories import make_conference, make_role, make_session

HOME = "/en/conferences/ai-2026/"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def tails(db):
    """The pages that people pass on: [tail below the conference's home]."""
    conference = make_conference(slug="ai-2026", name_en='AI "2026" <b>')
    session = make_session(conference, "09:00")
    person = make_role(session).participation
    publish(conference)
    page_cache.store.clear()
    stamps.forget()
    return ["", f"sessions/{session.code}/", f"speakers/{person.code}/"]


def modules_of(svg):
    """{(x, y)} of the dark squares of a QR code drawn by its strokes, without the quiet zone."""
    root = etree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    (path,) = [p for p in root.iter(f"{SVG}path") if p.get("stroke")]
    dark, x, y = set(), 0.0, 0.0
    for act, numbers in re.findall(r"([Mmh])([-0-9. ]+)", path.get("d")):
        values = [float(n) for n in re.findall(r"-?[0-9.]+", numbers)]
        if act == "M":
            x, y = values
        elif act == "m":
            x, y = x + values[0], y + values[1]
        else:
            dark |= {(int(x) + n, int(y)) for n in range(int(values[0]))}
            x += values[0]
    return {(column - 4, row - 4) for column, row in dark}


def test_each_page_has_the_code_of_its_own_address_in_its_language(client, tails):
    for language in ("en", "zh-hans"):
        for tail in tails:
            path = f"/{language}/conferences/ai-2026/{tail}"
            response = client.get(f"{path}qr.svg")
            code = segno.make(settings.PUBLIC_URL + path, error="m", micro=False, mask=2)
            wanted = {
                (x, y)
                for y, row in enumerate(code.matrix)
                for x, is_dark in enumerate(row)
                if is_dark
            }
            assert response["Content-Type"] == "image/svg+xml"
            assert modules_of(response.content) == wanted


def test_the_code_is_of_no_other_address(client, tails):
    plain = client.get(f"{HOME}qr.svg").content

    for query in ("?url=https://evil.example/", "?text=x", "?next=//evil.example"):
        assert client.get(f"{HOME}qr.svg{query}").content == plain


def test_the_code_can_be_read_with_its_quiet_zone():
    svg = share_views.qr_document("https://example.org/")
    root = etree.parse(io.BytesIO(svg.encode())).getroot()

    side = 8 * (segno.make("https://example.org/", error="m", micro=False).symbol_size(border=4)[0])
    assert root.get("viewBox") == f"0 0 {side} {side}"
    assert 'fill="#fff"' in svg and 'stroke="#000"' in svg
    assert "style" not in svg and "class" not in svg


def test_the_pages_offer_their_address_without_a_script(client, tails):
    for tail in tails:
        page = html.document_fromstring(client.get(f"{HOME}{tail}").content.decode())
        (row,) = page.xpath("//*[@data-share]")
        own = f"{settings.PUBLIC_URL}{HOME}{tail}"
        assert row.get("data-share") == own
        assert row.xpath(".//details//img/@src") == [f"{HOME}{tail}qr.svg"]
        assert row.xpath(".//details//a/@href") == [own]
        assert [button.get("hidden") is not None for button in row.iter("button")] == [True, True]


def test_a_preview_offers_nothing_to_share(client, tails):
    from django.contrib.auth import get_user_model
    from django.urls import reverse

    from conference.models import Conference

    user = get_user_model().objects.create_superuser("root", password="x")
    client.force_login(user)
    conference = Conference.objects.get()

    page = client.get(reverse("admin:program_preview_home", args=[conference.pk, "en"]))

    assert page.status_code == 200
    assert b"data-share" not in page.content


# --- In the browser ------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_reader_copies_the_link_and_opens_the_code(open_page):
    conference = make_conference(slug="ai-2026", name_en="</script><b>AI</b>")
    publish(conference)
    page = open_page(width=360)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(HOME)

    page.get_by_role("button", name="Copy the link").click()
    page.get_by_text("The link is copied.").wait_for()

    own = f"{settings.PUBLIC_URL}{HOME}"
    assert page.evaluate("navigator.clipboard.readText()") == own
    page.get_by_text("QR code", exact=True).click()
    code = page.get_by_role("img", name="QR code of this page's address")
    code.wait_for()
    page.wait_for_function("() => document.querySelector('.share img').naturalWidth > 0")
    # The data block is data to the browser: parsed, not run, and within the policy.
    assert (
        page.evaluate(
            "JSON.parse(document.querySelector('[type=\"application/ld+json\"]').text)['@graph'][0].name"
        )
        == "</script><b>AI</b>"
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_systems_own_sheet_is_offered_where_there_is_one(open_page):
    publish(make_conference(slug="ai-2026", name_en="AI & us"))
    page = open_page()
    page.add_init_script(
        "navigator.share = shared => { window.shared = shared; return Promise.reject() };"
    )
    page.goto(HOME)

    page.get_by_role("button", name="Share", exact=True).click()

    own = f"{settings.PUBLIC_URL}{HOME}"
    assert page.evaluate("window.shared") == {"title": "AI & us", "url": own}
