"""/health/live and /health/ready: what a balancer is told, without waiting."""

from threading import Event

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from config.serving import health


def test_live_needs_nothing(client):
    response = client.get("/health/live", headers={"Host": "10.0.0.7"})

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db(transaction=True)
def test_ready_when_the_database_answers(client):
    response = client.get("/health/ready", headers={"Host": "10.0.0.7"})

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": connection.vendor}
    assert not response.cookies


def is_not_ready(response):
    return response.status_code == 503 and response.json() == {
        "status": "unavailable",
        "database": "unreachable",
    }


@pytest.mark.django_db(transaction=True)
def test_not_ready_while_the_database_is_away(client, monkeypatch):
    def refuse():
        raise OperationalError("connection refused")

    with monkeypatch.context() as away:
        away.setattr(health, "look", refuse)
        assert is_not_ready(client.get("/health/ready"))

    assert client.get("/health/ready").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_not_ready_while_the_database_hangs(client, monkeypatch):
    answers = Event()
    with monkeypatch.context() as hanging:
        hanging.setattr(health, "look", answers.wait)
        hanging.setattr(health, "ANSWERED_WITHIN", 0.05)
        assert is_not_ready(client.get("/health/ready"))
        assert is_not_ready(client.get("/health/ready"))  # the first question waits still

    answers.set()
    assert client.get("/health/ready").status_code == 200


def test_health_is_only_read(client):
    assert client.post("/health/live").status_code == 405
    assert client.head("/health/live").status_code == 200


def test_health_is_not_sent_to_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    from django.test import Client

    assert Client().get("/health/live").status_code == 200
    assert Client().get("/en/").status_code == 301


def test_other_addresses_pass():
    middleware = health.HealthMiddleware(lambda request: "the site")

    assert middleware(RequestFactory().get("/health/")) == "the site"
