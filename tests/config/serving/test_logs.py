"""Lines of the log: what happened, and nothing that names a person or opens a page."""

import json
import logging

import pytest
from django.db import DataError, IntegrityError
from django.test import RequestFactory
from django.urls import NoReverseMatch

from config.serving.access import with_access_log
from config.serving.logs import JsonFormatter, scrubbed, without_secrets


def line(message="", *args, error=None, **extra):
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("lectern", logging.INFO, "x.py", 1, message, args, info)
    record.__dict__.update(extra)
    return json.loads(JsonFormatter().format(record))


def raised(error):
    try:
        raise error
    except type(error) as caught:
        return caught


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/en/r/kT9-secret_token/", "/en/r/***"),
        ("/zh-hans/r/kT9/cancel/?ok=1", "/zh-hans/r/***"),
        ("/en/invitations/abc123/", "/en/invitations/***"),
        ("/en/u/secret/7/swap/?done=told", "/en/u/***"),
        ("/zh-hans/i/secret/letter.pdf", "/zh-hans/i/***"),
        ("/en/reset/MQ/abc-123/", "/en/reset/***"),
        ("/en/letters/stop/sign:ed/", "/en/letters/stop/***"),
        ("/en/conferences/x/schedule/?q=13800138000", "/en/conferences/x/schedule/"),
        ("/en/conferences/r-and-d/", "/en/conferences/r-and-d/"),
        ("GET /a?b=c and /d?e=f", "GET /a and /d"),
    ],
)
def test_paths_lose_queries_and_personal_links(path, kept):
    assert without_secrets(path) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("mail to wang.fang@example.org failed", "mail to [e-mail] failed"),
        ("from +86 138 0013 8000", "from [number]"),
        ("client 203.0.113.9 gone", "client [address] gone"),
        ("Listening at: http://127.0.0.1:8000 (42)", "Listening at: http://127.0.0.1:8000 (42)"),
        ("took 12.5 s for 600 rows", "took 12.5 s for 600 rows"),
    ],
)
def test_texts_lose_what_names_a_person(text, kept):
    assert scrubbed(text) == kept


def test_a_line_holds_what_happened():
    request = RequestFactory().post("/en/r/secret/?phone=13800138000")

    found = line("Saved %s rows", 3, request=request, status_code=200, facts={"ms": 4})

    assert found.pop("time").endswith("+00:00")
    assert found == {
        "level": "info",
        "logger": "lectern",
        "message": "Saved 3 rows",
        "method": "POST",
        "path": "/en/r/***",
        "status": 200,
        "ms": 4,
    }


def test_an_error_tells_its_place_but_not_what_somebody_typed():
    found = line("failed", error=raised(ValueError("王芳 is not a number")))

    assert found["error"]["type"] == "ValueError"
    assert "text" not in found["error"]
    assert "test_logs.py" in found["error"]["at"][0]
    assert "王芳" not in json.dumps(found, ensure_ascii=False)


def test_a_database_error_keeps_its_first_line():
    error = IntegrityError('violates "one_name"\nDETAIL: Key (name)=(王芳) already exists.')

    found = line("failed", error=raised(error))

    assert found["error"]["text"] == 'violates "one_name"'


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (
            NoReverseMatch("Reverse for 'r' with arguments '('王芳',)' not found. 1 pattern(s)"),
            "Reverse for 'r' with arguments *** not found. 1 pattern(s)",
        ),
        (
            NoReverseMatch("Reverse for 'a' with keyword arguments '{'name': '王芳'}' not found."),
            "Reverse for 'a' with keyword arguments *** not found.",
        ),
        (
            DataError('invalid input syntax for type integer: "王芳"'),
            "invalid input syntax for type integer: ***",
        ),
        (
            OSError(36, "File name too long", "/data/media/王芳.pdf"),
            "[Errno 36] File name too long: '/data/media/***'",
        ),
    ],
)
def test_an_error_about_code_quotes_nobody(error, kept):
    assert line("failed", error=raised(error))["error"]["text"] == kept


def test_a_line_stays_one_line():
    assert "\n" not in JsonFormatter().format(
        logging.LogRecord("x", logging.INFO, "x.py", 1, "two\nlines", (), None)
    )


def test_the_access_line_names_no_client(caplog):
    def application(environ, start_response):
        start_response("200 OK", [])
        return [b"12", b"3"]

    environ = {
        "REQUEST_METHOD": "GET",
        "REQUEST_URI": "/en/r/secret/?phone=1",
        "REMOTE_ADDR": "203.0.113.9",
        "HTTP_USER_AGENT": "Telephone of Wang Fang",
        "HTTP_REFERER": "https://example.org/?q=wang",
    }
    answer = with_access_log(application)(environ, lambda *_args: None)
    with caplog.at_level(logging.INFO, logger="lectern.access"):
        assert list(answer) == [b"12", b"3"]
        assert not caplog.records  # it is told once it is whole
        answer.close()

    [record] = caplog.records
    found = json.loads(JsonFormatter().format(record))
    assert found.pop("time")
    assert found.pop("ms") >= 0
    assert found == {
        "level": "info",
        "logger": "lectern.access",
        "message": "request",
        "method": "GET",
        "path": "/en/r/***",
        "status": 200,
        "bytes": 3,
    }
