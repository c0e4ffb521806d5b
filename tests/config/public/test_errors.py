"""Not found, refused, failed: each page tells its reason in words, and nothing more."""

from wsgiref.util import setup_testing_defaults

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from config.public import errors
from config.urls import *  # noqa: F403  the site's own handlers and addresses, and a few more
from config.wsgi import application


def broken(request):
    raise RuntimeError("what nobody foresaw")


def refused(request):
    raise PermissionDenied(errors.PAGES[413][1])


def echo(request):
    return HttpResponse("fine")


urlpatterns = [
    path("broken/", broken),
    path("en/refused/", refused),
    path("echo/", echo),
    *urlpatterns,  # noqa: F405
]


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def text(response):
    return response.content.decode()


def test_not_found_speaks_the_language_of_its_address(client):
    english = client.get("/en/nothing/")
    chinese = client.get("/zh-hans/nothing/")

    assert [english.status_code, chinese.status_code] == [404, 404]
    assert "There is nothing at this address" in text(english)
    assert "这个网址下没有内容" not in text(english)
    assert "这个网址下没有内容" in text(chinese)
    assert "There is nothing" not in text(chinese)


@pytest.mark.parametrize(
    ("accepted", "first"), [("zh-CN", "这个网址下没有内容"), ("en", "There is nothing")]
)
def test_not_found_speaks_both_where_no_language_is_named(client, accepted, first):
    response = client.get("/nothing/", headers={"Accept-Language": accepted})

    assert "There is nothing at this address" in text(response)
    assert "这个网址下没有内容" in text(response)
    assert f"<h1>{first}" in text(response)


@pytest.mark.urls(__name__)
def test_a_refusal_tells_its_own_reason(client):
    response = client.get("/en/refused/")

    assert response.status_code == 403
    assert "This is not open to you" in text(response)
    assert "Send at most 32 MB" in text(response)


@pytest.mark.urls(__name__)
def test_a_failure_answers_without_any_part_of_the_site(client):
    response = client.get("/broken/")

    assert response.status_code == 500
    assert "这一页出错了" in text(response)
    assert "Something went wrong on our side" in text(response)
    assert "what nobody foresaw" not in text(response)
    assert 'href="/static/css/errors.css"' in text(response)


def test_the_failure_page_stands_when_static_files_are_missing(settings):
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }

    response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert 'href="/static/css/errors.css"' in text(response)


@pytest.mark.parametrize(
    "address",
    [
        "/en/%00/",
        "/en/%FF/",
        "/en/%ED%A0%80/",
        "/en/?q=%00",
        "/en/?q=a%FF",
        "/en/?q=%ED%A0%80",
        "/en/?%00=1",
        "/?q=%C3",
    ],
)
def test_what_is_not_text_is_refused_before_any_view(client, address):
    path, _, query = address.partition("?")

    response = client.get(path, QUERY_STRING=query)

    assert response.status_code == 400
    assert "We cannot read this address or form" in text(response)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("query", ["q=%E4%BC%9A%E8%AE%AE", "q=a+b%26", "q=%25FF", ""])
def test_what_is_text_passes(client, query):
    assert client.get("/echo/", QUERY_STRING=query).status_code == 200


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("length", [str(10**10), "9" * 5_000])
def test_a_body_of_gigabytes_is_refused_by_its_announcement(client, length):
    response = client.post("/echo/", CONTENT_LENGTH=length)

    assert response.status_code == 413
    assert "32 MB" in text(response)


def whole_site(**environ):
    """The status of an answer of the site as its server calls it, before Django's own guard."""
    setup_testing_defaults(environ)
    environ["HTTP_HOST"] = "localhost"
    statuses = []
    answer = application(environ, lambda status, headers: statuses.append(status))
    body = b"".join(answer)
    answer.close()
    return int(statuses[0][:3]), body.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("media_type", ["text/plain", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize(
    "parameters",
    [
        *("charset=hex", "charset=undefined", "charset=idna", "charset=utf-7", "charset=gbk"),
        *("charset*=utf-8''%00", "charset=a\0b", 'charset="a\\0"', "charset=", "boundary="),
        *("boundary*=nothing''x", "boundary*0=a; boundary*1=b", "a" * 8_000, ";" * 8_000),
        *(" " * 8_000 + "x", "boundary=" + '"' * 8_000),
        *("a=b;" * 1_600, "charset=UTF-8", 'charset="utf-8"', "\xff", "\0"),
    ],
)
def test_no_encoding_that_a_body_claims_breaks_a_request(media_type, parameters):
    status, _body = whole_site(
        PATH_INFO="/robots.txt",
        QUERY_STRING="q=%2BAAA-",
        CONTENT_TYPE=f"{media_type}; {parameters}",
    )

    assert status == 200


FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW"


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (FORM, FORM),
        (f"{FORM}; charset=UTF-8", f"{FORM}; charset=UTF-8"),
        (f"{FORM};charset=gbk", "application/octet-stream"),
        (FILES, FILES),
        (f"{FILES}; charset=utf-8", f"{FILES}; charset=utf-8"),
        (f"{FILES}; charset=gbk", "application/octet-stream"),
        ("application/json; charset=utf-8", "application/json; charset=utf-8"),
        ("application/json; charset=iso-8859-1", "application/json"),
        ("", ""),
    ],
)
def test_a_form_in_another_encoding_is_no_form_and_other_bodies_keep_their_type(sent, read):
    guarded = errors.with_readable_body_type(lambda environ, _start: environ["CONTENT_TYPE"])

    assert guarded({"CONTENT_TYPE": sent}, None) == read


@pytest.mark.parametrize("accept", ["text/html;q*=x''1", "a/b; c*=nothing''%ff"])
def test_an_accept_header_of_odd_parts_is_refused(client, accept):
    response = client.get("/en/nothing/", headers={"Accept": accept})

    assert response.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "django_language"])
def test_a_cookie_with_nul_counts_as_absent(client, name):
    response = client.get("/admin/login/", headers={"Cookie": f'{name}="\\000aaaaaaaaaa"'})

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("address", "said"), [("/en/", "Nothing can be done"), ("/zh-hans/", "不能这样打开")]
)
def test_a_method_that_an_address_does_not_take_is_refused_in_words(client, address, said):
    response = client.delete(address)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert said in text(response)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "address",
    [
        *("/", "/en/", "/zh-hans/conferences/nowhere/schedule/", "/robots.txt", "/sw.js"),
        *("/favicon.ico", "/zh/", "/en/r/nobody/", "/media/public/" + "0" * 64 + ".webp"),
    ],
)
def test_a_page_to_read_says_so_to_a_form_without_a_token(method, address):
    """Not that the form was open for too long: there is none."""
    response = Client(enforce_csrf_checks=True).generic(method, address)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.django_db
def test_a_page_with_a_form_says_which_methods_it_takes():
    client = Client(enforce_csrf_checks=True)

    response = client.put("/en/conferences/nowhere/register/")
    without_token = client.post("/en/conferences/nowhere/register/")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")
    assert (without_token.status_code, "Allow" in without_token) == (403, False)


@pytest.mark.parametrize(
    ("address", "said"), [("/en/", "at most 200 sessions"), ("/zh-hans/", "200项议程")]
)
def test_an_endless_address_is_refused_in_its_language(client, address, said):
    response = client.get(f"{address}?s={'A' * 70_000}")

    assert response.status_code == 414
    assert said in text(response)


def test_an_endless_address_of_the_api_is_a_problem(client):
    response = client.get(f"/api/v1/conferences/?page={'1' * 9_000}")

    assert (response.status_code, response.json()["code"]) == (414, "too-long")


def test_an_early_refusal_speaks_the_language_of_its_address_to_programs_too(client):
    response = client.get("/zh-hans/?q=%00", headers={"Accept": "application/json"})

    assert response.json()["error"]["title"] == "无法识别这个网址或表单"


def test_a_strange_host_is_refused(client):
    response = client.get("/en/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "We cannot read this address or form" in text(response)


def test_a_form_without_its_token_is_refused_with_what_to_do():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/i18n/setlang/", {"language": "en"})

    assert response.status_code == 403
    assert "This form could not be checked" in text(response)
    assert "Nothing has been saved" in text(response)


def test_a_program_gets_json(client):
    response = client.get("/en/nothing/", headers={"Accept": "application/json"})

    assert response.status_code == 404
    assert response.json() == {
        "error": {
            "status": 404,
            "title": "There is nothing at this address",
            "text": "The link may be incomplete or out of date, or the page is not public.",
        }
    }


@pytest.mark.parametrize("address", ["/en/nothing/", "/nothing/"])
def test_error_pages_keep_the_policy_and_set_no_cookie(client, address):
    response = client.get(address)

    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "style=" not in text(response)
    assert "<script" not in text(response)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_error_pages_fit_a_phone_and_obey_the_policy(open_page, language):
    page = open_page("/nothing/", width=360, language=language)

    assert page.locator("h1").inner_text() in (
        "There is nothing at this address",
        "这个网址下没有内容",
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    accent = page.locator("a").first.evaluate("link => getComputedStyle(link).color")
    assert accent == "rgb(31, 90, 166)"
