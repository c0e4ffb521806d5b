"""`manage.py serve` as a person meets it: a whole server on an empty folder."""

import json
import resource
import socket
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings

from tests.config.serving.sites import ask, environment, free_port, served


def work_of_children():
    """Seconds of processor time that ended children took, theirs included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def raw(port, line):
    """The answer to a request whose first line is sent as it stands, in UTF-8."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"{line}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode()


@pytest.mark.served
@pytest.mark.django_db
@pytest.mark.once(reason="test_database_away.py serves from an empty PostgreSQL")
def test_a_site_comes_up_from_an_empty_folder(tmp_path):
    port = free_port()

    with served(tmp_path, port, DEMO="1", DEMO_PASSWORD="for-the-tour-1", TASK_WORKERS="1"):
        status, headers, body = ask(port, "/", **{"Accept-Language": "zh-CN"})
        assert (status, headers["Location"]) == (302, "/zh-hans/")
        half = socket.create_connection(("127.0.0.1", port), timeout=30)
        half.sendall(b"GET /en/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Never-")
        assert ask(port, "/health/ready")[0] == 200
        status, headers, body = ask(port, "/admin/login/")
        assert status == 200
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        # Collected, fingerprinted, and kept by browsers for good.
        style = next(part for part in body.split('"') if "admin/css/base." in part)
        status, headers, _body = ask(port, style)
        assert (status, "immutable" in headers["Cache-Control"]) == (200, True)
        # Also to a frame without an origin (sandbox), which asks for its module as a foreign page.
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert ask(port, "/en/r/very-secret/?phone=13800138000")[0] == 404
        assert ask(port, "/en/%00")[0] == 400
        # As scripts write it, and as links hold it.
        spoken = raw(port, "GET /zh-hans/不存在/?q=人工 HTTP/1.1")
        assert spoken.startswith("HTTP/1.1 404 ")
        assert "这个网址下没有内容" in spoken
        # Ten thousand stars: told in the language of the address, until it is beyond all measure.
        for language, said in (("en", "too long"), ("zh-hans", "太长")):
            status, _headers, body = ask(port, f"/{language}/?s={'ABCDE1,' * 10_000}")
            assert status == 414
            assert said in body
            assert f'lang="{language}"' in body
        assert ask(port, "/en/", method="HEAD")[0] == 200
        # Refused by the server itself, and still in a person's words.
        status, _headers, body = ask(port, f"/en/?q={'x' * 1_000_000}")
        assert status == 414
        assert "无法识别这个网址" in body
        assert "We cannot read this address" in body
        # A request that stops half way does not hold a thread for ever.
        with closing(half):
            assert half.recv(1) == b""
        # Not told so by PUBLIC_URL, nobody's header makes this an https site.
        assert ask(port, "/admin/login/", **{"X-Forwarded-Proto": "https"})[0] == 200

    said = (tmp_path / "said").read_text()
    assert "Database ... done" in said
    assert f"Lectern: http://127.0.0.1:{port}/" in said
    assert "Demo conferences ... done" in said
    assert "organizer, editor, desk, exporter, viewer, secretary" in said
    assert "Ready." in said
    lines = [json.loads(line) for line in (tmp_path / "logged").read_text().splitlines()]
    assert "/en/r/***" in [line.get("path") for line in lines]
    assert "very-secret" not in json.dumps(lines)
    assert "13800138000" not in json.dumps(lines)
    # Nothing to report but what was asked.
    loggers = {line["logger"] for line in lines}
    assert loggers == {"lectern.access"}

    # Work, not time: other programs of a busy machine do not count.
    before = work_of_children()
    with served(tmp_path, port, DEMO="1"):
        assert ask(port, "/health/live")[0] == 200
    assert work_of_children() - before < 10
    assert "Demo conferences" not in (tmp_path / "said").read_text()


def refused(folder, port, **more):
    result = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=settings.BASE_DIR,
        env=environment(folder, port, **more),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 1
    return result.stderr


def test_a_taken_port_is_named_before_anything_is_done(tmp_path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        sentence = refused(tmp_path, port)

    assert sentence.startswith(f"Refused: Port {port} is taken by another program.")
    assert "make run PORT=" in sentence
    assert not (tmp_path / "db.sqlite3").exists()


def test_a_database_out_of_reach_is_named_with_what_to_do(tmp_path):
    port = free_port()

    sentence = refused(
        tmp_path, free_port(), DATABASE_URL=f"postgresql://u:secret@127.0.0.1:{port}/x"
    )

    assert "The database (PostgreSQL, 127.0.0.1) cannot be reached" in sentence
    assert "Check DATABASE_URL" in sentence
    assert "secret" not in sentence
    assert "Traceback" not in sentence
